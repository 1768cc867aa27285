/**
 * Whether a choice of masks can be drawn (MSK-51, MSK-52): enough points, inside the picture, with an
 * area, within the limits of the drawing. A choice that can't be drawn is refused when it is made,
 * so that the engine never has to guess; the engine still fails closed on its own.
 */

import { err, ok, type Result } from '@beffroi/kernel';
import type { MaskChoice, MaskPoint } from './camera.ts';
import { refusal } from './refusal.ts';
import type { Refusal, Words } from './words.ts';

export const maskChoiceLimits = { polygonsMax: 32, pointsMax: 64, areaMin: 0.000_05 } as const;

export function checkMaskChoice(choice: MaskChoice): Result<null, Refusal> {
  if (choice.mode === 'none-needed') {
    return ok(null);
  }
  if (choice.polygons.length === 0) {
    return err(refusal('mask-empty'));
  }
  if (choice.polygons.length > maskChoiceLimits.polygonsMax) {
    return err(invalidZone(maskChoiceLimits.polygonsMax + 1, tooManyZones));
  }
  for (const [index, polygon] of choice.polygons.entries()) {
    const fault = faultOf(polygon);
    if (fault !== null) {
      return err(invalidZone(index + 1, fault));
    }
  }
  return ok(null);
}

const tooManyZones: Words = { fr: '32 zones au plus', en: 'at most 32 zones' };

function invalidZone(zone: number, fault: Words): Refusal {
  return refusal('mask-geometry-invalid', {
    zone: String(zone),
    fault_fr: fault.fr,
    fault_en: fault.en,
  });
}

function faultOf(polygon: readonly MaskPoint[]): Words | null {
  if (polygon.length < 3) {
    return { fr: 'il faut au moins trois points', en: 'at least three points are needed' };
  }
  if (polygon.length > maskChoiceLimits.pointsMax) {
    return { fr: '64 points au plus', en: 'at most 64 points' };
  }
  if (!polygon.every(isInPicture)) {
    return { fr: 'un point est hors de l’image', en: 'a point lies outside the picture' };
  }
  return areaOf(polygon) < maskChoiceLimits.areaMin
    ? { fr: 'elle ne couvre rien', en: 'it covers nothing' }
    : null;
}

function isInPicture({ x, y }: MaskPoint): boolean {
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

/** Share of the picture's area inside the polygon's bounding box; a line has none. */
function areaOf(polygon: readonly MaskPoint[]): number {
  const xs = polygon.map((point) => point.x);
  const ys = polygon.map((point) => point.y);
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}
