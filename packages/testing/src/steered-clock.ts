/**
 * Time and chance that a test steers: the clock moves when told to and fires what has come due in
 * order; chance is a seeded sequence, so that a failing run repeats.
 */

import type { Chance, Clock } from '@beffroi/office';

interface Due {
  readonly atMs: number;
  readonly what: () => void;
}

export class SteeredClock implements Clock {
  #wallMs: number;
  #monotonicMs = 0;
  #due: Due[] = [];

  constructor(startMs: number) {
    this.#wallMs = startMs;
  }

  nowMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(ms: number, what: () => void): () => void {
    const due = { atMs: this.#monotonicMs + ms, what };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  }

  /** Moves both clocks on and fires what comes due on the way. */
  advance(ms: number): void {
    const endMs = this.#monotonicMs + ms;
    for (;;) {
      const next = this.#due
        .filter((due) => due.atMs <= endMs)
        .reduce<Due | undefined>(
          (least, due) => (least && least.atMs <= due.atMs ? least : due),
          undefined,
        );
      if (next === undefined) {
        break;
      }
      this.#due = this.#due.filter((other) => other !== next);
      this.#move(Math.max(0, next.atMs - this.#monotonicMs));
      next.what();
    }
    this.#move(endMs - this.#monotonicMs);
  }

  /** Somebody sets the machine's clock; durations don't notice. */
  setWall(wallMs: number): void {
    this.#wallMs = wallMs;
  }

  #move(ms: number): void {
    this.#monotonicMs += ms;
    this.#wallMs += ms;
  }
}

/** Numbers in [0, 1) from a seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function seededChance(seed: number): Chance {
  const random = seededRandom(seed);
  return { bytes: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)) };
}
