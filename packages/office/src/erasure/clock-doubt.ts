/**
 * Whether the centre's clock may be believed before anything is destroyed on its word (RET-10): a clock
 * that goes on by more than durations do, in a centre that runs, was set, and one that was set wrong
 * would take every recording at once. It is doubted for an hour, so that it can be put right; then it
 * is believed, because the law's term counts too. It knows nothing of what happened while nobody ran.
 */

import type { Clock } from '../ports/clock.ts';

/** Suspended machines and steps of a time server stay below. */
const toleranceMs = 3_600_000;
const patienceMs = 3_600_000;

export interface Doubt {
  /** By how much the clock went on more than it should have. */
  readonly aheadMs: number;
  /** Until it is believed all the same. */
  readonly waitMs: number;
}

export class ClockDoubt {
  readonly #clock: Pick<Clock, 'nowMs' | 'monotonicMs'>;
  /** Wall clock less durations, when it was last believed. */
  #believedMs: number;
  #doubted: { readonly aheadMs: number; readonly sinceMs: number } | undefined;

  constructor(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>) {
    this.#clock = clock;
    this.#believedMs = this.#differenceMs;
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
