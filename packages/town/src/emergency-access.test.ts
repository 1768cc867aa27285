import { type Id, type Instant, instantFromMs, msFromInstant } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actLines,
  camera,
  clearance,
  factsOf,
  noon,
  person,
  rightWorld,
  type World,
} from '../test/decision-table.ts';
import type { Camera } from './camera.ts';
import { standingClearance } from './clearance.ts';
import { decide } from './decide.ts';
import {
  checkEmergency,
  decideLent,
  type EmergencyAccess,
  emergencyRights,
  emergencyUntil,
  lentClearances,
} from './emergency-access.ts';
import { fr2026 } from './legal-profile.ts';
import { type Clearance, type Person, posts, type Right, rights } from './person.ts';

const zone = 'Europe/Paris';
const noonMs = msFromInstant(noon);
const minuteMs = 60_000;
const other = 'cam_autre' as Id<'camera'>;

const glass: EmergencyAccess = {
  id: 'urg_one' as Id<'emergency'>,
  personId: person.id,
  motive: 'danger-to-life',
  reason: 'Une personne est tombée dans le canal',
  openedAt: instantFromMs(noonMs - 10 * minuteMs),
  until: instantFromMs(noonMs + 20 * minuteMs),
  ended: null,
  reviewed: null,
  alarmId: 'alm_one' as Id<'alarm'>,
};

/** Cleared for live pictures of one other camera of the same commune. */
const narrow: Clearance = { ...clearance, cameraIds: [other], rights: ['watch-live'] };

interface Asked {
  readonly own?: readonly Clearance[];
  readonly who?: Person;
  readonly atMs?: number;
  readonly emergency?: EmergencyAccess;
}

function lentAt({ own = [narrow], who = person, atMs = noonMs, emergency = glass }: Asked) {
  const standing = own.map((each) => standingClearance(each, zone, new Map()));
  return lentClearances(emergency, who, standing, atMs);
}

function ask(act: World['act'], asked: Asked = {}) {
  const { own = [narrow], who = person, atMs = noonMs } = asked;
  const facts = factsOf({ ...rightWorld(act), person: who, clearances: own });
  return decideLent(act, facts, lentAt(asked), instantFromMs(atMs));
}

describe('who may take one', () => {
  const check = (
    own: readonly Clearance[],
    taken: readonly EmergencyAccess[] = [],
    who = person,
  ) => {
    const standing = own.map((each) => standingClearance(each, zone, new Map()));
    const checked = checkEmergency(who, standing, taken, fr2026, noonMs);
    return checked.ok ? 'ok' : checked.error.code;
  };
  const without = 'emergency-without-clearance';
  const suspended = { at: noon, reason: 'enquête' };

  test('OPS-17 it wants an own clearance to pictures in force and none suspended', () => {
    expect(check([narrow])).toBe('ok');
    expect(check([])).toBe(without);
    expect(check([{ ...narrow, rights: ['bookmark', 'manage-people'] }])).toBe(without);
    expect(check([{ ...narrow, until: '2026-11-01' }])).toBe(without);
    expect(check([{ ...narrow, from: '2026-12-30' }])).toBe(without);
    expect(check([{ ...narrow, suspended }])).toBe(without);
    expect(check([narrow, { ...clearance, suspended }])).toBe(without);
    // One that is over and was suspended once says nothing of today.
    expect(check([narrow, { ...clearance, until: '2026-02-01', suspended }])).toBe('ok');
  });

  test.each(['technician', 'dpo', 'inspector', 'mayor'] as const)(
    'OPS-17 a post without pictures takes none: %s',
    (post) => {
      expect(check([narrow], [], { ...person, post })).toBe(without);
      expect(check([narrow], [], { ...person, leftAt: noon })).toBe(without);
    },
  );

  test('OPS-17 one at a time, three in 24 hours, never longer than the profile says', () => {
    const ended = { at: noon, by: null, why: 'term' } as const;
    const before = (hours: number): EmergencyAccess => ({
      ...glass,
      openedAt: instantFromMs(noonMs - hours * 60 * minuteMs),
      ended,
    });
    expect(check([narrow], [glass])).toBe('emergency-open');
    expect(check([narrow], [before(1), before(2)])).toBe('ok');
    expect(check([narrow], [before(1), before(2), before(23)])).toBe('emergency-too-often');
    expect(check([narrow], [before(1), before(2), before(24)])).toBe('ok');
    expect(emergencyUntil(30, fr2026, noonMs)).toBe(instantFromMs(noonMs + 30 * minuteMs));
    expect(emergencyUntil(600, fr2026, noonMs)).toBe(instantFromMs(noonMs + 60 * minuteMs));
  });
});

describe('what it lends', () => {
  test('OPS-18 every camera of the commune, cited as OPS-17 and only when nothing else gives it', () => {
    expect(ask({ kind: 'watch-live' })).toEqual({
      allowed: true,
      rule: 'OPS-17',
      until: instantFromMs(noonMs + fr2026.permissionMsMax),
    });
    expect(ask({ kind: 'watch-live' }, { own: [{ ...narrow, cameraIds: null }] })).toMatchObject({
      allowed: true,
      rule: 'LIV-1',
    });
    const elsewhere = { ...narrow, communeIds: ['com_autre' as Id<'commune'>], cameraIds: null };
    expect(ask({ kind: 'watch-live' }, { own: [elsewhere] })).toMatchObject({ rule: 'SEC-4' });
  });

  test('OPS-18 it opens no camera that the law keeps shut, and says that and not the clearance', () => {
    const shut: readonly Partial<Camera>[] = [
      { mask: null },
      { authorisation: null },
      { state: { kind: 'notified', noticeDay: '2026-01-01' } },
    ];
    for (const change of shut) {
      const act = { kind: 'watch-live' } as const;
      const facts = factsOf({
        ...{ ...rightWorld(act), camera: { ...camera, ...change } },
        clearances: [narrow],
      });
      const answer = decideLent(act, facts, lentAt({}), noon);
      expect(answer).toMatchObject({ allowed: false });
      expect(answer.rule).not.toMatch(/^SEC-/);
    }
    const momentMs = noonMs - 20 * 86_400_000;
    const looking = { kind: 'view-recordings', motive: 'rescue', momentMs } as const;
    expect(ask(looking)).toMatchObject({ code: 'retention-over' });
    expect(ask({ ...looking, motive: null, momentMs: null })).toMatchObject({ rule: 'LIV-3' });
  });

  test('OPS-19 a permission ends with the glass, to the millisecond', () => {
    const endMs = msFromInstant(glass.until);
    const at = (atMs: number) => ask({ kind: 'watch-live' }, { atMs });
    expect(at(endMs - 10)).toMatchObject({ allowed: true, until: glass.until });
    expect(at(endMs)).toMatchObject({ allowed: false, rule: 'SEC-4' });
    const ended = { ...glass, ended: { at: noon, by: person.id, why: 'given-back' } as const };
    expect(lentAt({ emergency: ended })).toEqual([]);
  });
});

const anyOwn: fc.Arbitrary<Clearance> = fc
  .record({
    communeIds: fc.subarray(['com_vermeil', 'com_autre'] as Id<'commune'>[], { minLength: 1 }),
    cameraIds: fc.constantFrom(null, [other]),
    rights: fc.subarray([...rights], { minLength: 1 }),
    suspended: fc.option(fc.constant({ at: noon, reason: 'x' }), { nil: null, freq: 4 }),
    from: fc.constantFrom('2026-01-01', '2026-11-22', '2026-12-01'),
    until: fc.constantFrom('2026-11-01', '2026-11-22', '2026-12-31'),
  })
  .filter(({ from, until }) => from <= until)
  .map((sketch) => ({ ...clearance, ...sketch }));

// Mostly while it is open; before it, after it, and on the days around too.
const anyMoment = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: noonMs - 15 * minuteMs, max: noonMs + 25 * minuteMs }),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: noonMs - 13 * 3_600_000, max: noonMs + 13 * 3_600_000 }),
  },
);

const anythingAsked = fc.record({
  line: fc.constantFrom(...actLines),
  own: fc.array(anyOwn, { maxLength: 3 }),
  post: fc.constantFrom(...posts),
  atMs: anyMoment,
});

/** Left to chance alone, three answers of a thousand would be lent ones. */
const likelyLent = fc.record({
  line: fc.constantFrom(
    ...actLines.filter(({ right }) => (emergencyRights as readonly Right[]).includes(right)),
  ),
  own: fc.array(anyOwn, { maxLength: 2 }).map((others) => [narrow, ...others]),
  post: fc.constantFrom(person.post, ...posts),
  atMs: anyMoment,
});

const anyAsked = fc.oneof(anythingAsked, likelyLent);

test('OPS-18 OPS-19 whatever is asked: never more than its list, never past its term, never without a clearance in force, never through a suspension', () => {
  let lentOnes = 0;
  fc.assert(
    fc.property(anyAsked, ({ line: { act, right }, own, post, atMs }) => {
      const who = { ...person, post };
      const answer = ask(act, { own, who, atMs });
      const alone = decide(
        act,
        factsOf({ ...rightWorld(act), person: who, clearances: own }),
        instantFromMs(atMs),
      );
      if (!answer.allowed || answer.rule !== 'OPS-17') {
        // Without it, or refused, the answer is the law's own.
        expect(answer.allowed).toBe(alone.allowed);
        return;
      }
      lentOnes += 1;
      expect(alone.allowed).toBe(false);
      expect((emergencyRights as readonly Right[]).includes(right)).toBe(true);
      const untilMs = msFromInstant(answer.until as Instant);
      expect(atMs).toBeLessThan(untilMs);
      expect(untilMs).toBeLessThanOrEqual(msFromInstant(glass.until));
      expect(atMs).toBeGreaterThanOrEqual(msFromInstant(glass.openedAt));
      const current = own
        .map((each) => standingClearance(each, zone, new Map()))
        .filter(({ term }) => term.fromMs <= atMs && untilMs <= term.untilMs);
      expect(current.some(({ clearance: { rights: given } }) => given.some(isOfPictures))).toBe(
        true,
      );
      expect(
        own
          .map((each) => standingClearance(each, zone, new Map()))
          .filter(({ term }) => term.fromMs <= atMs && atMs < term.untilMs)
          .every(({ clearance: { suspended } }) => suspended === null),
      ).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(lentOnes).toBeGreaterThan(0);
});

function isOfPictures(right: Right): boolean {
  return right === 'watch-live' || right === 'view-recordings';
}
