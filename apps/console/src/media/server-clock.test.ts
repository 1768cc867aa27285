/** The estimate is the best bound seen, and a wrong camera clock is not believed. */

import { expect, test } from 'vitest';
import { capturedAtMs, ServerClock } from './server-clock.ts';

test('keeps the message that travelled least', () => {
  const clock = new ServerClock();
  clock.observe(10_000, 9_050);
  clock.observe(10_500, 9_503);
  clock.observe(10_900, 9_990);
  expect(clock.offsetMs).toBe(997);
  expect(clock.at(20_000)).toBe(20_997);
});

test('is zero before the first message and ignores unknown times', () => {
  const clock = new ServerClock();
  clock.observe(Number.NaN, 5);
  expect(clock.offsetMs).toBe(0);
});

test('follows a clock that was set back within two minutes', () => {
  const clock = new ServerClock();
  clock.observe(1_000_000, 1_000_000);
  for (let second = 1; second <= 125; second += 1) {
    clock.observe(1_000_000 + second * 1000 - 500, 1_000_000 + second * 1000);
  }
  expect(clock.offsetMs).toBe(-500);
});

test('believes a camera that is a little late, not one that is wrong', () => {
  expect(capturedAtMs(900, 1000)).toBe(900);
  expect(capturedAtMs(1100, 1000)).toBe(1000);
  expect(capturedAtMs(-60_000, 1000)).toBe(1000);
  expect(capturedAtMs(Number.NaN, 1000)).toBe(1000);
});
