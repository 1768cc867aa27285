/**
 * From 32-bit RTP timestamps to the run's ticks at 90 kHz: unwrapped, going on across connections
 * and across a camera that resets its clock, strictly increasing in decode order. Without B-frames
 * decode and presentation time are one. With them the RTP timestamp is the presentation time (RFC
 * 6184 section 5.1) and the decode time is found as the smallest of the last `depth + 1`
 * presentation times, which is what a player's clock would do.
 */

import { ticksPerSecond } from '../access-unit.ts';

export interface PictureTime {
  readonly ticks: number;
  readonly presentationTicks: number;
}

/** Where an earlier connection of the same run stopped. */
export interface TimelineEnd {
  readonly ticks: number;
  readonly atMs: number;
}

/** A camera's clock that moves this much against ours between two pictures was set anew. */
const jumpMs = 10_000;
const depthMax = 16;

export class Timeline {
  readonly #scale: number;
  readonly #before: TimelineEnd | undefined;
  #lastTimestamp: number | undefined;
  #lastPresentation = 0;
  #lastTicks = Number.NEGATIVE_INFINITY;
  #lastMs = 0;
  /** Unscaled unwrapped timestamp, and what is added to it once scaled. */
  #unwrapped = 0;
  #offset = 0;
  #window: number[] = [];
  #stepTicks = 3000;
  /** Pictures by which decoding runs ahead of showing; grows when the stream proves it. */
  depth = 0;

  constructor(clockRate: number, before?: TimelineEnd) {
    this.#scale = ticksPerSecond / clockRate;
    this.#before = before;
  }

  get end(): TimelineEnd | undefined {
    return this.#lastTimestamp === undefined
      ? this.#before
      : { ticks: this.#lastTicks, atMs: this.#lastMs };
  }

  /** Time of one picture in decode order. `nowMs` is our clock when it arrived. */
  next(timestamp: number, nowMs: number): PictureTime {
    const presentationTicks = this.#present(timestamp, nowMs);
    const wanted = this.depth === 0 ? presentationTicks : this.#decode(presentationTicks);
    const ticks = Math.max(wanted, this.#lastTicks + 1);
    this.#lastTicks = ticks;
    this.#lastMs = nowMs;
    return { ticks, presentationTicks };
  }

  /** Pictures are missing: the order of those before says nothing about those to come. */
  restartOrder(): void {
    this.#window = [];
  }

  #present(timestamp: number, nowMs: number): number {
    if (this.#lastTimestamp === undefined) {
      this.#unwrapped = timestamp;
      if (this.#before !== undefined) {
        const { ticks, atMs } = this.#before;
        const elapsed = Math.max(1, Math.round(((nowMs - atMs) * ticksPerSecond) / 1000));
        this.#offset = ticks + elapsed - this.#scaled();
        this.#lastTicks = ticks;
      }
    } else {
      const step = (timestamp - this.#lastTimestamp) | 0;
      const elapsedMs = nowMs - this.#lastMs;
      this.#unwrapped += step;
      if (Math.abs((step * this.#scale * 1000) / ticksPerSecond - elapsedMs) > jumpMs) {
        const elapsed = Math.max(1, Math.round((elapsedMs * ticksPerSecond) / 1000));
        this.#offset += this.#lastPresentation + elapsed - (this.#scaled() + this.#offset);
        this.restartOrder();
      }
    }
    this.#lastTimestamp = timestamp;
    this.#lastPresentation = this.#scaled() + this.#offset;
    return this.#lastPresentation;
  }

  #scaled(): number {
    return this.#scale === 1 ? this.#unwrapped : Math.round(this.#unwrapped * this.#scale);
  }

  #decode(presentation: number): number {
    const window = this.#window;
    const full = window.length > this.depth;
    if (full) {
      window.shift();
    }
    window.push(presentation);
    window.sort((a, b) => a - b);
    const smallest = window[0] ?? presentation;
    const missing = this.depth + 1 - window.length;
    if (missing > 0) {
      // The first pictures of an order: there is nothing yet to take their decode time from.
      return smallest - missing * this.#stepTicks;
    }
    return smallest;
  }

  /** Learns that pictures are shown in another order than sent: at most 16 (H.264 clause A.3). */
  deepen(depth: number, stepTicks: number): void {
    this.depth = Math.min(depthMax, Math.max(this.depth, depth));
    this.#stepTicks = stepTicks;
  }
}
