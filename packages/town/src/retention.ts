/**
 * When a recording must be gone (RET-4, RET-5). Retention is a ceiling: N days never become more
 * than N civil days nor more than N x 24 h, and since a key is destroyed for a whole day, a picture
 * lives a day less rather than an hour more. The day of erasure is decided when recording begins,
 * because the recording is sealed to the key that dies on that day; nothing later can lengthen it.
 */

import {
  addDays,
  type CivilDay,
  civilDayOf,
  type EpochMs,
  instantFromMs,
  msFromInstant,
  startOfDay,
} from '@beffroi/kernel';

const dayMs = 86_400_000;

/**
 * RET-4: the civil day at whose first instant what begins at `startMs` is erased: the day on which
 * it turns N x 24 h old, never after civil day + N. What is kept one day lives to the end of its day.
 */
export function erasureDayOf(startMs: EpochMs, retentionDays: number, timeZone: string): CivilDay {
  const day = civilDayOf(instantFromMs(startMs), timeZone);
  const lastDay = addDays(day, retentionDays);
  const turnsOld = civilDayOf(instantFromMs(startMs + retentionDays * dayMs), timeZone);
  const earliest = addDays(day, 1);
  return maxDay(minDay(lastDay, turnsOld), earliest);
}

/**
 * RET-5: the day on which a recording is due now: the day it was sealed for, or an earlier one when
 * its camera's retention has been shortened since; never a later one. A key named after the day of
 * recording itself says nothing of an end, so the camera's retention alone counts.
 */
export function dueDayOf(
  recording: { readonly startMs: EpochMs; readonly keyDay: CivilDay },
  retentionDays: number,
  timeZone: string,
): CivilDay {
  const recordedOn = civilDayOf(instantFromMs(recording.startMs), timeZone);
  const dueNow = erasureDayOf(recording.startMs, retentionDays, timeZone);
  return recording.keyDay > recordedOn ? minDay(recording.keyDay, dueNow) : dueNow;
}

/** The instant from which nothing due on a day may exist any more. */
export function erasureMsOf(day: CivilDay, timeZone: string): EpochMs {
  return msFromInstant(startOfDay(day, timeZone));
}

/**
 * RET-7: the instant before which everything that began is erased now: what `erasureDayOf` says of
 * every beginning at once, so that a hole that erasure made is told from one that a camera made.
 */
export function erasedUntilMs(retentionDays: number, nowMs: EpochMs, timeZone: string): EpochMs {
  const today = civilDayOf(instantFromMs(nowMs), timeZone);
  const tomorrow = addDays(today, 1);
  const turnedOldMs = erasureMsOf(tomorrow, timeZone) - retentionDays * dayMs;
  const lastDayMs = erasureMsOf(addDays(tomorrow, -retentionDays), timeZone);
  return Math.min(erasureMsOf(today, timeZone), Math.max(turnedOldMs, lastDayMs));
}

function minDay(one: CivilDay, other: CivilDay): CivilDay {
  return one < other ? one : other;
}

function maxDay(one: CivilDay, other: CivilDay): CivilDay {
  return one > other ? one : other;
}
