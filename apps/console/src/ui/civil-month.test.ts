import { expect, test } from 'vitest';
import { daysAfter, isCivilDay, monthsAfter, weekdayOf, weeksOf } from './civil-month.ts';

test('weeks begin on Monday and hold the whole month', () => {
  const weeks = weeksOf('2026-11-22');
  expect(weeks[0]?.[0]).toBe('2026-10-26');
  expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect(weekdayOf('2026-11-22')).toBe(6);
});

test('February of a common year that begins on a Monday has four weeks', () => {
  expect(weeksOf('2027-02-14')).toHaveLength(4);
});

test('a month without such a day gives its last', () => {
  expect(monthsAfter('2026-01-31', 1)).toBe('2026-02-28');
  expect(monthsAfter('2024-01-31', 1)).toBe('2024-02-29');
  expect(monthsAfter('2026-01-15', -1)).toBe('2025-12-15');
});

test('days go over a change of year and of clock', () => {
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysAfter('2026-03-28', 2)).toBe('2026-03-30');
});

test('a day that is not in the calendar is none', () => {
  expect(isCivilDay('2026-02-30')).toBe(false);
  expect(isCivilDay('22/11/2026')).toBe(false);
  expect(isCivilDay('2026-11-22')).toBe(true);
});
