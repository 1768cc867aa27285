/** Civil texts and instants are inverses, and clock changes have one answer. */

import { expect, test } from 'vitest';
import { civilText, instantOfCivil } from './civil-time.ts';

const zone = 'Europe/Paris';
const ms = (text: string): number => new Date(text).getTime();

test.each([
  ['2026-11-22T14:05:09', '2026-11-22T13:05:09Z'],
  ['2026-07-14T00:00:00', '2026-07-13T22:00:00Z'],
  ['2026-03-29T08:30:00', '2026-03-29T06:30:00Z'],
  ['2026-10-25T08:30:00', '2026-10-25T07:30:00Z'],
])('%s in the town is %s', (civil, instant) => {
  expect(instantOfCivil(civil, zone)).toBe(ms(instant));
  expect(civilText(ms(instant), zone)).toBe(civil);
});

test('a time that spring skips is the moment the clocks jumped past it', () => {
  expect(instantOfCivil('2026-03-29T02:30', zone)).toBe(ms('2026-03-29T01:30:00Z'));
});

test('a time that comes twice is the first of the two', () => {
  expect(instantOfCivil('2026-10-25T02:30', zone)).toBe(ms('2026-10-25T00:30:00Z'));
});

test.each(['', '22/11/2026', '2026-13-40T10:00', '2026-11-22T25:00', '2026-11-22T10:61'])(
  'refuses %j',
  (text) => {
    expect(instantOfCivil(text, zone)).toBeUndefined();
  },
);

test('seconds and their fraction are kept', () => {
  expect(instantOfCivil('2026-11-22T14:05:09.25', zone)).toBe(ms('2026-11-22T13:05:09.250Z'));
});
