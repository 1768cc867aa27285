import { addDays, civilDayOf, instantFromMs, msFromInstant, startOfDay } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueDayOf, erasedUntilMs, erasureDayOf, erasureMsOf } from './retention.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zone = 'Europe/Paris';

const at = (text: string) => Date.parse(text);
const startMsOf = (day: string) => msFromInstant(startOfDay(day, zone));
/** Three years, with their six clock changes; milliseconds are not what matters here. */
const startMs = fc
  .integer({ min: at('2026-01-01T00:00Z') / 1000, max: at('2029-01-01T00:00Z') / 1000 })
  .map((seconds) => seconds * 1000);
const days = fc.integer({ min: 1, max: 28 });

describe('the day of erasure', () => {
  test.each([
    ['a plain fortnight', '2026-11-22T10:00+01:00', 15, '2026-12-07'],
    ['the last second of a day', '2026-11-22T23:59:59+01:00', 15, '2026-12-07'],
    ['one day', '2026-11-22T10:00+01:00', 1, '2026-11-23'],
    ['the first hour before the long day', '2026-10-20T00:30+02:00', 15, '2026-11-03'],
    ['the second hour before the long day', '2026-10-20T01:30+02:00', 15, '2026-11-04'],
    ['the last hour before the short day', '2026-03-20T23:30+01:00', 15, '2026-04-04'],
    ['one day, the long day itself', '2026-10-25T00:30+02:00', 1, '2026-10-26'],
  ])('RET-4 of %s', (_, start, retentionDays, expected) => {
    expect(erasureDayOf(at(start), retentionDays, zone)).toBe(expected);
  });

  test('RET-4 never more than N civil days, nor N x 24 h, nor less than N - 1 days and an hour', () => {
    fc.assert(
      fc.property(startMs, days, (start, retentionDays) => {
        const recordedOn = civilDayOf(instantFromMs(start), zone);
        const erased = erasureDayOf(start, retentionDays, zone);
        const livesMs = startMsOf(erased) - start;
        expect(erased <= addDays(recordedOn, retentionDays)).toBe(true);
        expect(erased > recordedOn).toBe(true);
        // One day is the civil day itself, which has 25 hours once a year.
        expect(livesMs).toBeLessThanOrEqual(
          retentionDays * dayMs + (retentionDays === 1 ? hourMs : 0),
        );
        expect(livesMs).toBeGreaterThan((retentionDays - 1) * dayMs - hourMs);
      }),
      { numRuns: 300 },
    );
  });

  test('RET-7 what began before the instant is erased, what began from it on is not', () => {
    const near = fc.integer({ min: -3 * dayMs, max: 3 * dayMs });
    fc.assert(
      fc.property(startMs, days, near, (now, retentionDays, offMs) => {
        const untilMs = erasedUntilMs(retentionDays, now, zone);
        const isErased = (start: number) =>
          erasureMsOf(erasureDayOf(start, retentionDays, zone), zone) <= now;
        expect(isErased(untilMs - 1)).toBe(true);
        expect(isErased(untilMs)).toBe(false);
        expect(isErased(untilMs + offMs)).toBe(offMs < 0);
        expect(untilMs).toBeGreaterThanOrEqual(now - retentionDays * dayMs - hourMs);
        expect(untilMs).toBeLessThanOrEqual(now);
      }),
      { numRuns: 300 },
    );
  });

  test('RET-5 later settings bring the end nearer, never further', () => {
    fc.assert(
      fc.property(startMs, days, days, (start, sealedFor, now) => {
        const keyDay = erasureDayOf(start, sealedFor, zone);
        const due = dueDayOf({ startMs: start, keyDay }, now, zone);
        expect(due <= keyDay).toBe(true);
        expect(due <= erasureDayOf(start, now, zone)).toBe(true);
        expect([keyDay, erasureDayOf(start, now, zone)]).toContain(due);
      }),
      { numRuns: 300 },
    );
  });

  test('RET-5 a key of the day of recording says nothing of the end', () => {
    const recording = { startMs: at('2026-11-22T10:00+01:00'), keyDay: '2026-11-22' };
    expect(dueDayOf(recording, 15, zone)).toBe('2026-12-07');
  });
});
