/**
 * The centre's clock as this page can know it: each message that carries the centre's time gives a
 * lower bound (it was already that late when the message arrived), so the best bound of the last
 * minute is the estimate. Good to the shortest one-way delay, a millisecond on a LAN. No DOM.
 */

const memoryMs = 60_000;

export class ServerClock {
  #current = Number.NEGATIVE_INFINITY;
  #previous = Number.NEGATIVE_INFINITY;
  #periodStartMs = 0;

  /** The centre said `serverMs` in a message that arrived at `localMs`, both ms since the epoch. */
  observe(serverMs: number, localMs: number): void {
    if (!Number.isFinite(serverMs)) {
      return;
    }
    // Two half-lives, so that a clock that drifts or is set back is followed within two minutes.
    if (localMs - this.#periodStartMs > memoryMs || localMs < this.#periodStartMs) {
      this.#previous = this.#current;
      this.#current = Number.NEGATIVE_INFINITY;
      this.#periodStartMs = localMs;
    }
    this.#current = Math.max(this.#current, serverMs - localMs);
  }

  /** Ms to add to the local clock; 0 before the first message. */
  get offsetMs(): number {
    const best = Math.max(this.#current, this.#previous);
    return Number.isFinite(best) ? best : 0;
  }

  /** The centre's time when the local clock says `localMs`. */
  at(localMs: number): number {
    return localMs + this.offsetMs;
  }
}

const plausibleCameraDelayMs = 5_000;

/**
 * When a picture was taken, on the centre's clock: the camera's own time when it is plausible,
 * otherwise the time of arrival. A camera whose clock is wrong must not make its tile look late.
 */
export function capturedAtMs(cameraMs: number, serverMs: number): number {
  const delayMs = serverMs - cameraMs;
  return delayMs >= 0 && delayMs <= plausibleCameraDelayMs ? cameraMs : serverMs;
}
