import { createSteeredClock } from '@beffroi/office/testing';
import { expect, test } from 'vitest';
import { AttemptLimit } from './attempt-limit.ts';

test('SEC-43 a machine has its burst, then as many a minute, and does not use up that of others', () => {
  const clock = createSteeredClock();
  const limit = new AttemptLimit(clock, 3);
  const taken = (key: string): boolean[] => [1, 2, 3, 4].map(() => limit.take(key));
  expect(taken('a')).toEqual([true, true, true, false]);
  expect(limit.take('b')).toBe(true);
  clock.advance(20_000);
  expect([limit.take('a'), limit.take('a')]).toEqual([true, false]);
  clock.advance(120_000);
  expect(taken('a')).toEqual([true, true, true, false]);
});
