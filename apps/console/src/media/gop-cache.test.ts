/** Bounded, least recently used first, and exact about which picture belongs to an instant. */

import { expect, test } from 'vitest';
import { GopCache, pictureIndexAt } from './gop-cache.ts';
import { gopOf } from './testing/gop-of.ts';

test('finds the GOP that contains an instant, its end excluded', () => {
  const cache = new GopCache();
  cache.put(gopOf(10_000));
  expect(cache.at('cam_a', 10_000, false)?.startMs).toBe(10_000);
  expect(cache.at('cam_a', 11_999, false)?.startMs).toBe(10_000);
  expect(cache.at('cam_a', 12_000, false)).toBeUndefined();
  expect(cache.at('cam_b', 10_000, false)).toBeUndefined();
});

test('a key frame alone does not answer for the whole GOP, the whole one answers for both', () => {
  const cache = new GopCache();
  cache.put(gopOf(0, { keyOnly: true }));
  expect(cache.at('cam_a', 500, false)).toBeUndefined();
  expect(cache.at('cam_a', 500, true)?.keyOnly).toBe(true);
  cache.put(gopOf(0));
  expect(cache.at('cam_a', 500, true)?.keyOnly).toBe(false);
});

test('stays within its bytes, dropping what was used longest ago', () => {
  const cache = new GopCache(3 * 5000);
  cache.put(gopOf(0));
  cache.put(gopOf(2000));
  cache.put(gopOf(4000));
  cache.at('cam_a', 100, false);
  cache.put(gopOf(6000));
  expect(cache.sizeBytes).toBe(15_000);
  expect(cache.at('cam_a', 100, false)).toBeDefined();
  expect(cache.at('cam_a', 2100, false)).toBeUndefined();
});

test('keeps a GOP larger than the whole cache, alone', () => {
  const cache = new GopCache(1000);
  cache.put(gopOf(0));
  cache.put(gopOf(2000));
  expect(cache.at('cam_a', 100, false)).toBeUndefined();
  expect(cache.at('cam_a', 2100, false)).toBeDefined();
});

test('replacing a GOP counts its bytes once', () => {
  const cache = new GopCache();
  cache.put(gopOf(0));
  cache.put(gopOf(0));
  expect(cache.sizeBytes).toBe(5000);
});

test('believes in a hole for five seconds', () => {
  const cache = new GopCache();
  cache.noteHole('cam_a', { fromMs: 1000, toMs: 3000 }, 0);
  expect(cache.holeAt('cam_a', 2000, 4999)).toMatchObject({ fromMs: 1000, toMs: 3000 });
  expect(cache.holeAt('cam_a', 3000, 4999)).toBeUndefined();
  expect(cache.holeAt('cam_a', 2000, 5000)).toBeUndefined();
});

test('the picture of an instant is the last one not after it', () => {
  const gop = gopOf(1000);
  expect(pictureIndexAt(gop, 0)).toBe(0);
  expect(pictureIndexAt(gop, 1000)).toBe(0);
  expect(pictureIndexAt(gop, 1039.9)).toBe(0);
  expect(pictureIndexAt(gop, 1040)).toBe(1);
  expect(pictureIndexAt(gop, 9_000)).toBe(49);
});
