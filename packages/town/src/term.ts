/**
 * A term: from the first instant of a civil day to the last instant of another, both days included,
 * in the town's time zone. Computed once when facts are loaded, because time zone arithmetic costs
 * more than the rest of a decision; compared as milliseconds afterwards. Days of 23 and 25 hours
 * (clock changes) come out right because only their first instants are used.
 */

import { addDays, type CivilDay, type EpochMs, msFromInstant, startOfDay } from '@beffroi/kernel';

/** From `fromMs` included to `untilMs` excluded. */
export interface Term {
  readonly fromMs: EpochMs;
  readonly untilMs: EpochMs;
}

/** The term of two civil days, the last one included. */
export function termOf(first: CivilDay, last: CivilDay, timeZone: string): Term {
  return {
    fromMs: msFromInstant(startOfDay(first, timeZone)),
    untilMs: msFromInstant(startOfDay(addDays(last, 1), timeZone)),
  };
}

/** The last day of a term of `years` years that begins on `day`. */
export function yearsLater(day: CivilDay, years: number): CivilDay {
  const [year, month, date] = day.split('-');
  const same = `${String(Number(year) + years).padStart(4, '0')}-${month}-${date}`;
  // A term that begins on 29 February ends with February.
  return month === '02' && date === '29' ? same.replace(/29$/, '28') : addDays(same, -1);
}

/** Whether an instant lies in a term. */
export function isWithin(term: Term, atMs: EpochMs): boolean {
  return atMs >= term.fromMs && atMs < term.untilMs;
}
