/**
 * The console's files: hashed assets may be kept for ever, the page itself is asked for each time, and
 * any other address is the page (its router knows what to show). An address under `/api/` or with a
 * file ending that isn't there is a plain 404, never the page.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../http/contract.ts';
import { roomRefusal } from '../http/refusals.ts';

const hashedAsset = /\/assets\/[^/]+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

const notBuilt =
  'The console has not been built. Run: npm start (or: npx vite build apps/console), then reload.\n';

/** Serves the directory of the built console; without one, says how to build it. */
export async function addConsole(app: FastifyInstance, directory: string): Promise<void> {
  const isBuilt = existsSync(join(directory, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: directory,
      index: ['index.html'],
      cacheControl: false,
      setHeaders: (response, path) => {
        const forEver = 'public, max-age=31536000, immutable';
        response.header('cache-control', hashedAsset.test(path) ? forEver : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const isPage =
      ['GET', 'HEAD'].includes(request.method) &&
      !path.startsWith('/api/') &&
      !/\.[a-z0-9]+$/i.test(path);
    if (!isPage) {
      return await refuse(reply, roomRefusal('no-such-page'));
    }
    return isBuilt
      ? await reply.sendFile('index.html')
      : await reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
  });
}
