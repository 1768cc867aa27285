/**
 * The mask of a camera whose masks nobody has drawn yet: the whole picture as a strong mosaic. A
 * person draws the real masks on a veiled still, so that drawing them shows nothing private (MSK-14).
 */

import type { MaskGeometry } from './polygon.ts';

/** The whole picture, pixelated. */
export function veil(): MaskGeometry {
  return {
    style: 'pixelate',
    polygons: [
      [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
        { x: 1, y: 1 },
        { x: 0, y: 1 },
      ],
    ],
  };
}
