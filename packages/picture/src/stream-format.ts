/**
 * From parameter sets to what a decoder, a file and the law need to know of a stream: codec text,
 * displayed size, promised rate. Sizes outside 16 to 8192 pixels are refused before anybody
 * reserves memory for them: the numbers come from the street.
 */

import { err, ok, type Result } from '@beffroi/kernel';
import type { StreamFormat, VideoCodec } from './access-unit.ts';
import { h264Nal, h264NalType } from './h264/nal-type.ts';
import { type H264Sps, parseH264Sps } from './h264/sps.ts';
import { h265Nal, h265NalType } from './h265/nal-type.ts';
import { parseH265Sps } from './h265/sps.ts';

export const pictureSizeLimits = { sideMin: 16, sideMax: 8192 } as const;

/** Why parameter sets make no format; `detail` is one English sentence for the technician. */
export interface FormatFault {
  readonly code: 'parameter-sets-missing' | 'parameter-sets-broken' | 'size-refused';
  readonly detail: string;
}

/** `parameterSets`: whole NAL units without lengths, in any order; others are ignored. */
export function streamFormatOf(
  parameterSets: readonly Uint8Array[],
  codec: VideoCodec,
): Result<StreamFormat, FormatFault> {
  const wanted =
    codec === 'h264' ? [h264Nal.sps, h264Nal.pps] : [h265Nal.vps, h265Nal.sps, h265Nal.pps];
  const sorted = wanted.flatMap((type) =>
    parameterSets.filter((nal) => parameterSetType(nal, codec) === type),
  );
  const types = new Set(sorted.map((nal) => parameterSetType(nal, codec)));
  if (types.size < wanted.length) {
    const names = codec === 'h264' ? 'SPS and PPS' : 'VPS, SPS and PPS';
    return fault('parameter-sets-missing', `The stream needs ${names}, and not all of them came.`);
  }
  return codec === 'h264' ? h264Format(sorted) : h265Format(sorted);
}

/** NAL unit type of a parameter set or any other unit; -1 of no bytes. */
export function parameterSetType(nal: Uint8Array, codec: VideoCodec): number {
  const header = nal[0];
  if (header === undefined) {
    return -1;
  }
  return codec === 'h264' ? h264NalType(header) : h265NalType(header);
}

function h264Format(sets: readonly Uint8Array[]): Result<StreamFormat, FormatFault> {
  const nal = sets[0];
  const sps = nal === undefined ? undefined : parseH264Sps(nal);
  if (sps === undefined) {
    return fault('parameter-sets-broken', 'The H.264 sequence parameter set can not be read.');
  }
  const refused = sizeFault(sps.width, sps.height);
  if (refused !== undefined) {
    return refused;
  }
  const hex = [sps.profile, sps.constraints, sps.level].map((b) => b.toString(16).padStart(2, '0'));
  return ok({
    codec: 'h264',
    width: sps.width,
    height: sps.height,
    codecString: `avc1.${hex.join('')}`,
    declaredFps: sps.fps,
    parameterSets: sets,
    reorderFrames: h264ReorderFrames(sps),
  });
}

function h265Format(sets: readonly Uint8Array[]): Result<StreamFormat, FormatFault> {
  const nal = sets.find((set) => parameterSetType(set, 'h265') === h265Nal.sps);
  const sps = nal === undefined ? undefined : parseH265Sps(nal);
  if (sps === undefined) {
    return fault('parameter-sets-broken', 'The H.265 sequence parameter set can not be read.');
  }
  const refused = sizeFault(sps.width, sps.height);
  if (refused !== undefined) {
    return refused;
  }
  return ok({
    codec: 'h265',
    width: sps.width,
    height: sps.height,
    codecString: sps.codecString,
    declaredFps: sps.fps,
    parameterSets: sets,
    reorderFrames: sps.reorderFrames,
  });
}

function sizeFault(width: number, height: number) {
  const { sideMin, sideMax } = pictureSizeLimits;
  const fits = (side: number) => side >= sideMin && side <= sideMax;
  return fits(width) && fits(height)
    ? undefined
    : fault('size-refused', `A picture of ${width}x${height} is outside ${sideMin} to ${sideMax}.`);
}

function fault(code: FormatFault['code'], detail: string) {
  return err<FormatFault>({ code, detail });
}

/** What is written, else the most the level's picture buffer allows (clause A.3.1, E.2.1). */
function h264ReorderFrames(sps: H264Sps): number {
  if (sps.declaredReorderFrames !== null) {
    return sps.declaredReorderFrames;
  }
  if (sps.cannotReorder) {
    return 0;
  }
  const macroblocks = Math.ceil(sps.width / 16) * Math.ceil(sps.height / 16);
  const bufferMbs = bufferMacroblocks.find(([level]) => sps.level <= level)?.[1] ?? 696_320;
  return Math.max(1, Math.min(16, Math.floor(bufferMbs / macroblocks)));
}

/** MaxDpbMbs by level_idc (table A-1). */
const bufferMacroblocks: readonly (readonly [level: number, macroblocks: number])[] = [
  [10, 396],
  [11, 900],
  [20, 2_376],
  [21, 4_752],
  [30, 8_100],
  [31, 18_000],
  [32, 20_480],
  [41, 32_768],
  [42, 34_816],
  [50, 110_400],
  [52, 184_320],
];
