/**
 * Where the timeline draws its lines, in civil time of the town: a day with a clock change has 23
 * or 25 hours, midnights stay midnights and 06:00 stays 06:00 on both sides of the change. No DOM;
 * civil time comes from the kernel.
 */

import {
  addDays,
  civilDayOf,
  instantFromMs,
  minuteOfDay,
  msFromInstant,
  startOfDay,
} from '@beffroi/kernel';
import { spanOf, type TimeView } from './timeline-scale.ts';

export interface Tick {
  readonly atMs: number;
  readonly kind: 'midnight' | 'tick';
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 30].map((n) => n * minute),
  ...[1, 3, 6, 12].map((n) => n * hour),
  day,
];
const ticksMax = 400;

/** The finest step whose ticks are at least `gapMinPx` apart. */
export function tickStepMs(view: TimeView, widthPx: number, gapMinPx: number): number {
  const wantedMs = (spanOf(view) / Math.max(1, widthPx)) * gapMinPx;
  return steps.find((step) => step >= wantedMs) ?? day;
}

/** Ticks of a view, midnights marked, in order. */
export function ticksOf(view: TimeView, stepMs: number, timeZone: string): Tick[] {
  const ticks: Tick[] = [];
  for (const midnight of midnightsAround(view, timeZone)) {
    for (const atMs of ticksOfDay(midnight, stepMs, timeZone)) {
      if (atMs >= view.fromMs && atMs <= view.toMs && ticks.length < ticksMax) {
        ticks.push({ atMs, kind: atMs === midnight.fromMs ? 'midnight' : 'tick' });
      }
    }
  }
  return ticks;
}

interface Day {
  readonly fromMs: number;
  readonly toMs: number;
  /** First instant from which ticks are worth computing. */
  readonly seenFromMs: number;
  readonly seenToMs: number;
}

function midnightsAround(view: TimeView, timeZone: string): Day[] {
  const days: Day[] = [];
  let civil = civilDayOf(instantFromMs(view.fromMs), timeZone);
  let fromMs = msFromInstant(startOfDay(civil, timeZone));
  while (fromMs <= view.toMs && days.length < 40) {
    civil = addDays(civil, 1);
    const toMs = msFromInstant(startOfDay(civil, timeZone));
    days.push({
      fromMs,
      toMs,
      seenFromMs: Math.max(fromMs, view.fromMs),
      seenToMs: Math.min(toMs, view.toMs),
    });
    fromMs = toMs;
  }
  return days;
}

function ticksOfDay(span: Day, stepMs: number, timeZone: string): number[] {
  if (stepMs > hour) {
    return [...civilTicks(span, stepMs, timeZone)];
  }
  // Clocks change by whole hours here: steps up to an hour may count elapsed time.
  const ticks: number[] = [];
  const first = Math.ceil((span.seenFromMs - span.fromMs) / stepMs);
  for (let i = first; span.fromMs + i * stepMs < span.toMs; i += 1) {
    const atMs = span.fromMs + i * stepMs;
    if (atMs > span.seenToMs || ticks.length >= ticksMax) {
      break;
    }
    ticks.push(atMs);
  }
  return ticks;
}

/** Ticks at civil hours: shifted by what the clocks were changed since midnight. */
function* civilTicks(span: Day, stepMs: number, timeZone: string): Generator<number> {
  for (let wantedMs = 0; wantedMs < day; wantedMs += stepMs) {
    const guessMs = span.fromMs + wantedMs;
    const civilMs = minuteOfDay(instantFromMs(guessMs), timeZone) * minute;
    const atMs = guessMs + (wantedMs - civilMs);
    if (atMs >= span.fromMs && atMs < span.toMs) {
      yield atMs;
    }
  }
}
