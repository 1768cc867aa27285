/**
 * The way out of a transcoder. Takes what the encoder made, drops the units no decoder needs
 * (delimiters, filler, the encoder's own advertising), announces the format before the first
 * picture that wants it, and makes the masked picture. Only pictures in presentation order leave.
 */

import { equalBytes, Failure } from '@beffroi/kernel';
import type { MaskedSink } from '@beffroi/office';
import {
  type ClearAccessUnit,
  joinNalUnits,
  type MaskMark,
  parameterSetType,
  streamFormatOf,
} from '@beffroi/picture';
import { maskedByEngine } from '../masked-maker.ts';

/** What stays with a picture through the codecs. */
export interface DrawnPicture {
  readonly ticks: number;
  readonly receivedMs: number;
  readonly cameraMs: number | null;
  readonly mark: MaskMark;
}

const h264 = { sei: 6, sps: 7, pps: 8, delimiter: 9, filler: 12 } as const;
const leftOut: ReadonlySet<number> = new Set([h264.sei, h264.delimiter, h264.filler]);
const parameterSets: ReadonlySet<number> = new Set([h264.sps, h264.pps]);

/** When the picture is shown; with B-frames that is later than it is decoded (CAM-9). */
export function shownTicks({ ticks, presentationTicks = ticks }: ClearAccessUnit): number {
  return presentationTicks;
}

/** A decoded picture leaves in the order in which it is shown, so its time is when it is shown. */
export function drawnFrom(unit: ClearAccessUnit, mark: MaskMark): DrawnPicture {
  const { receivedMs, cameraMs } = unit;
  return { ticks: shownTicks(unit), receivedMs, cameraMs, mark };
}

export class MaskedOutlet {
  readonly #sink: MaskedSink;
  #sets: readonly Uint8Array[] = [];
  #out = 0;

  constructor(sink: MaskedSink) {
    this.#sink = sink;
  }

  get out(): number {
    return this.#out;
  }

  /** One encoded H.264 picture: its NAL units without lengths, parameter sets first at a key. */
  picture(nals: readonly Uint8Array[], key: boolean, drawn: DrawnPicture): void {
    const kept = nals.filter((nal) => !leftOut.has(parameterSetType(nal, 'h264')));
    if (key) {
      this.#announce(kept.filter((nal) => parameterSets.has(parameterSetType(nal, 'h264'))));
    }
    const { ticks, receivedMs, cameraMs, mark } = drawn;
    const data = joinNalUnits(kept);
    this.#out++;
    this.#sink.accessUnit(
      maskedByEngine({ codec: 'h264', key, data, ticks, receivedMs, cameraMs }, mark),
    );
  }

  /** The next key picture announces its format again. */
  forgetFormat(): void {
    this.#sets = [];
  }

  #announce(sets: readonly Uint8Array[]): void {
    const same =
      sets.length === this.#sets.length &&
      sets.every((set, index) => equalBytes(set, this.#sets[index] ?? new Uint8Array()));
    if (same) {
      return;
    }
    const format = streamFormatOf(sets, 'h264');
    if (!format.ok) {
      throw new Failure(
        'encoder-failed',
        `Our encoder's stream has no format: ${format.error.detail}`,
      );
    }
    // Views into the encoder's packet would keep it alive.
    this.#sets = sets.map((set) => set.slice());
    this.#sink.format({ ...format.value, parameterSets: this.#sets });
  }
}
