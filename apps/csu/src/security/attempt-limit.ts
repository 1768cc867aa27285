/**
 * Limits attempts by a key (an address): a bucket that holds `burst` attempts and refills evenly over
 * a minute (SEC-43). The lock-out of a person is the office's; this one only keeps a machine from
 * trying all of them. Forgets the keys that are full again; holds ten thousand at most, and then
 * forgets the oldest.
 */

import type { Clock } from '@beffroi/office';

const keysMax = 10_000;
const minuteMs = 60_000;

export class AttemptLimit {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #buckets = new Map<string, { left: number; atMs: number }>();

  constructor(clock: Clock, burst: number) {
    this.#clock = clock;
    this.#burst = burst;
  }

  /** Takes one attempt; false when none is left. */
  take(key: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const bucket = this.#buckets.get(key);
    const refilled =
      bucket === undefined
        ? this.#burst
        : Math.min(this.#burst, bucket.left + ((nowMs - bucket.atMs) / minuteMs) * this.#burst);
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: Math.max(0, refilled - 1), atMs: nowMs });
    this.#forget(nowMs);
    return refilled >= 1;
  }

  #forget(nowMs: number): void {
    // The oldest come first: a map keeps the order in which keys were last set.
    for (const [key, { atMs }] of this.#buckets) {
      if (nowMs - atMs < minuteMs && this.#buckets.size <= keysMax) {
        return;
      }
      this.#buckets.delete(key);
    }
  }
}
