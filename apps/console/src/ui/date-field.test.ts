import { expect, test } from 'vitest';
import { dayShown, dayTyped } from './date-field.tsx';

test.each(['22/11/2026', '22.11.2026', '22-11-26', '22 11 2026', '22112026', ' 22/11/26 '])(
  'a day is read as people write it: %s',
  (typed) => expect(dayTyped(typed)).toBe('2026-11-22'),
);

test('one digit does for a day or a month', () => {
  expect(dayTyped('3/3/2026')).toBe('2026-03-03');
});

test.each(['', '22', '22/11', '31/02/2026', '2026-11-22', '22/13/2026'])(
  'what is no day is empty: %s',
  (typed) => expect(dayTyped(typed)).toBe(''),
);

test('a day is shown as it is typed', () => {
  expect(dayShown('2026-11-22')).toBe('22/11/2026');
  expect(dayShown('')).toBe('');
});
