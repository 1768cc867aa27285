/**
 * Whether nothing of a picture could be decoded although the decoder gave one: H.264 decoders fill in
 * what they can't read, so a stream that is scrambled or isn't what it says comes out grey. A picture
 * is empty when the decoder reports errors **and** shows no detail anywhere; one that is damaged in
 * part, or a white wall, is a picture.
 */

import type { Planes } from '@beffroi/picture';
import type { DecodedPicture } from '../native/frame.ts';

const blockPx = 16;
/** Standard deviation of luma under which a block shows nothing (filled-in ones: 0 to 1). */
const deviationMin = 2;
/** Of a picture that was damaged in its first tenth, a third still shows something. */
const emptyShareMin = 0.98;

/** Looks at the samples only where the decoder has met errors. */
export function isEmptyPicture(picture: DecodedPicture): boolean {
  const { damaged, width, height } = picture;
  return damaged && picture.read((planes) => isBlank(planes, width, height));
}

function isBlank(planes: Planes, width: number, height: number): boolean {
  let blocks = 0;
  let blank = 0;
  for (let y = 0; y + blockPx <= height; y += blockPx) {
    for (let x = 0; x + blockPx <= width; x += blockPx) {
      blocks += 1;
      blank += deviationOf(planes, x, y) < deviationMin ? 1 : 0;
    }
  }
  return blocks > 0 && blank >= emptyShareMin * blocks;
}

function deviationOf({ y: luma, yStride }: Planes, left: number, top: number): number {
  const count = blockPx * blockPx;
  let sum = 0;
  let squares = 0;
  for (let row = top; row < top + blockPx; row++) {
    for (let at = row * yStride + left; at < row * yStride + left + blockPx; at++) {
      const value = luma[at] ?? 0;
      sum += value;
      squares += value * value;
    }
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}
