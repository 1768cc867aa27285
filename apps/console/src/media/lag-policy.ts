/**
 * Whether a live picture goes to the decoder or is dropped to the next key frame. A tile that is
 * late shows the present again as soon as it can instead of an ever older past. A tile that has
 * just opened gets the current GOP in one burst, up to a GOP old: it may catch up, once. What is
 * dropped is counted. No DOM.
 */

export interface LagLimits {
  /** Pictures waiting in the decoder. */
  readonly queueMax: number;
  /** From arrival at the server to the decoder's door, ms. */
  readonly ageMaxMs: number;
  /** Pictures waiting in the decoder while a fresh tile catches up: one long GOP. */
  readonly catchUpQueueMax: number;
}

export const lagLimits: LagLimits = { queueMax: 8, ageMaxMs: 500, catchUpQueueMax: 300 };

export type LagVerdict = 'decode' | 'drop';

export class LagPolicy {
  readonly #limits: LagLimits;
  #waitingForKey = true;
  #catchingUp = true;
  #keysSeen = 0;
  #dropped = 0;

  constructor(limits: LagLimits = lagLimits) {
    this.#limits = limits;
  }

  /** Judges one picture by its kind, its age in ms and the pictures queued before it. */
  judge(key: boolean, ageMs: number, queueSize: number): LagVerdict {
    if (key && queueSize <= this.#queueMax()) {
      this.#waitingForKey = false;
    }
    this.#keysSeen += key ? 1 : 0;
    // Only the burst of the GOP that it opened in may be swallowed whole.
    const isPastBurst = this.#keysSeen > 1;
    if (isPastBurst || (ageMs <= this.#limits.ageMaxMs && queueSize <= this.#limits.queueMax)) {
      this.#catchingUp = false;
    }
    if (!this.#waitingForKey && !this.#isTooLate(key, ageMs, queueSize)) {
      return 'decode';
    }
    this.#waitingForKey = true;
    this.#dropped += 1;
    return 'drop';
  }

  /** After a new format, a cut or a decoder error: only a key frame can follow. */
  restart(): void {
    this.#waitingForKey = true;
    this.#catchingUp = true;
    this.#keysSeen = 0;
  }

  get isCatchingUp(): boolean {
    return this.#catchingUp;
  }

  get droppedPictures(): number {
    return this.#dropped;
  }

  #queueMax(): number {
    return this.#catchingUp ? this.#limits.catchUpQueueMax : this.#limits.queueMax;
  }

  #isTooLate(key: boolean, ageMs: number, queueSize: number): boolean {
    if (queueSize > this.#queueMax()) {
      return true;
    }
    // An old key frame is still the quickest way back to the present.
    return !key && !this.#catchingUp && ageMs > this.#limits.ageMaxMs;
  }
}
