/**
 * The operational log: JSON lines for the technician and for a log collector. It never carries a
 * person's name, a credential, an address with a user in it, or what was seen: those belong in the
 * register (SEC-46). Fields are ids, counts, durations and closed words.
 */

import { pino } from 'pino';

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** JSON lines on standard output; `level` as in pino, `silent` for none. */
export function createLog(level: 'info' | 'warn' | 'error' | 'silent' = 'info'): Log {
  return pino({ level, base: { room: 'csu' }, timestamp: pino.stdTimeFunctions.isoTime });
}
