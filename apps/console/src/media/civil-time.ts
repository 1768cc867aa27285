/**
 * Between instants and what a person types or reads in the town's civil time: `2026-11-22T14:05:09`.
 * A time that a clock change skips is the instant the clocks jumped to; one that comes twice is the
 * first of the two. No DOM.
 */

import { civilDayOf, instantFromMs, minuteOfDay, msFromInstant, startOfDay } from '@beffroi/kernel';

const minuteMs = 60_000;
const civilForm = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/;

/** The instant in ms of a civil text, undefined when it is none. */
export function instantOfCivil(text: string, timeZone: string): number | undefined {
  const [, day, hours, minutes, seconds = '0', fraction = '0'] = civilForm.exec(text) ?? [];
  if (day === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    return undefined;
  }
  const wantedMinutes = Number(hours) * 60 + Number(minutes);
  const restMs = Number(seconds) * 1000 + Number(fraction.padEnd(3, '0'));
  try {
    const midnightMs = msFromInstant(startOfDay(day, timeZone));
    const guessMs = midnightMs + wantedMinutes * minuteMs;
    const offByMinutes = wantedMinutes - minuteOfDay(instantFromMs(guessMs), timeZone);
    const movedMs = guessMs + offByMinutes * minuteMs;
    const exists = minuteOfDay(instantFromMs(movedMs), timeZone) === wantedMinutes;
    return (exists ? movedMs : guessMs) + restMs;
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      return undefined;
    }
    throw thrown;
  }
}

/** `2026-11-22T14:05:09`, what `<input type="datetime-local" step="1">` takes. */
export function civilText(atMs: number, timeZone: string): string {
  const instant = instantFromMs(atMs);
  const minutes = minuteOfDay(instant, timeZone);
  const seconds = Math.floor(atMs / 1000) % 60;
  return `${civilDayOf(instant, timeZone)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
