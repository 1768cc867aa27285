/**
 * How long to wait before a worker is started again: a tenth of a second after a first crash, then
 * twice as long each time, to 30 s; a worker that ran well for a minute has earned a fresh start.
 * And how long it may be silent: longer while it loads its codecs, and twice as long after each that
 * was ended for silence, because on a machine that is short of cores a worker replaced too soon only
 * begins again, for ever.
 */

const firstMs = 100;
const longestMs = 30_000;
const goodRunMs = 60_000;
/** A worker reports every second; one that is silent for so long hangs. */
const silenceMs = 10_000;
const firstWordMs = 30_000;
const patienceMax = 8;

export class RestartPace {
  #nextMs = firstMs;
  #patience = 1;

  /** Milliseconds of silence after which a worker is ended. */
  silenceMsMax(hasSpoken: boolean): number {
    return this.#patience * (hasSpoken ? silenceMs : firstWordMs);
  }

  /** A worker was ended for its silence. */
  wasSilent(): void {
    this.#patience = Math.min(patienceMax, 2 * this.#patience);
  }

  /** Milliseconds to wait after a run of `ranMs`. */
  after(ranMs: number): number {
    if (ranMs >= goodRunMs * this.#patience) {
      this.#nextMs = firstMs;
      this.#patience = 1;
    }
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(longestMs, 2 * this.#nextMs);
    return waitMs;
  }
}
