/**
 * How far a file has come, in clear, so that a recorder that can't decrypt can close it after a
 * crash: two 512-byte slots at the end of the header, written in turn and covered by the same
 * fdatasync as the pictures they count (REC-25). A slot holds a counter, a little JSON and a CRC, and
 * fits one disk sector: a torn write leaves the other slot. Both are zeroed once the closing has
 * been told; the file's SHA-256 is taken with them as zeros, so at rest it is that of the file as it
 * lies. No name, no place and no picture is in them.
 */

import { crc32 } from 'node:zlib';
import { Defect } from '@beffroi/kernel';
import { boundHeaderBytes, headerBytes } from './file-header.ts';

export interface Progress {
  /** `finished`: the index is on disk, the closing still has to be told. */
  readonly state: 'growing' | 'finished';
  /** Official time of the end of the last picture that is counted. */
  readonly endMs: number;
  readonly pictures: number;
  readonly gops: number;
  /** Full chunks on disk. */
  readonly chunks: number;
  readonly maskVersions: readonly string[];
  readonly timeSource: 'camera' | 'arrival';
  /** SHA-256 once finished, else empty. */
  readonly sha256: string;
}

export const slotBytes = 512;
export const progressOffset = boundHeaderBytes;
export const progressBytes = headerBytes - boundHeaderBytes;
/** More mask versions than this in one file close it: a slot must hold their names (of usual length). */
export const maskVersionsMax = 6;
/** A mask version's id is at most this long. */
export const maskVersionBytesMax = 40;

/** The slot for the `turn`-th progress of a file, and where it goes. */
export function encodeProgress(
  turn: number,
  progress: Progress,
): { readonly bytes: Buffer; readonly offset: number } {
  const text = fittingText(progress);
  const bytes = Buffer.alloc(slotBytes);
  bytes.writeUInt32BE(turn, 4);
  bytes.writeUInt32BE(text.length, 8);
  text.copy(bytes, 12);
  bytes.writeUInt32BE(crc32(bytes.subarray(4)), 0);
  return { bytes, offset: progressOffset + (turn % 2) * slotBytes };
}

/** The JSON of a progress; names of mask versions that don't fit are left out, oldest kept. */
function fittingText(progress: Progress): Buffer {
  for (let kept = progress.maskVersions.length; kept >= 0; kept--) {
    const maskVersions = progress.maskVersions.slice(0, kept);
    const text = Buffer.from(JSON.stringify({ ...progress, maskVersions }), 'utf8');
    if (text.length <= slotBytes - 12) {
      return text;
    }
  }
  throw new Defect('a progress fits its slot');
}

/** The newest whole slot of a header; undefined when both are zero or torn. */
export function decodeProgress(header: Uint8Array): Progress | undefined {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  let newest: { readonly turn: number; readonly progress: Progress } | undefined;
  for (const offset of [progressOffset, progressOffset + slotBytes]) {
    const slot = bytes.subarray(offset, offset + slotBytes);
    const length = slot.length === slotBytes ? slot.readUInt32BE(8) : 0;
    if (
      length === 0 ||
      length > slotBytes - 12 ||
      slot.readUInt32BE(0) !== crc32(slot.subarray(4))
    ) {
      continue;
    }
    const turn = slot.readUInt32BE(4);
    if (newest === undefined || turn > newest.turn) {
      newest = { turn, progress: JSON.parse(slot.toString('utf8', 12, 12 + length)) as Progress };
    }
  }
  return newest?.progress;
}
