/** Holds against the eraser, on fakes: what is kept opens, what isn't dies, whatever is killed when. */

import { describe, expect, test } from 'vitest';
import { hourMs } from '../testing/erasure-town.ts';
import { cameraId, HoldingTown, startMs } from '../testing/holding-town.ts';
import { killedAt } from '../testing/killed-facts.ts';

const dayMs = 24 * hourMs;

describe('holds and the eraser', () => {
  test('HLD-1 what is held opens after its day has died, and nothing else does', async () => {
    const world = await HoldingTown.open();
    await world.place();
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    expect(await world.rows()).toBe(2);
    expect((await world.ring.days()).every(({ day }) => day > '2026-11-25')).toBe(true);
    world.office.close();
  });

  test('HLD-1 placed in the second before midnight it beats the eraser', async () => {
    const world = await HoldingTown.open();
    world.clock.advance(Date.parse('2026-11-22T23:00Z') - 1000 - world.clock.nowMs());
    expect(await world.rows()).toBe(10);
    await world.place();
    world.clock.advance(1000);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    world.office.close();
  });

  test('HLD-5 past its term what is held opens with the key of the hold, for the requisition only', async () => {
    const world = await HoldingTown.open();
    await world.place();
    const open = async (motive: 'requisition-prepared' | 'rescue', atMs: number) => {
      const viewing = await world.office.playback.open(world.head, {
        cameraIds: [cameraId],
        motive,
        note: '',
        fromMs: startMs,
        toMs: startMs + 10 * hourMs,
      });
      const id = viewing.ok ? viewing.value.id : '';
      const ask = (choice: 'containing' | 'next' | 'previous') =>
        world.office.playback.fileFor(world.head, id, cameraId, atMs, choice);
      const file = await ask('containing');
      return file.ok ? (file.value?.heldKey?.keyId ?? 'by its day') : file.error.code;
    };
    const middle = startMs + 2.5 * hourMs;
    const refreshed = async () => {
      world.head = (await world.town.signIn('per_head')).actor;
      await world.restart();
    };
    expect(await open('rescue', middle)).toBe('by its day');
    world.clock.advance(Date.parse('2026-11-22T23:00Z') - world.clock.nowMs());
    await refreshed();
    await world.erase();
    // The day has died, and the picture isn't 3 x 24 hours old yet.
    expect(await open('requisition-prepared', middle)).toMatch(/^hold-/);
    expect(await open('rescue', middle)).toBe('retention-over');
    world.clock.advance(3 * dayMs);
    await refreshed();
    expect(await open('requisition-prepared', middle)).toMatch(/^hold-/);
    expect(await open('rescue', middle)).toBe('retention-over');
    expect(await open('requisition-prepared', startMs + 6.5 * hourMs)).toBe('retention-over');
    const day = await world.office.playback.timeline(
      world.head,
      cameraId,
      startMs,
      startMs + 10 * hourMs,
    );
    expect(day.ok && day.value.spans.map((span) => (span.fromMs - startMs) / hourMs)).toEqual([2]);
    expect(day.ok && day.value.gaps.map(({ cause }) => cause)).toEqual([
      'retention-over',
      'retention-over',
    ]);
    world.office.close();
  });

  test('HLD-4 recorders are told what they must spare, until it ends', async () => {
    const world = await HoldingTown.open();
    const id = await world.place();
    const told = async () =>
      (await world.office.recorders.configurationFor(world.recorderId)).holds;
    expect(await told()).toEqual([
      { cameraId, fromMs: startMs + 2 * hourMs, toMs: startMs + 4 * hourMs },
    ]);
    await world.lift(id, 'fini');
    expect(await told()).toEqual([]);
    world.office.close();
  });

  test('HLD-2 at its end its key dies, what only it kept is erased, and both are in the register', async () => {
    const world = await HoldingTown.open();
    await world.place({ until: '2026-11-28' });
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    world.clock.advance(4 * dayMs);
    await world.erase();
    expect(await world.rows()).toBe(0);
    expect(world.entries('hold-ended')).toHaveLength(1);
    expect(world.entries('hold-key-destroyed')).toHaveLength(1);
    const last = JSON.parse(world.entries('recordings-erased').at(-1)?.record ?? '{}');
    expect(last.what.files).toHaveLength(2);
    world.office.close();
  });

  test('HLD-2 a call lapses by itself after 72 hours; confirmed in time it goes on', async () => {
    for (const isConfirmed of [false, true]) {
      const world = await HoldingTown.open();
      const id = await world.place({ channel: 'phone' });
      world.clock.advance(71 * hourMs);
      if (isConfirmed) {
        const inTime = await world.office.holds.confirm(world.head, id, 'PV 7');
        expect(inTime.ok && inTime.value.toConfirm).toBe(false);
        const again = await world.office.holds.confirm(world.head, id, 'PV 8');
        expect(again.ok ? null : again.error.code).toBe('hold-confirmed');
      }
      world.clock.advance(2 * hourMs + dayMs);
      await world.erase();
      expect(await world.opening()).toEqual(isConfirmed ? [2, 3] : []);
      if (!isConfirmed) {
        const late = await world.office.holds.confirm(world.head, id, 'PV 7');
        expect(late.ok ? null : late.error.code).toBe('hold-over');
      }
      world.office.close();
    }
  });

  test('HLD-2 a hold that only a wrong clock had ended keeps its key', async () => {
    const world = await HoldingTown.open();
    const id = await world.place({ channel: 'phone' });
    const { facts } = world.town;
    world.office.close();
    world.clock.setForward(4 * dayMs);
    let isPutRight = false;
    const putRight = (): void => {
      world.clock.setForward(isPutRight ? 0 : -4 * dayMs);
      isPutRight = true;
    };
    await world.restart({
      facts: {
        ...facts,
        transact: (work) =>
          facts.transact(async (inside) => {
            const one: typeof inside.holds.one = (holdId) => {
              // The eraser has seen it lapsed, and is about to end it.
              putRight();
              return inside.holds.one(holdId);
            };
            return await work({ ...inside, holds: { ...inside.holds, one } });
          }),
      },
    });
    await world.erase();
    expect(isPutRight).toBe(true);
    const inTime = await world.office.holds.confirm(world.head, id, 'PV 7');
    expect(inTime.ok).toBe(true);
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    world.office.close();
  });

  test('HLD-3 lifted by a head; of two holds the other goes on, even one placed after the day died', async () => {
    const world = await HoldingTown.open();
    const first = await world.place();
    world.clock.advance(5 * dayMs);
    await world.erase();
    await world.place({ fromMs: startMs + 3 * hourMs, reference: 'PV 2026/1043' });
    const lifted = await world.lift(first, 'remis au parquet');
    expect(lifted.ok && lifted.value.ended?.why).toBe('lifted');
    await world.erase();
    expect(await world.opening()).toEqual([3]);
    expect(await world.rows()).toBe(1);
    world.office.close();
  });

  test('HLD-6 while another hold can’t take its keys, the key of one that ended stays, and no receipt says that it is gone', async () => {
    const world = await HoldingTown.open();
    const first = await world.place();
    world.clock.advance(5 * dayMs);
    await world.erase();
    const receipts = () => world.said('recordings-erased').length;
    const before = receipts();
    const { rewrapForHold } = world.ring;
    Object.assign(world.ring, { rewrapForHold: () => Promise.reject(new Error('disk full')) });
    await world.place({ fromMs: startMs + 3 * hourMs, reference: 'PV 2026/1043' });
    await world.lift(first, 'remis au parquet');
    await world.erase();
    await world.erase();
    expect(await world.rows()).toBe(1);
    expect(await world.opening()).toEqual([3]);
    expect(await world.lasting()).toContain('hold-failed');
    expect([receipts(), world.entries('hold-key-destroyed').length]).toEqual([before, 0]);
    Object.assign(world.ring, { rewrapForHold });
    world.clock.advance(60_000);
    await world.erase();
    expect(await world.opening()).toEqual([3]);
    expect([receipts(), world.entries('hold-key-destroyed').length]).toEqual([before + 1, 1]);
    expect(await world.lasting()).not.toContain('hold-failed');
    world.office.close();
  });

  test('HLD-3 an operator places and neither confirms nor lifts; a technician sees nothing', async () => {
    const world = await HoldingTown.open();
    const { actor: operator } = await world.town.signIn('per_operator');
    const { actor: technician } = await world.town.signIn('per_technician');
    await world.restart();
    const placed = await world.office.holds.place(operator, world.body({ channel: 'phone' }));
    expect(placed.ok && placed.value.toConfirm).toBe(true);
    const id = placed.ok ? placed.value.id : '';
    for (const refused of [
      await world.office.holds.confirm(operator, id, 'PV 7'),
      await world.office.holds.lift(operator, id, 'non'),
      await world.office.holds.place(technician, world.body()),
      await world.office.holds.list(technician),
    ]) {
      expect(refused.ok ? null : refused.error.code).toBe('post-without-right');
    }
    expect((await world.office.holds.list(operator)).ok).toBe(true);
    world.office.close();
  });

  test('HLD-1 killed before or after any step, nothing held dies and nothing else stays', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let step = 0; step < 16; step++) {
        const world = await HoldingTown.open();
        const ending = await world.place({ fromMs: startMs, toMs: startMs + 2 * hourMs });
        await world.place();
        await world.lift(ending, 'fini');
        world.office.close();
        world.clock.advance(5 * dayMs);
        await world.restart({ facts: killedAt(world.town.facts, step, when) });
        await world.erase().catch(() => undefined);
        await world.restart();
        await world.erase();
        expect(await world.opening(), `${when} ${step}`).toEqual([2, 3]);
        expect(await world.rows(), `${when} ${step}`).toBe(2);
        world.office.close();
      }
    }
  }, 60_000);

  test('HLD-2 lifted while its keys are being re-wrapped, it spares nothing', async () => {
    const world = await HoldingTown.open();
    const { rewrapForHold } = world.ring;
    let lifted = false;
    Object.assign(world.ring, {
      async rewrapForHold(...asked: Parameters<typeof rewrapForHold>) {
        const held = await rewrapForHold(...asked);
        if (!lifted) {
          lifted = true;
          await world.lift(asked[0], 'erreur de caméra');
          await world.office.erasures.eraseDue();
        }
        return held;
      },
    });
    await world.place({ toMs: startMs + 3 * hourMs });
    expect(lifted).toBe(true);
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.rows()).toBe(0);
    world.office.close();
  });

  test('HLD-1 what can’t be re-wrapped is an alarm: it stays, with the key of its day', async () => {
    const world = await HoldingTown.open();
    const { rewrapForHold } = world.ring;
    Object.assign(world.ring, {
      rewrapForHold: () => Promise.reject(new Error('the token is out')),
    });
    await world.place();
    world.clock.advance(5 * dayMs);
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    expect(await world.lasting()).toContain('hold-failed');
    Object.assign(world.ring, { rewrapForHold });
    await world.erase();
    expect(await world.opening()).toEqual([2, 3]);
    expect(await world.lasting()).not.toContain('hold-failed');
    expect((await world.ring.days()).every(({ day }) => day > '2026-11-25')).toBe(true);
    world.office.close();
  });
});
