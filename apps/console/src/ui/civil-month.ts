/**
 * A month as a page of a calendar, and steps from a civil day to another. Days are texts
 * (`2026-11-22`), weeks begin on Monday. Pure; a day never goes through the browser's time zone.
 */

const dayMs = 86_400_000;

function utcMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Whether a text is a day that exists: 30 February doesn't. */
export function isCivilDay(text: string): boolean {
  const ms = utcMs(text);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(ms) && dayOf(ms) === text;
}

export function daysAfter(day: string, days: number): string {
  return dayOf(utcMs(day) + days * dayMs);
}

/** The same day some months on, or the month's last when it has no such day. */
export function monthsAfter(day: string, months: number): string {
  const from = new Date(utcMs(day));
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const next = new Date(first);
  const last = Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0);
  return dayOf(Math.min(first + (from.getUTCDate() - 1) * dayMs, last));
}

/** Monday is 0. */
export function weekdayOf(day: string): number {
  return (new Date(utcMs(day)).getUTCDay() + 6) % 7;
}

/** The weeks that show the month of a day, with the days of its neighbours; five or six, or four. */
export function weeksOf(day: string): readonly (readonly string[])[] {
  const first = `${day.slice(0, 7)}-01`;
  const weeks: string[][] = [];
  let monday = daysAfter(first, -weekdayOf(first));
  do {
    weeks.push(Array.from({ length: 7 }, (_, i) => daysAfter(monday, i)));
    monday = daysAfter(monday, 7);
  } while (monday.slice(0, 7) === day.slice(0, 7));
  return weeks;
}
