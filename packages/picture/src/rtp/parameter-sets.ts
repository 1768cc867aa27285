/**
 * The parameter sets in force: from the SDP first, then as they come in the stream, where cameras
 * change them in mid-stream (resolution, rate) without a word in RTSP. One VPS, one SPS and up to
 * 64 PPS by their id; a set of more than 4 KiB is no set.
 */

import type { VideoCodec } from '../access-unit.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { h264Nal } from '../h264/nal-type.ts';
import { h265Nal } from '../h265/nal-type.ts';
import { trimmedNal } from '../nal.ts';
import { parameterSetType } from '../stream-format.ts';

const setBytesMax = 4096;
const ppsIdMax = 63;

export class ParameterSets {
  readonly #codec: VideoCodec;
  readonly #order: readonly number[];
  readonly #sets = new Map<string, Uint8Array>();
  /** Counts up at each change. */
  version = 0;

  constructor(codec: VideoCodec, first: readonly Uint8Array[]) {
    this.#codec = codec;
    this.#order =
      codec === 'h264' ? [h264Nal.sps, h264Nal.pps] : [h265Nal.vps, h265Nal.sps, h265Nal.pps];
    for (const nal of first) {
      this.learn(nal);
    }
  }

  isParameterSet(type: number): boolean {
    return this.#order.includes(type);
  }

  /** Keeps a copy; answers whether it is new or differs from the one of its kind and id. */
  learn(nal: Uint8Array): boolean {
    const clean = trimmedNal(nal);
    const type = parameterSetType(clean, this.#codec);
    if (!this.isParameterSet(type) || clean.length > setBytesMax || clean.length < 3) {
      return false;
    }
    const key = this.#keyOf(type, clean);
    const known = this.#sets.get(key);
    if (key === '' || (known !== undefined && sameBytes(known, clean))) {
      return false;
    }
    this.#sets.set(key, new Uint8Array(clean));
    this.version++;
    return true;
  }

  /** VPS, SPS, PPS in that order. */
  get all(): Uint8Array[] {
    return this.#order.flatMap((type) =>
      [...this.#sets.values()].filter((nal) => parameterSetType(nal, this.#codec) === type),
    );
  }

  #keyOf(type: number, nal: Uint8Array): string {
    if (type !== h264Nal.pps && type !== h265Nal.pps) {
      return `${type}`;
    }
    const reader = new BitReader(nal.subarray(0, 16));
    reader.skip(this.#codec === 'h264' ? 8 : 16);
    const id = reader.unsigned();
    return reader.overrun || id > ppsIdMax ? '' : `${type}-${id}`;
  }
}

/** A loop, because this runs at every key picture of every camera. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return false;
    }
  }
  return true;
}
