/** Shapes that several routes share. Every object is strict: an unknown key is refused. */

import {
  type Static,
  type TEnum,
  type TObject,
  type TProperties,
  type TSchema,
  Type,
} from 'typebox';

export function strict<P extends TProperties>(properties: P): TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}

export function nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()]);
}

/** The words of a list that is written once, as a type that a schema may hold. */
type Words<W extends readonly string[]> = W extends readonly [
  infer First extends string,
  ...infer Rest extends string[],
]
  ? [First, ...Words<Rest>]
  : [];

/** A closed list of words as a schema; its static type is the union of the words. */
export function oneOf<const W extends readonly string[]>(words: W): TEnum<Words<W>> {
  return Type.Enum(words as unknown as readonly [...Words<W>]);
}

export const InstantText = Type.String({ format: 'date-time', maxLength: 40 });
/** A civil day that the calendar has, of this time: `2026-02-30` is none, and no term runs past 9999. */
export const DayText = Type.String({ format: 'date', pattern: '^(19|20|21)\\d{2}-\\d{2}-\\d{2}$' });
/** An instant of this time, in ms since 1970: before the year 2200. */
export const MomentMs = Type.Number({ minimum: 0, maximum: 7_258_118_399_999 });
export const IdText = Type.String({ pattern: '^[a-z]{3,4}_[0-9a-z-]{3,40}$' });
/**
 * What makes a text another than it looks: control characters, marks of no width, marks that turn the
 * direction of what follows, halves of a surrogate pair.
 */
const hidden =
  '\\u007F-\\u009F\\u061C\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uD800-\\uDFFF\\uFEFF';
const lines = `[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F${hidden}]*$`;

/** A line that shows something, and shows all that it is. */
export const LineText = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: `^(?=.*\\S)[^\\u0000-\\u001F${hidden}]*$`,
});
/** Lines that may be left empty. */
export const NoteText = Type.String({ maxLength: 2000, pattern: `^${lines}` });
/** Lines that say something. */
export const saidPattern = `^(?=\\s*\\S)${lines}`;

export const WordsSchema = strict({ fr: Type.String(), en: Type.String() });

/** Body of every refusal, with status 401, 403, 404, 409, 422, 428 or 429. */
export const RefusalBody = strict({
  rule: Type.String(),
  code: Type.String(),
  words: WordsSchema,
  /** With 428: what is to be confirmed before the act is asked again (SEC-30). */
  confirmationId: Type.Optional(IdText),
});
export type RefusalBody = Static<typeof RefusalBody>;

/** Whether an act is allowed now: greys the button and says why. */
export const DecisionView = strict({
  allowed: Type.Boolean(),
  rule: Type.String(),
  words: nullable(WordsSchema),
});
export type DecisionView = Static<typeof DecisionView>;
