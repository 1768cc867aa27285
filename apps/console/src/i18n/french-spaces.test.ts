/** Which spaces of a French sentence may not break a line. */

import { expect, test } from 'vitest';
import { frenchSpaces } from './french-spaces.ts';

test('a space before high punctuation, and within guillemets, does not break a line', () => {
  expect(frenchSpaces('Bon : pressez « ? » ; 20 % ! Où ? Reçu n° 4, N° 5')).toBe(
    'Bon\u00a0: pressez «\u00a0?\u00a0»\u202f; 20\u00a0%\u202f! Où\u202f? Reçu n°\u00a04, N°\u00a05',
  );
});

test('other spaces, addresses and hours stay as they are', () => {
  const sentence = 'La caméra rtsp://10.0.12.7:554/a, à 14:05:09, est relue';
  expect(frenchSpaces(sentence)).toBe(sentence);
});
