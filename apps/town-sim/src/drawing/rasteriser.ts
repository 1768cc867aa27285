/**
 * Fills polygons into the planes of a picture with exact area coverage, so that edges are smooth
 * at both sizes. Each edge adds its signed area to an accumulator; a running sum along the row
 * gives the coverage of each sample. Chroma planes take the same polygon at half scale. Polygons
 * are clipped to the plane first; nothing is written outside it.
 */

import type { Yuv } from './colour.ts';
import type { Picture } from './picture.ts';

/** Pixels from the left and the top of the full picture. */
export type ScreenPoint = readonly [x: number, y: number];

const accumulatorSize = 1_400 * 800;
const accumulator = new Float32Array(accumulatorSize);

/** Fills a simple polygon (or one with a seam to its hole); `opacity` 0 to 1. */
export function fillPolygon(
  picture: Picture,
  points: readonly ScreenPoint[],
  colour: Yuv,
  opacity = 1,
): void {
  const { width, height } = picture;
  const full = accumulate(clip(points, 1, width, height), width, height);
  if (full) {
    blendArea(picture.luma, width, full, colour.y, opacity);
  }
  const half = accumulate(clip(points, 0.5, width / 2, height / 2), width / 2, height / 2);
  if (half) {
    blendArea(picture.blue, width / 2, half, colour.u, opacity);
    blendArea(picture.red, width / 2, half, colour.v, opacity);
  }
}

/** A polygon cut to a picture of this size; empty when nothing of it is inside. */
export function clipPolygon(
  points: readonly ScreenPoint[],
  width: number,
  height: number,
): ScreenPoint[] {
  const flat = clip(points, 1, width, height);
  const out: ScreenPoint[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    out.push([flat[index] ?? 0, flat[index + 1] ?? 0]);
  }
  return out;
}

/** Flat list x, y, x, y... clipped to the rectangle; empty when nothing is left. */
function clip(
  points: readonly ScreenPoint[],
  scale: number,
  width: number,
  height: number,
): number[] {
  let flat: number[] = [];
  let inside = true;
  for (const [x, y] of points) {
    const scaledX = x * scale;
    const scaledY = y * scale;
    flat.push(scaledX, scaledY);
    inside &&= scaledX >= 0 && scaledX <= width && scaledY >= 0 && scaledY <= height;
  }
  if (inside) {
    return flat;
  }
  flat = clipSide(flat, 0, 0, 1);
  flat = clipSide(flat, 0, width, -1);
  flat = clipSide(flat, 1, 0, 1);
  return clipSide(flat, 1, height, -1);
}

function clipSide(flat: number[], axis: 0 | 1, limit: number, sign: 1 | -1): number[] {
  const out: number[] = [];
  const count = flat.length;
  for (let index = 0; index < count; index += 2) {
    const next = (index + 2) % count;
    const x0 = flat[index] ?? 0;
    const y0 = flat[index + 1] ?? 0;
    const x1 = flat[next] ?? 0;
    const y1 = flat[next + 1] ?? 0;
    const here = sign * ((axis === 0 ? x0 : y0) - limit);
    const there = sign * ((axis === 0 ? x1 : y1) - limit);
    if (here >= 0) {
      out.push(x0, y0);
    }
    if (here >= 0 !== there >= 0) {
      const share = here / (here - there);
      out.push(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share);
    }
  }
  return out;
}

/** The part of a plane that the accumulator now covers. */
interface Area {
  readonly left: number;
  readonly top: number;
  readonly rowLength: number;
  readonly rows: number;
}

function accumulate(flat: readonly number[], width: number, height: number): Area | undefined {
  if (flat.length < 6) {
    return undefined;
  }
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (let index = 0; index < flat.length; index += 2) {
    left = Math.min(left, flat[index] ?? 0);
    right = Math.max(right, flat[index] ?? 0);
    top = Math.min(top, flat[index + 1] ?? 0);
    bottom = Math.max(bottom, flat[index + 1] ?? 0);
  }
  left = Math.max(0, Math.floor(left));
  top = Math.max(0, Math.floor(top));
  const rowLength = Math.min(width, Math.ceil(right)) - left + 2;
  const rows = Math.min(height, Math.ceil(bottom)) - top;
  if (rows <= 0 || rowLength <= 2 || rowLength * rows > accumulatorSize) {
    return undefined;
  }
  accumulator.fill(0, 0, rowLength * rows);
  let fromX = (flat[flat.length - 2] ?? 0) - left;
  let fromY = (flat[flat.length - 1] ?? 0) - top;
  for (let index = 0; index < flat.length; index += 2) {
    const toX = (flat[index] ?? 0) - left;
    const toY = (flat[index + 1] ?? 0) - top;
    addEdge(rowLength, rows, fromX, fromY, toX, toY);
    fromX = toX;
    fromY = toY;
  }
  return { left, top, rowLength, rows };
}

function blendArea(
  plane: Uint8Array,
  width: number,
  area: Area,
  value: number,
  opacity: number,
): void {
  const length = area.rowLength - 2;
  for (let row = 0; row < area.rows; row++) {
    const start = (area.top + row) * width + area.left;
    blendRow(plane, start, row * area.rowLength, length, value, opacity);
  }
}

function blendRow(
  plane: Uint8Array,
  start: number,
  from: number,
  length: number,
  value: number,
  opacity: number,
): void {
  let sum = 0;
  let column = 0;
  while (column < length) {
    sum += accumulator[from + column] as number;
    let end = column + 1;
    // Inside a polygon nothing changes from sample to sample: one fill for the run.
    while (end < length && accumulator[from + end] === 0) {
      end++;
    }
    const coverage = (sum < 0 ? -sum : sum) * opacity;
    if (coverage > 0.996) {
      plane.fill(value + 0.5, start + column, start + end);
    } else if (coverage > 0.002) {
      for (let at = start + column; at < start + end; at++) {
        const before = plane[at] as number;
        plane[at] = before + (value - before) * coverage + 0.5;
      }
    }
    column = end;
  }
}

/** Adds the signed area to the right of one edge (the method of Raph Levien's font-rs). */
function addEdge(
  rowLength: number,
  rows: number,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
): void {
  if (fromY === toY) {
    return;
  }
  const down = fromY < toY;
  const topX = down ? fromX : toX;
  const topY = down ? fromY : toY;
  const bottomX = down ? toX : fromX;
  const bottomY = down ? toY : fromY;
  const slope = (bottomX - topX) / (bottomY - topY);
  let x = topX;
  const last = Math.min(rows, Math.ceil(bottomY));
  for (let row = Math.floor(topY); row < last; row++) {
    const high = Math.min(row + 1, bottomY) - Math.max(row, topY);
    const nextX = x + slope * high;
    addSpan(row * rowLength, x, nextX, down ? high : -high);
    x = nextX;
  }
}

function addSpan(start: number, x: number, nextX: number, area: number): void {
  const low = Math.max(0, Math.min(x, nextX));
  const high = Math.max(0, Math.max(x, nextX));
  const first = Math.floor(low);
  const end = Math.ceil(high);
  if (end <= first + 1) {
    const middle = 0.5 * (low + high) - first;
    add(start + first, area - area * middle);
    add(start + first + 1, area * middle);
    return;
  }
  const scale = 1 / (high - low);
  let passed = 0;
  let previous = 0;
  for (let column = first; column < end; column++) {
    const from = Math.max(low, column);
    const to = Math.min(high, column + 1);
    const share = (to - from) * scale;
    const covered = passed + share * (column + 1 - (from + to) / 2);
    add(start + column, area * (covered - previous));
    previous = covered;
    passed += share;
  }
  add(start + end, area * (1 - previous));
}

function add(index: number, value: number): void {
  accumulator[index] = (accumulator[index] as number) + value;
}
