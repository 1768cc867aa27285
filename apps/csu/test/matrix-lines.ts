/**
 * What every kind of person gets from every route: the expectation of the authorisation matrix. A line
 * names who gets an answer (`yes`), who gets an empty one (`empty`), to whom the thing is unknown
 * (`unknown`); all others are refused (`no`), and whoever has no session must sign in.
 */

import type { Kind } from './matrix-people.ts';

/** 200 to 299 and refusals of content; 200 with an empty list; 401; 403; 404. */
export type Outcome = 'yes' | 'empty' | 'sign-in' | 'no' | 'unknown';

export interface Line {
  readonly body?: object;
  /** Values of the parameters; `:id` of something an operator (of an opening, a DPO) owns is made before each request. */
  readonly params?: Readonly<Record<string, string>>;
  /** `{id}` is what is owned. */
  readonly query?: string;
  readonly owned?:
    | 'viewing'
    | 'bookmark'
    | 'layout'
    | 'alarm'
    | 'opening'
    | 'own-opening'
    | 'confirmation'
    | 'emergency'
    | 'emergency-over';
  /** Counted by machine (SEC-43): a minute passes first. */
  readonly isAttempt?: true;
  readonly gets: Readonly<Partial<Record<Outcome, readonly Kind[]>>> | Outcome;
}

const signedIn = [
  'uncleared',
  'suspended',
  'ended',
  'elsewhere',
  'operator',
  'csu-head',
  'police-chief',
  'technician',
  'dpo',
  'inspector',
  'mayor',
] as const satisfies readonly Kind[];

const watchers = ['operator', 'csu-head', 'police-chief'] as const;
const cleared = [...watchers, 'technician', 'dpo', 'inspector', 'mayor', 'elsewhere'] as const;
/** A clearance that names the camera, in force or not: they see it, with why they see no picture. */
const inReach = [
  ...watchers,
  'technician',
  'dpo',
  'inspector',
  'mayor',
  'suspended',
  'ended',
] as const;
const managers = ['csu-head', 'police-chief'] as const;
const devices = ['csu-head', 'technician'] as const;
const readers = ['csu-head', 'police-chief', 'dpo', 'inspector', 'mayor', 'elsewhere'] as const;

const camera = { id: 'cam_place' };
const moment = { cameraId: 'cam_place', atMs: 1_795_305_000_000 };
const wall = { name: 'Mur', columns: 2, tiles: ['cam_place'], shared: false };
const link = { token: 'A'.repeat(43) };
const newCamera = {
  communeId: 'com_vermeil',
  name: 'Essai',
  place: 'Essai',
  position: null,
  purposes: ['traffic-flow'],
  objective: 'Essai',
  framing: 'wide',
  fastFlow: false,
  authorisation: null,
  retentionDays: 15,
  mainUrl: 'rtsp://192.0.2.4/main',
  subUrl: null,
  username: null,
  password: null,
};
const selfTest = {
  ...{ secureContext: true, webCodecs: true, h264: true, h265: true, trackGenerator: true },
  ...{ heldFrames: 0, userAgent: 'matrix' },
};
const clearance = {
  authority: 'Arrêté 10',
  ground: { kind: 'without-pictures', prefectApproval: null, prosecutorApproval: null, oath: null },
  communeIds: ['com_vermeil'],
  cameraIds: null,
  rights: ['watch-live'],
  from: '2026-11-01',
  until: '2027-10-31',
};
const paper = 'opening={id}&from=2026-11-20&to=2026-11-21';
const all = { yes: signedIn };
const secondPerson = {
  yes: ['csu-head'],
  unknown: signedIn.filter((kind) => kind !== 'csu-head'),
} as const;

/** `colleague` and `suspended` are filled in by the test. */
export const httpLines: Readonly<Record<string, Line>> = {
  'GET /api/session': { gets: 'yes' },
  'POST /api/sign-in/password': {
    // A name of its own for each kind: a name is locked after five failures (SEC-11).
    body: { login: 'login.of.kind', password: 'x', code: '000000' },
    isAttempt: true,
    gets: 'sign-in',
  },
  'POST /api/sign-in/passkey/options': { isAttempt: true, gets: 'yes' },
  'POST /api/sign-in/passkey': {
    body: { id: 'AAAA', response: {} },
    isAttempt: true,
    gets: 'sign-in',
  },
  'GET /api/sign-in/provider': { gets: 'yes' },
  // No provider is set here; what one says is in provider-sign-in.test.ts.
  'POST /api/sign-in/provider': { body: { next: '/' }, isAttempt: true, gets: 'unknown' },
  'POST /api/sign-in/provider/answer': {
    body: { answer: 'state=x' },
    isAttempt: true,
    gets: 'unknown',
  },
  // The town of these tests is a demonstration; SEC-17 closes the two elsewhere.
  'GET /api/demo/people': { gets: 'yes' },
  'POST /api/demo/sign-in': { body: { personId: 'per_dpo' }, gets: 'yes' },
  'POST /api/sign-out': { gets: all },
  'POST /api/sign-out/provider': { gets: all },
  'PUT /api/preferences': { body: {}, gets: all },
  'POST /api/self-test': { body: selfTest, gets: all },
  'GET /api/account': { gets: all },
  'POST /api/account/passkeys/revoke': { body: { id: 'AAAA' }, gets: { unknown: signedIn } },
  'POST /api/account/identities/revoke': {
    body: { id: '0'.repeat(64) },
    gets: { unknown: signedIn },
  },
  'POST /api/account/sessions/{id}/end': {
    params: { id: 'ses_0123456789abcdef' },
    gets: { unknown: signedIn },
  },
  'GET /api/enrol/{token}': { params: link, isAttempt: true, gets: 'unknown' },
  'POST /api/enrol/{token}/password': {
    params: link,
    body: { password: 'corneille-vigie-tocsin-42-ardoise' },
    isAttempt: true,
    gets: 'unknown',
  },
  'POST /api/enrol/{token}/totp': {
    params: link,
    body: { code: '000000' },
    isAttempt: true,
    gets: 'unknown',
  },
  'POST /api/enrol/{token}/provider': { params: link, isAttempt: true, gets: 'unknown' },
  'POST /api/enrol/{token}/passkey/options': { params: link, isAttempt: true, gets: 'unknown' },
  'POST /api/enrol/{token}/passkey': {
    params: link,
    body: { id: 'AAAA', response: {} },
    isAttempt: true,
    gets: 'sign-in',
  },
  'GET /api/people': { gets: { yes: [...managers, 'elsewhere'] } },
  'POST /api/people': {
    body: { displayName: 'X', login: 'karim.benali', post: 'operator', locale: 'fr' },
    gets: { yes: [...managers, 'elsewhere'] },
  },
  'PATCH /api/people/{id}': {
    params: { id: 'colleague' },
    body: { displayName: 'Colleague' },
    gets: { yes: managers },
  },
  'POST /api/people/{id}/clearances': {
    params: { id: 'colleague' },
    body: clearance,
    gets: { yes: managers },
  },
  'POST /api/people/{id}/revoke': {
    params: { id: 'colleague' },
    body: { reason: 'perdu' },
    gets: { yes: managers },
  },
  'POST /api/people/{id}/link': { params: { id: 'colleague' }, gets: { yes: managers } },
  // It covers both communes, and suspending takes nothing but away.
  'POST /api/clearances/{id}/suspend': {
    params: { id: 'suspended' },
    body: { reason: 'encore' },
    gets: { yes: [...managers, 'elsewhere'] },
  },
  'GET /api/camera-groups': {
    gets: { yes: managers, empty: ['elsewhere'] },
  },
  'POST /api/camera-groups': {
    body: { communeId: 'com_vermeil', name: 'Écoles', cameraIds: ['cam_ecole'] },
    gets: { yes: managers },
  },
  'PATCH /api/camera-groups/{id}': {
    params: { id: 'grp_centre' },
    body: { name: 'Centre' },
    gets: { yes: managers },
  },
  'DELETE /api/camera-groups/{id}': {
    params: { id: 'grp_0123456789abcdef' },
    gets: { unknown: [...managers, 'elsewhere'] },
  },
  // One's own, and those that one may review: none is taken yet.
  'GET /api/emergencies': { gets: { empty: signedIn } },
  // A sensitive act: who may is asked for a proof.
  'POST /api/emergencies': {
    body: { motive: 'disaster', reason: 'Incendie au marché couvert', minutes: 30 },
    gets: { yes: [...watchers, 'elsewhere'] },
  },
  // The operator's: theirs to give back, and to take back for whoever manages a commune of theirs.
  'POST /api/emergencies/{id}/end': {
    owned: 'emergency',
    gets: { yes: ['operator', ...managers, 'elsewhere'] },
  },
  'POST /api/emergencies/{id}/review': {
    ...{ owned: 'emergency-over', body: { finding: 'justified', words: 'Incendie avéré' } },
    gets: { yes: readers },
  },
  'GET /api/communes': {
    gets: { yes: [...inReach, 'elsewhere'], empty: ['uncleared'] },
  },
  'GET /api/cameras': { gets: { yes: [...inReach, 'elsewhere'], empty: ['uncleared'] } },
  'GET /api/cameras/{id}': {
    params: camera,
    gets: { yes: inReach, unknown: ['uncleared', 'elsewhere'] },
  },
  'POST /api/cameras': { body: newCamera, gets: { yes: devices } },
  'PATCH /api/cameras/{id}': { params: camera, body: { fastFlow: false }, gets: { yes: devices } },
  'POST /api/cameras/{id}/state': {
    params: camera,
    body: { to: 'in-service' },
    gets: { yes: devices },
  },
  'POST /api/probe': {
    body: {
      ...{ url: 'rtsp://192.0.2.4/x', username: null, password: null },
      framing: 'wide',
      fastFlow: false,
    },
    gets: { yes: [...devices, 'elsewhere'] },
  },
  'GET /api/cameras/{id}/masks': {
    params: camera,
    gets: { yes: inReach, unknown: ['uncleared', 'elsewhere'] },
  },
  'PUT /api/cameras/{id}/masks': {
    params: camera,
    body: { choice: { mode: 'none-needed' }, reason: 'mur aveugle' },
    gets: { yes: ['csu-head'] },
  },
  'GET /api/cameras/{id}/still': { params: camera, gets: { yes: watchers } },
  'GET /api/masks/{id}/reference': { params: { id: 'msk_place' }, gets: { yes: watchers } },
  'POST /api/viewings': {
    body: { cameraIds: ['cam_place'], motive: 'rescue', note: '', fromMs: 1, toMs: 2 },
    gets: { yes: watchers },
  },
  'POST /api/viewings/{id}/stills': {
    body: moment,
    owned: 'viewing',
    gets: { yes: ['operator'], unknown: signedIn.filter((kind) => kind !== 'operator') },
  },
  'GET /api/timeline': {
    query: 'cameraId=cam_place&fromMs=1795300000000&toMs=1795305600000',
    gets: { yes: watchers },
  },
  'POST /api/bookmarks': { body: { ...moment, title: 'Repère' }, gets: { yes: watchers } },
  'DELETE /api/bookmarks/{id}': {
    owned: 'bookmark',
    gets: { yes: ['operator'], unknown: signedIn.filter((kind) => kind !== 'operator') },
  },
  'GET /api/layouts': {
    owned: 'layout',
    gets: { yes: ['operator'], empty: [...managers, 'elsewhere'] },
  },
  'POST /api/layouts': { body: wall, gets: { yes: [...watchers, 'elsewhere'] } },
  'PUT /api/layouts/{id}': {
    body: wall,
    owned: 'layout',
    gets: { yes: ['operator'], unknown: [...managers, 'elsewhere'] },
  },
  'DELETE /api/layouts/{id}': {
    owned: 'layout',
    gets: { yes: ['operator'], unknown: signedIn.filter((kind) => kind !== 'operator') },
  },
  'GET /api/alarms': {
    owned: 'alarm',
    gets: { yes: cleared, empty: ['uncleared', 'suspended', 'ended'] },
  },
  'POST /api/alarms/{id}/acknowledge': {
    owned: 'alarm',
    gets: { yes: cleared, unknown: ['uncleared', 'suspended', 'ended'] },
  },
  'GET /api/holds': { gets: { empty: [...watchers, 'elsewhere'] } },
  'POST /api/holds': {
    body: {
      ...{ framework: '60-1', reference: 'R 1', channel: 'written', requester: 'Cap. Martin' },
      ...{ cameraIds: ['cam_place'], fromMs: 1_795_300_000_000, toMs: 1_795_301_000_000 },
      until: '2026-12-20',
    },
    gets: { yes: watchers },
  },
  'POST /api/holds/{id}/confirm': {
    params: { id: 'hld_0123456789abcdef' },
    body: { reference: 'R 2' },
    gets: { unknown: [...managers, 'elsewhere'] },
  },
  'POST /api/holds/{id}/lift': {
    params: { id: 'hld_0123456789abcdef' },
    body: { reason: 'fin' },
    gets: { unknown: [...managers, 'elsewhere'] },
  },
  // One that the head of the town has proved, to lift masks: it waits for another who may.
  'GET /api/confirmations': {
    owned: 'confirmation',
    gets: { yes: ['csu-head'], empty: signedIn.filter((kind) => kind !== 'csu-head') },
  },
  'GET /api/confirmations/{id}': { owned: 'confirmation', gets: secondPerson },
  'POST /api/confirmations/{id}/passkey/options': { owned: 'confirmation', gets: secondPerson },
  'POST /api/confirmations/{id}/passkey': {
    ...{ owned: 'confirmation', body: { id: 'AAAA', response: {} }, isAttempt: true },
    gets: secondPerson,
  },
  'POST /api/confirmations/{id}/password': {
    ...{ owned: 'confirmation', body: { password: 'x', code: '000000' }, isAttempt: true },
    gets: secondPerson,
  },
  'POST /api/confirmations/{id}/demonstration': { owned: 'confirmation', gets: secondPerson },
  'POST /api/confirmations/{id}/refuse': {
    ...{ owned: 'confirmation', body: { reason: 'on voit une fenêtre' } },
    gets: secondPerson,
  },
  'GET /api/health': { gets: { yes: cleared } },
  'GET /api/map': { gets: all },
  'GET /api/register/keys': { gets: 'yes' },
  'POST /api/register/openings': {
    body: { purpose: 'self-control', note: '' },
    gets: { yes: readers },
  },
  // REG-18: an opening is its person's, and nobody reads by another's.
  'GET /api/register/entries': {
    owned: 'opening',
    query: 'opening={id}&log=acts',
    gets: { yes: ['dpo'] },
  },
  'GET /api/register/paper': { owned: 'opening', query: paper, gets: { yes: ['dpo'] } },
  'GET /api/register/paper.csv': { owned: 'opening', query: paper, gets: { yes: ['dpo'] } },
  'GET /api/register/paper.pdf': { owned: 'opening', query: paper, gets: { yes: ['dpo'] } },
  'GET /api/register/fate': {
    query: 'camera=cam_place&fromMs=1795300000000&toMs=1795301000000',
    gets: { yes: readers },
  },
  'GET /api/register/{log}/{number}/receipt': {
    params: { log: 'acts', number: '1' },
    owned: 'own-opening',
    gets: { yes: readers },
  },
};

/** What a line says of a kind of person. */
export function expected({ gets }: Line, kind: Kind): Outcome {
  if (typeof gets === 'string') {
    return gets;
  }
  if (!(signedIn as readonly Kind[]).includes(kind)) {
    return 'sign-in';
  }
  const named = Object.entries(gets).find(([, who]) => who.includes(kind));
  return (named?.[0] as Outcome | undefined) ?? 'no';
}

/** What each message of a page on the live socket brings about: pictures, words of a refusal, nothing. */
export const liveLines: Readonly<Record<string, Readonly<Partial<Record<Kind, string>>> | string>> =
  {
    open: { operator: 'opened', 'csu-head': 'opened', 'police-chief': 'opened' },
    gop: { operator: 'answered' },
    close: 'nothing',
    ack: 'nothing',
  };
