/** Names of stills are safe on every disk and sort by time. */

import { expect, test } from 'vitest';
import { stillName } from './still-picture.ts';

test('a name from time, camera and mark, without accents or separators of paths', () => {
  expect(stillName('2026-11-22T14:05:09', 'Place du Marché / nord', 'still_1/2')).toBe(
    '2026-11-22_14-05-09_place-du-marche-nord_still-1-2.png',
  );
});
