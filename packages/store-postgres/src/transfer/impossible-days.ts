/**
 * Looks for days that no calendar has in facts that come from outside (SEC-52), line by line, before any
 * is written: PostgreSQL reads dates in columns, but not those inside its JSON, and one of them would
 * stop every reading of the town later. It says which line, and what to do.
 */

import { Failure } from '@beffroi/kernel';
import type { FactsFile } from './facts-format.ts';

/** Where our facts hold a day or an instant; what a person wrote freely is never looked at. */
const dayKeys = new Set([
  ...[
    'from',
    'until',
    'noticeDay',
    'since',
    'day',
    'prefectApproval',
    'prosecutorApproval',
    'oath',
  ],
  ...['at', 'askedAt', 'placedAt', 'endedAt'],
]);
const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Throws Failure `facts-unreadable` that names the place. */
export function assertDays({ shelf, columns }: FactsFile, line: string, number: number): void {
  const row = objectOf(line);
  if (row === null) {
    throw refused(shelf, number, 'is no JSON object');
  }
  for (const { name, type } of columns) {
    const value = row[name];
    const isTime = type === 'date' || type.startsWith('timestamp');
    const bad = isTime ? badTime(value) : type === 'jsonb' ? badTimeIn(value) : null;
    if (bad !== null) {
      throw refused(shelf, number, `says ${JSON.stringify(bad)} in ${name}, a day of no calendar`);
    }
  }
}

function objectOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null ? { ...row } : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return null;
    }
    throw thrown;
  }
}

function badTimeIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  for (const [key, inside] of Object.entries(value)) {
    const bad =
      dayKeys.has(key) && typeof inside === 'string' ? badTime(inside) : badTimeIn(inside);
    if (bad !== null) {
      return bad;
    }
  }
  return null;
}

/** The value when it is neither absent nor a day or instant that the calendar has. */
function badTime(value: unknown): unknown {
  if (value === null || value === undefined) {
    return null;
  }
  const parts = typeof value === 'string' ? form.exec(value) : null;
  const [, year, month, day, hour = 0, minute = 0, second = 0] = (parts ?? []).map((part) =>
    Number(part || 0),
  );
  if (year === undefined || month === undefined || day === undefined) {
    return value;
  }
  const isClock = hour < 24 && minute < 60 && second < 60;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isClock && isDay && year >= 1900 && year <= 2199 ? null : value;
}

function refused(shelf: string, number: number, what: string): Failure {
  return new Failure(
    'facts-unreadable',
    `line ${number} of ${shelf}.jsonl ${what}: nothing was written. Correct it where the facts come from and export them again`,
  );
}
