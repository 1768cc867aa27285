/**
 * The map base of the town: its GeoJSON file as it is, so that the map works without internet. Read
 * once, at most 32 MiB; a town without a file has an empty base and still sees its cameras.
 */

import { readFile, stat } from 'node:fs/promises';
import { Failure, messageOf } from '@beffroi/kernel';
import { refusal } from '@beffroi/town';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { fileAnswers, refuse, type WhoAsks } from './contract.ts';

const mapBytesMax = 32 * 1024 * 1024;
const GeoJson = Type.Object({ type: Type.String() }, { additionalProperties: true });
const emptyMap = '{"type":"FeatureCollection","features":[]}';

/** Adds `GET /api/map`; throws Failure `map-unreadable` when the file is not a GeoJSON text. */
export async function addMapRoute(
  app: FastifyInstance,
  whoAsks: WhoAsks,
  mapFile: string | null,
): Promise<void> {
  const map = mapFile === null ? emptyMap : await readMap(mapFile);
  app.route({
    method: 'GET',
    url: '/api/map',
    schema: {
      summary: 'Map base of the town, GeoJSON (RFC 7946)',
      tags: ['cameras'],
      response: fileAnswers('application/geo+json', 'The map base', GeoJson),
    },
    handler: async (request, reply) => {
      if ((await whoAsks(request)) === null) {
        return await refuse(reply, refusal('not-signed-in'));
      }
      return await reply.type('application/geo+json').send(map);
    },
  });
}

async function readMap(mapFile: string): Promise<string> {
  try {
    const { size } = await stat(mapFile);
    if (size > mapBytesMax) {
      throw new Failure('map-unreadable', `it has ${size} bytes, more than ${mapBytesMax}`);
    }
    const text = await readFile(mapFile, 'utf8');
    JSON.parse(text);
    return text;
  } catch (thrown) {
    throw new Failure(
      'map-unreadable',
      `The map base ${mapFile} can't be used (${messageOf(thrown)}). Give a GeoJSON file or none.`,
      { cause: thrown },
    );
  }
}
