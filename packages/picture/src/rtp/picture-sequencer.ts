/**
 * Last step of the receiver: gives each whole picture its time and, to key pictures, their
 * parameter sets. Holds the first pictures of a run back until their order is known
 * (picture-order.ts), announces a format before the first picture and at each change.
 */

import { concatBytes, letGo } from '@beffroi/kernel';
import type { AccessUnit, VideoCodec } from '../access-unit.ts';
import type { FormatKeeper } from './format-keeper.ts';
import { heldPicturesMax, OrderWatch, type StreamOrder } from './picture-order.ts';
import type { ReceiverSink } from './receiver-sink.ts';
import { Timeline, type TimelineEnd } from './timeline.ts';

export interface WholePicture {
  readonly key: boolean;
  /** Without the parameter sets of a key picture. */
  readonly data: Uint8Array;
  readonly timestamp: number;
  readonly nowMs: number;
  readonly cameraMs: number | null;
}

export interface SequencerOptions {
  readonly codec: VideoCodec;
  readonly clockRate: number;
  readonly order: StreamOrder;
  readonly before: TimelineEnd | undefined;
}

export class PictureSequencer {
  readonly #codec: VideoCodec;
  readonly #formats: FormatKeeper;
  readonly #sink: Pick<ReceiverSink, 'format' | 'accessUnit'>;
  readonly #timeline: Timeline;
  readonly #watch = new OrderWatch();
  #announced: unknown;
  #held: WholePicture[] = [];
  order: StreamOrder;

  constructor(
    options: SequencerOptions,
    formats: FormatKeeper,
    sink: Pick<ReceiverSink, 'format' | 'accessUnit'>,
  ) {
    this.#codec = options.codec;
    this.#formats = formats;
    this.#sink = sink;
    this.#timeline = new Timeline(options.clockRate, options.before);
    this.order = options.order;
    if (options.order.kind === 'present') {
      this.#timeline.deepen(options.order.depth, formats.stepTicks);
    }
  }

  get end(): TimelineEnd | undefined {
    return this.#timeline.end;
  }

  /** Pictures are missing from here on. */
  interrupted(): void {
    // What is held is whole and in order: it goes out, as if the order were the plain one.
    this.#release();
    this.#watch.restart();
    this.#timeline.restartOrder();
  }

  /** Before the format changes, what is held goes out with the one it came with. */
  settle(formatChanges: boolean): void {
    if (formatChanges) {
      this.#release();
    }
  }

  push(picture: WholePicture): void {
    if (picture.key && this.#codec === 'h264') {
      // Nothing is shown across an IDR picture.
      this.#watch.restart();
    }
    const later = this.#watch.see(picture.timestamp);
    if (later > 0 && !this.#formats.cannotReorder) {
      this.#learnReordering(later);
    }
    if (this.order.kind !== 'unknown') {
      this.#release();
      this.#emit(picture);
    } else if (this.#formats.cannotReorder) {
      this.order = { kind: 'none' };
      this.#emit(picture);
    } else {
      this.#held.push(picture);
      if (this.#held.length >= heldPicturesMax) {
        this.order = { kind: 'none' };
        this.#release();
      }
    }
  }

  #learnReordering(depth: number): void {
    const known = this.order.kind === 'present' ? this.order.depth : 0;
    const deeper = Math.max(known, depth, this.#formats.declaredDepth ?? 1);
    if (deeper > known) {
      this.order = { kind: 'present', depth: deeper };
      this.#timeline.deepen(deeper, this.#formats.stepTicks);
    }
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const picture of held) {
      this.#emit(picture);
    }
  }

  #emit(picture: WholePicture): void {
    const reorders = this.order.kind === 'present';
    const format = this.#formats.format(reorders);
    if (picture.key && format !== undefined && format !== this.#announced) {
      this.#announced = format;
      this.#sink.format(format);
    }
    const { ticks, presentationTicks } = this.#timeline.next(picture.timestamp, picture.nowMs);
    const data = picture.key ? this.#withSets(picture.data, reorders) : picture.data;
    const unit: AccessUnit = {
      codec: this.#codec,
      key: picture.key,
      data,
      ticks,
      receivedMs: picture.nowMs,
      cameraMs: picture.cameraMs,
    };
    // A camera that repeats a timestamp has no B-frames: its pictures are shown as they are sent.
    const apart = reorders && presentationTicks !== ticks;
    this.#sink.accessUnit(apart ? { ...unit, presentationTicks } : unit);
  }

  #withSets(picture: Uint8Array, reorders: boolean): Uint8Array {
    const whole = concatBytes([this.#formats.prefix(reorders), picture]);
    letGo(picture);
    return whole;
  }
}
