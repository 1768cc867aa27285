import { addDays } from '@beffroi/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkClearance } from './clearance.ts';
import { fr2026 } from './legal-profile.ts';
import type { ClearanceGround } from './person.ts';
import { isWithin, termOf, yearsLater } from './term.ts';

describe('a clearance that may be written', () => {
  const agent: ClearanceGround = {
    kind: 'approved-agent',
    prefectApproval: '2026-01-01',
    prosecutorApproval: null,
    oath: null,
  };
  const good = {
    ground: agent,
    from: '2026-01-01',
    until: '2030-12-31',
    rights: ['watch-live'],
  } as const;
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

  const officer: ClearanceGround = {
    kind: 'police-officer',
    prefectApproval: '2025-03-01',
    prosecutorApproval: '2025-04-01',
    oath: '2025-05-02',
  };
  const until = '2029-12-31';

  test.each([
    ['an officer with both approvals and an oath', officer, null],
    ['an officer who has not sworn', { ...officer, oath: null }, 'ground-incomplete'],
    [
      'an officer without the prosecutor',
      { ...officer, prosecutorApproval: null },
      'ground-incomplete',
    ],
    ['an officer without the prefect', { ...officer, prefectApproval: null }, 'ground-incomplete'],
    ['an officer who swears later', { ...officer, oath: '2026-01-02' }, 'ground-too-late'],
    ['an agent with an approval', agent, null],
    ['an agent without one', { ...agent, prefectApproval: null }, 'ground-incomplete'],
    ['an agent approved too late', { ...agent, prefectApproval: '2026-01-02' }, 'ground-too-late'],
    [
      'an agent whose review comes before the end',
      { ...agent, prefectApproval: '2024-12-31' },
      'ground-review-due',
    ],
    ['nobody’s approval', { ...agent, kind: 'without-pictures' }, 'ground-without-pictures'],
  ] as const)('OPS-14 rests on what opens pictures: %s', (_who, ground, code) => {
    const checked = checkClearance({ ...good, ground, until }, 'operator', fr2026);
    expect(checked).toMatchObject(
      code === null ? { ok: true } : { error: { rule: 'OPS-14', code } },
    );
  });

  test('OPS-14 ends on the last day before the approval is examined again, and not a day later', () => {
    const approved = { ...agent, prefectApproval: '2024-02-29' };
    const ending = (last: string) =>
      checkClearance({ ...good, ground: approved, until: last }, 'operator', fr2026);
    expect(ending('2029-02-28').ok).toBe(true);
    expect(ending('2029-03-01')).toMatchObject({
      error: { words: { fr: expect.stringContaining('28/02/2029') } },
    });
  });

  test('OPS-14 a clearance without pictures rests on no approval', () => {
    const ground: ClearanceGround = { ...agent, kind: 'without-pictures', prefectApproval: null };
    const rights = ['manage-cameras', 'read-health'] as const;
    expect(checkClearance({ ...good, rights, ground }, 'technician', fr2026).ok).toBe(true);
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
