/**
 * The register over HTTP: its public keys, receipts (C2SP tlog-proof, a text), reading it for a
 * purpose, the paper registers still asked for, and what became of a picture.
 */

import { registerPurposes } from '@beffroi/town';
import { type Static, Type } from 'typebox';
import {
  DayText,
  IdText,
  InstantText,
  MomentMs,
  NoteText,
  nullable,
  oneOf,
  strict,
  WordsSchema,
} from './common.ts';

const registerLogs = ['acts', 'recordings'] as const;

/** `GET /api/register/keys`: lines `name+id+key` (C2SP signed-note) for whoever checks. */
export const RegisterKeysView = strict({ acts: Type.String(), recordings: Type.String() });
export type RegisterKeysView = Static<typeof RegisterKeysView>;

/** Of `GET /api/register/:log/:number/receipt`; entries are counted from 1. */
export const RegisterEntryPath = strict({
  log: oneOf(registerLogs),
  number: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }),
});
export type RegisterEntryPath = Static<typeof RegisterEntryPath>;

/** `POST /api/register/openings`: the log is opened for a purpose (REG-18, DP-06). */
export const OpenRegisterBody = strict({ purpose: oneOf(registerPurposes), note: NoteText });
export type OpenRegisterBody = Static<typeof OpenRegisterBody>;

const Named = strict({ id: Type.String(), name: Type.String() });

/** The opening, to be named in each question, and what can be filtered by. */
export const RegisterOpeningView = strict({
  /** Number of its entry in the register of acts. */
  opening: Type.Integer(),
  until: InstantText,
  kinds: Type.Array(strict({ kind: Type.String(), words: WordsSchema })),
  people: Type.Array(Named),
  cameras: Type.Array(Named),
});
export type RegisterOpeningView = Static<typeof RegisterOpeningView>;

const Opening = Type.Integer({ minimum: 1 });

/** `GET /api/register/entries`: newest first, 50 at a time; those below a number. */
export const RegisterEntriesQuery = strict({
  opening: Opening,
  log: oneOf(registerLogs),
  below: Type.Optional(Type.Integer({ minimum: 1 })),
  kind: Type.Optional(Type.String({ pattern: '^[a-z0-9-]{1,64}$' })),
  person: Type.Optional(IdText),
  camera: Type.Optional(IdText),
  /** Civil days of the town, both included. */
  from: Type.Optional(DayText),
  to: Type.Optional(DayText),
});
export type RegisterEntriesQuery = Static<typeof RegisterEntriesQuery>;

export const RegisterEntryView = strict({
  log: oneOf(registerLogs),
  number: Type.Integer(),
  id: IdText,
  kind: Type.String(),
  words: WordsSchema,
  at: InstantText,
  /** Null for the system, and once the term is over. */
  by: nullable(Type.String()),
  about: Type.Array(Type.String()),
  motive: nullable(WordsSchema),
  /** What the record says besides, as JSON; empty once its term is over. */
  what: Type.String(),
  erased: Type.Boolean(),
});
export type RegisterEntryView = Static<typeof RegisterEntryView>;

export const RegisterEntriesView = strict({
  entries: Type.Array(RegisterEntryView),
  more: Type.Boolean(),
});
export type RegisterEntriesView = Static<typeof RegisterEntriesView>;

/** `GET /api/register/paper`, `.csv`, `.pdf`: the register of VP-34, 31 civil days at most. */
export const PaperRegisterQuery = strict({
  opening: Opening,
  camera: Type.Optional(IdText),
  from: DayText,
  to: DayText,
});
export type PaperRegisterQuery = Static<typeof PaperRegisterQuery>;

/** One line: a camera on a civil day; or an entry that can’t be read, on the day it was written. */
export const PaperRegisterLine = strict({
  camera: Named,
  day: DayText,
  /** What was recorded, without holes; ms since 1970. */
  spans: Type.Array(strict({ fromMs: Type.Number(), toMs: Type.Number() })),
  /** When the last of it was erased; null while some of it is there. */
  destroyedAt: nullable(InstantText),
  /** When pictures of that day were taken out or handed over. */
  handedOver: Type.Array(InstantText),
  /** Number of an entry that can’t be read, of no camera; absent on every other line. */
  unreadable: Type.Optional(Type.Integer()),
});
export type PaperRegisterLine = Static<typeof PaperRegisterLine>;
export const PaperRegisterView = strict({ lines: Type.Array(PaperRegisterLine) });
export type PaperRegisterView = Static<typeof PaperRegisterView>;

/** `GET /api/register/fate`: was this camera's picture destroyed (VP-58)? */
export const FateQuery = strict({
  camera: IdText,
  fromMs: MomentMs,
  toMs: MomentMs,
});
export type FateQuery = Static<typeof FateQuery>;

export const pictureFates = [
  'destroyed',
  'being-destroyed',
  'kept',
  'held',
  'never-recorded',
  'no-longer-known',
] as const;
export type PictureFate = (typeof pictureFates)[number];

/** A stretch of time with one fate, in words. */
export const FateView = strict({
  fromMs: Type.Number(),
  toMs: Type.Number(),
  fate: oneOf(pictureFates),
  words: WordsSchema,
  /** Number of the receipt in the register of recordings; null where there is none. */
  receipt: nullable(Type.Integer()),
});
export type FateView = Static<typeof FateView>;
export const FatesView = strict({ fates: Type.Array(FateView) });
export type FatesView = Static<typeof FatesView>;
