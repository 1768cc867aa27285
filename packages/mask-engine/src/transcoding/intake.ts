/**
 * The bounded queue in front of a decoder: at most 2 s of pictures, 240 pictures or 32 MiB. What
 * doesn't fit is dropped with everything waiting, to the next key picture, and counted: a whole
 * group is lost rather than a picture others depend on. It also begins at a key picture, always.
 */

import { type ClearAccessUnit, ticksPerSecond } from '@beffroi/picture';

const waitingTicksMax = 2 * ticksPerSecond;
const waitingMax = 240;
const waitingBytesMax = 32 * 1024 * 1024;
/** A hole in the stream is no work to do: more than this between two pictures does not count. */
const pictureTicksMax = ticksPerSecond / 2;

/** From one picture to the next: no camera in use is slower than a picture a second. */
export const holeTicks: number = ticksPerSecond;

interface Waiting {
  readonly unit: ClearAccessUnit;
  readonly ticks: number;
}

export class Intake {
  #waiting: Waiting[] = [];
  #ticks = 0;
  #bytes = 0;
  #newestTicks = 0;
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
    const ticks = this.#advance(unit);
    const fits =
      this.#ticks + ticks <= waitingTicksMax &&
      this.#waiting.length < waitingMax &&
      this.#bytes + unit.data.length <= waitingBytesMax;
    if (!fits) {
      this.restart();
      if (!unit.key) {
        this.#dropped++;
        return false;
      }
    }
    this.#awaitsKey = false;
    this.#waiting.push({ unit, ticks });
    this.#ticks += ticks;
    this.#bytes += unit.data.length;
    return fits;
  }

  /** Time this picture adds to what is shown; one that is shown earlier than sent adds none. */
  #advance({ ticks, key }: ClearAccessUnit): number {
    const advance = ticks - this.#newestTicks;
    if (advance > 0 || key) {
      this.#newestTicks = ticks;
    }
    return Math.min(pictureTicksMax, Math.max(0, advance));
  }

  take(): ClearAccessUnit | undefined {
    const next = this.#waiting.shift();
    this.#ticks -= next?.ticks ?? 0;
    this.#bytes -= next?.unit.data.length ?? 0;
    return next?.unit;
  }

  /** Forgets what waits and lets in nothing but a key picture next. */
  restart(): void {
    this.#dropped += this.#waiting.length;
    this.#waiting = [];
    this.#ticks = 0;
    this.#bytes = 0;
    this.#awaitsKey = true;
  }
}
