/** The keyboard reaches every second and never leaves the period. */

import { expect, test } from 'vitest';
import { gapAt, keyboardSeek } from './timeline-keys.ts';

const bounds = { fromMs: 0, toMs: 100_000 };

test.each([
  ['ArrowRight', false, 51_000],
  ['ArrowLeft', false, 49_000],
  ['ArrowRight', true, 60_000],
  ['PageUp', false, 60_000],
  ['PageDown', false, 40_000],
  ['Home', false, 0],
  ['End', false, 100_000],
  ['x', false, undefined],
] as const)('%s (large: %s) leads to %s', (key, isLarge, target) => {
  expect(keyboardSeek(key, isLarge, 50_000, bounds, bounds)).toBe(target);
});

test('stops at the ends, and steps one picture at the finest scale', () => {
  expect(keyboardSeek('ArrowLeft', true, 500, bounds, bounds)).toBe(0);
  expect(keyboardSeek('ArrowRight', false, 500, { fromMs: 0, toMs: 1000 }, bounds)).toBe(540);
});

test('a gap without end lasts until now', () => {
  const words = { fr: 'Caméra perdue', en: 'Camera lost' };
  const gap = { fromMs: 10, toMs: null, cause: 'camera-lost', words, detail: '' };
  const row = { cameraId: 'cam_a', spans: [], gaps: [gap], bookmarks: [] };
  expect(gapAt(row, 50, 100)).toBe(gap);
  expect(gapAt(row, 100, 100)).toBeUndefined();
  expect(gapAt(row, 5, 100)).toBeUndefined();
});
