/**
 * The one place that knows PostgreSQL's and the socket's errors: away (it will come back), busy
 * (it undid what waited too long) or refused (our statement, a constraint, the disk). Everything else passes as it is.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import pg from 'pg';

/** SQLSTATE classes and codes of a server that goes, comes or is full of clients. */
const awayStates = ['57P01', '57P02', '57P03', '53300'];
const awaySystemCodes = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAGAIN'],
];
/** A lock that somebody else keeps, a statement that took too long: the server undid it. */
const busyStates = ['55P03', '57014'];
/** What the driver says without a code when the socket went under a query. */
const awayWords =
  /connection terminated|timeout expired|timeout exceeded when trying to connect|client has encountered a connection error/i;

export type DatabaseFailureCode =
  | 'database-away'
  | 'database-busy'
  | 'database-refused'
  | 'outcome-unknown';

/** The failure to throw for anything a query threw. */
export function databaseFailure(thrown: unknown): unknown {
  if (thrown instanceof Failure) {
    return thrown;
  }
  const code = codeOf(thrown);
  const isAway =
    code?.startsWith('08') ||
    awayStates.includes(code ?? '') ||
    awaySystemCodes.includes(code ?? '') ||
    awayWords.test(messageOf(thrown));
  if (isAway) {
    return new Failure<DatabaseFailureCode>(
      'database-away',
      'the database does not answer; it is tried again, and recording goes on meanwhile',
      { cause: thrown },
    );
  }
  if (busyStates.includes(code ?? '')) {
    return new Failure<DatabaseFailureCode>(
      'database-busy',
      'the database is held up by other work, and nothing was done; ask again shortly',
      { cause: thrown },
    );
  }
  return thrown instanceof pg.DatabaseError
    ? new Failure<DatabaseFailureCode>(
        'database-refused',
        `the database refused (${code}): ${thrown.message}`,
        { cause: thrown },
      )
    : thrown;
}

function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    return typeof thrown.code === 'string' ? thrown.code : undefined;
  }
  return undefined;
}
