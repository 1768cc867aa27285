/** Names of stills are safe on every disk and sort by time. */

import { expect, test } from 'vitest';
import { bandLines, stillName } from './still-picture.ts';

test('a name from time, camera and mark, without accents or separators of paths', () => {
  expect(stillName('2026-11-22T14:05:09', 'Place du Marché / nord', 'still_1/2')).toBe(
    '2026-11-22_14-05-09_place-du-marche-nord_still-1-2.png',
  );
});

test('LIV-31 the band of a recoded picture says so, that of a recorded one does not', () => {
  const words = {
    ...{ camera: 'Halle', place: 'Angle nord', civilTime: '22/11/2026', utcTime: 'UTC' },
    ...{ mark: 'ent_1', town: 'Valbruant' },
  };
  const recorded = bandLines({ ...words, note: null });
  expect(recorded).toEqual(['Halle, Angle nord', '22/11/2026', 'UTC', 'Valbruant · ent_1']);
  const note = 'Recodé pour l’affichage';
  expect(bandLines({ ...words, note })).toEqual([...recorded, note]);
});
