/**
 * Fastify's validator, by TypeBox: strict, without coercion of bodies (a text is never taken for a
 * number). Query strings and paths are texts by nature, so numbers and booleans are read from them.
 */

import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Convert } from 'typebox/value';

export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

export const checkBySchema: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema);
  const isText = httpPart !== 'body';
  return (given: unknown) => {
    const value: unknown = isText ? Convert(schema, given) : given;
    if (check.Check(value)) {
      return { value };
    }
    const [first] = check.Errors(value);
    const where = first?.instancePath === '' ? httpPart : first?.instancePath;
    return { error: new SchemaMismatch(`${where ?? 'body'}: ${first?.message ?? 'invalid'}`) };
  };
};
