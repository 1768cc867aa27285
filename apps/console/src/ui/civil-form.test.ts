/** What people type is understood, what is no date is not guessed at. */

import { expect, test } from 'vitest';
import { civilShown, civilTyped } from './civil-form.ts';

test.each([
  ['22/11/2026 14:05:09', '2026-11-22T14:05:09'],
  ['2/1/2026 9:05', '2026-01-02T09:05:00'],
  ['22/11/2026 14h05', '2026-11-22T14:05:00'],
  // Copied from where the console shows it: a space that breaks no line.
  ['22/11/2026\u00a014:05:09', '2026-11-22T14:05:09'],
  [' 22/11/2026 ', '2026-11-22T00:00:00'],
])('%j is %s', (typed, civil) => {
  expect(civilTyped(typed)).toBe(civil);
});

test.each(['', '2026-11-22', '22/11/26 14:05', '22/11/2026 14', 'hier'])('%j is none', (typed) => {
  expect(civilTyped(typed)).toBeUndefined();
});

test('shown and typed are inverses', () => {
  expect(civilTyped(civilShown('2026-11-22T14:05:09'))).toBe('2026-11-22T14:05:09');
});
