/**
 * How flat a picture is inside a polygon: standard deviation of luma and of chroma. A solid mask is
 * flat (measured: at most 0.57 after encoding), a street is not (19 to 33). The outline is left out
 * by a few pixels, because an encoder smears across it.
 */

import { insidePixels, type PixelRow, type Planes, type Polygon } from '@beffroi/picture';

const outlinePxAt1080 = 8;
const outlinePxMin = 3;

/** Pixels from the outline at which a check begins, for a picture of this height. */
export function outlinePx(height: number): number {
  return Math.max(outlinePxMin, Math.round((outlinePxAt1080 * height) / 1080));
}

export interface Flatness {
  /** Luma pixels looked at; 0 when the polygon is too small to be checked. */
  readonly pixels: number;
  readonly luma: number;
  readonly chroma: number;
}

/** Deviations inside one polygon of a picture, outline left out. */
export function flatnessInside(
  planes: Planes,
  polygon: Polygon,
  width: number,
  height: number,
): Flatness {
  return flatnessOf(planes, insidePixels(polygon, width, height, outlinePx(height)));
}

function flatnessOf(planes: Planes, rows: readonly PixelRow[]): Flatness {
  const luma = new Spread();
  const u = new Spread();
  const v = new Spread();
  for (const { y, spans } of rows) {
    for (const { from, to } of spans) {
      const line = y * planes.yStride;
      for (let x = from; x < to; x++) {
        luma.add(planes.y[line + x] ?? 0);
      }
      if (y % 2 === 0) {
        for (let x = (from + 1) >> 1; 2 * x < to; x++) {
          u.add(planes.u[(y >> 1) * planes.uStride + x] ?? 0);
          v.add(planes.v[(y >> 1) * planes.vStride + x] ?? 0);
        }
      }
    }
  }
  return {
    pixels: luma.count,
    luma: luma.deviation,
    chroma: Math.max(u.deviation, v.deviation),
  };
}

class Spread {
  #count = 0;
  #sum = 0;
  #squares = 0;

  get count(): number {
    return this.#count;
  }

  get deviation(): number {
    if (this.#count === 0) {
      return 0;
    }
    const mean = this.#sum / this.#count;
    return Math.sqrt(Math.max(0, this.#squares / this.#count - mean * mean));
  }

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
  }
}
