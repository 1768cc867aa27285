/**
 * Keeps the stream's format as its parameter sets say it now, in the two dresses that may be
 * needed: as the camera sent it, and with an SPS that promises no reordering (H.264 only; an H.265
 * SPS always says it, and no browser of ours decodes it for live).
 */

import type { StreamFormat, VideoCodec } from '../access-unit.ts';
import { withoutReordering } from '../h264/no-reordering.ts';
import { parseH264Sps } from '../h264/sps.ts';
import { joinNalUnits } from '../nal.ts';
import { parameterSetType, streamFormatOf } from '../stream-format.ts';
import type { ParameterSets } from './parameter-sets.ts';

export class FormatKeeper {
  readonly #codec: VideoCodec;
  readonly #sets: ParameterSets;
  #version = -1;
  #fault: string | undefined;
  #asSent: StreamFormat | undefined;
  #inOrder: StreamFormat | undefined;
  #declaredDepth: number | null = null;
  #cannotReorder = false;

  constructor(codec: VideoCodec, sets: ParameterSets) {
    this.#codec = codec;
    this.#sets = sets;
  }

  /** Whether the sets changed since they were last read. */
  get outdated(): boolean {
    return this.#version !== this.#sets.version;
  }

  /** Reads the sets anew when they changed; answers why they make no format, if so. */
  refresh(): string | undefined {
    if (this.#version === this.#sets.version) {
      return this.#fault;
    }
    this.#version = this.#sets.version;
    const sets = this.#sets.all;
    const format = streamFormatOf(sets, this.#codec);
    if (!format.ok) {
      this.#fault = format.error.detail;
      return this.#fault;
    }
    this.#fault = undefined;
    this.#asSent = format.value;
    this.#inOrder = { ...format.value, parameterSets: promisingOrder(sets, this.#codec) };
    if (this.#codec === 'h264') {
      this.#inOrder = { ...this.#inOrder, reorderFrames: 0 };
    }
    this.#learnOrder(format.value);
    return undefined;
  }

  /** The SPS itself rules B-frames out. */
  get cannotReorder(): boolean {
    return this.#cannotReorder;
  }

  /** What the SPS declares of the order, null when it declares nothing. */
  get declaredDepth(): number | null {
    return this.#declaredDepth;
  }

  /** Pictures a second by the SPS, 30 where it says nothing: for a first guess only. */
  get stepTicks(): number {
    return Math.round(90_000 / (this.#asSent?.declaredFps ?? 30));
  }

  format(reorders: boolean): StreamFormat | undefined {
    return reorders ? this.#asSent : this.#inOrder;
  }

  /** The parameter sets as every key picture carries them, each behind its length. */
  prefix(reorders: boolean): Uint8Array {
    return joinNalUnits(this.format(reorders)?.parameterSets ?? []);
  }

  #learnOrder(format: StreamFormat): void {
    if (this.#codec === 'h265') {
      this.#declaredDepth = format.reorderFrames;
      this.#cannotReorder = format.reorderFrames === 0;
      return;
    }
    const sps = format.parameterSets[0] && parseH264Sps(format.parameterSets[0]);
    this.#declaredDepth = sps?.declaredReorderFrames ?? null;
    this.#cannotReorder = sps?.cannotReorder === true || this.#declaredDepth === 0;
  }
}

function promisingOrder(sets: readonly Uint8Array[], codec: VideoCodec): Uint8Array[] {
  return sets.map((nal) =>
    codec === 'h264' && parameterSetType(nal, codec) === 7 ? withoutReordering(nal) : nal,
  );
}
