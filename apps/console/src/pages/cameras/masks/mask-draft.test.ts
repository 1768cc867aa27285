/** Drawing masks: corners stay inside, zones keep three corners, limits hold. */

import { expect, test } from 'vitest';
import {
  addPointAfter,
  addRectangle,
  closeZone,
  coveredShare,
  draftFrom,
  keepZones,
  movePoint,
  moveZone,
  pointsMax,
  pressPoint,
  removePoint,
  zonesMax,
} from './mask-draft.ts';

const triangle = [
  { x: 0.1, y: 0.1 },
  { x: 0.3, y: 0.1 },
  { x: 0.1, y: 0.3 },
];

test('three presses and a close make a zone; two make nothing', () => {
  const two = triangle.slice(0, 2).reduce(pressPoint, draftFrom([]));
  expect(closeZone(two)).toEqual(draftFrom([]));
  const three = triangle.reduce(pressPoint, draftFrom([]));
  expect(closeZone(three).zones).toEqual([triangle]);
  expect(closeZone(three).open).toEqual([]);
});

test('a corner never leaves the picture', () => {
  const moved = movePoint(draftFrom([triangle]), 0, 1, { x: 1.7, y: -3 });
  expect(moved.zones[0]?.[1]).toEqual({ x: 1, y: 0 });
});

test('a zone moved against the edge keeps its shape', () => {
  const moved = moveZone(draftFrom([triangle]), 0, { x: -0.5, y: 0.05 });
  expect(moved.zones[0]).toEqual([
    { x: 0, y: 0.15 },
    { x: 0.2, y: 0.15 },
    { x: 0, y: 0.35 },
  ]);
});

test('a new corner stands half way and is selected', () => {
  const more = addPointAfter(draftFrom([triangle]), 0, 2);
  expect(more.zones[0]).toHaveLength(4);
  expect(more.zones[0]?.[3]).toEqual({ x: 0.1, y: 0.2 });
  expect(more.selected).toEqual({ zone: 0, point: 3 });
});

test('removing a corner of a triangle removes the zone', () => {
  expect(removePoint(draftFrom([triangle]), 0, 0).zones).toEqual([]);
  const square = addRectangle(draftFrom([]));
  expect(removePoint(square, 0, 3).zones[0]).toHaveLength(3);
});

test('no more zones and corners than the wire takes', () => {
  const full = Array.from({ length: zonesMax + 3 }).reduce(
    (draft: ReturnType<typeof draftFrom>) => addRectangle(draft),
    draftFrom([]),
  );
  expect(full.zones).toHaveLength(zonesMax);
  const many = Array.from({ length: pointsMax + 5 }).reduce(
    (draft: ReturnType<typeof draftFrom>) => pressPoint(draft, { x: 0.5, y: 0.5 }),
    draftFrom([]),
  );
  expect(many.open).toHaveLength(pointsMax);
});

test('zones that are kept come beside the drawn ones, all of them or none', () => {
  const draft = keepZones(draftFrom([triangle]), [triangle.toReversed()]);
  expect(draft.zones).toEqual([triangle, triangle.toReversed()]);
  const full = draftFrom(Array.from({ length: zonesMax - 1 }, () => triangle));
  expect(keepZones(full, [triangle, triangle])).toBe(full);
});

test('the covered share is the area of the zones', () => {
  expect(coveredShare([triangle])).toBeCloseTo(0.02, 6);
  expect(coveredShare(addRectangle(draftFrom([])).zones)).toBeCloseTo(0.04, 6);
});
