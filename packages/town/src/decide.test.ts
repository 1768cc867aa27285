import { type Id, type Instant, instantFromMs, msFromInstant } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Camera } from './camera.ts';
import type { CameraGroup } from './camera-group.ts';
import { standingClearance } from './clearance.ts';
import {
  type Act,
  type DecisionFacts,
  decide,
  keptSinceMs,
  mayAnywhere,
  standingCamera,
} from './decide.ts';
import { fr2026 } from './legal-profile.ts';
import { type Clearance, type Person, posts, rights } from './person.ts';
import { postMayHold, rightsOfPost } from './post-rights.ts';

const zone = 'Europe/Paris';
const noon = '2026-11-22T12:00:00.000Z' as Instant;
const noonMs = msFromInstant(noon);

const person: Person = {
  id: 'per_karim' as Id<'person'>,
  displayName: 'Karim',
  login: 'karim',
  post: 'operator',
  locale: 'fr',
  theme: 'dark',
  leftAt: null,
};

const clearance: Clearance = {
  id: 'clr_one' as Id<'clearance'>,
  personId: person.id,
  authority: 'Arrêté 1',
  ground: null,
  communeIds: ['com_vermeil' as Id<'commune'>],
  cameraIds: null,
  groupIds: [],
  rights: rightsOfPost('operator'),
  from: '2026-01-01',
  until: '2026-12-31',
  suspended: null,
};

const camera: Camera = {
  id: 'cam_place' as Id<'camera'>,
  communeId: 'com_vermeil' as Id<'commune'>,
  name: 'Place',
  place: 'Place',
  position: null,
  state: {
    kind: 'in-service',
    noticeDay: '2026-01-01',
    since: '2026-01-02T00:00:00.000Z' as Instant,
  },
  purposes: ['public-buildings'],
  objective: 'x',
  framing: 'wide',
  fastFlow: false,
  authorisation: {
    orderNumber: '1',
    from: '2026-01-01',
    until: '2026-12-31',
    retentionDaysMax: 28,
  },
  retentionDays: 15,
  main: { url: 'rtsp://a/b' },
  sub: null,
  mask: {
    id: 'msk_one' as Id<'maskVersion'>,
    cameraId: 'cam_place' as Id<'camera'>,
    choice: { mode: 'none-needed' },
    reason: 'mur',
    decidedBy: person.id,
    decidedAt: noon,
    referenceSha256: null,
  },
};

interface World {
  readonly person?: Person | null;
  readonly clearances?: readonly Clearance[];
  readonly camera?: Camera | null;
  readonly groups?: ReadonlyMap<string, CameraGroup>;
}

function factsOf(world: World): DecisionFacts {
  const theirs = world.camera === undefined ? camera : world.camera;
  return {
    person: world.person === undefined ? person : world.person,
    clearances: (world.clearances ?? [clearance]).map((each) =>
      standingClearance(each, zone, world.groups ?? new Map()),
    ),
    camera: theirs && standingCamera(theirs, zone),
    profile: fr2026,
  };
}

const live: Act = { kind: 'watch-live' };

function ask(world: World, act: Act = live, at = noon) {
  return decide(act, factsOf(world), at);
}

describe('who', () => {
  test('SEC-1 nobody who hasn’t signed in as a named person', () => {
    expect(ask({ person: null })).toMatchObject({ allowed: false, rule: 'SEC-1' });
  });

  test('SEC-2 nobody who has left, whatever their clearance', () => {
    expect(ask({ person: { ...person, leftAt: noon } })).toMatchObject({ rule: 'SEC-2' });
  });

  test('SEC-9 a technician sees no picture, even with a clearance that says so', () => {
    expect(ask({ person: { ...person, post: 'technician' } })).toMatchObject({
      rule: 'SEC-9',
      words: { fr: 'La fonction « technicien » ne permet pas de voir le direct.' },
    });
  });

  test('SEC-9 only operators, heads and chiefs hold the right to pictures', () => {
    const seers = posts.filter((post) => postMayHold(post, 'watch-live'));
    expect(seers).toEqual(['operator', 'csu-head', 'police-chief']);
    expect(posts.filter((post) => postMayHold(post, 'view-recordings'))).toEqual(seers);
  });
});

describe('clearance', () => {
  const other = 'com_autre' as Id<'commune'>;
  test.each([
    ['SEC-3', 'no-clearance', []],
    ['SEC-4', 'clearance-elsewhere', [{ ...clearance, communeIds: [other] }]],
    ['SEC-4', 'clearance-elsewhere', [{ ...clearance, cameraIds: ['cam_x' as Id<'camera'>] }]],
    ['SEC-5', 'clearance-without-right', [{ ...clearance, rights: ['bookmark'] }]],
    ['SEC-6', 'clearance-not-begun', [{ ...clearance, from: '2026-11-23' }]],
    ['SEC-6', 'clearance-ended', [{ ...clearance, until: '2026-11-21' }]],
    ['SEC-7', 'clearance-suspended', [{ ...clearance, suspended: { at: noon, reason: 'x' } }]],
  ] as const)('%s refuses as %s', (rule, code, clearances) => {
    expect(ask({ clearances })).toMatchObject({ allowed: false, rule, code });
  });

  test('SEC-4 a clearance that names cameras gives those cameras', () => {
    expect(ask({ clearances: [{ ...clearance, cameraIds: [camera.id] }] }).allowed).toBe(true);
  });

  test('OPS-15 a clearance that names groups gives their cameras, and those it names itself', () => {
    const cameraIds = [camera.id];
    const group = { id: 'grp_un' as Id<'cameraGroup'>, communeId: camera.communeId, name: 'Un' };
    const holding = new Map([[group.id, { ...group, cameraIds }]]);
    const without = new Map([[group.id, { ...group, cameraIds: [] }]]);
    const named = { ...clearance, groupIds: [group.id] };
    expect(ask({ clearances: [named], groups: holding }).allowed).toBe(true);
    expect(ask({ clearances: [{ ...named, cameraIds }], groups: without }).allowed).toBe(true);
    // A group that is empty or gone gives none, never all.
    for (const groups of [without, new Map()]) {
      expect(ask({ clearances: [named], groups })).toMatchObject({ code: 'clearance-elsewhere' });
    }
    const communeIds = ['com_autre' as Id<'commune'>];
    const elsewhere = { ...named, communeIds };
    expect(ask({ clearances: [elsewhere], groups: holding })).toMatchObject({ rule: 'SEC-4' });
  });

  test('SEC-6 the nearest miss is said: the soonest to begin, the last to end', () => {
    const begins = (from: string) => ({ ...clearance, from });
    const ends = (until: string) => ({ ...clearance, from: '2025-01-01', until });
    expect(
      ask({ clearances: [begins('2026-12-05'), begins('2026-12-01'), begins('2026-12-09')] }),
    ).toMatchObject({ words: { en: 'Your clearance begins on 2026-12-01.' } });
    expect(
      ask({ clearances: [ends('2026-02-01'), ends('2026-05-01'), ends('2026-03-01')] }),
    ).toMatchObject({ words: { fr: expect.stringContaining('01/05/2026') } });
  });

  test('SEC-7 a suspended clearance takes nothing from another that holds', () => {
    const suspended = { ...clearance, suspended: { at: noon, reason: 'x' } };
    expect(ask({ clearances: [suspended, clearance] }).allowed).toBe(true);
    expect(ask({ clearances: [clearance, suspended] }).allowed).toBe(true);
  });
});

describe('camera', () => {
  const order = camera.authorisation;
  test.each([
    ['SEC-4', 'unknown-camera', live, null],
    ['LIV-1', 'camera-not-in-service', live, { ...camera, state: { kind: 'planned' } }],
    ['LIV-2', 'authorisation-missing', live, { ...camera, authorisation: null }],
    [
      'LIV-2',
      'authorisation-not-begun',
      live,
      { ...camera, authorisation: order && { ...order, from: '2026-11-23' } },
    ],
    [
      'LIV-2',
      'authorisation-ended',
      live,
      { ...camera, authorisation: order && { ...order, until: '2026-11-21' } },
    ],
    ['MSK-1', 'mask-missing', live, { ...camera, mask: null }],
    [
      'LIV-1',
      'camera-not-in-service',
      { kind: 'bookmark', momentMs: noonMs },
      { ...camera, state: { kind: 'notified', noticeDay: '2026-01-01' } },
    ],
  ] as const)('%s refuses as %s', (rule, code, act, theirs) => {
    expect(ask({ camera: theirs }, act)).toMatchObject({ allowed: false, rule, code });
  });

  test('LIV-1 a withdrawn camera has no live picture, but its recordings stay until their term', () => {
    const state = { kind: 'withdrawn', since: noon, reason: 'travaux' } as const;
    expect(ask({ camera: { ...camera, state } })).toMatchObject({ rule: 'LIV-1' });
    const looking: Act = { kind: 'view-recordings', motive: 'rescue', momentMs: noonMs - 1000 };
    expect(ask({ camera: { ...camera, state } }, looking).allowed).toBe(true);
  });
});

describe('recordings', () => {
  test('LIV-3 ask for a motive', () => {
    const act: Act = { kind: 'view-recordings', motive: null, momentMs: null };
    expect(ask({}, act)).toMatchObject({ rule: 'LIV-3', code: 'motive-missing' });
    const wrong = { ...act, motive: 'curiosity' as 'rescue' };
    expect(ask({}, wrong)).toMatchObject({ rule: 'LIV-3' });
  });

  test('RET-2 end with their retention, to the millisecond', () => {
    const at = (momentMs: number) =>
      ask({}, { kind: 'view-recordings', motive: 'rescue', momentMs });
    const oldestMs = keptSinceMs(15, noonMs);
    expect(noonMs - oldestMs).toBe(15 * 24 * 3_600_000);
    expect(at(oldestMs).allowed).toBe(true);
    expect(at(oldestMs - 1)).toMatchObject({ rule: 'RET-2', code: 'retention-over' });
  });

  test('RET-2 never outlive the ceiling of the law, whatever the camera says', () => {
    const endless = { ...camera, retentionDays: 400 };
    const act: Act = { kind: 'save-still', momentMs: noonMs - 29 * 86_400_000 };
    expect(ask({ camera: endless }, act)).toMatchObject({ rule: 'RET-2' });
  });
});

describe('other acts', () => {
  const head: World = {
    person: { ...person, post: 'csu-head' },
    clearances: [{ ...clearance, rights }],
    camera: null,
  };
  test.each([
    { kind: 'manage-cameras', communeId: null },
    { kind: 'manage-cameras', communeId: 'com_vermeil' },
    { kind: 'manage-people', communeId: 'com_vermeil' },
    { kind: 'read-register' },
    { kind: 'read-health' },
    { kind: 'share-layouts' },
  ] as const)('SEC-5 the right is enough: %j', (act) => {
    expect(ask(head, act).allowed).toBe(true);
  });

  test('SEC-4 a whole commune wants a clearance that isn’t limited to some cameras', () => {
    const limited = { ...clearance, rights, cameraIds: [camera.id] };
    const act: Act = { kind: 'manage-cameras', communeId: 'com_vermeil' };
    expect(ask({ ...head, clearances: [limited] }, act)).toMatchObject({ rule: 'SEC-4' });
  });

  test('SEC-4 masks and cameras that don’t exist can’t be managed', () => {
    expect(ask(head, { kind: 'change-masks' })).toMatchObject({ code: 'unknown-camera' });
    expect(ask(head, { kind: 'manage-camera' })).toMatchObject({ code: 'unknown-camera' });
    expect(ask({ ...head, camera }, { kind: 'change-masks' }).allowed).toBe(true);
  });

  test('SEC-5 a page is greyed by the same answer', () => {
    const { camera: _, ...facts } = factsOf({});
    expect(mayAnywhere('watch-live', facts, noon)).toMatchObject({ allowed: true });
    expect(mayAnywhere('manage-people', facts, noon)).toMatchObject({ rule: 'SEC-9' });
    expect(mayAnywhere('watch-live', { ...facts, clearances: [] }, noon)).toMatchObject({
      rule: 'SEC-3',
    });
  });
});

describe('how long', () => {
  test('SEC-8 sixty seconds at most', () => {
    expect(ask({})).toEqual({
      allowed: true,
      rule: 'LIV-1',
      until: instantFromMs(noonMs + 60_000),
    });
  });

  test('SEC-8 never past the last day of clearance or authorisation, in the town’s time zone', () => {
    const lastSecond = '2026-12-31T22:59:30.000Z' as Instant;
    const until = '2026-12-31T23:00:00.000Z';
    const longOrder = camera.authorisation && { ...camera.authorisation, until: '2030-01-01' };
    const longClearance = { ...clearance, until: '2030-01-01' };
    expect(
      ask({ camera: { ...camera, authorisation: longOrder } }, live, lastSecond),
    ).toMatchObject({ allowed: true, until });
    expect(ask({ clearances: [longClearance] }, live, lastSecond)).toMatchObject({
      allowed: true,
      until,
    });
    expect(ask({ clearances: [longClearance] }, live, until as Instant)).toMatchObject({
      rule: 'LIV-2',
    });
  });

  const day = fc.integer({ min: 0, max: 900 }).map((n) => addedDay('2025-06-01', n));
  const anyClearance = fc
    .tuple(day, day, fc.boolean())
    .map(([one, two, isSuspended]): Clearance => {
      const [from, until] = one <= two ? [one, two] : [two, one];
      const suspended = isSuspended ? { at: noon, reason: 'x' } : null;
      return { ...clearance, from, until, suspended };
    });
  const anyInstantMs = fc.integer({
    min: Date.UTC(2025, 4, 1),
    max: Date.UTC(2028, 0, 1),
  });

  test('SEC-8 for any clearances that overlap and any instant, a permission ends within what each of its grounds allows', () => {
    fc.assert(
      fc.property(fc.array(anyClearance, { maxLength: 5 }), anyInstantMs, (clearances, atMs) => {
        const at = instantFromMs(atMs);
        const world = { clearances, camera: { ...camera, authorisation: wholeTime } };
        const decision = ask(world, live, at);
        const today = parisDay(atMs);
        const holds = clearances.some(
          (each) => each.suspended === null && each.from <= today && today <= each.until,
        );
        expect(decision.allowed).toBe(holds);
        if (decision.allowed) {
          const untilMs = msFromInstant(decision.until as Instant);
          expect(untilMs).toBeGreaterThan(atMs);
          expect(untilMs).toBeLessThanOrEqual(atMs + 60_000);
          // Asked again at its end, the law has not changed its mind before it.
          const before = ask(world, live, instantFromMs(untilMs - 1));
          expect(before.allowed).toBe(true);
        }
      }),
    );
  });

  test('SEC-6 on the nights of clock changes the day begins and ends at civil midnight', () => {
    for (const [changeDay, startUtc, endUtc] of [
      ['2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
      ['2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ] as const) {
      const world = {
        clearances: [{ ...clearance, from: changeDay, until: changeDay }],
      };
      const [startMs, endMs] = [
        msFromInstant(startUtc as Instant),
        msFromInstant(endUtc as Instant),
      ];
      expect(ask(world, live, instantFromMs(startMs)).allowed).toBe(true);
      expect(ask(world, live, instantFromMs(startMs - 1)).allowed).toBe(false);
      expect(ask(world, live, instantFromMs(endMs - 1)).allowed).toBe(true);
      expect(ask(world, live, instantFromMs(endMs)).allowed).toBe(false);
    }
  });
});

const wholeTime = {
  orderNumber: '1',
  from: '2000-01-01',
  until: '2099-01-01',
  retentionDaysMax: 28,
};

function addedDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The platform's own calendar, as a second opinion on ours. */
const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
function parisDay(atMs: number): string {
  return paris.format(atMs);
}
