import { expect, test } from 'vitest';
import { momentsFor } from './moments.ts';

test('an amount rounded to nothing has no sign, one below nothing keeps it', () => {
  const moments = momentsFor('fr', 'Europe/Paris');
  expect(moments.number(-0.3)).toBe('0');
  expect(moments.figure(-0.04, 1)).toBe('0,0');
  expect(moments.number(-1.2)).toBe('-1');
  expect(moments.figure(-0.26, 1)).toBe('-0,3');
});
