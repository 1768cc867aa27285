/**
 * What holds of every decision, whoever asks, whatever they ask, whenever: fast-check makes persons,
 * overlapping clearances, cameras and instants, more of them around the two clock changes.
 */

import {
  addDays,
  civilDayOf,
  type Id,
  type Instant,
  instantFromMs,
  msFromInstant,
} from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actLines,
  breaks,
  camera,
  clearance,
  factsOf,
  noon,
  person,
  rightWorld,
  type World,
  zone,
} from '../test/decision-table.ts';
import { decide, mayAnywhere } from './decide.ts';
import { fr2026 } from './legal-profile.ts';
import { type Clearance, posts, type Right, rights } from './person.ts';

const hourMs = 3_600_000;
const firstMs = Date.UTC(2026, 2, 1);
const daysMax = 300;

const communes = ['com_vermeil' as Id<'commune'>, 'com_autre' as Id<'commune'>];
const cameraIds = ['cam_place' as Id<'camera'>, 'cam_autre' as Id<'camera'>];

/** Days before and after the asked one, negative when the term is over or still to come. */
const around = fc.tuple(fc.integer({ min: -2, max: 40 }), fc.integer({ min: -2, max: 40 }));
const suspension = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant({ at: noon, reason: 'enquête' }) },
);

interface Sketch extends Omit<Clearance, 'from' | 'until'> {
  readonly days: readonly [before: number, after: number];
}

const anySketch: fc.Arbitrary<Sketch> = fc
  .record({
    days: around,
    communeIds: fc.subarray(communes, { minLength: 1 }),
    cameraIds: fc.option(fc.subarray(cameraIds, { minLength: 1 }), { nil: null, freq: 2 }),
    rights: fc.oneof(fc.constant(rights), fc.subarray([...rights], { minLength: 1 })),
    suspended: suspension,
  })
  .map((sketch) => ({ ...clearance, ...sketch }));

/** The two days of a term around an instant, in order. */
function termAround(atMs: number, [before, after]: readonly [number, number]) {
  const today = civilDayOf(instantFromMs(atMs), zone);
  const [from, until] = [addDays(today, -before), addDays(today, after)];
  return from <= until ? { from, until } : { from: until, until: from };
}

function drawn({ days, ...sketch }: Sketch, atMs: number): Clearance {
  return { ...sketch, ...termAround(atMs, days) };
}

/** Any hour, and the minutes around the nights of 29 March and 25 October. */
const anyInstantMs = fc.oneof(
  fc.integer({ min: 0, max: daysMax * 24 }).map((hours) => firstMs + hours * hourMs),
  fc.integer({ min: firstMs, max: firstMs + daysMax * 24 * hourMs }),
  fc.integer({ min: -3 * 60, max: 3 * 60 }).map((m) => Date.UTC(2026, 2, 29, 1) + m * 60_000),
  fc.integer({ min: -26 * 60, max: 26 * 60 }).map((m) => Date.UTC(2026, 9, 25, 1) + m * 60_000),
);

interface Asked {
  readonly world: World;
  readonly right: Right;
  readonly atMs: number;
}

const anyAsked: fc.Arbitrary<Asked> = fc
  .record({
    line: fc.constantFrom(...actLines),
    post: fc.oneof(
      { weight: 3, arbitrary: fc.constant('csu-head' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...posts) },
    ),
    clearances: fc.array(anySketch, { maxLength: 4 }),
    order: around,
    retentionDays: fc.integer({ min: 1, max: 28 }),
    ageMs: fc.integer({ min: 0, max: 20 * 24 * hourMs }),
    atMs: anyInstantMs,
  })
  .map(({ line, post, clearances, order, retentionDays, ageMs, atMs }) => {
    const act = 'momentMs' in line.act ? { ...line.act, momentMs: atMs - ageMs } : line.act;
    const authorisation = {
      orderNumber: '1',
      ...termAround(atMs, order),
      retentionDaysMax: 28,
    };
    const world: World = {
      ...rightWorld(act),
      person: { ...person, post },
      clearances: clearances.map((sketch) => drawn(sketch, atMs)),
      camera: rightWorld(act).camera && { ...camera, authorisation, retentionDays },
    };
    return { world, right: line.right, atMs };
  });

function ask({ world, atMs }: Omit<Asked, 'right'>) {
  return decide(world.act, factsOf(world), instantFromMs(atMs));
}

function untilMsOf(decision: ReturnType<typeof ask>): number {
  return decision.allowed ? msFromInstant(decision.until as Instant) : Number.NaN;
}

/** The platform's own calendar, as a second opinion on ours. */
const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });

describe('for every person, act, clearances and instant', () => {
  test('SEC-8 a permission ends after now, within 60 s, and on a day of its clearance and of its order', () => {
    let allowed = 0;
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const decision = ask(asked);
        if (!decision.allowed) {
          return;
        }
        allowed += 1;
        const untilMs = untilMsOf(decision);
        expect(untilMs).toBeGreaterThan(asked.atMs);
        expect(untilMs - asked.atMs).toBeLessThanOrEqual(fr2026.permissionMsMax);
        // Its last millisecond lies on a day that one clearance alone gives.
        const lastDay = paris.format(untilMs - 1);
        const grounds = asked.world.clearances.filter(
          ({ from, until, suspended, rights: given }) =>
            suspended === null &&
            from <= lastDay &&
            lastDay <= until &&
            given.includes(asked.right),
        );
        expect(grounds.length).toBeGreaterThan(0);
        if (['watch-live', 'view-recordings', 'save-still'].includes(asked.world.act.kind)) {
          const order = asked.world.camera?.authorisation;
          expect(order && order.from <= lastDay && lastDay <= order.until).toBe(true);
        }
      }),
    );
    // The worlds are drawn so that a permission is no rarity.
    expect(allowed).toBeGreaterThan(0);
  });

  test('SEC-5 another clearance never takes a right away, nor shortens a permission', () => {
    fc.assert(
      fc.property(anyAsked, anySketch, fc.nat(), (asked, more, place) => {
        const before = ask(asked);
        fc.pre(before.allowed);
        const clearances = [...asked.world.clearances];
        clearances.splice(place % (clearances.length + 1), 0, drawn(more, asked.atMs));
        const after = ask({ ...asked, world: { ...asked.world, clearances } });
        expect(after.allowed).toBe(true);
        expect(untilMsOf(after)).toBeGreaterThanOrEqual(untilMsOf(before));
      }),
      { numRuns: 40 },
    );
  });

  test('SEC-7 suspending a clearance never gives a right, nor lengthens a permission', () => {
    fc.assert(
      fc.property(anyAsked, fc.nat(), (asked, which) => {
        const { clearances } = asked.world;
        fc.pre(clearances.length > 0);
        const suspended = clearances.map((each, index) =>
          index === which % clearances.length
            ? { ...each, suspended: { at: noon, reason: 'enquête' } }
            : each,
        );
        const before = ask(asked);
        const after = ask({ ...asked, world: { ...asked.world, clearances: suspended } });
        expect(after.allowed && !before.allowed).toBe(false);
        expect(untilMsOf(after) > untilMsOf(before)).toBe(false);
      }),
    );
  });

  test('SEC-9 technicians, data protection officers, inspectors and mayors get no picture, whatever their clearances', () => {
    const blind = ['technician', 'dpo', 'inspector', 'mayor'] as const;
    const pictures = ['watch-live', 'view-recordings', 'save-still', 'bookmark', 'change-masks'];
    const lines = actLines.filter(({ act }) => pictures.includes(act.kind));
    expect(new Set(lines.map(({ act }) => act.kind)).size).toBe(pictures.length);
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.constantFrom(...blind),
        fc.array(anySketch, { maxLength: 4 }),
        anyInstantMs,
        ({ act }, post, sketches, atMs) => {
          const clearances = sketches.map((sketch) => drawn(sketch, atMs));
          const world = { ...rightWorld(act), person: { ...person, post }, clearances };
          expect(ask({ world, atMs })).toMatchObject({ allowed: false, rule: 'SEC-9' });
        },
      ),
    );
  });

  test('SEC-5 a page is never greyed while something on it is allowed', () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        fc.pre(ask(asked).allowed);
        const { camera: _, ...facts } = factsOf(asked.world);
        expect(mayAnywhere(asked.right, facts, instantFromMs(asked.atMs)).allowed).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('SEC-5 breaking one rule of an allowed world never allows more than before', () => {
    for (const line of actLines) {
      for (const broken of Object.values(breaks)) {
        const world = broken(rightWorld(line.act), line.right);
        const atMs = msFromInstant(noon);
        expect(
          untilMsOf(ask({ world, atMs })) > untilMsOf(ask({ world: rightWorld(line.act), atMs })),
        ).toBe(false);
      }
    }
  });
});

describe('hour by hour over the two clock changes', () => {
  test.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])(
    'SEC-6 a clearance of the one day %s gives %i hours, and each is an hour of that civil day',
    (changeDay, hours) => {
      const world: World = {
        ...rightWorld({ kind: 'watch-live' }),
        clearances: [{ ...clearance, from: changeDay, until: changeDay }],
      };
      const middayMs = Date.parse(`${changeDay}T12:00:00Z`);
      let allowed = 0;
      for (let quarter = -4 * 36; quarter < 4 * 36; quarter++) {
        const atMs = middayMs + (quarter * hourMs) / 4;
        const decision = ask({ world, atMs });
        expect(decision.allowed).toBe(paris.format(atMs) === changeDay);
        allowed += decision.allowed ? 1 : 0;
      }
      expect(allowed).toBe(hours * 4);
    },
  );
});
