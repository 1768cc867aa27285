import { addDays } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkClearance, yearsLater } from './clearance.ts';
import { fr2026 } from './legal-profile.ts';
import { isWithin, termOf } from './term.ts';

describe('a clearance that may be written', () => {
  const good = { from: '2026-01-01', until: '2030-12-31', rights: ['watch-live'] } as const;
  test('OPS-6 ends after it begins and lasts five years at most', () => {
    expect(checkClearance(good, 'operator', fr2026).ok).toBe(true);
    for (const until of ['2025-12-31', '2031-01-01']) {
      expect(checkClearance({ ...good, until }, 'operator', fr2026)).toMatchObject({
        error: { rule: 'OPS-6' },
      });
    }
  });

  test('SEC-9 gives nothing that the post can’t hold', () => {
    expect(checkClearance(good, 'dpo', fr2026)).toMatchObject({
      error: { rule: 'SEC-9', code: 'post-without-right' },
    });
  });

  test('OPS-3 five years from 29 February end with February', () => {
    expect(yearsLater('2024-02-29', 5)).toBe('2029-02-28');
    expect(yearsLater('2026-03-01', 5)).toBe('2031-02-28');
  });
});

describe('a term', () => {
  test('SEC-6 is as many days long as it has days, give or take a clock change', () => {
    const days = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 400 }), (offset, length) => {
        const first = addDays('1990-01-01', offset);
        const term = termOf(first, addDays(first, length), 'Europe/Paris');
        const hours = (term.untilMs - term.fromMs) / 3_600_000;
        expect(Math.abs(hours - (length + 1) * 24)).toBeLessThanOrEqual(1);
        expect(isWithin(term, term.fromMs)).toBe(true);
        expect(isWithin(term, term.untilMs - 1)).toBe(true);
        expect(isWithin(term, term.fromMs - 1)).toBe(false);
        expect(isWithin(term, term.untilMs)).toBe(false);
        // The next term begins where this one ends: no instant is in both or in neither.
        const next = addDays(first, length + 1);
        expect(termOf(next, next, 'Europe/Paris').fromMs).toBe(term.untilMs);
      }),
      { numRuns: 50 },
    );
  });
});
