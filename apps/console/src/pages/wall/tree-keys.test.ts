import { describe, expect, test } from 'vitest';
import { treeMove } from './tree-keys.ts';

const lines = [
  { id: 'valbruant', section: null, isOpen: true },
  { id: 'mairie', section: 'valbruant' },
  { id: 'halle', section: 'valbruant' },
  { id: 'saint-orme', section: null, isOpen: false },
];

describe('a key in the tree of cameras', () => {
  test.each([
    ['ArrowDown', 'valbruant', { kind: 'go', id: 'mairie' }],
    ['ArrowDown', 'halle', { kind: 'go', id: 'saint-orme' }],
    ['ArrowDown', 'saint-orme', undefined],
    ['ArrowUp', 'mairie', { kind: 'go', id: 'valbruant' }],
    ['ArrowUp', 'valbruant', undefined],
    ['Home', 'halle', { kind: 'go', id: 'valbruant' }],
    ['End', 'mairie', { kind: 'go', id: 'saint-orme' }],
    ['ArrowRight', 'saint-orme', { kind: 'open', id: 'saint-orme' }],
    ['ArrowRight', 'valbruant', { kind: 'go', id: 'mairie' }],
    ['ArrowRight', 'mairie', undefined],
    ['ArrowLeft', 'halle', { kind: 'go', id: 'valbruant' }],
    ['ArrowLeft', 'valbruant', { kind: 'close', id: 'valbruant' }],
    ['ArrowLeft', 'saint-orme', undefined],
    ['m', 'halle', undefined],
  ] as const)('%s on %s', (key, current, move) => {
    expect(treeMove(key, lines, current)).toEqual(move);
  });
});
