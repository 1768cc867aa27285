/** Whatever way somebody alone redraws the masks, what was hidden stays hidden, or it is called a lift. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MaskChoice, MaskPoint } from './camera.ts';
import { maskLiftOf } from './mask-lift.ts';
import type { MaskZone } from './mask-places.ts';

/** Sides of the grid on which zones are compared. */
const place = { x: 1 / 1920, y: 1 / 1080 };

function box(left: number, top: number, right: number, bottom: number): MaskZone {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

function solid(...polygons: MaskZone[]): MaskChoice {
  return { mode: 'server', style: 'solid', polygons };
}

const share = fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000);
const point: fc.Arbitrary<MaskPoint> = fc.record({ x: share, y: share });
const zone: fc.Arbitrary<MaskZone> = fc.array(point, { minLength: 3, maxLength: 8 });
const zones = fc.array(zone, { minLength: 1, maxLength: 3 });

/** How often the outline goes round a point, written apart from what is tested. */
function isIn(zone: MaskZone, { x, y }: MaskPoint): boolean {
  const rounds = zone.reduce((found, a, index) => {
    const b = zone[(index + 1) % zone.length] ?? a;
    const crosses = a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x;
    return found + (crosses ? Math.sign(b.y - a.y) : 0);
  }, 0);
  return rounds !== 0;
}

/** Whether a zone holds a point, or its outline passes in the point's place or in one beside it. */
function isNear(zone: MaskZone, { x, y }: MaskPoint): boolean {
  return (
    isIn(zone, { x, y }) ||
    zone.some((a, index) => {
      const b = zone[(index + 1) % zone.length] ?? a;
      const [dx, dy] = [(b.x - a.x) / place.x, (b.y - a.y) / place.y];
      const [px, py] = [(x - a.x) / place.x, (y - a.y) / place.y];
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(px - along * dx, py - along * dy) < 1.5;
    })
  );
}

const window = box(0.3, 0.3, 0.6, 0.6);

describe('MSK-54 uncovering is lifting', () => {
  const outlined = box(0.2, 0.2, 0.7, 0.7);
  const halves = [box(0.3, 0.3, 0.45, 0.6), box(0.45, 0.3, 0.6, 0.6)];
  // The outline goes round twice, as a hand does that closes a window once more.
  const twice = [...window, ...window];
  const comb = Array.from({ length: 31 }, (_, tooth) => [
    { x: 0.3 + 0.0096 * tooth, y: 0.3 },
    { x: 0.3 + 0.0096 * tooth + 0.0001, y: 0.6 },
  ]).flat();
  const cases: readonly (readonly [string, MaskChoice | null, MaskChoice, unknown])[] = [
    ['first zones', null, solid(window), null],
    ['zones where none were needed', { mode: 'none-needed' }, solid(window), null],
    ['the same zones', solid(window), solid(window), null],
    [
      'the same, begun at another corner, the other way round',
      solid(window),
      solid(window.toReversed()),
      null,
    ],
    ['a wider zone', solid(window), solid(outlined), null],
    ['one zone more', solid(window), solid(outlined, box(0, 0, 0.1, 0.1)), null],
    ['a zone left out that another hides whole', solid(window, outlined), solid(outlined), null],
    [
      'that none is needed',
      solid(window),
      { mode: 'none-needed' },
      { why: 'none-needed', zones: [0] },
    ],
    [
      'that none is needed, first',
      null,
      { mode: 'none-needed' },
      { why: 'none-needed', zones: [] },
    ],
    ['that none is needed, again', { mode: 'none-needed' }, { mode: 'none-needed' }, null],
    [
      'a tiny zone instead',
      solid(window),
      solid(box(0.4, 0.4, 0.42, 0.42)),
      { why: 'zones', zones: [0] },
    ],
    [
      'the zone moved away',
      solid(window),
      solid(box(0.35, 0.3, 0.65, 0.6)),
      { why: 'zones', zones: [0] },
    ],
    [
      'the second of two left out',
      solid(outlined, box(0, 0, 0.1, 0.1)),
      solid(outlined),
      { why: 'zones', zones: [1] },
    ],
    [
      'a corner drawn in',
      solid(window),
      solid([{ x: 0.302, y: 0.302 }, ...window.slice(1)]),
      { why: 'zones', zones: [0] },
    ],
    ['its outline drawn twice', solid(window), solid(twice), null],
    [
      'what an outline gone round twice hid',
      solid(twice),
      solid(box(0.4, 0.4, 0.42, 0.42)),
      { why: 'zones', zones: [0] },
    ],
    [
      'a comb of hairs over it',
      solid(window),
      solid(comb, comb.toReversed()),
      { why: 'zones', zones: [0] },
    ],
    ['two halves that only touch', solid(window), solid(...halves), { why: 'zones', zones: [0] }],
    [
      'a hair-thin zone left out',
      solid(window, box(0, 0.5, 1, 0.5002)),
      solid(window),
      { why: 'zones', zones: [1] },
    ],
  ];

  test.each(cases)('MSK-54 %s', (_, before, after, lift) => {
    expect(maskLiftOf(before, after)).toEqual(lift);
  });

  test('MSK-54 a weaker way of hiding the same is a lift, a stronger one is not', () => {
    const ways: Readonly<Record<string, MaskChoice>> = {
      mosaic: { mode: 'server', style: 'pixelate', polygons: [window] },
      camera: { mode: 'camera', polygons: [window] },
      solid: solid(window),
    };
    const lifts = Object.entries(ways).flatMap(([before, one]) =>
      Object.entries(ways).flatMap(([after, other]) => {
        const lift = maskLiftOf(one, other);
        return lift === null ? [] : [[`${before} > ${after}`, lift.why, lift.zones]];
      }),
    );
    expect(lifts).toEqual([
      ['mosaic > camera', 'by-camera', [0]],
      ['camera > mosaic', 'mosaic', [0]],
      ['solid > mosaic', 'mosaic', [0]],
      ['solid > camera', 'by-camera', [0]],
    ]);
  });

  test('MSK-54 a camera’s own zones are weighed as ours', () => {
    const wide: MaskChoice = { mode: 'camera', polygons: [window] };
    const narrow: MaskChoice = { mode: 'camera', polygons: [box(0.3, 0.3, 0.5, 0.6)] };
    expect(maskLiftOf(wide, narrow)).toEqual({ why: 'zones', zones: [0] });
    expect(maskLiftOf(narrow, wide)).toBeNull();
  });

  test('MSK-54 what is no lift leaves each hidden point in a zone, or within a place of one', () => {
    let held = 0;
    fc.assert(
      fc.property(
        zones,
        zones,
        fc.boolean(),
        fc.array(point, { minLength: 60, maxLength: 60 }),
        (before, more, keeps, points) => {
          const after = keeps ? [...before.toReversed(), ...more] : more;
          if (maskLiftOf(solid(...before), solid(...after)) === null) {
            held += 1;
            const hidden = points.filter((each) => before.some((one) => isIn(one, each)));
            expect(hidden.every((each) => after.some((one) => isNear(one, each)))).toBe(true);
          } else {
            expect(keeps).toBe(false);
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(held).toBeGreaterThan(0);
  }, 60_000);

  test('MSK-54 it can be chained: what is hidden less at the end was hidden less at some step', () => {
    fc.assert(
      fc.property(zones, zones, zones, (one, two, three) => {
        const [a, b, c] = [solid(...one), solid(...one, ...two), solid(...one, ...three)];
        const chain = [a, b, c].map((choice, at, all) => maskLiftOf(choice, all[at + 1] ?? choice));
        const isHeld = chain.every((lift) => lift === null);
        expect(isHeld && maskLiftOf(a, c) !== null).toBe(false);
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  test('MSK-54 hairs never add up: however often, an edge goes in by less than a place in all', () => {
    let left = window;
    let inForce = solid(left);
    for (let hair = 1; hair <= 200; hair++) {
      const next = box(0.3 + hair * place.x * 0.05, 0.3, 0.6, 0.6);
      if (maskLiftOf(inForce, solid(next)) === null) {
        left = next;
        inForce = solid(next);
      }
    }
    expect((left[0]?.x ?? 1) - 0.3).toBeLessThan(place.x);
  }, 60_000);
});
