/**
 * The beginning of the VUI (video usability information), the same in H.264 and H.265 (annex E.1.1 and
 * E.2.1): sample shape, overscan, signal and place of the chroma samples. Nothing of it is wanted here.
 */

import type { BitReader } from './bit-reader.ts';

const extendedSampleShape = 255;

/** Reads up to the first field in which the two codecs differ. */
export function skipVuiLooks(reader: BitReader): void {
  if (reader.flag() && reader.bits(8) === extendedSampleShape) {
    reader.skip(32);
  }
  if (reader.flag()) {
    reader.skip(1);
  }
  if (reader.flag()) {
    reader.skip(4);
    if (reader.flag()) {
      reader.skip(24);
    }
  }
  if (reader.flag()) {
    reader.unsigned();
    reader.unsigned();
  }
}
