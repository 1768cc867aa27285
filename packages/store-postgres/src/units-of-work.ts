/**
 * Units of work: one at a time under one lock, whole or not at all. Where a COMMIT is never answered (the
 * connection went, or the server is silent and may still do it when it goes on) the outcome is looked up,
 * never guessed: whoever has the lock knows that the former unit is over, and its last line of the
 * register then stands or doesn't. What can't be known in time is said to be unknown.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@beffroi/kernel';
import type { FactsWork, NumberedEntry } from '@beffroi/office';
import { sql } from 'kysely';
import { type DatabaseFailureCode, databaseFailure } from './database-failure.ts';
import type { Database } from './shelf.ts';

/** Any number, the same in every process: the one lock of units of work. */
const workLock = 7_303_113;
const tries = 10;
const pauseMs = 500;

type Outcome = 'kept' | 'lost' | 'unknown';
type Line = Pick<NumberedEntry, 'log' | 'number' | 'id'>;

export interface UnitsOfWorkParts {
  readonly db: Database;
  workOn(transaction: Database): FactsWork;
  /** Hears that a unit of work may have been kept after it was said to be unknown. */
  onLate(): void;
}

/** Held to the end of the transaction. */
export async function takeWorkLock(transaction: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(${workLock})`.execute(transaction);
}

export class UnitsOfWork {
  readonly #parts: UnitsOfWorkParts;
  #isClosed = false;

  constructor(parts: UnitsOfWorkParts) {
    this.#parts = parts;
  }

  /** Throws Failure `outcome-unknown` when neither done nor undone can be said, else what failed. */
  async run<T>(work: (facts: FactsWork) => Promise<T>): Promise<T> {
    const { db, workOn } = this.#parts;
    let line: Line | null = null;
    let committing: { readonly value: T } | null = null;
    const note = (last: Line): void => {
      line = last;
    };
    try {
      return await db.transaction().execute(async (transaction) => {
        await takeWorkLock(transaction);
        const value = await work(noting(workOn(transaction), note));
        committing = { value };
        return value;
      });
    } catch (thrown) {
      const done = committing as { readonly value: T } | null;
      if (done === null || !isPassing(thrown)) {
        throw thrown;
      }
      await this.#assertKept(line, thrown);
      return done.value;
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  async #assertKept(line: Line | null, cause: unknown): Promise<void> {
    const outcome = await this.#ask(line, tries);
    if (outcome === 'kept') {
      return;
    }
    if (outcome === 'lost') {
      throw cause;
    }
    void this.#tellOnceOver(line);
    throw new Failure<DatabaseFailureCode>(
      'outcome-unknown',
      'the database went silent while this was being kept: it is done or not; look before asking again',
      { cause },
    );
  }

  async #tellOnceOver(line: Line | null): Promise<void> {
    const outcome = await this.#ask(line, Number.POSITIVE_INFINITY);
    if (outcome !== 'lost' && !this.#isClosed) {
      this.#parts.onLate();
    }
  }

  /** Asks until the database answers, or the tries are over. */
  async #ask(line: Line | null, triesMax: number): Promise<Outcome> {
    for (let tried = 0; tried < triesMax && !this.#isClosed; tried++) {
      const outcome = await this.#outcomeOf(line).catch((thrown: unknown) => {
        if (isPassing(thrown)) {
          return null;
        }
        throw thrown;
      });
      if (outcome !== null) {
        return outcome;
      }
      await sleep(pauseMs, undefined, { ref: false });
    }
    return 'unknown';
  }

  async #outcomeOf(line: Line | null): Promise<Outcome> {
    return await this.#parts.db.transaction().execute(async (transaction) => {
      await takeWorkLock(transaction);
      if (line === null) {
        return 'unknown';
      }
      const found = await transaction
        .selectFrom('register_entries')
        .select('id')
        .where('log', '=', line.log)
        .where('number', '=', line.number)
        .where('id', '=', line.id)
        .executeTakeFirst();
      return found === undefined ? 'lost' : 'kept';
    });
  }
}

/** Notes the last line that a unit of work has appended to the register. */
function noting(facts: FactsWork, note: (line: Line) => void): FactsWork {
  return {
    ...facts,
    register: {
      ...facts.register,
      append: async (entry) => {
        const number = await facts.register.append(entry);
        note({ log: entry.log, number, id: entry.id });
        return number;
      },
    },
  };
}

/** The database is away or busy, and may be asked again. */
function isPassing(thrown: unknown): boolean {
  const failure = databaseFailure(thrown);
  return failure instanceof Failure && ['database-away', 'database-busy'].includes(failure.code);
}
