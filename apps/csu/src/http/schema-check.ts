/**
 * Fastify's validator, by TypeBox: strict, without coercion of bodies (a text is never taken for a
 * number). Query strings and paths are texts by nature, so numbers and booleans are read from them.
 * What is wrong is said with its place; a day that no calendar has, with what to write instead.
 */

import type { Words } from '@beffroi/town';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';

/** Why a request hasn't the form of its contract: where, what, and what to write instead. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
  readonly words: Words;

  constructor(words: Words) {
    super(words.en);
    this.words = words;
  }
}

interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: unknown;
  readonly message: string;
}

export const checkBySchema: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema);
  const isText = httpPart !== 'body';
  return (given: unknown) => {
    const value: unknown = isText ? Convert(schema, given) : given;
    if (!isKeepable(value)) {
      return { error: new SchemaMismatch(unkeepable) };
    }
    return check.Check(value)
      ? { value }
      : { error: new SchemaMismatch(wordsOf(check.Errors(value), httpPart ?? 'body')) };
  };
};

const unkeepable: Words = {
  fr: 'un texte contient un caractère que rien ne peut garder',
  en: 'a text contains a character that nothing can keep',
};

/** No text holds NUL or half of a surrogate pair (RFC 8259 section 8.2); depth is bounded by the body's length. */
function isKeepable(value: unknown): boolean {
  const left: unknown[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string' && (next.includes('\0') || !next.isWellFormed())) {
      return false;
    }
    if (typeof next === 'object' && next !== null) {
      for (const [key, each] of Object.entries(next)) {
        left.push(key, each ?? null);
      }
    }
  }
  return true;
}

/** A day that doesn't exist is told first: where one of several shapes fits, the others say nothing. */
function wordsOf(faults: readonly Fault[], httpPart: string): Words {
  const date = faults.find(({ keyword }) => keyword === 'format');
  const fault = date ?? faults[0];
  const where = fault?.instancePath.replace(/^\//, '') || httpPart;
  if (date === undefined) {
    const said = `${where}: ${fault?.message ?? 'invalid'}`;
    return { fr: said, en: said };
  }
  const isDay = (date.params as { readonly format?: unknown }).format === 'date';
  return isDay
    ? {
        fr: `${where} : ce jour n’existe pas au calendrier ; écrivez-le comme 2026-01-31`,
        en: `${where}: no calendar has this day; write one as 2026-01-31`,
      }
    : {
        fr: `${where} : cet instant n’existe pas ; écrivez-le comme 2026-01-31T14:05:00Z`,
        en: `${where}: there is no such instant; write one as 2026-01-31T14:05:00Z`,
      };
}
