/** Collects what the probe needs of a stream while it runs; bounded by the probe's seconds. */

import { type AccessUnit, type StreamFormat, ticksPerSecond } from '@beffroi/picture';

export class StreamGauge {
  format: StreamFormat | undefined;
  bFrames = false;
  #pictures = 0;
  #bytes = 0;
  #firstTicks = 0;
  #lastTicks = 0;
  #keys: number[] = [];

  add(unit: AccessUnit): void {
    if (this.#pictures === 0) {
      this.#firstTicks = unit.ticks;
    }
    this.#pictures++;
    this.#bytes += unit.data.length;
    this.#lastTicks = unit.ticks;
    this.bFrames ||= unit.presentationTicks !== undefined;
    if (unit.key) {
      this.#keys.push(unit.ticks);
    }
  }

  get pictures(): number {
    return this.#pictures;
  }

  get seconds(): number {
    return (this.#lastTicks - this.#firstTicks) / ticksPerSecond;
  }

  get fps(): number | null {
    return this.seconds > 0 ? (this.#pictures - 1) / this.seconds : null;
  }

  get kbitPerSecond(): number | null {
    return this.seconds > 0 ? (this.#bytes * 8) / 1000 / this.seconds : null;
  }

  /** Median distance of key pictures. */
  get gopSeconds(): number | null {
    const distances = this.#keys
      .slice(1)
      .map((ticks, index) => (ticks - (this.#keys[index] ?? ticks)) / ticksPerSecond)
      .sort((a, b) => a - b);
    return distances[Math.floor(distances.length / 2)] ?? null;
  }
}
