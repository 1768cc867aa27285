/** `/api/cameras`: the town's cameras, their masks, and the probe. */

import { framings, purposes } from '@beffroi/town';
import { type Static, Type } from 'typebox';
import {
  DayText,
  DecisionView,
  IdText,
  InstantText,
  LineText,
  nullable,
  oneOf,
  strict,
} from './common.ts';

export const PositionBody = strict({
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  bearingDeg: Type.Number({ minimum: 0, exclusiveMaximum: 360 }),
  openingDeg: Type.Number({ minimum: 1, maximum: 360 }),
  rangeM: Type.Number({ minimum: 1, maximum: 2000 }),
});

export const AuthorisationBody = strict({
  orderNumber: LineText,
  from: DayText,
  until: DayText,
  retentionDaysMax: Type.Integer({ minimum: 1, maximum: 28 }),
});

export const StateBody = Type.Union([
  strict({ kind: Type.Literal('planned') }),
  strict({ kind: Type.Literal('notified'), noticeDay: DayText }),
  strict({ kind: Type.Literal('in-service'), noticeDay: DayText, since: InstantText }),
  strict({ kind: Type.Literal('withdrawn'), since: InstantText, reason: LineText }),
]);

const Polygon = Type.Array(
  strict({
    x: Type.Number({ minimum: 0, maximum: 1 }),
    y: Type.Number({ minimum: 0, maximum: 1 }),
  }),
  { minItems: 3, maxItems: 64 },
);
const Polygons = Type.Array(Polygon, { maxItems: 32 });

export const MaskChoiceBody = Type.Union([
  strict({
    mode: Type.Literal('server'),
    style: oneOf(['solid', 'pixelate'] as const),
    polygons: Polygons,
  }),
  strict({ mode: Type.Literal('camera'), polygons: Polygons }),
  strict({ mode: Type.Literal('none-needed') }),
]);

export const MaskVersionView = strict({
  id: IdText,
  choice: MaskChoiceBody,
  reason: Type.String(),
  decidedBy: strict({ id: IdText, displayName: Type.String() }),
  decidedAt: InstantText,
  /** Path of the reference still for `GET`, null when there is none. */
  referenceUrl: nullable(Type.String()),
});
export type MaskVersionView = Static<typeof MaskVersionView>;

export const StreamHealth = strict({
  connected: Type.Boolean(),
  codec: nullable(Type.String()),
  width: nullable(Type.Integer()),
  height: nullable(Type.Integer()),
  fps: nullable(Type.Number()),
  kbitPerSecond: nullable(Type.Number()),
  packetsLost: Type.Integer(),
  clockOffsetMs: nullable(Type.Number()),
  gapsToday: Type.Integer(),
  /** Cause of the gap that lasts now, a word of the closed list in docs/wire.md. */
  gapCause: nullable(Type.String()),
});
export type StreamHealth = Static<typeof StreamHealth>;

export const CameraView = strict({
  id: IdText,
  communeId: IdText,
  name: Type.String(),
  place: Type.String(),
  position: nullable(PositionBody),
  state: StateBody,
  purposes: Type.Array(oneOf(purposes)),
  objective: Type.String(),
  framing: oneOf(framings),
  fastFlow: Type.Boolean(),
  authorisation: nullable(AuthorisationBody),
  retentionDays: Type.Integer(),
  /** Without credentials; only for those who manage cameras, null for others. */
  mainUrl: nullable(Type.String()),
  subUrl: nullable(Type.String()),
  hasSub: Type.Boolean(),
  /** Groups that hold it (OPS-15), by name: said to whoever is told of the camera, of no other camera. */
  groups: Type.Array(strict({ id: IdText, name: Type.String() })),
  mask: nullable(MaskVersionView),
  /** What the law says to the person who asks, now. */
  may: strict({
    watchLive: DecisionView,
    viewRecordings: DecisionView,
    manage: DecisionView,
    changeMasks: DecisionView,
  }),
  live: strict({
    recording: Type.Boolean(),
    main: nullable(StreamHealth),
    sub: nullable(StreamHealth),
  }),
});
export type CameraView = Static<typeof CameraView>;

/** Body of `POST /api/cameras`. Credentials are written, never read back. */
export const NewCameraBody = strict({
  communeId: IdText,
  name: LineText,
  place: LineText,
  position: nullable(PositionBody),
  purposes: Type.Array(oneOf(purposes), { minItems: 1, uniqueItems: true }),
  objective: LineText,
  framing: oneOf(framings),
  fastFlow: Type.Boolean(),
  authorisation: nullable(AuthorisationBody),
  retentionDays: Type.Integer({ minimum: 1, maximum: 28 }),
  mainUrl: Type.String({ pattern: '^rtsps?://', maxLength: 500 }),
  subUrl: nullable(Type.String({ pattern: '^rtsps?://', maxLength: 500 })),
  username: nullable(Type.String({ maxLength: 200 })),
  password: nullable(Type.String({ maxLength: 200 })),
});
export type NewCameraBody = Static<typeof NewCameraBody>;

/** Body of `PATCH /api/cameras/:id`: any of the above; absent stays as it is. */
export const CameraChangesBody = Type.Partial(NewCameraBody, { additionalProperties: false });
export type CameraChangesBody = Static<typeof CameraChangesBody>;

/** Body of `POST /api/cameras/:id/state`. */
export const CameraStateBody = Type.Union([
  strict({ to: Type.Literal('notified'), noticeDay: DayText }),
  strict({ to: Type.Literal('in-service') }),
  strict({ to: Type.Literal('withdrawn'), reason: LineText }),
]);
export type CameraStateBody = Static<typeof CameraStateBody>;

/** Body of `PUT /api/cameras/:id/masks`. */
export const NewMaskBody = strict({ choice: MaskChoiceBody, reason: LineText });
export type NewMaskBody = Static<typeof NewMaskBody>;

/** Body of `POST /api/probe`: asks a recorder to look at a stream for a few seconds. */
export const ProbeBody = strict({
  url: Type.String({ pattern: '^rtsps?://', maxLength: 500 }),
  username: nullable(Type.String({ maxLength: 200 })),
  password: nullable(Type.String({ maxLength: 200 })),
  framing: oneOf(framings),
  fastFlow: Type.Boolean(),
});
export type ProbeBody = Static<typeof ProbeBody>;

export const ProbeFinding = strict({
  rule: nullable(Type.String()),
  level: oneOf(['good', 'advice', 'fault'] as const),
  words: strict({ fr: Type.String(), en: Type.String() }),
});

/** What a stream is, in figures and in plain words; `url` without credentials. */
export const ProbeReport = strict({
  url: Type.String(),
  reachable: Type.Boolean(),
  server: nullable(Type.String()),
  transport: nullable(oneOf(['tcp', 'udp'] as const)),
  codec: nullable(oneOf(['h264', 'h265'] as const)),
  profile: nullable(Type.String()),
  width: nullable(Type.Integer()),
  height: nullable(Type.Integer()),
  measuredFps: nullable(Type.Number()),
  kbitPerSecond: nullable(Type.Number()),
  gopSeconds: nullable(Type.Number()),
  bFrames: nullable(Type.Boolean()),
  audioDropped: Type.Boolean(),
  senderReports: nullable(Type.Boolean()),
  clockOffsetMs: nullable(Type.Number()),
  firstPictureMs: nullable(Type.Number()),
  findings: Type.Array(ProbeFinding),
});
export type ProbeReport = Static<typeof ProbeReport>;

export const CommuneView = strict({ id: IdText, name: Type.String(), insee: Type.String() });
export type CommuneView = Static<typeof CommuneView>;
