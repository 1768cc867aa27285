/**
 * Rewrites an H.264 SPS so that it promises no reordering (annex E, `max_num_reorder_frames` 0).
 * Most cameras send none but don't say so, and a decoder then holds one frame back: 40 ms at 25
 * pictures a second, measured. Only for streams without B-frames: a false promise shows pictures
 * in the wrong order. An SPS that can't be read comes back unchanged.
 */

import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter, escapeNal } from '../bits/bit-writer.ts';
import { parseH264Sps } from './sps.ts';

/** The same SPS promising no reordering; `nal` itself when it already does. */
export function withoutReordering(nal: Uint8Array): Uint8Array {
  const sps = parseH264Sps(nal);
  if (sps === undefined || sps.declaredReorderFrames === 0) {
    return nal;
  }
  const reader = new BitReader(nal);
  const writer = new BitWriter();
  copyBits(reader, writer, sps.vuiBit);
  if (sps.restrictionBit === null) {
    // A VUI that says nothing: eight absent parts stand before the restriction.
    writer.flag(true);
    writer.bits(0, 8);
  } else {
    copyBits(reader, writer, sps.restrictionBit - sps.vuiBit);
  }
  writeRestriction(writer, sps.refFrames);
  return escapeNal(writer.finish());
}

function copyBits(from: BitReader, to: BitWriter, count: number): void {
  for (let i = 0; i < count; i++) {
    to.flag(from.flag());
  }
}

function writeRestriction(writer: BitWriter, refFrames: number): void {
  writer.flag(true);
  // Motion vectors may leave the picture; sizes unlimited; vectors as long as the level allows.
  writer.flag(true);
  writer.unsigned(0);
  writer.unsigned(0);
  writer.unsigned(15);
  writer.unsigned(15);
  writer.unsigned(0);
  writer.unsigned(Math.max(1, refFrames));
}
