/** A hold placed while the eraser runs, at whatever moment: what it is told to keep opens for good. */

import { expect, test } from 'vitest';
import { hourMs } from '../testing/erasure-town.ts';
import { HoldingTown, startMs } from '../testing/holding-town.ts';

const tries = 200;

/** Numbers from 0 to below `count`, the same for a seed (an LCG of Numerical Recipes). */
function drawer(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

/** What a database and a key ring take their time for, in turns of the queue at most. */
const turnsMax: Readonly<Record<string, number>> = {
  read: 12,
  transact: 12,
  destroyDay: 12,
  destroyHold: 12,
  rewrapForHold: 300,
};

/** The same, but each of its functions waits before it does what it does, and after. */
function delayed<Port extends object>(port: Port, draw: (count: number) => number): Port {
  const parts = Object.entries(port).map(([name, part]) => {
    const most = turnsMax[name];
    const slow = async (...given: unknown[]) => {
      await turns(draw(most ?? 0));
      const answer: unknown = await part.apply(port, given);
      await turns(draw(most ?? 0));
      return answer;
    };
    return [name, most === undefined ? part : slow] as const;
  });
  return Object.fromEntries(parts) as Port;
}

async function slowTown(seed: number) {
  const draw = drawer(seed);
  const world = await HoldingTown.open();
  const { facts } = world.town;
  return {
    world,
    draw,
    slowed: { facts: delayed(facts, draw), keyRing: delayed(world.ring, draw) },
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await Promise.resolve();
  }
}

test('HLD-1 two hundred races with midnight: what stands after the hold opens for good', async () => {
  for (let seed = 1; seed <= tries; seed++) {
    const { world, draw, slowed } = await slowTown(seed);
    world.clock.advance(Date.parse('2026-11-22T23:00Z') - world.clock.nowMs());
    await world.restart(slowed);
    const erased = world.erase();
    await turns(draw(60));
    await world.place({ fromMs: startMs, toMs: startMs + 10 * hourMs });
    const kept = await world.rows();
    await erased;
    await world.erase();
    expect(await world.rows(), `seed ${seed}`).toBe(kept);
    expect(await world.opening(), `seed ${seed}`).toHaveLength(kept);
    expect(await world.lasting(), `seed ${seed}`).not.toContain('hold-failed');
    world.office.close();
  }
});

test('HLD-6 two hundred races of a hold that ends with one that begins over the same pictures', async () => {
  const seen = new Set<number>();
  for (let seed = 1; seed <= tries; seed++) {
    const { world, draw, slowed } = await slowTown(seed);
    const first = await world.place();
    world.clock.advance(5 * 24 * hourMs);
    await world.erase();
    await world.restart(slowed);
    const ended = world.lift(first, 'remis au parquet').then(() => world.erase());
    await turns(draw(600));
    await world.place({ reference: 'PV 2026/1043' });
    await ended;
    await world.erase();
    const kept = await world.rows();
    expect(await world.opening(), `seed ${seed}`).toHaveLength(kept);
    expect(await world.lasting(), `seed ${seed}`).not.toContain('hold-failed');
    expect(world.entries('hold-key-destroyed'), `seed ${seed}`).toHaveLength(1);
    seen.add(kept);
    world.office.close();
  }
  // In some the second came too late, in some in time.
  expect(seen).toEqual(new Set([0, 2]));
});
