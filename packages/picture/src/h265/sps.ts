/**
 * H.265 sequence parameter set (clause 7.3.2.2 and annex E): size inside the conformance window,
 * promised frame rate, pictures held back, and the codec text of ISO 14496-15 annex E. Everything
 * up to the size must read well; what comes after it (reference sets, VUI) may be broken, then
 * only the frame rate is unknown.
 */

import { BitReader } from '../bits/bit-reader.ts';
import { readH265VuiFps, skipToH265Vui } from './vui.ts';

export interface H265Sps {
  readonly width: number;
  readonly height: number;
  readonly fps: number | null;
  readonly reorderFrames: number;
  readonly profile: number;
  readonly codecString: string;
}

interface ProfileTierLevel {
  readonly profile: number;
  readonly codecString: string;
}

/** `nal` with its two header bytes. Undefined when it is no SPS or ends before its size. */
export function parseH265Sps(nal: Uint8Array): H265Sps | undefined {
  const reader = new BitReader(nal);
  if (((reader.bits(16) >> 9) & 63) !== 33) {
    return undefined;
  }
  reader.skip(4);
  const subLayers = reader.bits(3);
  reader.flag();
  const { profile, codecString } = readProfileTierLevel(reader, subLayers);
  reader.unsigned();
  const chroma = reader.unsigned();
  if (chroma === 3) {
    reader.flag();
  }
  const size = readSize(reader, chroma);
  reader.unsigned();
  reader.unsigned();
  const orderCountBits = reader.unsigned() + 4;
  const reorderFrames = readReorderFrames(reader, subLayers);
  if (reader.overrun || chroma > 3 || orderCountBits > 16 || reorderFrames > 16) {
    return undefined;
  }
  const hasVui = skipToH265Vui(reader, orderCountBits, chroma);
  const fps = hasVui && !reader.overrun ? readH265VuiFps(reader) : null;
  return { ...size, fps: reader.overrun ? null : fps, reorderFrames, profile, codecString };
}

function readProfileTierLevel(reader: BitReader, subLayers: number): ProfileTierLevel {
  const space = reader.bits(2);
  const tier = reader.flag() ? 'H' : 'L';
  const profile = reader.bits(5);
  let compatibility = 0;
  for (let i = 0; i < 32; i++) {
    // Annex E of ISO 14496-15 writes the flags in reverse bit order.
    compatibility += reader.bits(1) * 2 ** i;
  }
  const constraints = Array.from({ length: 6 }, () => reader.bits(8));
  const level = reader.bits(8);
  skipSubLayers(reader, subLayers);
  while (constraints.at(-1) === 0) {
    constraints.pop();
  }
  const codecString = [
    `hev1.${['', 'A', 'B', 'C'][space] ?? ''}${profile}`,
    compatibility.toString(16).toUpperCase(),
    `${tier}${level}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join('.');
  return { profile, codecString };
}

function skipSubLayers(reader: BitReader, subLayers: number): void {
  if (subLayers === 0) {
    return;
  }
  const present = Array.from({ length: 8 }, () => [reader.flag(), reader.flag()] as const);
  for (const [profilePresent, levelPresent] of present.slice(0, subLayers)) {
    reader.skip((profilePresent ? 88 : 0) + (levelPresent ? 8 : 0));
  }
}

function readSize(reader: BitReader, chroma: number): { width: number; height: number } {
  let width = reader.unsigned();
  let height = reader.unsigned();
  if (reader.flag()) {
    const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
    const unitY = chroma === 1 ? 2 : 1;
    width -= (reader.unsigned() + reader.unsigned()) * unitX;
    height -= (reader.unsigned() + reader.unsigned()) * unitY;
  }
  return { width, height };
}

/** The value of the highest sub-layer, which is the last written. */
function readReorderFrames(reader: BitReader, subLayers: number): number {
  const allWritten = reader.flag();
  let reorderFrames = 0;
  for (let i = allWritten ? 0 : subLayers; i <= subLayers; i++) {
    reader.unsigned();
    reorderFrames = reader.unsigned();
    reader.unsigned();
  }
  return reorderFrames;
}
