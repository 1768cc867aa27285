/**
 * Says whether a mask geometry can be drawn at all. A geometry comes from a person's drawing, a file
 * or a database, so nothing about it is believed: counts, finite numbers inside the picture, a shape
 * that encloses something. A geometry that fails here draws nothing and lets no picture out (MSK-12):
 * it is never mended, shortened or guessed.
 */

import { err, ok, type Result } from '@beffroi/kernel';
import { type MaskGeometry, maskLimits, type Point, type Polygon } from './polygon.ts';

export type GeometryFaultCode =
  | 'no-polygon'
  | 'too-many-polygons'
  | 'too-few-points'
  | 'too-many-points'
  | 'point-outside'
  | 'no-area'
  | 'unknown-style';

/** `polygon`: position in the geometry, null when the whole is at fault. `detail` is one sentence. */
export interface GeometryFault {
  readonly code: GeometryFaultCode;
  readonly polygon: number | null;
  readonly detail: string;
}

/** The geometry itself when every polygon of it can be drawn, else the first fault (MSK-12). */
export function checkGeometry(geometry: MaskGeometry): Result<MaskGeometry, GeometryFault> {
  const { style, polygons } = geometry;
  if (style !== 'solid' && style !== 'pixelate') {
    return fault('unknown-style', null, 'The mask style is neither solid nor pixelate.');
  }
  if (!Array.isArray(polygons) || polygons.length === 0) {
    return fault('no-polygon', null, 'The mask has no polygon; draw at least one.');
  }
  if (polygons.length > maskLimits.polygonsMax) {
    return fault(
      'too-many-polygons',
      null,
      `The mask has ${polygons.length} polygons; at most ${maskLimits.polygonsMax} are drawn.`,
    );
  }
  for (const [index, polygon] of polygons.entries()) {
    const wrong = faultOf(polygon, index);
    if (wrong !== null) {
      return err(wrong);
    }
  }
  return ok(geometry);
}

function faultOf(polygon: Polygon, index: number): GeometryFault | null {
  const name = `Polygon ${index + 1}`;
  if (!Array.isArray(polygon) || polygon.length < 3) {
    return { code: 'too-few-points', polygon: index, detail: `${name} has fewer than 3 points.` };
  }
  if (polygon.length > maskLimits.pointsMax) {
    const detail = `${name} has ${polygon.length} points; at most ${maskLimits.pointsMax}.`;
    return { code: 'too-many-points', polygon: index, detail };
  }
  if (!polygon.every(isInsidePicture)) {
    const detail = `${name} has a point outside 0..1, or one that is not a number.`;
    return { code: 'point-outside', polygon: index, detail };
  }
  if (isFlat(polygon)) {
    return {
      code: 'no-area',
      polygon: index,
      detail: `${name} lies on one line, it hides nothing.`,
    };
  }
  return null;
}

function isInsidePicture(point: Point): boolean {
  // A comparison with NaN is false, so NaN is refused here too.
  return point.x >= 0 && point.x <= 1 && point.y >= 0 && point.y <= 1;
}

/** Signed area would call a bow tie flat; what matters is whether all points are on one line. */
function isFlat(polygon: Polygon): boolean {
  const [first] = polygon;
  if (first === undefined) {
    return true;
  }
  const second = polygon.find((point) => point.x !== first.x || point.y !== first.y);
  if (second === undefined) {
    return true;
  }
  return polygon.every(
    (point) =>
      Math.abs(
        (second.x - first.x) * (point.y - first.y) - (second.y - first.y) * (point.x - first.x),
      ) < 1e-9,
  );
}

function fault(
  code: GeometryFaultCode,
  polygon: number | null,
  detail: string,
): Result<never, GeometryFault> {
  return err({ code, polygon, detail });
}
