/**
 * The law as a table: every act, and every reason for which it can be refused. Each reason has a world
 * that breaks exactly that rule in a town where all else is right. The table is asked in a test, and
 * run alone under V8's coverage to prove that no branch of the law is left unasked. An act that is
 * added to the law does not compile here until its reasons are written down.
 */

import { type Id, type Instant, msFromInstant } from '@beffroi/kernel';
import {
  type Act,
  type Camera,
  type Clearance,
  type DecisionFacts,
  fr2026,
  type Person,
  postMayHold,
  posts,
  type RefusalCode,
  type Right,
  rights,
  standingCamera,
  standingClearance,
} from '../src/index.ts';

export const zone = 'Europe/Paris';
export const noon = '2026-11-22T12:00:00.000Z' as Instant;
export const noonMs = msFromInstant(noon);
const dayMs = 86_400_000;

export const person: Person = {
  id: 'per_karim' as Id<'person'>,
  displayName: 'Karim',
  login: 'karim',
  post: 'csu-head',
  locale: 'fr',
  theme: 'dark',
  leftAt: null,
};

export const clearance: Clearance = {
  id: 'clr_one' as Id<'clearance'>,
  personId: person.id,
  authority: 'Arrêté 1',
  ground: null,
  communeIds: ['com_vermeil' as Id<'commune'>],
  cameraIds: null,
  groupIds: [],
  rights,
  from: '2026-01-01',
  until: '2026-12-31',
  suspended: null,
};

const order = {
  orderNumber: '1',
  from: '2026-01-01',
  until: '2026-12-31',
  retentionDaysMax: 28,
} as const;

export const camera: Camera = {
  id: 'cam_place' as Id<'camera'>,
  communeId: 'com_vermeil' as Id<'commune'>,
  name: 'Place',
  place: 'Place',
  position: null,
  state: { kind: 'in-service', noticeDay: '2026-01-01', since: noon },
  purposes: ['public-buildings'],
  objective: 'x',
  framing: 'wide',
  fastFlow: false,
  authorisation: order,
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

/** A town of one person and one camera, and what is asked in it. */
export interface World {
  readonly act: Act;
  readonly person: Person | null;
  readonly clearances: readonly Clearance[];
  readonly camera: Camera | null;
}

export function factsOf(world: Omit<World, 'act'>): DecisionFacts {
  return {
    person: world.person,
    clearances: world.clearances.map((each) => standingClearance(each, zone, new Map())),
    camera: world.camera && standingCamera(world.camera, zone),
    profile: fr2026,
  };
}

/** Acts that are asked of the centre and not of a camera. */
const withoutCamera: ReadonlySet<Act['kind']> = new Set([
  'manage-cameras',
  'manage-people',
  'read-register',
  'read-health',
  'share-layouts',
  'end-hold',
  'read-holds',
]);

/** All is right: the act is allowed. */
export function rightWorld(act: Act): World {
  return {
    act,
    person,
    clearances: [clearance],
    camera: withoutCamera.has(act.kind) ? null : camera,
  };
}

type Breaks = (world: World, right: Right) => World;

function cleared(change: Partial<Clearance>): Breaks {
  return (world) => ({ ...world, clearances: [{ ...clearance, ...change }] });
}

function seen(change: Partial<Camera>): Breaks {
  return (world) => ({ ...world, camera: world.camera && { ...camera, ...change } });
}

/** What breaks a world in one place; an act that doesn't look there stays allowed. */
export const breaks = {
  'not-signed-in': (world) => ({ ...world, person: null }),
  'person-left': (world) => ({ ...world, person: { ...person, leftAt: noon } }),
  'post-without-right': (world, right) => {
    const post = posts.find((each) => !postMayHold(each, right));
    return post === undefined ? world : { ...world, person: { ...person, post } };
  },
  'no-clearance': (world) => ({ ...world, clearances: [] }),
  'clearance-elsewhere': cleared({ communeIds: ['com_autre' as Id<'commune'>] }),
  'clearance-without-right': (world, right) => ({
    ...world,
    clearances: [{ ...clearance, rights: rights.filter((each) => each !== right) }],
  }),
  'clearance-not-begun': cleared({ from: '2026-11-23' }),
  'clearance-ended': cleared({ until: '2026-11-21' }),
  'clearance-suspended': cleared({ suspended: { at: noon, reason: 'enquête' } }),
  'unknown-camera': (world) => ({ ...world, camera: null }),
  'camera-not-in-service': seen({ state: { kind: 'planned' } }),
  'authorisation-missing': seen({ authorisation: null }),
  'authorisation-not-begun': seen({ authorisation: { ...order, from: '2026-11-23' } }),
  'authorisation-ended': seen({ authorisation: { ...order, until: '2026-11-21' } }),
  'mask-missing': seen({ mask: null }),
  'motive-missing': (world) =>
    'motive' in world.act ? { ...world, act: { ...world.act, motive: null } } : world,
  'retention-over': (world) =>
    'momentMs' in world.act
      ? { ...world, act: { ...world.act, momentMs: noonMs - 15 * dayMs - 1 } }
      : world,
} as const satisfies { readonly [code in RefusalCode]?: Breaks };

export type Broken = keyof typeof breaks;
export const brokenCodes = Object.keys(breaks) as readonly Broken[];

const anybody = [
  'not-signed-in',
  'person-left',
  'no-clearance',
  'clearance-without-right',
  'clearance-not-begun',
  'clearance-ended',
  'clearance-suspended',
] as const;
const bounded = [...anybody, 'post-without-right'] as const;
const somewhere = [...bounded, 'clearance-elsewhere'] as const;
const aCamera = [...somewhere, 'unknown-camera'] as const;
const picturesShown = [
  'authorisation-missing',
  'authorisation-not-begun',
  'authorisation-ended',
  'mask-missing',
] as const;
const recorded = [...aCamera, 'camera-not-in-service', ...picturesShown, 'retention-over'] as const;

export interface ActLine {
  readonly act: Act;
  readonly right: Right;
  readonly reasons: readonly Broken[];
}

/** One line an act, or two where an argument changes what is asked. */
const lines: { readonly [Kind in Act['kind']]: readonly ActLine[] } = {
  'watch-live': [
    line({ kind: 'watch-live' }, 'watch-live', [
      ...aCamera,
      'camera-not-in-service',
      ...picturesShown,
    ]),
  ],
  'view-recordings': [
    line(
      { kind: 'view-recordings', motive: 'rescue', momentMs: noonMs - 1000 },
      'view-recordings',
      [...recorded, 'motive-missing'],
    ),
    line(
      {
        kind: 'view-recordings',
        motive: 'requisition-prepared',
        momentMs: noonMs - 1000,
        held: true,
      },
      'view-recordings',
      [...aCamera, 'camera-not-in-service', ...picturesShown, 'motive-missing'],
    ),
  ],
  'save-still': [line({ kind: 'save-still', momentMs: noonMs - 1000 }, 'save-stills', recorded)],
  bookmark: [
    line({ kind: 'bookmark', momentMs: noonMs - 1000 }, 'bookmark', [
      ...aCamera,
      'camera-not-in-service',
      'retention-over',
    ]),
  ],
  'change-masks': [line({ kind: 'change-masks' }, 'change-masks', aCamera)],
  'manage-camera': [line({ kind: 'manage-camera' }, 'manage-cameras', aCamera)],
  'manage-cameras': [
    line({ kind: 'manage-cameras', communeId: null }, 'manage-cameras', bounded),
    line({ kind: 'manage-cameras', communeId: 'com_vermeil' }, 'manage-cameras', somewhere),
  ],
  'manage-people': [
    line({ kind: 'manage-people', communeId: null }, 'manage-people', bounded),
    line({ kind: 'manage-people', communeId: 'com_vermeil' }, 'manage-people', somewhere),
  ],
  'read-register': [line({ kind: 'read-register' }, 'read-register', bounded)],
  // Every post may read the health of equipment.
  'read-health': [line({ kind: 'read-health' }, 'read-health', anybody)],
  'share-layouts': [line({ kind: 'share-layouts' }, 'share-layouts', bounded)],
  'place-hold': [line({ kind: 'place-hold' }, 'place-holds', aCamera)],
  'end-hold': [line({ kind: 'end-hold' }, 'end-holds', bounded)],
  'read-holds': [line({ kind: 'read-holds' }, 'place-holds', bounded)],
};

export const actLines: readonly ActLine[] = Object.values(lines).flat();

function line(act: Act, right: Right, reasons: readonly Broken[]): ActLine {
  return { act, right, reasons };
}

/** Worlds that no single broken rule makes: the ends of each comparison and the two ways of each choice. */
export function oddWorlds(): readonly World[] {
  const live = rightWorld({ kind: 'watch-live' });
  const looking = rightWorld({ kind: 'view-recordings', motive: 'rescue', momentMs: null });
  const each = (...changes: readonly Partial<Clearance>[]) => ({
    ...live,
    clearances: changes.map((change) => ({ ...clearance, ...change })),
  });
  const suspended = { suspended: { at: noon, reason: 'enquête' } };
  return [
    looking,
    { ...looking, camera: { ...camera, state: { kind: 'withdrawn', since: noon, reason: 'x' } } },
    { ...looking, camera: { ...camera, retentionDays: 400 } },
    { ...looking, act: { kind: 'view-recordings', motive: 'none' as 'rescue', momentMs: null } },
    each({ cameraIds: [camera.id] }),
    each({ cameraIds: ['cam_autre' as Id<'camera'>] }),
    each({ from: '2026-12-05' }, { from: '2026-12-01' }, { from: '2026-12-09' }),
    each({ until: '2026-02-01' }, { until: '2026-05-01' }, { until: '2026-03-01' }),
    each(suspended, {}),
    each({}, suspended),
  ];
}
