/**
 * A small town in the wire's own shapes, so that the pages can be looked at and checked without a
 * centre: cameras in every state that matters, people, alarms, an hour of health. Its names are made up.
 */

import { rights } from '@beffroi/town';
import type {
  AccountView,
  AlarmView,
  CameraView,
  CommuneView,
  HealthView,
  MaskVersionView,
  PersonView,
  ProbeReport,
  SelfTestView,
  SessionView,
} from '@beffroi/wire';
import { cameraGroups } from './fake-groups.ts';
import { at } from './fake-map.ts';

/** When the tests happen: a Sunday night in November. */
export const nowMs = Date.parse('2026-11-22T01:14:05Z');

const allowed = { allowed: true, rule: 'OPS-1', words: null };
const refused = {
  allowed: false,
  rule: 'OPS-2',
  words: {
    fr: 'Votre habilitation ne le permet pas.',
    en: 'Your clearance does not allow it.',
  },
};

export const communes: readonly CommuneView[] = [
  { id: 'com_valbruant', name: 'Valbruant', insee: '37999' },
  { id: 'com_saint-orme', name: 'Saint-Orme', insee: '37998' },
];

function stream(width: number, height: number, fps: number, kbitPerSecond: number) {
  return {
    connected: true,
    codec: 'avc1.64001f',
    width,
    height,
    fps,
    kbitPerSecond,
    packetsLost: 0,
    clockOffsetMs: 12,
    gapsToday: 0,
    gapCause: null,
  };
}

function maskVersion(id: string, choice: MaskVersionView['choice']): MaskVersionView {
  return {
    id,
    choice,
    reason: 'Fenêtres du premier étage, côté place',
    decidedBy: { id: 'per_claire', displayName: 'Claire Vasseur' },
    decidedAt: '2026-10-02T08:31:00.000Z',
    referenceUrl: `/api/masks/${id}/reference`,
  };
}

const windows: MaskVersionView['choice'] = {
  mode: 'server',
  style: 'solid',
  polygons: [
    [
      { x: 0.19, y: 0.2 },
      { x: 0.3, y: 0.19 },
      { x: 0.3, y: 0.42 },
      { x: 0.18, y: 0.42 },
    ],
    [
      { x: 0.66, y: 0.28 },
      { x: 0.8, y: 0.3 },
      { x: 0.79, y: 0.5 },
    ],
  ],
};

interface CameraPlan {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly east: number;
  readonly north: number;
  readonly bearingDeg: number;
}

function camera(plan: CameraPlan, change: Partial<CameraView> = {}): CameraView {
  const [longitude, latitude] = at(plan.east, plan.north);
  return {
    id: plan.id,
    communeId: 'com_valbruant',
    name: plan.name,
    place: plan.place,
    position: { longitude, latitude, bearingDeg: plan.bearingDeg, openingDeg: 72, rangeM: 60 },
    state: { kind: 'in-service', noticeDay: '2026-09-14', since: '2026-10-01T07:00:00.000Z' },
    purposes: ['public-buildings', 'prevention-of-attacks', 'rescue-and-fire'],
    objective: 'Surveiller la place et l’entrée de la mairie',
    framing: 'wide',
    fastFlow: false,
    authorisation: {
      orderNumber: '2025-VP-0412',
      from: '2025-03-10',
      until: '2030-03-09',
      retentionDaysMax: 30 - 2,
    },
    retentionDays: 15,
    mainUrl: 'rtsp://10.12.0.21/stream1',
    subUrl: 'rtsp://10.12.0.21/stream2',
    hasSub: true,
    groups: cameraGroups
      .filter(({ cameraIds }) => cameraIds.includes(plan.id))
      .map(({ id, name }) => ({ id, name })),
    mask: maskVersion(`msk_${plan.id.slice(4)}`, windows),
    may: { watchLive: allowed, viewRecordings: allowed, manage: allowed, changeMasks: allowed },
    live: { recording: true, main: stream(1920, 1080, 25, 4120), sub: stream(640, 360, 12, 380) },
    ...change,
  };
}

export const cameras: readonly CameraView[] = [
  camera({
    id: 'cam_mairie',
    name: 'Place de la Mairie',
    place: 'Façade du n° 4, mât 6 m',
    east: 20,
    north: 10,
    bearingDeg: 225,
  }),
  camera({
    id: 'cam_halle',
    name: 'Halle',
    place: 'Angle nord de la halle',
    east: -60,
    north: 70,
    bearingDeg: 140,
  }),
  camera(
    {
      id: 'cam_gare',
      name: 'Gare, parvis',
      place: 'Mât du parvis',
      east: 210,
      north: -60,
      bearingDeg: 300,
    },
    {
      live: {
        recording: false,
        main: {
          ...stream(1920, 1080, 0, 0),
          connected: false,
          gapsToday: 3,
          gapCause: 'camera-unreachable',
        },
        sub: null,
      },
    },
  ),
  camera(
    {
      id: 'cam_ecole',
      name: 'École Jules-Verne',
      place: 'Entrée, côté rue',
      east: -190,
      north: -40,
      bearingDeg: 20,
    },
    {
      mask: null,
      live: { recording: false, main: stream(1280, 720, 25, 2100), sub: null },
      hasSub: false,
    },
  ),
  camera(
    {
      id: 'cam_quai',
      name: 'Quai',
      place: 'Lampadaire 14',
      east: -40,
      north: -300,
      bearingDeg: 95,
    },
    {
      framing: 'narrow',
      fastFlow: true,
      live: { recording: true, main: stream(1280, 720, 8, 1480), sub: stream(640, 360, 8, 210) },
    },
  ),
  camera(
    { id: 'cam_parc', name: 'Parc', place: 'Allée haute', east: 80, north: 170, bearingDeg: 20 },
    {
      authorisation: {
        orderNumber: '2022-VP-0077',
        from: '2022-01-12',
        until: '2027-01-11',
        retentionDaysMax: 15,
      },
      mask: maskVersion('msk_parc', { mode: 'camera', polygons: windows.polygons }),
    },
  ),
  camera(
    {
      id: 'cam_pont',
      name: 'Pont neuf',
      place: 'Culée rive droite',
      east: 130,
      north: -330,
      bearingDeg: 190,
    },
    {
      state: { kind: 'notified', noticeDay: '2026-11-12' },
      authorisation: null,
      mask: null,
      live: { recording: false, main: null, sub: null },
    },
  ),
  camera(
    {
      id: 'cam_stade',
      name: 'Stade',
      place: 'Toit des vestiaires',
      east: -320,
      north: 180,
      bearingDeg: 70,
    },
    {
      communeId: 'com_saint-orme',
      state: { kind: 'planned' },
      position: null,
      live: { recording: false, main: null, sub: null },
    },
  ),
];

export function maskVersionsOf(cameraId: string): MaskVersionView[] {
  const current = cameras.find((one) => one.id === cameraId)?.mask ?? null;
  const first: MaskVersionView = {
    ...maskVersion('msk_first', { mode: 'none-needed' }),
    reason: 'Champ limité à la chaussée',
    decidedAt: '2026-09-20T14:02:00.000Z',
    referenceUrl: null,
  };
  return current === null ? [] : [current, first];
}

export const alarms: readonly AlarmView[] = [
  {
    id: 'alm_gare',
    atMs: nowMs - 7 * 60_000,
    level: 'alarm',
    code: 'camera-lost',
    words: {
      fr: 'Gare, parvis : la caméra ne répond plus.',
      en: 'Gare, parvis: the camera no longer answers.',
    },
    cameraId: 'cam_gare',
    detail: 'camera-unreachable: Connection to 10.40.2.17:554: connect EHOSTUNREACH.',
    times: 3,
    firstMs: nowMs - 64 * 60_000,
    endedMs: null,
    acknowledgedBy: null,
  },
  {
    id: 'alm_quai',
    atMs: nowMs - 3 * 3_600_000,
    times: 1,
    firstMs: nowMs - 3 * 3_600_000,
    level: 'warning',
    code: 'rate-too-low',
    words: {
      fr: 'Quai : 8 images par seconde, il en faut 12 (VP-67).',
      en: 'Quai: 8 pictures per second, 12 are needed (VP-67).',
    },
    cameraId: 'cam_quai',
    endedMs: null,
    acknowledgedBy: null,
  },
  {
    id: 'alm_nord',
    atMs: nowMs - 4 * 3_600_000,
    times: 1,
    firstMs: nowMs - 4 * 3_600_000,
    level: 'warning',
    code: 'disk-low',
    words: {
      fr: 'enregistreur-2 : Place sur disque bientôt épuisée.',
      en: 'enregistreur-2: Disk nearly full.',
    },
    cameraId: null,
    recorderId: 'rcd_sud',
    recorderName: 'enregistreur-2',
    detail: '4 % of the recording disk is free, 2.4 days left',
    endedMs: null,
    acknowledgedBy: null,
  },
  {
    id: 'alm_disque',
    atMs: nowMs - 26 * 3_600_000,
    times: 1,
    firstMs: nowMs - 26 * 3_600_000,
    level: 'notice',
    code: 'disk-forecast',
    words: { fr: 'Disque : 19 jours de place.', en: 'Disk: room for 19 days.' },
    cameraId: null,
    endedMs: nowMs - 20 * 3_600_000,
    acknowledgedBy: 'Claire Vasseur',
  },
];

function hour(value: number, wobble: number): (number | null)[] {
  return Array.from({ length: 60 }, (_, minute) =>
    minute > 21 && minute < 25 && wobble > 40
      ? null
      : Math.max(
          0,
          Math.round(value + Math.sin(minute / 3) * wobble + ((minute * 7) % 5) * (wobble / 9)),
        ),
  );
}

export const health: HealthView = {
  recorders: [
    {
      id: 'rcd_nord',
      name: 'enregistreur-1',
      connected: true,
      sinceMs: nowMs - 9 * 86_400_000,
      cpuCores: 1.42,
      memoryBytes: 640 * 1024 ** 2,
      freeBytes: 1.1 * 1024 ** 4,
      totalBytes: 8 * 1024 ** 4,
      daysLeft: null,
      bytesPerSecond: 3.4 * 1024 ** 2,
      spooledFacts: 0,
      droppedPictures: 0,
      maskCoresUsed: 1.31,
      maskCoresMax: 3,
    },
    {
      id: 'rcd_sud',
      name: 'enregistreur-2',
      connected: true,
      sinceMs: nowMs - 86_400_000,
      cpuCores: 0.63,
      memoryBytes: 410 * 1024 ** 2,
      freeBytes: 92 * 1024 ** 3,
      totalBytes: 2 * 1024 ** 4,
      daysLeft: 2.4,
      bytesPerSecond: 1.2 * 1024 ** 2,
      spooledFacts: 14,
      droppedPictures: 3,
      maskCoresUsed: 0.42,
      maskCoresMax: 1.5,
    },
  ],
  cameras: cameras
    .filter((one) => one.state.kind === 'in-service')
    .map((one, index) => ({
      cameraId: one.id,
      kbitPerSecond: one.live.main?.connected
        ? hour(one.live.main.kbitPerSecond ?? 0, 160)
        : hour(0, 0),
      fps: one.live.main?.connected ? hour(one.live.main.fps ?? 0, 1) : hour(0, 0),
      clockOffsetMs: hour(12 + index * 3, 4),
      maskCores: one.mask?.choice.mode === 'server' ? 0.44 : one.mask === null ? null : 0.01,
      restarts: index === 2 ? 4 : 0,
    })),
  selfTests: [
    postTest('per_samir', 'Samir Benali', { h265: true, trackGenerator: true }),
    postTest('per_claire', 'Claire Vasseur', {}),
    postTest('per_yann', 'Yann Le Goff', {
      secureContext: false,
      webCodecs: false,
      h264: false,
      heldFrames: null,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    }),
  ],
};

function postTest(
  personId: string,
  displayName: string,
  more: Partial<SelfTestView>,
): SelfTestView {
  return {
    ...{ personId, displayName, at: '2026-11-22T13:02:00.000Z', secureContext: true },
    ...{ webCodecs: true, h264: true, h265: false, trackGenerator: true, heldFrames: 0 },
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0.0.0 Edg/141.0.0.0',
    ...more,
  };
}

export const people: readonly PersonView[] = [
  person('per_claire', 'Claire Vasseur', 'claire.vasseur', 'csu-head', {
    passkeys: 2,
    password: true,
    identities: 0,
  }),
  person('per_samir', 'Samir Benali', 'samir.benali', 'operator', {
    passkeys: 1,
    password: false,
    identities: 1,
  }),
  person('per_lucie', 'Lucie Morel', 'lucie.morel', 'technician', {
    passkeys: 0,
    password: true,
    identities: 0,
  }),
  {
    ...person('per_yann', 'Yann Le Goff', 'yann.legoff', 'operator', {
      passkeys: 1,
      password: false,
      identities: 0,
    }),
    signedIn: false,
    clearances: [
      {
        ...clearance('clr_yann'),
        suspended: { at: '2026-11-20T16:00:00.000Z', reason: 'Changement de service' },
      },
    ],
  },
  {
    ...person('per_paul', 'Paul Arnoux', 'paul.arnoux', 'inspector', {
      passkeys: 0,
      password: false,
      identities: 0,
    }),
    signedIn: false,
    clearances: [],
  },
];

function clearance(id: string): PersonView['clearances'][number] {
  return {
    id,
    authority: 'Maire, arrêté 2026-118 du 3 mars 2026',
    ground: {
      kind: 'approved-agent',
      prefectApproval: '2026-02-10',
      prosecutorApproval: null,
      oath: '2026-02-24',
    },
    reviewDay: '2031-02-09',
    communeIds: ['com_valbruant', 'com_saint-orme'],
    cameraIds: null,
    groupIds: [],
    rights: ['watch-live', 'view-recordings', 'save-stills', 'bookmark'],
    from: '2026-03-03',
    until: '2027-03-02',
    suspended: null,
  };
}

function person(
  id: string,
  displayName: string,
  login: string,
  post: PersonView['post'],
  enrolled: PersonView['enrolled'],
): PersonView {
  const clearances = [clearance(`clr_${id.slice(4)}`)];
  return { id, displayName, login, post, leftAt: null, clearances, enrolled, signedIn: true };
}

export function sessionOf(person: SessionView['person'], mayAll: boolean): SessionView {
  return {
    town: { name: 'Valbruant', timeZone: 'Europe/Paris', demonstration: true, version: '0.1.0' },
    person,
    may: Object.fromEntries(
      rights.map((right) => [right, mayAll ? allowed : refused]),
    ) as SessionView['may'],
    until: person === null ? null : '2026-11-22T11:00:00.000Z',
  };
}

export const account: AccountView = {
  passkeys: [
    {
      id: 'fake-key-of-the-post',
      transports: ['internal'],
      enrolledAt: '2026-03-03T08:12:00.000Z',
      lastUsedAt: '2026-11-22T04:58:00.000Z',
    },
    {
      id: 'fake-security-key',
      transports: ['usb', 'nfc'],
      enrolledAt: '2026-06-18T13:40:00.000Z',
      lastUsedAt: null,
    },
  ],
  password: true,
  identities: [
    {
      id: 'f'.repeat(64),
      issuer: 'https://idp.ville.example/api/v2',
      enrolledAt: '2026-10-05T07:15:00.000Z',
      lastUsedAt: '2026-11-20T06:02:00.000Z',
    },
  ],
  sessions: [
    {
      id: 'ses_now',
      how: 'passkey',
      startedAt: '2026-11-22T04:58:00.000Z',
      lastSeenAt: '2026-11-22T05:02:00.000Z',
      until: '2026-11-22T16:58:00.000Z',
      current: true,
    },
    {
      id: 'ses_office',
      how: 'password',
      startedAt: '2026-11-22T03:31:00.000Z',
      lastSeenAt: '2026-11-22T04:40:00.000Z',
      until: '2026-11-22T15:31:00.000Z',
      current: false,
    },
  ],
};

export const demonstrationPeople = [
  {
    id: 'per_claire',
    displayName: 'Claire Vasseur',
    post: 'csu-head',
    about: {
      fr: 'Voit tout, décide des masques, gère les personnes.',
      en: 'Sees everything, decides on masks, manages people.',
    },
  },
  {
    id: 'per_samir',
    displayName: 'Samir Benali',
    post: 'operator',
    about: { fr: 'De garde au mur cette nuit.', en: 'On duty at the wall tonight.' },
  },
  {
    id: 'per_lucie',
    displayName: 'Lucie Morel',
    post: 'technician',
    about: { fr: 'Caméras et machines, aucune image.', en: 'Cameras and machines, no picture.' },
  },
];

export const probe: ProbeReport = {
  url: 'rtsp://10.12.0.40/stream1',
  reachable: true,
  server: 'Hipcam RealServer/V1.0',
  transport: 'tcp',
  codec: 'h264',
  profile: 'High',
  width: 1920,
  height: 1080,
  measuredFps: 24.9,
  kbitPerSecond: 4080,
  gopSeconds: 4,
  bFrames: false,
  audioDropped: true,
  senderReports: true,
  clockOffsetMs: 40,
  firstPictureMs: 210,
  findings: [
    {
      rule: 'VP-66',
      level: 'good',
      words: { fr: 'La taille convient au plan large.', en: 'The size fits a wide view.' },
    },
    {
      rule: null,
      level: 'advice',
      words: {
        fr: 'Une image clé toutes les 4 s : réglez la caméra sur 2 s pour un premier affichage plus prompt.',
        en: 'A key frame every 4 s: set the camera to 2 s for a quicker first picture.',
      },
    },
    {
      rule: 'VP-36',
      level: 'fault',
      words: {
        fr: 'La caméra envoie du son : il est écarté ici, coupez-le aussi sur la caméra.',
        en: 'The camera sends sound: it is dropped here, switch it off on the camera too.',
      },
    },
  ],
};
