/**
 * Whatever persons do in whatever order, a sensitive act is carried out only as it was proved (SEC-30 to
 * SEC-32): sequences of askings, proofs, refusals, other bodies, lost rights and time are tried, and each
 * act that is done is held against what was proved. And killed at any step, it is done whole or not.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOffice } from '../create-office.ts';
import {
  drawn,
  type Errand,
  minuteMs,
  noMasks,
  openWorld,
} from '../testing/confirmations-world.ts';
import { killedAt } from '../testing/killed-facts.ts';

const names = ['head', 'otherHead', 'chief', 'operator'] as const;
type Name = (typeof names)[number];
const bodies = ['drawn', 'none', 'other-camera'] as const;
type Body = (typeof bodies)[number];

/** `back` counts askings back from the last; a body of null is the one that was asked. */
type Step =
  | { readonly kind: 'ask'; readonly body: Body }
  | { readonly kind: 'prove'; readonly who: Name; readonly back: number }
  | { readonly kind: 'refuse'; readonly who: Name; readonly back: number }
  | {
      readonly kind: 'carry-out';
      readonly who: Name;
      readonly back: number;
      readonly body: Body | null;
    }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'leave' };

// Weighed so that most runs come to a finished act and go on from there.
const who = fc.constantFrom<Name>('head', 'head', 'head', 'otherHead', 'otherHead', ...names);
const back = fc.constantFrom(0, 0, 0, 1, 2);
const oneBody = fc.constantFrom(...bodies);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), body: oneBody }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('prove' as const), who, back }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const), who, back }) },
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ kind: fc.constant('carry-out' as const), who, back },
      body: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: oneBody },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'leave' as const }) },
);

/** What ends the last asking, when it may be ended: chance alone comes to it in one run of seven. */
const ending: readonly Step[] = [
  { kind: 'prove', who: 'head', back: 0 },
  { kind: 'prove', who: 'otherHead', back: 0 },
  { kind: 'carry-out', who: 'head', back: 0, body: null },
];
const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: step.map((each) => [each]) },
      { weight: 1, arbitrary: fc.constant(ending) },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.flat());

/** What the test itself knows of an asking. */
interface Asking {
  readonly id: string;
  readonly body: Body;
  /** Whether it hides less than what was in force when it was asked (MSK-54). */
  readonly isLift: boolean;
  readonly atMs: number;
  readonly provedBy: Set<Name>;
  isRefused: boolean;
  isSpent: boolean;
}

type World = Awaited<ReturnType<typeof openWorld>>;

class Play {
  readonly #world: World;
  readonly #errands: Readonly<Record<Body, Errand>>;
  readonly #askings: Asking[] = [];
  #hasLeft = false;
  #isUnmasked = false;
  done = 0;

  constructor(world: World) {
    this.#world = world;
    this.#errands = {
      drawn: world.masks(drawn),
      none: world.masks(noMasks),
      'other-camera': world.masks(drawn, 'cam_gare'),
    };
  }

  async take(step: Step): Promise<void> {
    const world = this.#world;
    if (step.kind === 'ask') {
      await this.#ask(step.body);
    } else if (step.kind === 'wait') {
      world.clock.advance(step.minutes * minuteMs);
    } else if (step.kind === 'leave') {
      await world.office.people.change(world.head, world.otherHead.person.id, { left: true });
      this.#hasLeft = true;
    } else {
      const asking = this.#askings.at(-1 - step.back);
      await (asking && this.#takeOn(step, asking));
    }
  }

  async #ask(body: Body): Promise<void> {
    const id = await this.#world.ask(this.#errands[body]);
    const atMs = this.#world.clock.nowMs();
    const rest = { provedBy: new Set<Name>(), isRefused: false, isSpent: false };
    const isLift = body === 'none' && !this.#isUnmasked;
    this.#askings.push({ id, body, isLift, atMs, ...rest });
  }

  async #takeOn(step: Extract<Step, { who: Name }>, asking: Asking): Promise<void> {
    const { confirmations } = this.#world;
    const actor = this.#world[step.who];
    if (step.kind === 'prove') {
      const proved = await confirmations.proveForDemonstration(actor, asking.id);
      if (proved.ok) {
        asking.provedBy.add(step.who);
      }
    } else if (step.kind === 'refuse') {
      const refused = await confirmations.refuse(actor, asking.id, 'non');
      asking.isRefused ||= refused.ok;
    } else {
      const before = this.#world.entries('mask-redrawn').length;
      const body = step.body ?? asking.body;
      const carried = await this.#errands[body]({ ...actor, confirmationId: asking.id });
      expect(this.#world.entries('mask-redrawn').length - before).toBe(carried.ok ? 1 : 0);
      if (carried.ok) {
        this.#check(step.who, body, asking);
        this.#isUnmasked = body === 'other-camera' ? this.#isUnmasked : body === 'none';
        asking.isSpent = true;
        this.done += 1;
      }
    }
  }

  #check(who: Name, body: Body, asking: Asking): void {
    const ageMs = this.#world.clock.nowMs() - asking.atMs;
    expect([who, body]).toEqual(['head', asking.body]);
    expect(asking).toMatchObject({ isRefused: false, isSpent: false });
    expect(asking.provedBy).toContain('head');
    expect(ageMs).toBeLessThan((asking.isLift ? 15 : 5) * minuteMs);
    if (asking.isLift) {
      expect(asking.provedBy).toContain('otherHead');
      expect(this.#hasLeft).toBe(false);
    }
  }
}

describe('any order of things', () => {
  test('SEC-32 nothing is carried out but what was proved, by whom it takes, in time, once', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(oneBody, steps, async (body, taken) => {
        const world = await openWorld();
        const play = new Play(world);
        // Half way to a finished act, so that many runs come to one.
        await play.take({ kind: 'ask', body });
        await play.take({ kind: 'prove', who: 'head', back: 0 });
        for (const each of taken) {
          await play.take(each);
        }
        world.office.close();
        done += play.done;
      }),
      { numRuns: 80 },
    );
    // Else it would hold of a house in which nothing can be done.
    expect(done).toBeGreaterThan(0);
  }, 60_000);

  test('SEC-30 killed before or after any step, act, entry and end of the confirmation are all there or none', async () => {
    for (const when of ['before', 'after'] as const) {
      for (const at of [0, 1]) {
        const world = await openWorld();
        const errand = world.masks(drawn);
        const id = await world.proved(errand);
        const actor = { ...world.head, confirmationId: id };
        const facts = killedAt(world.town.facts, at, when);
        const dying = await createOffice({ ...world.town.parts, facts });
        const body = { choice: structuredClone(drawn) as never, reason: 'Fenêtres' };
        await dying.cameras.setMasks(actor, 'cam_place', body, null).catch(() => null);
        dying.close();
        const versions = await world.town.facts.read((work) => work.masks.ofCamera('cam_place'));
        const kept = await world.kept();
        const isDone = versions.length === 2;
        expect(world.entries('mask-redrawn')).toHaveLength(isDone ? 1 : 0);
        expect(kept.map((each) => each.id)).toEqual(isDone ? [] : [id]);
        // What was not done can still be done; what was done can't be done again.
        expect((await errand(actor)).ok).toBe(!isDone);
      }
    }
  });
});
