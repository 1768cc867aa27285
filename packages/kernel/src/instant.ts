/**
 * Instants and civil time. An instant is stored as an ISO text in UTC with `Z`; schedules and days
 * are civil time of one place (`Europe/Paris`). This is the one file that imports Temporal's
 * polyfill; it goes when the house moves to a Node that has Temporal.
 */

import { Temporal } from 'temporal-polyfill';
import { readInstant, writeInstant } from './instant-text.ts';

declare const instantBrand: unique symbol;

/** `2026-11-22T00:52:17.000Z`: UTC, milliseconds, always 24 characters. */
export type Instant = string & { readonly [instantBrand]: true };

/** A civil day, `2026-11-22`. */
export type CivilDay = string;

/** Milliseconds since 1970-01-01T00:00Z; may have a fraction for media. */
export type EpochMs = number;

export function instantFromMs(epochMs: EpochMs): Instant {
  const wholeMs = Math.floor(epochMs);
  const text = writeInstant(wholeMs);
  return (text ??
    Temporal.Instant.fromEpochMilliseconds(wholeMs).toString({
      smallestUnit: 'millisecond',
    })) as Instant;
}

export function msFromInstant(instant: Instant): EpochMs {
  return readInstant(instant) ?? Temporal.Instant.from(instant).epochMilliseconds;
}

/** An instant from a text with any offset, or undefined when it is none. */
export function parseInstant(text: string): Instant | undefined {
  try {
    return instantFromMs(Temporal.Instant.from(text).epochMilliseconds);
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      return undefined;
    }
    throw thrown;
  }
}

/** The civil day of an instant in a time zone. */
export function civilDayOf(instant: Instant, timeZone: string): CivilDay {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** First instant of a civil day in a time zone. */
export function startOfDay(day: CivilDay, timeZone: string): Instant {
  return instantFromMs(
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds,
  );
}

/** The civil day `days` later (negative: earlier). */
export function addDays(day: CivilDay, days: number): CivilDay {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Minutes since civil midnight, 0 to 1439, in a time zone. */
export function minuteOfDay(instant: Instant, timeZone: string): number {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return local.hour * 60 + local.minute;
}
