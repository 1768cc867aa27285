/**
 * Collects the NAL units of one picture into one growing buffer, each behind its 4-byte length.
 * Bytes are copied out of the socket's memory at once, so no packet, however small, keeps a chunk
 * alive; a finished picture is one exact copy. Delimiters, filler and end marks are left out,
 * parameter sets go to their own keeper. A picture over 8 MiB is given up.
 */

import type { VideoCodec } from '../access-unit.ts';
import { h264Nal, h264NalType } from '../h264/nal-type.ts';
import { h265Nal, h265NalType } from '../h265/nal-type.ts';
import { annexBNalUnits, writeLength } from '../nal.ts';
import type { ParameterSets } from './parameter-sets.ts';

export const pictureBytesMax = 8_388_608;
const firstBytes = 65_536;

export class PictureWriter {
  readonly #codec: VideoCodec;
  readonly #sets: ParameterSets;
  #buffer = new Uint8Array(firstBytes);
  #length = 0;
  #nalStart = -1;
  /** Coded slices so far: a picture without any isn't finished by a marker. */
  slices = 0;
  key = false;
  /** Type of the first slice's NAL unit, -1 before it. */
  sliceType = -1;
  /** Whether the first slice is the one that begins a picture: otherwise slices are missing. */
  beginsWell = false;
  /** Whether parameter sets changed inside this picture. */
  changedSets = false;
  overflowed = false;

  constructor(codec: VideoCodec, sets: ParameterSets) {
    this.#codec = codec;
    this.#sets = sets;
  }

  get open(): boolean {
    return this.#nalStart !== -1;
  }

  /** One whole NAL unit. */
  nal(bytes: Uint8Array): void {
    this.begin();
    this.append(bytes);
    this.end();
  }

  begin(): void {
    this.#nalStart = this.#length;
    if (this.#reserve(4)) {
      this.#length += 4;
    }
  }

  append(bytes: Uint8Array): void {
    if (this.#reserve(bytes.length)) {
      this.#buffer.set(bytes, this.#length);
      this.#length += bytes.length;
    }
  }

  appendByte(byte: number): void {
    if (this.#reserve(1)) {
      this.#buffer[this.#length++] = byte;
    }
  }

  end(): void {
    const start = this.#nalStart;
    const length = this.#length - start - 4;
    this.#nalStart = -1;
    if (length <= 0 || this.overflowed) {
      this.#length = start;
      return;
    }
    const header = this.#buffer[start + 4] ?? 0;
    const type = this.#codec === 'h264' ? h264NalType(header) : h265NalType(header);
    if (this.#sets.isParameterSet(type)) {
      const bytes = this.#buffer.slice(start + 4, this.#length);
      this.#length = start;
      this.#parameterSet(bytes);
    } else if (isLeftOut(this.#codec, type)) {
      this.#length = start;
    } else {
      writeLength(this.#buffer, start, length);
      this.#noteSlice(type, start + 4);
    }
  }

  /** An unfinished NAL unit is worth nothing. */
  abandonNal(): void {
    this.#length = this.#nalStart;
    this.#nalStart = -1;
  }

  /** The picture's bytes behind `prefix`; begins the next picture. */
  finish(prefix: Uint8Array | undefined): Uint8Array {
    const before = prefix?.length ?? 0;
    const data = new Uint8Array(before + this.#length);
    if (prefix !== undefined) {
      data.set(prefix);
    }
    data.set(this.#buffer.subarray(0, this.#length), before);
    this.clear();
    return data;
  }

  clear(): void {
    this.#length = 0;
    this.#nalStart = -1;
    this.slices = 0;
    this.key = false;
    this.sliceType = -1;
    this.beginsWell = false;
    this.changedSets = false;
    this.overflowed = false;
  }

  #noteSlice(type: number, at: number): void {
    const isSlice = this.#codec === 'h264' ? type >= 1 && type <= 5 : type < 32;
    if (!isSlice) {
      return;
    }
    if (this.slices === 0) {
      this.sliceType = type;
      // `first_mb_in_slice` 0 is one set bit; `first_slice_segment_in_pic_flag` is that bit.
      const first = this.#buffer[at + (this.#codec === 'h264' ? 1 : 2)] ?? 0;
      this.beginsWell = (first & 0x80) !== 0;
    }
    this.slices++;
    this.key ||= isKeyType(this.#codec, type);
  }

  /** Some cameras send SPS, PPS and picture as one unit with start codes inside it. */
  #parameterSet(bytes: Uint8Array): void {
    const whole = new Uint8Array(bytes.length + 3);
    whole[2] = 1;
    whole.set(bytes, 3);
    const pieces = [...annexBNalUnits(whole)];
    for (const [index, piece] of pieces.entries()) {
      if (this.#sets.learn(piece)) {
        this.changedSets = true;
      } else if (index > 0) {
        this.#piece(piece);
      }
    }
  }

  #piece(piece: Uint8Array): void {
    const header = piece[0] ?? 0;
    const type = this.#codec === 'h264' ? h264NalType(header) : h265NalType(header);
    if (!this.#sets.isParameterSet(type)) {
      this.nal(piece);
    }
  }

  /** Room for so many more bytes; false once the picture is larger than any picture is. */
  #reserve(count: number): boolean {
    const needed = this.#length + count;
    if (needed > pictureBytesMax) {
      this.overflowed = true;
    }
    if (this.overflowed) {
      return false;
    }
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.min(pictureBytesMax, Math.max(needed, needed * 2)));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    return true;
  }
}

export function isKeyType(codec: VideoCodec, type: number): boolean {
  return codec === 'h264'
    ? type === h264Nal.idr
    : type >= h265Nal.firstKey && type <= h265Nal.lastKey;
}

function isLeftOut(codec: VideoCodec, type: number): boolean {
  if (codec === 'h264') {
    return type === 0 || (type >= h264Nal.delimiter && type <= h264Nal.filler) || type > 23;
  }
  return (type >= h265Nal.delimiter && type <= h265Nal.filler) || type > 47;
}
