/**
 * H.264 sequence parameter set (clause 7.3.2.1.1 and annex E): size after cropping, promised frame
 * rate, and how many pictures a decoder may hold back. A VUI that breaks off is taken as absent:
 * cameras write bad ones, and the picture decodes all the same.
 */

import { BitReader } from '../bits/bit-reader.ts';
import { skipVuiLooks } from '../bits/vui-looks.ts';

export interface H264Sps {
  readonly profile: number;
  readonly constraints: number;
  readonly level: number;
  readonly width: number;
  readonly height: number;
  /** Pictures a second from the VUI's timing, null when it gives none. */
  readonly fps: number | null;
  readonly refFrames: number;
  readonly pocType: number;
  /** `max_num_reorder_frames` as written; null when nothing is written. */
  readonly declaredReorderFrames: number | null;
  /** Whether the syntax alone rules reordering out (baseline, intra, POC type 2). */
  readonly cannotReorder: boolean;
  /** Where the VUI flag stands, and where its `bitstream_restriction_flag`; null without a VUI. */
  readonly vuiBit: number;
  readonly restrictionBit: number | null;
}

interface Vui {
  readonly fps: number | null;
  readonly restrictionBit: number;
  readonly reorderFrames: number | null;
}

/** `nal` with its header byte. Undefined when it is no SPS or ends before the VUI. */
export function parseH264Sps(nal: Uint8Array): H264Sps | undefined {
  const reader = new BitReader(nal);
  if ((reader.bits(8) & 31) !== 7) {
    return undefined;
  }
  const profile = reader.bits(8);
  const constraints = reader.bits(8);
  const level = reader.bits(8);
  reader.unsigned();
  const chroma = skipHighProfile(reader, profile);
  reader.unsigned();
  const pocType = skipOrderCount(reader);
  const refFrames = reader.unsigned();
  reader.flag();
  const size = readSize(reader, chroma);
  const vuiBit = reader.bit;
  const hasVui = reader.flag();
  if (reader.overrun || refFrames > 16) {
    return undefined;
  }
  const vui = hasVui ? readVui(reader) : undefined;
  return {
    profile,
    constraints,
    level,
    ...size,
    fps: vui?.fps ?? null,
    refFrames,
    pocType,
    declaredReorderFrames: vui?.reorderFrames ?? null,
    cannotReorder: profile === 66 || pocType === 2 || isIntraOnly(profile, constraints),
    vuiBit,
    restrictionBit: vui?.restrictionBit ?? null,
  };
}

const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Answers `chroma_format_idc`, 1 where it isn't written; 0 also for separate colour planes. */
function skipHighProfile(reader: BitReader, profile: number): number {
  if (!highProfiles.has(profile)) {
    return 1;
  }
  const chroma = reader.unsigned();
  const separatePlanes = chroma === 3 && reader.flag();
  reader.unsigned();
  reader.unsigned();
  reader.flag();
  if (reader.flag()) {
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
      if (reader.flag()) {
        skipScalingList(reader, list < 6 ? 16 : 64);
      }
    }
  }
  return separatePlanes ? 0 : chroma;
}

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < size && !reader.overrun; i++) {
    if (next !== 0) {
      next = (last + reader.signed() + 256) % 256;
    }
    last = next === 0 ? last : next;
  }
}

function skipOrderCount(reader: BitReader): number {
  const pocType = reader.unsigned();
  if (pocType === 0) {
    reader.unsigned();
  } else if (pocType === 1) {
    reader.flag();
    reader.signed();
    reader.signed();
    const cycle = reader.unsigned();
    for (let i = 0; i < cycle && !reader.overrun; i++) {
      reader.signed();
    }
  }
  return pocType;
}

function readSize(reader: BitReader, chroma: number): { width: number; height: number } {
  const widthMbs = reader.unsigned() + 1;
  const heightUnits = reader.unsigned() + 1;
  const framesOnly = reader.flag();
  if (!framesOnly) {
    reader.flag();
  }
  reader.flag();
  const fieldFactor = framesOnly ? 1 : 2;
  let width = widthMbs * 16;
  let height = heightUnits * 16 * fieldFactor;
  if (reader.flag()) {
    // Clause 7.4.2.1.1: crop units follow the chroma sampling and the field structure.
    const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
    const unitY = (chroma === 1 ? 2 : 1) * fieldFactor;
    width -= (reader.unsigned() + reader.unsigned()) * unitX;
    height -= (reader.unsigned() + reader.unsigned()) * unitY;
  }
  return { width, height };
}

function readVui(reader: BitReader): Vui | undefined {
  skipVuiLooks(reader);
  const fps = reader.flag() ? readTiming(reader) : null;
  const nalHrd = reader.flag() && skipHrd(reader);
  const vclHrd = reader.flag() && skipHrd(reader);
  if (nalHrd || vclHrd) {
    reader.skip(1);
  }
  reader.skip(1);
  const restrictionBit = reader.bit;
  let reorderFrames: number | null = null;
  if (reader.flag()) {
    reader.skip(1);
    for (let i = 0; i < 4; i++) {
      reader.unsigned();
    }
    reorderFrames = reader.unsigned();
    reader.unsigned();
  }
  if (reader.overrun || (reorderFrames !== null && reorderFrames > 16)) {
    return undefined;
  }
  return { fps, restrictionBit, reorderFrames };
}

/** A frame is two ticks of the VUI's clock (clause E.2.1). Rates no camera has answer null. */
function readTiming(reader: BitReader): number | null {
  const unitsInTick = reader.bits(32);
  const timeScale = reader.bits(32);
  reader.flag();
  const fps = timeScale / (2 * unitsInTick);
  return fps >= 0.1 && fps <= 240 ? fps : null;
}

function skipHrd(reader: BitReader): true {
  const count = reader.unsigned() + 1;
  reader.skip(8);
  for (let i = 0; i < count && i < 32; i++) {
    reader.unsigned();
    reader.unsigned();
    reader.flag();
  }
  reader.skip(20);
  return true;
}

function isIntraOnly(profile: number, constraints: number): boolean {
  return profile === 44 || ([86, 110, 122, 244].includes(profile) && (constraints & 0x10) !== 0);
}
