/**
 * How long to wait before a worker is started again: a tenth of a second after a first crash, then
 * twice as long each time, to 30 s; a worker that ran well for a minute has earned a fresh start.
 */

const firstMs = 100;
const longestMs = 30_000;
const goodRunMs = 60_000;

export class RestartPace {
  #nextMs = firstMs;

  /** Milliseconds to wait after a run of `ranMs`. */
  after(ranMs: number): number {
    if (ranMs >= goodRunMs) {
      this.#nextMs = firstMs;
    }
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(longestMs, 2 * this.#nextMs);
    return waitMs;
  }
}
