/**
 * Keeps a silent database from making anybody wait for ever. A server that is stopped or whose machine
 * hangs closes no connection: no error comes, and no limit of its own is kept. So whatever waits longer
 * than a healthy statement has a fresh connection ask whether the server still answers; if not, all that
 * waits ends as `database-away` at once, and nothing is asked again until it answers. A statement that
 * is only slow goes on: the server's own limits end it. It never says what became of a COMMIT.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, messageOf } from '@beffroi/kernel';
import pg from 'pg';
import type { DatabaseFailureCode } from './database-failure.ts';

export interface AnswerLimits {
  /** So long a statement waits before a fresh connection is asked, in milliseconds. */
  readonly suspectMs: number;
  /** So long the fresh connection has to answer, and so long lies between two tries while it is silent. */
  readonly probeMs: number;
  /** The end of one statement though the server answers others: beyond the server's own limit. */
  readonly statementMs: number;
}

export class AnswerWatch {
  readonly #config: pg.ClientConfig;
  readonly #limits: AnswerLimits;
  readonly #onBack: () => void;
  readonly #waiting = new Set<(why: Failure) => void>();
  #isSilent = false;
  #isAsking = false;
  #isClosed = false;

  /** `onBack` hears of each end of a silence: what others changed meanwhile may have been missed. */
  constructor(config: pg.ClientConfig, limits: AnswerLimits, onBack: () => void) {
    this.#config = { ...config, connectionTimeoutMillis: limits.probeMs };
    this.#limits = limits;
    this.#onBack = onBack;
  }

  /** What the work gives; throws Failure `database-away` when the server is silent or becomes so. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isSilent) {
      throw silent();
    }
    const { promise: givenUp, reject } = Promise.withResolvers<never>();
    this.#waiting.add(reject);
    const suspicion = setTimeout(() => void this.#ask(), this.#limits.suspectMs);
    const end = setTimeout(() => reject(silent()), this.#limits.statementMs);
    try {
      return await Promise.race([work(), givenUp]);
    } finally {
      this.#waiting.delete(reject);
      clearTimeout(suspicion);
      clearTimeout(end);
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  /** One at a time, and for as long as the server is silent. */
  async #ask(): Promise<void> {
    if (this.#isAsking) {
      return;
    }
    this.#isAsking = true;
    while (!((await this.#answers()) || this.#isClosed)) {
      this.#isSilent = true;
      for (const giveUp of this.#waiting) {
        giveUp(silent());
      }
      await sleep(this.#limits.probeMs, undefined, { ref: false });
    }
    this.#isAsking = false;
    if (this.#isSilent && !this.#isClosed) {
      this.#isSilent = false;
      this.#onBack();
    }
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client(this.#config);
    client.on('error', () => {});
    const late = new AbortController();
    const isLate = sleep(this.#limits.probeMs, false, { signal: late.signal, ref: false });
    const asked = client.connect().then(() => client.query('select 1'));
    try {
      return await Promise.race([asked.then(() => true), isLate]);
    } catch (thrown) {
      // A server that says no, or isn't there, tells whoever waits by itself.
      return thrown instanceof pg.DatabaseError || /ECONNREFUSED|ENOENT/.test(messageOf(thrown));
    } finally {
      late.abort();
      for (const left of [asked, isLate, client.end()]) {
        left.catch(() => undefined);
      }
    }
  }
}

function silent(): Failure<DatabaseFailureCode> {
  return new Failure<DatabaseFailureCode>(
    'database-away',
    'the database is silent; it is asked again until it answers, and recording goes on meanwhile',
  );
}
