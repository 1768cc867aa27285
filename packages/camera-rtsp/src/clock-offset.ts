/**
 * Camera clock minus ours, smoothed. The network only ever delays, so the largest difference is
 * the truest: it is followed fast upwards and slowly downwards.
 */

export class ClockOffset {
  #offsetMs: number | null = null;

  get offsetMs(): number | null {
    return this.#offsetMs;
  }

  add(cameraMs: number, receivedMs: number): void {
    const sample = cameraMs - receivedMs;
    if (this.#offsetMs === null || Math.abs(sample - this.#offsetMs) > 2000) {
      this.#offsetMs = sample;
      return;
    }
    const error = sample - this.#offsetMs;
    this.#offsetMs += error * (error > 0 ? 0.25 : 0.01);
  }

  /** A new connection may be to a camera whose clock was set. */
  forget(): void {
    this.#offsetMs = null;
  }
}
