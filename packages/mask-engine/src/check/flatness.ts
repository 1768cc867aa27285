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
  const rows = insidePixels(polygon, width, height, outlinePx(height));
  const luma = spreadOf(planes.y, planes.yStride, rows);
  const cells = rows.flatMap(cellRow);
  const u = spreadOf(planes.u, planes.uStride, cells);
  const v = spreadOf(planes.v, planes.vStride, cells);
  return {
    pixels: luma.count,
    luma: luma.deviation,
    chroma: Math.max(u.deviation, v.deviation),
  };
}

/** Chroma samples whose every luma pixel of this row is inside; each second row has its own. */
function cellRow({ y, spans }: PixelRow): PixelRow[] {
  const half = spans.map(({ from, to }) => ({ from: (from + 1) >> 1, to: to >> 1 }));
  return y % 2 === 0 ? [{ y: y >> 1, spans: half }] : [];
}

function spreadOf(plane: Uint8Array, stride: number, rows: readonly PixelRow[]) {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const { y, spans } of rows) {
    for (const { from, to } of spans) {
      for (let at = y * stride + from; at < y * stride + to; at++) {
        const value = plane[at] ?? 0;
        sum += value;
        squares += value * value;
      }
      count += Math.max(0, to - from);
    }
  }
  const mean = count === 0 ? 0 : sum / count;
  const deviation = count === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { count, deviation };
}
