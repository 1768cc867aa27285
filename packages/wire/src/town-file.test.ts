import { describe, expect, test } from 'vitest';
import { readTownFile } from './town-file.ts';

describe('the shape of a town file', () => {
  test('a file of nothing but its town and a commune is enough', () => {
    const file = { town: { name: 'Vermeil' }, communes: [{ insee: '2A004', name: 'Ajaccio' }] };
    expect(readTownFile(file)).toEqual({ ok: true, value: file });
  });

  test('each fault names its path and what to write', () => {
    const read = readTownFile({
      town: { name: 'Vermeil', mayor: 'x' },
      communes: [{ insee: 91326, name: 'Vermeil' }],
      people: [{ login: 'A B', name: 'A', post: 'boss' }],
      cameras: [{}],
    });
    expect(read.ok).toBe(false);
    expect(read.ok ? [] : read.error.map(({ path, what }) => `${path}: ${what}`)).toEqual([
      'town/mayor: is a field nobody knows here; remove or correct it',
      'communes/0/insee: must be a text; put it between quotes when it looks like a number',
      expect.stringContaining('people/0/login: must be a login: small letters'),
      expect.stringContaining('people/0/post: must be one of operator, csu-head'),
      'cameras/0: lacks key, commune, name, place, purposes, objective, framing, main: add it',
    ]);
  });

  test.each([null, 3, 'town', []])('%j is refused', (value) => {
    expect(readTownFile(value).ok).toBe(false);
  });
});
