/**
 * Shapes of the plane made of polygons: discs, rings, strokes, glows and washes of sky. Pixels
 * throughout; the caller has already projected the town.
 */

import { type Rgb, toYuv, type Yuv } from './colour.ts';
import type { Picture } from './picture.ts';
import { fillPolygon, type ScreenPoint } from './rasteriser.ts';

/** A filled ellipse; as many corners as its size asks for. */
export function fillEllipse(
  picture: Picture,
  [centreX, centreY]: ScreenPoint,
  radiusX: number,
  radiusY: number,
  colour: Yuv,
  opacity = 1,
): void {
  fillPolygon(picture, ellipse(centreX, centreY, radiusX, radiusY), colour, opacity);
}

/** A ring (a wheel, a hoop): outer ellipse joined by a seam to the inner one, wound backwards. */
export function fillRing(
  picture: Picture,
  [centreX, centreY]: ScreenPoint,
  radius: number,
  thickness: number,
  colour: Yuv,
): void {
  const outer = ellipse(centreX, centreY, radius, radius);
  const inner = ellipse(centreX, centreY, radius - thickness, radius - thickness);
  const first = outer[0];
  const last = inner[0];
  if (first && last) {
    fillPolygon(picture, [...outer, first, last, ...inner.reverse()], colour);
  }
}

function ellipse(x: number, y: number, radiusX: number, radiusY: number): ScreenPoint[] {
  const corners = Math.max(8, Math.min(40, Math.round(Math.max(radiusX, radiusY) * 1.2)));
  return Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI;
    return [x + Math.cos(angle) * radiusX, y + Math.sin(angle) * radiusY] as const;
  });
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
      const reach = Math.hypot(column - centreX, row - centreY) / radius;
      const share = reach < 1 ? (1 - reach) ** 2 * strength : 0;
      if (share < 0.004) {
        continue;
      }
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
