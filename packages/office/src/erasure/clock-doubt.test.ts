/** When a clock may be believed: every order of running on, being set and being put right. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSteeredClock } from '../testing/fake-world.ts';
import { ClockDoubt, leapMsMax } from './clock-doubt.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

test('RET-10 a clock that runs as durations do is believed, however long between two looks', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 * 24 * hourMs })), (waitsMs) => {
      const clock = createSteeredClock();
      const doubt = new ClockDoubt(clock);
      for (const ms of waitsMs) {
        clock.advance(ms);
        expect(doubt.look()).toBeNull();
      }
    }),
  );
});

test('RET-10, RET-11 a clock that was set forward is never believed within the hour, nor ever by itself beyond two days', () => {
  const step = fc.oneof(
    fc.record({ run: fc.integer({ min: 0, max: 90 * minuteMs }) }),
    fc.record({ set: fc.integer({ min: -40 * 24 * hourMs, max: 40 * 24 * hourMs }) }),
    fc.record({ set: fc.integer({ min: -3 * 24 * hourMs, max: 3 * 24 * hourMs }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const clock = createSteeredClock();
      const doubt = new ClockDoubt(clock);
      // The latest instant that the clock was believed to be at, and how long it ran since.
      let trueMs = clock.nowMs();
      let aheadSinceMs: number | null = null;
      for (const one of steps) {
        if ('set' in one) {
          clock.setForward(one.set);
        } else {
          clock.advance(one.run);
          trueMs += one.run;
        }
        const aheadMs = clock.nowMs() - trueMs;
        const isLeap = aheadMs > leapMsMax;
        aheadSinceMs = aheadMs > hourMs && !isLeap ? (aheadSinceMs ?? clock.monotonicMs()) : null;
        const found = doubt.look();
        if (isLeap) {
          expect(found).toEqual({ aheadMs, waitMs: null });
        } else if (aheadSinceMs !== null && clock.monotonicMs() - aheadSinceMs < hourMs) {
          expect(found).toMatchObject({ aheadMs });
        } else if (found === null && clock.nowMs() >= trueMs - hourMs) {
          trueMs = clock.nowMs();
          aheadSinceMs = null;
        }
      }
    }),
  );
});

test('RET-11 a start is doubted when the clock leapt by more than two days since it was believed', () => {
  const leap = fc.integer({ min: -400 * 24 * hourMs, max: 400 * 24 * hourMs });
  fc.assert(
    fc.property(leap, fc.integer({ min: 0, max: 400 * 24 * hourMs }), (leapMs, runMs) => {
      const clock = createSteeredClock();
      const doubt = new ClockDoubt(clock, clock.nowMs() - leapMs);
      clock.advance(runMs);
      expect(doubt.look()).toEqual(leapMs > leapMsMax ? { aheadMs: leapMs, waitMs: null } : null);
      doubt.believe();
      expect(doubt.look()).toBeNull();
    }),
  );
});

test('RET-10 the hour runs out: then the clock is believed, and a further jump doubted anew', () => {
  const clock = createSteeredClock();
  const doubt = new ClockDoubt(clock);
  clock.setForward(20 * hourMs);
  expect(doubt.look()).toEqual({ aheadMs: 20 * hourMs, waitMs: hourMs });
  clock.advance(50 * minuteMs);
  expect(doubt.look()).toMatchObject({ waitMs: 10 * minuteMs });
  clock.setForward(20 * hourMs);
  expect(doubt.look()).toMatchObject({ waitMs: hourMs });
  clock.advance(hourMs);
  expect(doubt.look()).toBeNull();
  clock.setForward(2 * hourMs);
  expect(doubt.look()).toMatchObject({ aheadMs: 2 * hourMs });
});
