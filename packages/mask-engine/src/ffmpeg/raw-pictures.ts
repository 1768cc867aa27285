/**
 * Cuts a pipe of raw 4:2:0 pictures of one known size into pictures. Each gets its own memory,
 * because it is drawn into and written on while the next one already arrives.
 */

import type { Planes } from '@beffroi/picture';

export class RawPictures {
  readonly #sizeBytes: number;
  #picture: Uint8Array;
  #filled = 0;

  constructor(sizeBytes: number) {
    this.#sizeBytes = sizeBytes;
    this.#picture = new Uint8Array(this.#sizeBytes);
  }

  *read(chunk: Uint8Array): Generator<Uint8Array, void, undefined> {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(chunk.length - at, this.#sizeBytes - this.#filled);
      this.#picture.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === this.#sizeBytes) {
        const whole = this.#picture;
        this.#picture = new Uint8Array(this.#sizeBytes);
        this.#filled = 0;
        yield whole;
      }
    }
  }
}

/** Bytes of one raw 8-bit 4:2:0 picture. */
export function rawPictureBytes(width: number, height: number): number {
  return width * height + 2 * ((width + 1) >> 1) * ((height + 1) >> 1);
}

/** The planes of one raw picture. */
export function planesOfRaw(picture: Uint8Array, width: number, height: number): Planes {
  const cellsWide = (width + 1) >> 1;
  const cells = cellsWide * ((height + 1) >> 1);
  const luma = width * height;
  return {
    y: picture.subarray(0, luma),
    u: picture.subarray(luma, luma + cells),
    v: picture.subarray(luma + cells, luma + 2 * cells),
    yStride: width,
    uStride: cellsWide,
    vStride: cellsWide,
  };
}
