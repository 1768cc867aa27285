/**
 * Notices a camera of which nothing can be decoded, whatever it announced: pictures go into the
 * decoder and none comes out for ten seconds (CAM-11). What isn't masked for another reason (no
 * geometry, samples that can't be drawn into) did come out, and is told elsewhere; while nothing
 * goes in, nothing is held against anybody.
 */

import type { TranscoderFigures } from '@beffroi/office';

const barrenMsMax = 10_000;

export class DecodingWatch {
  #decoded = 0;
  #taken = 0;
  #barrenMs = 0;
  #lastMs: number | null = null;

  /** Asked every second or so; true once for each ten seconds without a picture. */
  isBarren({ in: taken, decoded }: TranscoderFigures, nowMs: number): boolean {
    if (decoded > this.#decoded) {
      this.#barrenMs = 0;
    } else if (taken > this.#taken) {
      this.#barrenMs += nowMs - (this.#lastMs ?? nowMs);
    }
    this.#decoded = decoded;
    this.#taken = taken;
    this.#lastMs = nowMs;
    const isBarren = this.#barrenMs >= barrenMsMax;
    if (isBarren) {
      this.#barrenMs = 0;
    }
    return isBarren;
  }
}
