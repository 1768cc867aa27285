/**
 * The bounded queue in front of a decoder: at most 2 s of pictures, 240 pictures or 32 MiB. What
 * doesn't fit is dropped with everything waiting, to the next key picture, and counted: a whole
 * group is lost rather than a picture others depend on. It also begins at a key picture, always.
 */

import { type ClearAccessUnit, ticksPerSecond } from '@beffroi/picture';

const waitingTicksMax = 2 * ticksPerSecond;
const waitingMax = 240;
const waitingBytesMax = 32 * 1024 * 1024;

export class Intake {
  #waiting: ClearAccessUnit[] = [];
  #bytes = 0;
  #awaitsKey = true;
  #dropped = 0;

  get dropped(): number {
    return this.#dropped;
  }

  /** False when the queue was full and has been emptied. */
  push(unit: ClearAccessUnit): boolean {
    if (this.#awaitsKey && !unit.key) {
      this.#dropped++;
      return true;
    }
    const fits = this.#fits(unit);
    if (!fits) {
      this.restart();
      if (!unit.key) {
        this.#dropped++;
        return false;
      }
    }
    this.#awaitsKey = false;
    this.#waiting.push(unit);
    this.#bytes += unit.data.length;
    return fits;
  }

  take(): ClearAccessUnit | undefined {
    const unit = this.#waiting.shift();
    this.#bytes -= unit?.data.length ?? 0;
    return unit;
  }

  /** Forgets what waits and lets in nothing but a key picture next. */
  restart(): void {
    this.#dropped += this.#waiting.length;
    this.#waiting = [];
    this.#bytes = 0;
    this.#awaitsKey = true;
  }

  #fits(unit: ClearAccessUnit): boolean {
    const oldest = this.#waiting[0];
    return (
      oldest === undefined ||
      (Math.abs(unit.ticks - oldest.ticks) <= waitingTicksMax &&
        this.#waiting.length < waitingMax &&
        this.#bytes + unit.data.length <= waitingBytesMax)
    );
  }
}
