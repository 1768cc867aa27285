/** The known clips are what they say: twelve pictures, the first a key frame. */

import { expect, test } from 'vitest';
import { splitPictures } from './annex-b.ts';
import { highClip, mainClip } from './self-test-clips.ts';

test.each([mainClip, highClip])('$codec: twelve pictures, nothing lost', (clip) => {
  const bytes = Uint8Array.from(atob(clip.base64), (char) => char.charCodeAt(0));
  const pictures = splitPictures(bytes);
  expect(pictures.map((picture) => picture.key)).toEqual([true, ...Array(11).fill(false)]);
  expect(pictures.length).toBe(clip.pictures);
  expect(pictures.reduce((sum, picture) => sum + picture.bytes.length, 0)).toBe(bytes.length);
});

test('a clip without start codes has no pictures', () => {
  expect(splitPictures(new Uint8Array([1, 2, 3, 4, 5]))).toEqual([]);
});
