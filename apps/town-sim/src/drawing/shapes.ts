/**
 * Shapes of the plane made of polygons: discs, strokes, glows and washes of sky. Pixels
 * throughout; the caller has already projected the town.
 */

import { type Rgb, toYuv, type Yuv } from './colour.ts';
import type { Picture } from './picture.ts';
import { fillPolygon, type ScreenPoint } from './rasteriser.ts';

/** A filled ellipse, row by row: whole samples by one fill, the two ends by their share. */
export function fillEllipse(
  picture: Picture,
  [centreX, centreY]: ScreenPoint,
  radiusX: number,
  radiusY: number,
  colour: Yuv,
  opacity = 1,
): void {
  const { width, height } = picture;
  const full = { centreX, centreY, radiusX, radiusY };
  const half = {
    centreX: centreX / 2,
    centreY: centreY / 2,
    radiusX: radiusX / 2,
    radiusY: radiusY / 2,
  };
  fillRows(picture.luma, width, height, full, colour.y, opacity);
  fillRows(picture.blue, width / 2, height / 2, half, colour.u, opacity);
  fillRows(picture.red, width / 2, height / 2, half, colour.v, opacity);
}

interface Ellipse {
  readonly centreX: number;
  readonly centreY: number;
  readonly radiusX: number;
  readonly radiusY: number;
}

function fillRows(
  plane: Uint8Array,
  width: number,
  height: number,
  { centreX, centreY, radiusX, radiusY }: Ellipse,
  value: number,
  opacity: number,
): void {
  const top = Math.max(0, Math.floor(centreY - radiusY));
  const bottom = Math.min(height, Math.ceil(centreY + radiusY));
  for (let row = top; row < bottom; row++) {
    // Two chords a row: their mean smooths the flat top and bottom.
    const upper = 1 - ((row + 0.25 - centreY) / radiusY) ** 2;
    const lower = 1 - ((row + 0.75 - centreY) / radiusY) ** 2;
    const chords = (upper > 0 ? 0.5 : 0) + (lower > 0 ? 0.5 : 0);
    if (chords > 0) {
      const reach =
        (radiusX * (Math.sqrt(Math.max(0, upper)) + Math.sqrt(Math.max(0, lower)))) / 2 / chords;
      const span = [Math.max(0, centreX - reach), Math.min(width, centreX + reach)] as const;
      fillSpan(plane, row * width, span, value, opacity * chords);
    }
  }
}

function fillSpan(
  plane: Uint8Array,
  start: number,
  [left, right]: readonly [number, number],
  value: number,
  opacity: number,
): void {
  if (right <= left) {
    return;
  }
  const first = Math.ceil(left);
  const last = Math.floor(right);
  if (last < first) {
    mix(plane, start + last, value, (right - left) * opacity);
    return;
  }
  if (first > left) {
    mix(plane, start + first - 1, value, (first - left) * opacity);
  }
  if (opacity > 0.996) {
    plane.fill(value + 0.5, start + first, start + last);
  } else {
    for (let column = first; column < last; column++) {
      mix(plane, start + column, value, opacity);
    }
  }
  if (right > last) {
    mix(plane, start + last, value, (right - last) * opacity);
  }
}

/** A straight stroke with square ends; `width` in pixels. */
export function stroke(
  picture: Picture,
  [fromX, fromY]: ScreenPoint,
  [toX, toY]: ScreenPoint,
  width: number,
  colour: Yuv,
  opacity = 1,
): void {
  const length = Math.hypot(toX - fromX, toY - fromY) || 1;
  const acrossX = (-(toY - fromY) / length) * (width / 2);
  const acrossY = ((toX - fromX) / length) * (width / 2);
  const corners: ScreenPoint[] = [
    [fromX + acrossX, fromY + acrossY],
    [toX + acrossX, toY + acrossY],
    [toX - acrossX, toY - acrossY],
    [fromX - acrossX, fromY - acrossY],
  ];
  fillPolygon(picture, corners, colour, opacity);
}

/** Light around a lamp: adds `strength` of luma in the middle, falling to nothing at `radius`. */
export function glow(
  picture: Picture,
  [centreX, centreY]: ScreenPoint,
  radius: number,
  colour: Yuv,
  strength: number,
): void {
  const { width, height, luma, blue, red } = picture;
  const top = Math.max(0, Math.floor(centreY - radius));
  const bottom = Math.min(height, Math.ceil(centreY + radius));
  const left = Math.max(0, Math.floor(centreX - radius));
  const right = Math.min(width, Math.ceil(centreX + radius));
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const square = ((column - centreX) ** 2 + (row - centreY) ** 2) / (radius * radius);
      if (square >= 0.9) {
        continue;
      }
      const share = (1 - Math.sqrt(square)) ** 2 * strength;
      mix(luma, row * width + column, colour.y, share);
      if ((row & 1) === 0 && (column & 1) === 0) {
        const index = (row >> 1) * (width >> 1) + (column >> 1);
        mix(blue, index, colour.u, share);
        mix(red, index, colour.v, share);
      }
    }
  }
}

function mix(plane: Uint8Array, index: number, value: number, share: number): void {
  const before = plane[index] ?? 0;
  plane[index] = before + (value - before) * share + 0.5;
}

/** Washes rows from one colour to another, `from` to `to` in rows, with a dither against bands. */
export function wash(picture: Picture, from: number, to: number, top: Rgb, bottom: Rgb): void {
  const { width, height } = picture;
  const high = toYuv(top);
  const low = toYuv(bottom);
  for (let row = Math.max(0, from); row < Math.min(height, to); row++) {
    const share = (row - from) / (to - from);
    const y = high.y + (low.y - high.y) * share;
    for (let column = 0; column < width; column++) {
      picture.luma[row * width + column] = y + dither(column, row);
    }
    if ((row & 1) === 0) {
      const start = (row >> 1) * (width >> 1);
      picture.blue.fill(high.u + (low.u - high.u) * share, start, start + (width >> 1));
      picture.red.fill(high.v + (low.v - high.v) * share, start, start + (width >> 1));
    }
  }
}

/** Ordered 4x4 dither, 0 to 1. */
function dither(column: number, row: number): number {
  return (bayer[((row & 3) << 2) | (column & 3)] ?? 0) / 16;
}
const bayer = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
