/**
 * Zones drawn on a picture of one shape, for a picture of another shape of the same camera (MSK-18): a
 * sub-stream of 4:3 beside a main stream of 16:9. Cameras make it by squeezing the picture, by cutting
 * off its sides, or by showing all of it and more; the stream doesn't say which. So the zones lie where
 * each of the three would put them: more is hidden than need be, and what was drawn is hidden for certain
 * as long as both pictures have one middle. Points may come out beyond 0..1; a raster cuts them off.
 */

import type { Polygon } from './polygon.ts';

/** Shapes nearer than this are one: sizes are rounded to whole blocks (1920x1088, 704x396). */
const likenessMin = 0.98;

/** `drawnAspect`, `shownAspect`: width over height of the picture drawn on, and of the one shown. */
export function zonesForShape(
  polygons: readonly Polygon[],
  drawnAspect: number,
  shownAspect: number,
): readonly Polygon[] {
  const share = likenessOf(drawnAspect, shownAspect);
  if (share >= likenessMin) {
    return polygons;
  }
  const isNarrower = shownAspect < drawnAspect;
  const cut = (value: number) => 0.5 + (value - 0.5) / share;
  const whole = (value: number) => 0.5 + (value - 0.5) * share;
  return [
    ...polygons,
    ...polygons.map((zone) =>
      zone.map(({ x, y }) => (isNarrower ? { x: cut(x), y } : { x, y: cut(y) })),
    ),
    ...polygons.map((zone) =>
      zone.map(({ x, y }) => (isNarrower ? { x, y: whole(y) } : { x: whole(x), y })),
    ),
  ];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Whether a zone lies at the same place of both pictures, as shares of their width and height. */
export function isSameShape(one: Size, other: Size): boolean {
  return likenessOf(one.width / one.height, other.width / other.height) >= likenessMin;
}

/** Of what is wider or higher than the other, how much the narrower one holds: 1 when they are alike. */
function likenessOf(one: number, other: number): number {
  return Math.min(one / other, other / one);
}
