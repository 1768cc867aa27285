/** The estimate that the enrolment page shows while a password is typed. */

import { expect, test } from 'vitest';
import { passwordBits, wantedBits } from './password-strength.ts';

test('an empty password is worth nothing', () => {
  expect(passwordBits('')).toBe(0);
});

test('repeated characters and runs count once', () => {
  expect(passwordBits('aaaaaaaaaaaaaaaaaaaa')).toBe(passwordBits('a'));
  expect(passwordBits('abcdefgh')).toBe(passwordBits('a'));
});

test('13 characters of four kinds, or a long phrase, reach the wanted bits', () => {
  expect(passwordBits('mT4!vK9?xR2#q')).toBeGreaterThanOrEqual(wantedBits);
  expect(passwordBits('le chat dort sous la halle')).toBeGreaterThanOrEqual(wantedBits);
  expect(passwordBits('Marseille13')).toBeLessThan(wantedBits);
});
