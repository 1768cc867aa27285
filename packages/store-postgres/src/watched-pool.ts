/**
 * The pool of connections as Kysely sees it, every wait of it under the watch. A connection that was
 * given up says no more and is destroyed when it comes back: an answer that is late must never be taken
 * for that of another question.
 */

import { Failure } from '@beffroi/kernel';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import type { AnswerWatch } from './answer-watch.ts';

export function watchedPool(pool: pg.Pool, watch: AnswerWatch): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const coming = pool.connect();
      try {
        return watchedClient(await watch.within(() => coming), watch);
      } catch (thrown) {
        // One that comes after all goes to whoever is next.
        coming.then(
          (client) => client.release(),
          () => undefined,
        );
        throw thrown;
      }
    },
  };
}

function watchedClient(client: pg.PoolClient, watch: AnswerWatch): PostgresPoolClient {
  let isGivenUp = false;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    if (isGivenUp) {
      throw new Failure('database-away', 'this connection was given up');
    }
    let isAnswered = false;
    const answered = () => {
      isAnswered = true;
    };
    const answer = client.query(text, [...values]);
    answer.then(answered, answered);
    try {
      return await watch.within(() => answer);
    } finally {
      isGivenUp ||= !isAnswered;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy === true || isGivenUp),
  };
}
