/**
 * The long way from an H.265 SPS's size to the frame rate in its VUI (clause 7.3.2.2.1, annex
 * E.2.1): scaling lists and short-term reference sets stand between and can only be skipped by
 * reading them. Every count is bounded by the standard's own limit.
 */

import type { BitReader } from '../bits/bit-reader.ts';
import { skipVuiLooks } from '../bits/vui-looks.ts';

/** Reads up to the VUI; answers whether there is one. Sets `reader.overrun` on nonsense. */
export function skipToH265Vui(reader: BitReader, orderCountBits: number, chroma: number): boolean {
  for (let i = 0; i < 6; i++) {
    reader.unsigned();
  }
  if (reader.flag() && reader.flag()) {
    skipScalingLists(reader, chroma);
  }
  reader.skip(2);
  if (reader.flag()) {
    reader.skip(8);
    reader.unsigned();
    reader.unsigned();
    reader.skip(1);
  }
  skipReferenceSets(reader);
  if (reader.flag()) {
    const count = reader.unsigned();
    if (count > 32) {
      reader.overrun = true;
      return false;
    }
    reader.skip(count * (orderCountBits + 1));
  }
  reader.skip(2);
  return reader.flag() && !reader.overrun;
}

/** Pictures a second of the VUI's timing, null when it has none or one no camera has. */
export function readH265VuiFps(reader: BitReader): number | null {
  skipVuiLooks(reader);
  reader.skip(3);
  if (reader.flag()) {
    for (let i = 0; i < 4; i++) {
      reader.unsigned();
    }
  }
  if (!reader.flag()) {
    return null;
  }
  const unitsInTick = reader.bits(32);
  const timeScale = reader.bits(32);
  const fps = timeScale / unitsInTick;
  return fps >= 0.1 && fps <= 240 ? fps : null;
}

function skipScalingLists(reader: BitReader, chroma: number): void {
  for (let sizeId = 0; sizeId < 4; sizeId++) {
    // 32x32 lists exist for luma only, except in 4:4:4 where they are inferred.
    for (let matrix = 0; matrix < 6; matrix += sizeId === 3 ? 3 : 1) {
      if (!reader.flag()) {
        reader.unsigned();
      } else {
        const coefficients = Math.min(64, 1 << (4 + (sizeId << 1)));
        if (sizeId > 1) {
          reader.signed();
        }
        for (let i = 0; i < coefficients && !reader.overrun; i++) {
          reader.signed();
        }
      }
    }
  }
  reader.overrun ||= chroma > 3;
}

function skipReferenceSets(reader: BitReader): void {
  const sets = reader.unsigned();
  if (sets > 64) {
    reader.overrun = true;
    return;
  }
  let pictures = 0;
  for (let set = 0; set < sets && !reader.overrun; set++) {
    pictures = set > 0 && reader.flag() ? predictedSet(reader, pictures) : writtenSet(reader);
  }
}

/** A set predicted from the one before it: one or two flags for each of its pictures and itself. */
function predictedSet(reader: BitReader, before: number): number {
  reader.flag();
  reader.unsigned();
  let pictures = 0;
  for (let j = 0; j <= before; j++) {
    const used = reader.flag();
    if (used || reader.flag()) {
      pictures++;
    }
  }
  return Math.min(pictures, 32);
}

function writtenSet(reader: BitReader): number {
  const negative = reader.unsigned();
  const positive = reader.unsigned();
  if (negative > 16 || positive > 16) {
    reader.overrun = true;
    return 0;
  }
  for (let i = 0; i < negative + positive; i++) {
    reader.unsigned();
    reader.flag();
  }
  return negative + positive;
}
