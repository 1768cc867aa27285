/**
 * A route as a contract: what it takes and gives are schemas of `@beffroi/wire`, checked on the way
 * in (an unknown key is refused, SEC-47), stripped on the way out (what isn't declared doesn't leave)
 * and published in the OpenAPI document. A handler gets a named person, or the route says `anyone`;
 * it returns a `Result`, and refusals become statuses in one place.
 */

import type { Result } from '@beffroi/kernel';
import type { Actor } from '@beffroi/office';
import { type Refusal, refusal } from '@beffroi/town';
import { RefusalBody } from '@beffroi/wire';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TSchema, Type } from 'typebox';
import type { AttemptLimit } from '../security/attempt-limit.ts';
import { roomRefusal, statusOf } from './refusals.ts';

export interface RouteContract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly summary: string;
  readonly tag: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly answer: TSchema;
  /** SEC-43: a try to come in, to use a link or to prove; counted by machine before anything else. */
  readonly isAttempt?: true;
  /** Largest body in bytes; 64 KiB when left out. */
  readonly bodyBytesMax?: number;
}

type Given<S> = S extends TSchema ? Static<S> : undefined;
/** Lists may be given as readonly lists. */
export type Sent<T> = T extends readonly (infer Item)[] ? readonly Item[] : T;

export interface Ask<C extends RouteContract> {
  readonly params: Given<C['params']>;
  readonly query: Given<C['query']>;
  readonly body: Given<C['body']>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A refusal of the law, or one of this room with its own status. */
export type Refused = Refusal & { readonly status?: number };
export type Told<C extends RouteContract> = Promise<Result<Sent<Static<C['answer']>>, Refused>>;

export const Nothing = Type.Null();

/** Who asks, from the request's cookie; null when nobody is signed in. */
export type WhoAsks = (request: FastifyRequest) => Promise<Actor | null>;

export class Routes {
  readonly #app: FastifyInstance;
  readonly #whoAsks: WhoAsks;
  readonly #attempts: Pick<AttemptLimit, 'take'>;

  constructor(app: FastifyInstance, whoAsks: WhoAsks, attempts: Pick<AttemptLimit, 'take'>) {
    this.#app = app;
    this.#whoAsks = whoAsks;
    this.#attempts = attempts;
  }

  /** A route for a signed-in person; others get 401. */
  forPerson<const C extends RouteContract>(
    contract: C,
    handle: (actor: Actor, ask: Ask<C>) => Told<C>,
  ): void {
    this.#add(contract, async (ask) => {
      const actor = await this.#whoAsks(ask.request);
      if (actor === null) {
        return { ok: false, error: refusal('not-signed-in') };
      }
      return await handle(actor, ask);
    });
  }

  /** A route that needs no session; the reason stands beside each use. */
  forAnyone<const C extends RouteContract>(
    contract: C,
    handle: (ask: Ask<C>, whoAsks: WhoAsks) => Told<C>,
  ): void {
    this.#add(contract, (ask) => handle(ask, this.#whoAsks));
  }

  #add<const C extends RouteContract>(contract: C, handle: (ask: Ask<C>) => Told<C>): void {
    const { method, url, summary, tag, params, query, body, answer, isAttempt } = contract;
    const status = answer === Nothing ? 204 : 200;
    this.#app.route({
      method,
      url,
      bodyLimit: contract.bodyBytesMax ?? 64 * 1024,
      schema: {
        summary,
        tags: [tag],
        ...(params === undefined ? {} : { params }),
        ...(query === undefined ? {} : { querystring: query }),
        ...(body === undefined ? {} : { body }),
        response: { [status]: answer, '4xx': RefusalBody, '5xx': RefusalBody },
      },
      handler: async (request, reply) => {
        const ask = {
          params: request.params,
          query: request.query,
          body: request.body,
          request,
          reply,
        } as Ask<C>;
        if (isAttempt && !this.#attempts.take(request.ip)) {
          return await refuse(reply, roomRefusal('too-many-attempts'));
        }
        const told = await handle(ask);
        if (!told.ok) {
          return await refuse(reply, told.error);
        }
        return status === 204 ? await reply.code(204).send() : await reply.send(told.value);
      },
    });
  }
}

/** Declared answers of a route that gives a file; its refusals are in the one form. */
export function fileAnswers(
  type: string,
  what: string,
  schema: TSchema = Type.String(),
): Readonly<Record<string, unknown>> {
  return {
    200: { description: what, content: { [type]: { schema } } },
    '4xx': RefusalBody,
    '5xx': RefusalBody,
  };
}

/** Says no in the one form that pages understand. */
export async function refuse(reply: FastifyReply, refused: Refused): Promise<FastifyReply> {
  const { rule, code, words, confirmationId } = refused;
  const wanted = confirmationId === undefined ? {} : { confirmationId };
  return await reply.code(statusOf(refused)).send({ rule, code, words, ...wanted });
}
