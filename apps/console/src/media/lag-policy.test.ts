/** A late tile comes back at a key frame, a fresh one may swallow its burst. */

import { expect, test } from 'vitest';
import { LagPolicy } from './lag-policy.ts';

function caughtUp(): LagPolicy {
  const policy = new LagPolicy();
  policy.judge(true, 10, 0);
  return policy;
}

test('begins with a key frame', () => {
  const policy = new LagPolicy();
  expect(policy.judge(false, 10, 0)).toBe('drop');
  expect(policy.judge(true, 10, 0)).toBe('decode');
  expect(policy.judge(false, 10, 0)).toBe('decode');
  expect(policy.droppedPictures).toBe(1);
});

test('swallows the burst of the current GOP, older than the limit', () => {
  const policy = new LagPolicy();
  const verdicts = Array.from({ length: 50 }, (_, i) => policy.judge(i === 0, 2000 - i * 40, i));
  expect(new Set(verdicts)).toEqual(new Set(['decode']));
  expect(policy.isCatchingUp).toBe(true);
  policy.judge(false, 20, 0);
  expect(policy.isCatchingUp).toBe(false);
});

test('may catch up once: the next key frame ends it', () => {
  const policy = new LagPolicy();
  policy.judge(true, 2000, 0);
  policy.judge(false, 1960, 1);
  expect(policy.judge(true, 900, 4)).toBe('decode');
  expect(policy.isCatchingUp).toBe(false);
  expect(policy.judge(false, 900, 4)).toBe('drop');
});

test('drops to the next key frame when the decoder is behind', () => {
  const policy = caughtUp();
  expect(policy.judge(false, 10, 8)).toBe('decode');
  expect(policy.judge(false, 10, 9)).toBe('drop');
  expect(policy.judge(false, 10, 0)).toBe('drop');
  expect(policy.judge(true, 10, 0)).toBe('decode');
});

test('drops to the next key frame when pictures arrive too old', () => {
  const policy = caughtUp();
  expect(policy.judge(false, 501, 0)).toBe('drop');
  expect(policy.judge(true, 501, 0)).toBe('decode');
  expect(policy.judge(false, 200, 0)).toBe('decode');
});

test('a queue that never drains admits no key frame either', () => {
  const policy = caughtUp();
  expect(policy.judge(true, 10, 9)).toBe('drop');
});
