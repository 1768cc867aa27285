import { expect, test } from 'vitest';
import { authorLabel } from './labels.ts';

test('REG-18 the author of an entry is a name, the owner of the machine in words, or nobody', () => {
  const t = (text: string): string => text;
  expect(authorLabel(t, 'Claire Martin')).toBe('Claire Martin');
  expect(authorLabel(t, 'machine-owner')).toBe('Administrateur de la machine');
  expect(authorLabel(t, null)).toBe('–');
});
