/**
 * The recording's own time (REC-28): our clock at arrival, smoothed. A picture's arrival is late by a
 * jitter that is never negative, so the smallest (arrival - camera ticks) of the last minute is the
 * best offset known; the offset in use moves towards it by at most 5 ms a second, and never jumps.
 * A new run, or a leap of over a second between the two clocks, begins again from the arrival; time
 * never goes back inside a file.
 */

import { ticksPerSecond } from '@beffroi/picture';

export interface OfficialInstant {
  readonly atMs: number;
  /** The tick base changed: a new run, or one of the two clocks was set. */
  readonly restarted: boolean;
  /** Our own clock was set back by over a second: the next picture belongs in another file. */
  readonly setBack: boolean;
}

const bucketMs = 6000;
const bucketCount = 10;
const slewMsPerMs = 0.005;
const leapMs = 1000;
const ticksPerMs = ticksPerSecond / 1000;

interface Bucket {
  readonly startMs: number;
  least: number;
}

export class OfficialTime {
  #buckets: Bucket[] = [];
  #offsetMs: number | null = null;
  #lastTicks = 0;
  #lastReceivedMs = 0;
  #lastAtMs = Number.NEGATIVE_INFINITY;

  /** The next picture begins a new run: its ticks say nothing about the ones before. */
  restart(): void {
    this.#offsetMs = null;
    this.#buckets = [];
  }

  /** Official time of a picture; rounded to the microsecond. */
  place(ticks: number, receivedMs: number): OfficialInstant {
    const offset = receivedMs - ticks / ticksPerMs;
    const running = this.#offsetMs;
    const target = running === null ? offset : this.#target(offset, receivedMs);
    const leapt = running !== null && Math.abs(target - running) > leapMs;
    // Reordered pictures step back by a few frames; anything more is another run.
    const rewound = running !== null && this.#lastTicks - ticks > 2 * ticksPerSecond;
    if (running === null || leapt || rewound) {
      return this.#begin(ticks, receivedMs, offset);
    }
    const elapsedMs = Math.max(0, receivedMs - this.#lastReceivedMs);
    const wish = target - running;
    const step = Math.sign(wish) * Math.min(Math.abs(wish), elapsedMs * slewMsPerMs);
    this.#offsetMs = running + step;
    const atMs = round(this.#offsetMs + ticks / ticksPerMs);
    this.#remember(ticks, receivedMs, Math.max(this.#lastAtMs, atMs));
    return { atMs, restarted: false, setBack: false };
  }

  #begin(ticks: number, receivedMs: number, offset: number): OfficialInstant {
    const setBack = receivedMs < this.#lastAtMs - leapMs;
    const earliest = setBack ? receivedMs : Math.max(receivedMs, this.#lastAtMs + 1);
    const atMs = round(earliest);
    this.#offsetMs = atMs - ticks / ticksPerMs;
    this.#buckets = [{ startMs: receivedMs, least: offset }];
    this.#remember(ticks, receivedMs, atMs);
    return { atMs, restarted: true, setBack };
  }

  #remember(ticks: number, receivedMs: number, atMs: number): void {
    this.#lastTicks = ticks;
    this.#lastReceivedMs = receivedMs;
    this.#lastAtMs = atMs;
  }

  /** Least offset of the window, this picture's included. */
  #target(offset: number, receivedMs: number): number {
    const newest = this.#buckets.at(-1);
    if (newest === undefined || Math.abs(receivedMs - newest.startMs) >= bucketMs) {
      this.#buckets.push({ startMs: receivedMs, least: offset });
      this.#buckets = this.#buckets.slice(-bucketCount);
    } else {
      newest.least = Math.min(newest.least, offset);
    }
    return this.#buckets.reduce((least, bucket) => Math.min(least, bucket.least), Infinity);
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
