import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Polygon } from './polygon.ts';
import { rasterise } from './raster.ts';
import { isSameShape, zonesForShape } from './zones-for-shape.ts';

const window: Polygon = [
  { x: 0.15, y: 0.3 },
  { x: 0.25, y: 0.3 },
  { x: 0.25, y: 0.5 },
  { x: 0.15, y: 0.5 },
];

/** Whether the pixel at a point of 0..1 is covered; a point beyond the picture needs no cover. */
function isHidden(
  polygons: readonly Polygon[],
  width: number,
  height: number,
  x: number,
  y: number,
) {
  if (x < 0 || x >= 1 || y < 0 || y >= 1) {
    return true;
  }
  const { rows } = rasterise({ style: 'solid', polygons }, width, height);
  const row = rows.find(({ cell }) => cell === Math.floor((y * height) / 2));
  const column = Math.floor((x * width) / 2);
  return row?.spans.some(({ from, to }) => column >= from && column < to) === true;
}

describe('a sub-stream of another shape', () => {
  test('MSK-18 the same shape, give or take a block, keeps the zones as they are', () => {
    expect(zonesForShape([window], 1920 / 1080, 640 / 360)).toEqual([window]);
    expect(zonesForShape([window], 1920 / 1088, 704 / 396)).toEqual([window]);
    expect(isSameShape({ width: 1920, height: 1088 }, { width: 704, height: 396 })).toBe(true);
    expect(isSameShape({ width: 1920, height: 1080 }, { width: 704, height: 576 })).toBe(false);
    expect(isSameShape({ width: 704, height: 576 }, { width: 1920, height: 1080 })).toBe(false);
  });

  test('MSK-18 what was drawn is hidden whether the camera squeezes, cuts or shows more', () => {
    const side = fc.integer({ min: 100, max: 400 });
    const inWindow = fc.record({
      x: fc.double({ min: 0.15, max: 0.25, noNaN: true }),
      y: fc.double({ min: 0.3, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(side, side, side, side, inWindow, (drawnWide, drawnHigh, wide, high, point) => {
        const [drawn, shown] = [drawnWide / drawnHigh, wide / high];
        const zones = zonesForShape([window], drawn, shown);
        // Where the scene's point is on a sensor as wide as the main picture, height 1 / drawn.
        const scene = { x: point.x - 0.5, y: (point.y - 0.5) / drawn };
        const ways = [
          [1, 1 / drawn],
          shown < drawn ? [shown / drawn, 1 / drawn] : [1, 1 / shown],
          shown < drawn ? [1, 1 / shown] : [shown / drawn, 1 / drawn],
        ] as const;
        for (const [sceneWide, sceneHigh] of ways) {
          const x = scene.x / sceneWide + 0.5;
          const y = scene.y / sceneHigh + 0.5;
          expect(isHidden(zones, wide, high, x, y)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
