/** Playback, timeline, bookmarks, layouts, alarms and health. */

import { viewingMotives } from '@beffroi/town';
import { type Static, Type } from 'typebox';
import {
  IdText,
  InstantText,
  LineText,
  MomentMs,
  NoteText,
  nullable,
  oneOf,
  strict,
  WordsSchema,
} from './common.ts';

/** `POST /api/viewings`: looking at recordings asks for a motive (VP-33). */
export const NewViewingBody = strict({
  cameraIds: Type.Array(IdText, { minItems: 1, maxItems: 9, uniqueItems: true }),
  motive: oneOf(viewingMotives),
  note: NoteText,
  fromMs: MomentMs,
  toMs: MomentMs,
});
export type NewViewingBody = Static<typeof NewViewingBody>;
export const ViewingView = strict({
  id: IdText,
  cameraIds: Type.Array(IdText),
  motive: oneOf(viewingMotives),
  /** Longest use, renewed by asking again. */
  until: InstantText,
});
export type ViewingView = Static<typeof ViewingView>;

/** `GET /api/timeline?cameraId=&fromMs=&toMs=`; at most 31 days a question. */
export const TimelineView = strict({
  cameraId: IdText,
  spans: Type.Array(
    strict({ fromMs: Type.Number(), toMs: Type.Number(), maskVersions: Type.Array(Type.String()) }),
  ),
  gaps: Type.Array(
    strict({
      fromMs: Type.Number(),
      toMs: nullable(Type.Number()),
      cause: Type.String(),
      words: WordsSchema,
      detail: Type.String(),
    }),
  ),
  bookmarks: Type.Array(
    strict({ id: IdText, atMs: Type.Number(), title: Type.String(), by: Type.String() }),
  ),
});
export type TimelineView = Static<typeof TimelineView>;

export const NewBookmarkBody = strict({ cameraId: IdText, atMs: MomentMs, title: LineText });
export type NewBookmarkBody = Static<typeof NewBookmarkBody>;

/** `POST /api/viewings/:id/stills`: written in the register before the page saves the picture. */
export const StillBody = strict({
  cameraId: IdText,
  atMs: MomentMs,
  /** The picture is of a copy made for display (LIV-30), not of what was recorded. */
  recoded: Type.Optional(Type.Boolean()),
});
export type StillBody = Static<typeof StillBody>;
/** Its answer: the mark that the page writes beside the picture and that leads to the entry. */
export const StillView = strict({ markId: Type.String({ minLength: 1, maxLength: 80 }) });
export type StillView = Static<typeof StillView>;

/** A saved wall: `columns` x `columns` places, one camera or none each. */
export const LayoutBody = strict({
  name: LineText,
  columns: Type.Integer({ minimum: 1, maximum: 6 }),
  tiles: Type.Array(nullable(IdText), { maxItems: 36 }),
  shared: Type.Boolean(),
});
export type LayoutBody = Static<typeof LayoutBody>;
export const LayoutView = strict({
  ...LayoutBody.properties,
  id: IdText,
  mine: Type.Boolean(),
  by: Type.String(),
});
export type LayoutView = Static<typeof LayoutView>;

export const AlarmView = strict({
  id: IdText,
  atMs: Type.Number(),
  level: oneOf(['notice', 'warning', 'alarm'] as const),
  code: Type.String(),
  /** Those of a recorder begin with its name. */
  words: WordsSchema,
  cameraId: nullable(IdText),
  recorderId: Type.Optional(nullable(IdText)),
  recorderName: Type.Optional(nullable(Type.String())),
  /** One sentence with figures for the technician, in English; empty when there is no more to say. */
  detail: Type.Optional(Type.String()),
  endedMs: nullable(Type.Number()),
  /** How often it came since `firstMs` without anybody having acknowledged it (LNK-6). */
  times: Type.Integer({ minimum: 1 }),
  firstMs: Type.Number(),
  acknowledgedBy: nullable(Type.String()),
});
export type AlarmView = Static<typeof AlarmView>;

/** `POST /api/self-test`: what the browser of this post can do; shown on the health page. */
export const SelfTestBody = strict({
  secureContext: Type.Boolean(),
  webCodecs: Type.Boolean(),
  h264: Type.Boolean(),
  h265: Type.Boolean(),
  trackGenerator: Type.Boolean(),
  heldFrames: nullable(Type.Integer({ minimum: 0, maximum: 100 })),
  userAgent: Type.String({ maxLength: 400 }),
});
export type SelfTestBody = Static<typeof SelfTestBody>;
/** The last self-test of a person's post. */
export const SelfTestView = strict({
  ...SelfTestBody.properties,
  personId: IdText,
  displayName: Type.String(),
  at: InstantText,
});
export type SelfTestView = Static<typeof SelfTestView>;

/** `GET /api/health`. Series are the last hour, one point a minute, oldest first. */
export const HealthView = strict({
  recorders: Type.Array(
    strict({
      id: IdText,
      name: Type.String(),
      connected: Type.Boolean(),
      sinceMs: Type.Number(),
      cpuCores: Type.Number(),
      memoryBytes: Type.Number(),
      freeBytes: Type.Number(),
      totalBytes: Type.Number(),
      daysLeft: nullable(Type.Number()),
      bytesPerSecond: Type.Number(),
      spooledFacts: Type.Integer(),
      droppedPictures: Type.Integer(),
      /** What masking costs here and what is left (admission control). */
      maskCoresUsed: Type.Number(),
      maskCoresMax: Type.Number(),
    }),
  ),
  cameras: Type.Array(
    strict({
      cameraId: IdText,
      kbitPerSecond: Type.Array(nullable(Type.Number())),
      fps: Type.Array(nullable(Type.Number())),
      clockOffsetMs: Type.Array(nullable(Type.Number())),
      maskCores: nullable(Type.Number()),
      restarts: Type.Integer(),
    }),
  ),
  /** Of those who have not left, newest first; 500 at most. */
  selfTests: Type.Optional(Type.Array(SelfTestView)),
});
export type HealthView = Static<typeof HealthView>;
