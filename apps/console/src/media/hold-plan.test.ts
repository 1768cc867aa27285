/** The picture on screen is always held, the budget never passed, and reverse decodes by windows. */

import { expect, test } from 'vitest';
import { pictureBudget, planHold } from './hold-plan.ts';

test('budget shrinks with size and cameras, never under six pictures', () => {
  expect(pictureBudget({ width: 1280, height: 720, codec: 'avc1.64001f' }, 1)).toBe(303);
  expect(pictureBudget({ width: 1920, height: 1080, codec: 'avc1.640028' }, 9)).toBe(14);
  expect(pictureBudget({ width: 3840, height: 2160, codec: 'avc1.640033' }, 9)).toBe(6);
});

test('forwards: a few behind, a run ahead, the rest in the next GOP', () => {
  const plan = planHold({ count: 50, index: 45, direction: 1, budget: 100, neighbourCount: 50 });
  expect(plan).toEqual({
    need: { from: 45, to: 49 },
    keep: { from: 37, to: 49 },
    neighbour: { from: 0, to: 7 },
  });
});

test('backwards with room: the whole GOP and the whole one before', () => {
  const plan = planHold({ count: 50, index: 20, direction: -1, budget: 303, neighbourCount: 50 });
  expect(plan).toEqual({
    need: { from: 0, to: 20 },
    keep: { from: 0, to: 49 },
    neighbour: { from: 0, to: 49 },
  });
});

test('backwards without room: two windows, the next one decoded once', () => {
  const at = (index: number) =>
    planHold({ count: 50, index, direction: -1, budget: 14, neighbourCount: 50 });
  expect(at(20).need).toEqual({ from: 7, to: 20 });
  expect(at(15).need).toEqual({ from: 7, to: 15 });
  expect(at(13).need).toEqual({ from: 0, to: 13 });
  expect(at(6).neighbour).toEqual({ from: 49, to: 49 });
});

test('every plan holds the picture on screen and stays within the budget', () => {
  for (const direction of [1, -1] as const) {
    for (const budget of [6, 14, 40, 303]) {
      for (let index = 0; index < 50; index += 1) {
        const plan = planHold({ count: 50, index, direction, budget, neighbourCount: 50 });
        const neighbour = plan.neighbour ? plan.neighbour.to - plan.neighbour.from + 1 : 0;
        expect(plan.keep.from).toBeLessThanOrEqual(plan.need.from);
        expect(plan.keep.to).toBeGreaterThanOrEqual(plan.need.to);
        expect(plan.need.from <= index && index <= plan.need.to).toBe(true);
        expect(plan.keep.to - plan.keep.from + 1 + neighbour).toBeLessThanOrEqual(budget);
      }
    }
  }
});
