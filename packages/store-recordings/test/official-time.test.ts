/** Arrival smoothed: monotone, near the least delay, slewed; clocks that jump begin a new run. */

import { seededRandom } from '@beffroi/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OfficialTime } from '../src/official-time.ts';

const startMs = Date.UTC(2026, 10, 22, 9, 2, 30);

test('REC-28 jitter of the network is smoothed away, and time never steps', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 80 }), (seed, jitterMs) => {
      const random = seededRandom(seed);
      const time = new OfficialTime();
      let last = Number.NEGATIVE_INFINITY;
      for (let index = 0; index < 3000; index++) {
        const trueMs = startMs + index * 40;
        const { atMs, restarted } = time.place(index * 3600, trueMs + random() * jitterMs);
        expect(restarted).toBe(index === 0);
        expect(atMs).toBeGreaterThan(last);
        // At most 5 ms a second of change: a picture's step is 40 ms give or take 1.
        expect(Math.abs(atMs - last - 40) < 1 || index === 0).toBe(true);
        last = atMs;
        if (index > 1500) {
          expect(Math.abs(atMs - trueMs)).toBeLessThan(jitterMs * 0.05 + 2);
        }
      }
    }),
    { numRuns: 15 },
  );
});

test('REC-28 a camera whose clock drifts is followed', () => {
  const time = new OfficialTime();
  let worst = 0;
  for (let index = 0; index < 15_000; index++) {
    const trueMs = startMs + index * 40 * 1.0002;
    const { atMs } = time.place(index * 3600, trueMs);
    worst = Math.max(worst, Math.abs(atMs - trueMs));
  }
  // 200 ppm over a window of a minute.
  expect(worst).toBeLessThan(15);
});

test('REC-28 a new run goes on after the one before, whatever its ticks', () => {
  const time = new OfficialTime();
  const last = time.place(9_000_000, startMs).atMs;
  time.restart();
  expect(time.place(5, startMs + 3000)).toEqual({
    atMs: startMs + 3000,
    restarted: true,
    setBack: false,
  });
  time.restart();
  const late = time.place(5, startMs + 2900).atMs;
  expect(late).toBeGreaterThan(startMs + 3000);
  expect(late).toBeGreaterThan(last);
});

test('REC-28 our own clock set back by an hour begins another file, set forward another run', () => {
  const time = new OfficialTime();
  time.place(0, startMs);
  expect(time.place(3600, startMs + 40 - 3_600_000)).toMatchObject({
    restarted: true,
    setBack: true,
  });
  expect(time.place(7200, startMs + 80 + 3_600_000).setBack).toBe(false);
});
