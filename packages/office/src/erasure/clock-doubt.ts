/**
 * Whether the centre's clock may be believed before anything is destroyed on its word (RET-10): a clock
 * that goes on by more than durations do, in a centre that runs, was set, and one that was set wrong
 * would take every recording at once. It is doubted for an hour, so that it can be put right; then it
 * is believed, because the law's term counts too. A leap of more than two days, while the centre ran or
 * while it was off, is never believed by itself: somebody must say so (RET-11, decision 0015).
 */

import type { Clock } from '../ports/clock.ts';

/** Suspended machines and steps of a time server stay below. */
const toleranceMs = 3_600_000;
const patienceMs = 3_600_000;
/** What a wrong clock may take unasked, at most: two days of recordings (RET-11). */
export const leapMsMax = 48 * 3_600_000;

export interface Doubt {
  /** By how much the clock went on more than it should have. */
  readonly aheadMs: number;
  /** Until it is believed all the same; null when only a word from outside makes it so (RET-11). */
  readonly waitMs: number | null;
}

export class ClockDoubt {
  readonly #clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
  /** Wall clock less durations, when it was last believed. */
  #believedMs: number;
  #doubted: { readonly aheadMs: number; readonly sinceMs: number } | undefined;

  /** `beforeMs`: what the clock said when it was last believed before this start; null at the first. */
  constructor(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>, beforeMs: number | null = null) {
    this.#clock = clock;
    const isLeap = beforeMs !== null && clock.nowMs() - beforeMs > leapMsMax;
    this.#believedMs = isLeap ? beforeMs - clock.monotonicMs() : this.#differenceMs;
  }

  /**
   * Null when the clock may be believed. One set back takes nothing too early: it is not doubted, and
   * neither is putting it right again. A further jump begins the hour anew.
   */
  look(): Doubt | null {
    const aheadMs = this.#differenceMs - this.#believedMs;
    if (aheadMs <= toleranceMs) {
      this.#doubted = undefined;
      if (aheadMs >= -toleranceMs) {
        this.believe();
      }
      return null;
    }
    if (aheadMs > leapMsMax) {
      this.#doubted = undefined;
      return { aheadMs, waitMs: null };
    }
    const nowMs = this.#clock.monotonicMs();
    const before = this.#doubted;
    const isFurther = before === undefined || aheadMs > before.aheadMs + toleranceMs;
    const doubted = isFurther ? { aheadMs, sinceMs: nowMs } : before;
    this.#doubted = doubted;
    const waitMs = doubted.sinceMs + patienceMs - nowMs;
    if (waitMs <= 0) {
      this.believe();
      return null;
    }
    return { aheadMs, waitMs };
  }

  /** The clock is right as it is: somebody says so. */
  believe(): void {
    this.#believedMs = this.#differenceMs;
    this.#doubted = undefined;
  }

  get #differenceMs(): number {
    return this.#clock.nowMs() - this.#clock.monotonicMs();
  }
}
