import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkGeometry } from './check-geometry.ts';
import { drawMask, fillPlanes, type Planes, pixelatePlanes, solidColour } from './draw.ts';
import type { MaskGeometry, Polygon } from './polygon.ts';
import { insidePixels, marginPx, rasterise } from './raster.ts';
import { veil } from './veil.ts';

const clear = { y: 200, u: 90, v: 160 };
const guard = 7;

const arbitraryPolygon: fc.Arbitrary<Polygon> = fc.array(
  fc.record({
    x: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 3, maxLength: 9 },
);
const arbitrarySize = fc.integer({ min: 1, max: 90 });

function planesOf(width: number, height: number, pad: number): Planes {
  const cellsWide = (width + 1) >> 1;
  const cellsHigh = (height + 1) >> 1;
  const plane = (across: number, high: number, value: number) => {
    const bytes = new Uint8Array((across + pad) * high).fill(guard);
    for (let row = 0; row < high; row++) {
      bytes.fill(value, row * (across + pad), row * (across + pad) + across);
    }
    return bytes;
  };
  return {
    y: plane(width, height, clear.y),
    u: plane(cellsWide, cellsHigh, clear.u),
    v: plane(cellsWide, cellsHigh, clear.v),
    yStride: width + pad,
    uStride: cellsWide + pad,
    vStride: cellsWide + pad,
  };
}

/** How often the outline goes round a point, written a second time to check the raster against. */
function contains(polygon: Polygon, x: number, y: number): boolean {
  let rounds = 0;
  for (const [i, a] of polygon.entries()) {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) {
      rounds += b.y > a.y ? 1 : -1;
    }
  }
  return rounds !== 0;
}

const square: Polygon = [
  { x: 0.25, y: 0.25 },
  { x: 0.75, y: 0.25 },
  { x: 0.75, y: 0.75 },
  { x: 0.25, y: 0.75 },
];

/** Whether a point, in pixels, lies on the outline, but for what rounding makes of it. */
function isOnEdge(polygon: Polygon, width: number, height: number, x: number, y: number): boolean {
  return polygon.some((a, index) => {
    const b = polygon[(index + 1) % polygon.length] ?? a;
    const [ax, ay] = [a.x * width, a.y * height];
    const [dx, dy] = [b.x * width - ax, b.y * height - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    return Math.hypot(x - ax - t * dx, y - ay - t * dy) < 1e-6;
  });
}

describe('coverage', () => {
  test('MSK-13 every pixel whose centre lies in a polygon is filled, in luma and chroma', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryPolygon, { minLength: 1, maxLength: 3 }),
        arbitrarySize,
        arbitrarySize,
        fc.integer({ min: 0, max: 5 }),
        (polygons, width, height, pad) => {
          const planes = planesOf(width, height, pad);
          fillPlanes(planes, rasterise({ style: 'solid', polygons }, width, height));
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const inside = polygons.some((p) =>
                contains(p, (x + 0.5) / width, (y + 0.5) / height),
              );
              const filled = planes.y[y * planes.yStride + x] === solidColour.y;
              if (inside && !filled) {
                return false;
              }
              const chroma = (y >> 1) * planes.uStride + (x >> 1);
              // A masked luma sample never keeps its colour, inside the margin either.
              if (filled && (planes.u[chroma] !== 128 || planes.v[chroma] !== 128)) {
                return false;
              }
            }
          }
          return true;
        },
      ),
      { numRuns: 300 },
    );
  });

  test('MSK-13 the margin around a polygon is covered, and not much more', () => {
    const height = 1080;
    const raster = rasterise({ style: 'solid', polygons: [square] }, 1920, height);
    expect(marginPx(height)).toBe(8);
    expect(raster.rows[0]?.cell).toBe((270 - 8) / 2 - 1);
    expect(raster.rows.at(-1)?.cell).toBe((810 + 8) / 2);
    expect(raster.rows[100]?.spans).toEqual([{ from: (480 - 8) / 2, to: (1440 + 8) / 2 }]);
  });

  test('MSK-13 bytes beyond the picture stay untouched at any line size', () => {
    fc.assert(
      fc.property(arbitrarySize, arbitrarySize, fc.integer({ min: 1, max: 9 }), (w, h, pad) => {
        const planes = planesOf(w, h, pad);
        drawMask(planes, rasterise({ ...veil(), style: 'solid' }, w, h));
        const untouched = (plane: Uint8Array, stride: number, across: number) =>
          plane.every((value, i) => (i % stride < across ? true : value === guard));
        return (
          untouched(planes.y, planes.yStride, w) &&
          untouched(planes.u, planes.uStride, (w + 1) >> 1) &&
          untouched(planes.v, planes.vStride, (w + 1) >> 1)
        );
      }),
    );
  });

  test('a picture outside every polygon and margin is left as it was', () => {
    const planes = planesOf(200, 100, 0);
    drawMask(planes, rasterise({ style: 'solid', polygons: [square] }, 200, 100));
    expect(planes.y[0]).toBe(clear.y);
    expect(planes.y[99 * 200 + 199]).toBe(clear.y);
    expect(planes.u[0]).toBe(clear.u);
  });

  test('MSK-13 a zone whose outline crosses itself hides its middle too', () => {
    // As a browser fills it where it is drawn: a star of five points, a window gone round twice.
    const star = [0, 2, 4, 1, 3].map((point) => ({
      x: 0.5 + 0.4 * Math.sin((2 * Math.PI * point) / 5),
      y: 0.5 - 0.4 * Math.cos((2 * Math.PI * point) / 5),
    }));
    for (const zone of [star, [...square, ...square]]) {
      const planes = planesOf(200, 200, 0);
      drawMask(planes, rasterise({ style: 'solid', polygons: [zone] }, 200, 200));
      expect(planes.y[100 * 200 + 100]).toBe(solidColour.y);
      expect(insidePixels(zone, 200, 200).some(({ y }) => y === 100)).toBe(true);
    }
  });

  test('insidePixels agrees with the rule, pixel by pixel', () => {
    fc.assert(
      fc.property(arbitraryPolygon, arbitrarySize, arbitrarySize, (polygon, width, height) => {
        const found = new Set<number>();
        for (const { y, spans } of insidePixels(polygon, width, height)) {
          for (const { from, to } of spans) {
            for (let x = from; x < to; x++) {
              found.add(y * width + x);
            }
          }
        }
        let differences = 0;
        for (let i = 0; i < width * height; i++) {
          const x = i % width;
          const y = Math.floor(i / width);
          const inside = contains(polygon, (x + 0.5) / width, (y + 0.5) / height);
          // A centre on an edge may fall on either side in floating point, and an edge runs over many.
          const isOpen = isOnEdge(polygon, width, height, x + 0.5, y + 0.5);
          differences += inside === found.has(i) || isOpen ? 0 : 1;
        }
        return differences === 0;
      }),
    );
  });

  test('insidePixels shrunk keeps its distance from the outline', () => {
    const rows = insidePixels(square, 100, 100, 5);
    expect(rows[0]?.y).toBe(30);
    expect(rows.at(-1)?.y).toBe(69);
    expect(rows[0]?.spans).toEqual([{ from: 30, to: 70 }]);
  });
});

describe('mosaic', () => {
  test('MSK-11 a mosaic block has one colour, and it comes from inside the zone only', () => {
    const [width, height] = [240, 160];
    const inZone = planesOf(width, height, 0);
    const elsewhere = planesOf(width, height, 0);
    const raster = rasterise({ style: 'pixelate', polygons: [square] }, width, height);
    const covered = planesOf(width, height, 0);
    fillPlanes(covered, raster);
    for (let i = 0; i < inZone.y.length; i++) {
      const noise = (i * 7919) % 251;
      inZone.y[i] = noise;
      elsewhere.y[i] = covered.y[i] === solidColour.y ? noise : 255 - noise;
    }
    pixelatePlanes(inZone, raster);
    pixelatePlanes(elsewhere, raster);
    const side = 2 * raster.blockCells;
    const colours = new Map<string, Set<number>>();
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (covered.y[y * width + x] === solidColour.y) {
          expect(inZone.y[y * width + x]).toBe(elsewhere.y[y * width + x]);
          const block = `${Math.floor(x / side)},${Math.floor(y / side)}`;
          colours.set(block, (colours.get(block) ?? new Set()).add(inZone.y[y * width + x] ?? -1));
        }
      }
    }
    expect(colours.size).toBeGreaterThan(20);
    expect([...colours.values()].every((found) => found.size === 1)).toBe(true);
  });

  test('MSK-11 a block of which only a sliver is covered is filled, not averaged', () => {
    const planes = planesOf(1080, 1080, 0);
    const sliver: Polygon = [
      { x: 0.5, y: 0.5 },
      { x: 0.501, y: 0.5 },
      { x: 0.5, y: 0.501 },
    ];
    pixelatePlanes(planes, rasterise({ style: 'pixelate', polygons: [sliver] }, 1080, 1080));
    expect(planes.y[540 * 1080 + 540]).toBe(solidColour.y);
  });

  test('MSK-14 the veil covers the whole picture at any size', () => {
    fc.assert(
      fc.property(arbitrarySize, arbitrarySize, (width, height) => {
        return rasterise(veil(), width, height).coverage === 1;
      }),
    );
  });
});

describe('geometry', () => {
  const faults: readonly (readonly [string, MaskGeometry])[] = [
    ['no-polygon', { style: 'solid', polygons: [] }],
    ['too-many-polygons', { style: 'solid', polygons: Array.from({ length: 33 }, () => square) }],
    ['too-few-points', { style: 'solid', polygons: [square.slice(0, 2)] }],
    [
      'too-many-points',
      {
        style: 'solid',
        polygons: [Array.from({ length: 65 }, (_, i) => ({ x: i / 65, y: i % 2 }))],
      },
    ],
    ['point-outside', { style: 'solid', polygons: [[...square, { x: 1.01, y: 0 }]] }],
    ['point-outside', { style: 'solid', polygons: [[...square, { x: Number.NaN, y: 0 }]] }],
    ['no-area', { style: 'solid', polygons: [square.map(({ x }) => ({ x, y: x }))] }],
  ];

  test.each(faults)('MSK-12 a geometry is refused: %s', (code, geometry) => {
    expect(checkGeometry(geometry)).toMatchObject({ ok: false, error: { code } });
  });

  test('MSK-12 a geometry is refused for a style that does not exist', () => {
    const style: string = 'blur';
    const geometry = { style: style as 'solid', polygons: [square] };
    expect(checkGeometry(geometry)).toMatchObject({ ok: false, error: { code: 'unknown-style' } });
  });

  test('a bow tie has no signed area and is still a geometry', () => {
    const bowTie = [square[0], square[2], square[1], square[3]].flatMap((p) => (p ? [p] : []));
    expect(checkGeometry({ style: 'solid', polygons: [bowTie] }).ok).toBe(true);
    expect(checkGeometry(veil()).ok).toBe(true);
  });
});
