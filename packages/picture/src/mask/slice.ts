/**
 * The two measurements of a polygon that every raster is made of: where a horizontal line is inside
 * it (wherever the outline goes round, once or more: non-zero rule), and where its edges pass inside a
 * horizontal band. Together they are exact: a
 * point of the polygon in a band either stays inside when moved up to the top of the band, or meets
 * an edge on the way. So the shadow of "polygon and band" on the x axis is the slice at the band's
 * top joined with the extents of the edges in the band; nothing is sampled, no thin corner escapes.
 * Coordinates are whatever unit the polygon is in.
 */

import type { Polygon } from './polygon.ts';

/** From `from` up to `to`, `from <= to`. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Where the line at `y` is inside the polygon; a vertex on the line counts for what is below it. */
export function sliceAt(polygon: Polygon, y: number): Interval[] {
  const crossings: { readonly x: number; readonly turn: number }[] = [];
  for (const [a, b] of edges(polygon)) {
    if (a.y <= y !== b.y <= y) {
      const x = a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x);
      crossings.push({ x, turn: b.y > a.y ? 1 : -1 });
    }
  }
  crossings.sort((left, right) => left.x - right.x);
  const intervals: Interval[] = [];
  let rounds = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (rounds === 0) {
      from = x;
    }
    rounds += turn;
    if (rounds === 0) {
      intervals.push({ from, to: x });
    }
  }
  return intervals;
}

/** The x extents of the edges where they pass between `top` and `bottom`, both included. */
export function edgeExtents(polygon: Polygon, top: number, bottom: number): Interval[] {
  const extents: Interval[] = [];
  for (const [a, b] of edges(polygon)) {
    const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
    if (lower.y < top || upper.y > bottom) {
      continue;
    }
    const height = lower.y - upper.y;
    const xAt = (y: number) =>
      height === 0 ? upper.x : upper.x + ((y - upper.y) / height) * (lower.x - upper.x);
    const x1 = xAt(Math.max(top, upper.y));
    const x2 = height === 0 ? lower.x : xAt(Math.min(bottom, lower.y));
    extents.push({ from: Math.min(x1, x2), to: Math.max(x1, x2) });
  }
  return extents;
}

/** Sorted, with those that touch joined. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.toSorted((left, right) => left.from - right.from);
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) {
      last.to = Math.max(last.to, to);
    } else {
      joined.push({ from, to });
    }
  }
  return joined;
}

/** What is left of `intervals` when `holes` are taken away. */
export function without(intervals: readonly Interval[], holes: readonly Interval[]): Interval[] {
  const taken = union(holes);
  const left: Interval[] = [];
  for (const { from, to } of intervals) {
    let start = from;
    for (const hole of taken) {
      if (hole.to <= start || hole.from >= to) {
        continue;
      }
      if (hole.from > start) {
        left.push({ from: start, to: hole.from });
      }
      start = Math.max(start, hole.to);
    }
    if (start < to) {
      left.push({ from: start, to });
    }
  }
  return left;
}

function* edges(polygon: Polygon): Generator<readonly [Polygon[number], Polygon[number]]> {
  let previous = polygon.at(-1);
  for (const point of polygon) {
    if (previous !== undefined) {
      yield [previous, point];
    }
    previous = point;
  }
}
