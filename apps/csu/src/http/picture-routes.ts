/**
 * Routes that answer with a PNG instead of JSON: same session, same refusals, never cached, because
 * the right to a picture is asked each time, and the session once more before it leaves.
 */

import type { Result } from '@beffroi/kernel';
import type { Actor } from '@beffroi/office';
import { refusal } from '@beffroi/town';
import { IdText, strict } from '@beffroi/wire';
import type { FastifyInstance } from 'fastify';
import { fileAnswers, type Refused, refuse, type WhoAsks } from './contract.ts';

const params = strict({ id: IdText });

export class PictureRoutes {
  readonly #app: FastifyInstance;
  readonly #whoAsks: WhoAsks;

  constructor(app: FastifyInstance, whoAsks: WhoAsks) {
    this.#app = app;
    this.#whoAsks = whoAsks;
  }

  add(
    url: string,
    summary: string,
    take: (actor: Actor, id: string) => Promise<Result<Uint8Array, Refused>>,
  ): void {
    this.#app.route<{ Params: { readonly id: string } }>({
      method: 'GET',
      url,
      schema: {
        summary,
        tags: ['cameras'],
        params,
        response: fileAnswers('image/png', 'A masked picture'),
      },
      handler: async (request, reply) => {
        const actor = await this.#whoAsks(request);
        if (actor === null) {
          return await refuse(reply, refusal('not-signed-in'));
        }
        const taken = await take(actor, request.params.id);
        // LIV-21: a session may end while the picture is fetched.
        if ((await this.#whoAsks(request)) === null) {
          return await refuse(reply, refusal('not-signed-in'));
        }
        if (!taken.ok) {
          return await refuse(reply, taken.error);
        }
        return await reply.type('image/png').send(Buffer.from(taken.value));
      },
    });
  }
}
