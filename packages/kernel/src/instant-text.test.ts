import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstant, writeInstant } from './instant-text.ts';

const lastMs = 253_402_300_799_999;

describe('the canonical text of an instant', () => {
  test('is what the platform’s calendar says, both ways, from 1970 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: lastMs }), (epochMs) => {
        const text = new Date(epochMs).toISOString();
        expect(writeInstant(epochMs)).toBe(text);
        expect(readInstant(text)).toBe(epochMs);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([0, lastMs, Date.UTC(2000, 1, 29), Date.UTC(2100, 1, 28, 23, 59, 59, 999)])(
    'holds at the edge %d',
    (epochMs) => {
      expect(writeInstant(epochMs)).toBe(new Date(epochMs).toISOString());
    },
  );

  test.each([-1, lastMs + 1, Number.NaN])('writes nothing for %d', (epochMs) => {
    expect(writeInstant(epochMs)).toBeUndefined();
  });

  test.each([
    '',
    '2026-11-22T00:52:17Z',
    '2026-11-22T00:52:17.000+',
    '2026-02-30T00:00:00.000Z',
    '2026-11-22T24:00:00.000Z',
    '2026-11-22T00:60:00.000Z',
    '2026-11-22 00:52:17.000Z',
    ' 026-11-22T00:52:17.000Z',
    '2026-1e-22T00:52:17.000Z',
    '1969-12-31T23:59:59.999Z',
  ])('reads nothing from %j', (text) => {
    expect(readInstant(text)).toBeUndefined();
  });
});
