/**
 * One run of pictures as fMP4: our `uuid` box with their official times, camera times and mask
 * versions (MSK-1: each picture says who answers for it), `prft` with the wall clock of the first,
 * `moof`, `mdat`. A GOP is one fragment, or several when it is long: then only the first begins
 * with a key picture. Pictures are given and returned in decode order; composition offsets are
 * written when presentation differs.
 */

import { assert } from '@beffroi/kernel';
import { ownBoxHeadBytes, ownBoxTypes } from './box.ts';

export interface FragmentPicture {
  readonly data: Uint8Array;
  readonly key: boolean;
  /** Presentation time in the file, 90 kHz from its first picture. */
  readonly ticks: number;
  /** Official time, milliseconds; kept to the microsecond. */
  readonly atMs: number;
  readonly cameraMs: number | null;
  readonly maskVersion: string;
}

export interface Fragment {
  /** Counts up from 1 in a file. */
  readonly sequence: number;
  readonly pictures: readonly FragmentPicture[];
  /** When the last picture ends: the next one's time, or a guess at a gap. */
  readonly endTicks: number;
  readonly endMs: number;
}

/** Size of the pictures of one fragment is bounded so that 32-bit box sizes hold. */
export const fragmentBytesMax = 64 * 1024 * 1024;
export const fragmentPicturesMax = 0xffff;

/** Bytes before the pictures' rows in our box: see README of store-recordings. */
export const fragmentFixedBytes = 40;
export const fragmentRowBytes = 13;

const ntpEpochOffsetS = 2_208_988_800;
const syncSample = 0x02000000;
const dependentSample = 0x01010000;

/** The boxes of a fragment before its pictures; the file holds this and then each `data` in turn. */
export function fragmentHead(fragment: Fragment): Uint8Array {
  const { pictures } = fragment;
  const versions = [...new Set(pictures.map((picture) => picture.maskVersion))];
  const versionBytes = versions.reduce((sum, version) => sum + 1 + version.length, 0);
  const dataBytes = pictures.reduce((sum, picture) => sum + picture.data.length, 0);
  assert(pictures.length > 0, 'a fragment has a picture');
  assert(pictures.length <= fragmentPicturesMax, 'a fragment holds at most 65535 pictures');
  assert(dataBytes <= fragmentBytesMax, 'a fragment holds at most 64 MiB');
  assert(versions.length <= 255, 'a fragment has at most 255 mask versions');

  const factsBytes =
    ownBoxHeadBytes + fragmentFixedBytes + versionBytes + fragmentRowBytes * pictures.length;
  const moofBytes = 8 + 16 + 8 + 16 + 20 + 20 + 16 * pictures.length;
  const headBytes = factsBytes + 32 + moofBytes + 8;
  const pen = new Pen(headBytes);
  writeFacts(pen, fragment, versions, { factsBytes, headBytes, dataBytes });
  const order = pictures.map((picture) => picture.ticks).sort((a, b) => a - b);
  writeReferenceTime(pen, startMsOf(pictures), order[0] ?? 0);
  writeMovieFragment(pen, fragment, order, moofBytes);
  pen.u32(8 + dataBytes);
  pen.letters('mdat');
  assert(pen.at === headBytes, 'a fragment head has the size it says');
  return pen.bytes;
}

/** Official time of the picture shown first. */
function startMsOf(pictures: readonly FragmentPicture[]): number {
  return pictures.reduce((least, picture) => Math.min(least, picture.atMs), Infinity);
}

function writeFacts(
  pen: Pen,
  fragment: Fragment,
  versions: readonly string[],
  sizes: {
    readonly factsBytes: number;
    readonly headBytes: number;
    readonly dataBytes: number;
  },
): void {
  const { pictures } = fragment;
  const startUs = Math.round(startMsOf(pictures) * 1000);
  pen.u32(sizes.factsBytes);
  pen.letters('uuid');
  for (const byte of ownBoxTypes.fragment) {
    pen.u8(byte);
  }
  pen.u8(1);
  pen.u8(pictures[0]?.key === true ? 1 : 0);
  pen.u8(versions.length);
  pen.u8(0);
  pen.u64(startUs);
  pen.u64(Math.round(fragment.endMs * 1000));
  pen.u32(pictures.length);
  pen.u32(sizes.headBytes);
  pen.u32(sizes.dataBytes);
  pen.u32(pictures[0]?.data.length ?? 0);
  pen.u32(0);
  for (const version of versions) {
    pen.u8(version.length);
    pen.letters(version);
  }
  for (const picture of pictures) {
    pen.i32(Math.round(picture.atMs * 1000) - startUs);
    pen.f64(picture.cameraMs ?? Number.NaN);
    pen.u8(versions.indexOf(picture.maskVersion));
  }
}

/** `prft` (ISO 14496-12 section 8.16.5): wall clock of a media time, as of capture. */
function writeReferenceTime(pen: Pen, startMs: number, ticks: number): void {
  const seconds = Math.floor(startMs / 1000);
  pen.u32(32);
  pen.letters('prft');
  pen.u32(0x01000018);
  pen.u32(1);
  pen.u32((seconds + ntpEpochOffsetS) % 0x100000000);
  pen.u32(Math.floor(((startMs - seconds * 1000) / 1000) * 0x100000000));
  pen.u64(ticks);
}

function writeMovieFragment(
  pen: Pen,
  fragment: Fragment,
  order: readonly number[],
  moofBytes: number,
): void {
  const { pictures } = fragment;
  pen.u32(moofBytes);
  pen.letters('moof');
  pen.u32(16);
  pen.letters('mfhd');
  pen.u32(0);
  pen.u32(fragment.sequence);
  pen.u32(moofBytes - 24);
  pen.letters('traf');
  pen.u32(16);
  pen.letters('tfhd');
  pen.u32(0x020000);
  pen.u32(1);
  pen.u32(20);
  pen.letters('tfdt');
  pen.u32(0x01000000);
  pen.u64(order[0] ?? 0);
  pen.u32(20 + 16 * pictures.length);
  pen.letters('trun');
  // Version 1: signed composition offsets, so that no edit list is needed.
  pen.u32(0x01000f01);
  pen.u32(pictures.length);
  pen.u32(moofBytes + 8);
  pictures.forEach((picture, index) => {
    const decodeTicks = order[index] ?? 0;
    const nextTicks = order[index + 1] ?? fragment.endTicks;
    pen.u32(Math.max(1, nextTicks - decodeTicks));
    pen.u32(picture.data.length);
    pen.u32(picture.key ? syncSample : dependentSample);
    pen.i32(picture.ticks - decodeTicks);
  });
}

/** Writes big-endian numbers one after the other. */
class Pen {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;

  constructor(sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes);
    this.#view = new DataView(this.bytes.buffer);
  }

  u8(value: number): void {
    this.#view.setUint8(this.at, value);
    this.at += 1;
  }

  u32(value: number): void {
    this.#view.setUint32(this.at, value);
    this.at += 4;
  }

  i32(value: number): void {
    this.#view.setInt32(this.at, value);
    this.at += 4;
  }

  u64(value: number): void {
    this.u32(Math.floor(value / 0x100000000));
    this.u32(value % 0x100000000);
  }

  f64(value: number): void {
    this.#view.setFloat64(this.at, value);
    this.at += 8;
  }

  letters(text: string): void {
    for (let i = 0; i < text.length; i++) {
      this.u8(text.charCodeAt(i));
    }
  }
}
