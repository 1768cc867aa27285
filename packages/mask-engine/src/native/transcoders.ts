/**
 * The mask engine's first implementation: decode, draw, encode with the codec library in this very
 * process, which therefore should be a worker of one camera. One picture at a time goes through, in
 * the order in which it came; nothing can reach the encoder around the drawing (MSK-1, MSK-2).
 * The thread is held up for a picture at a time, and lets others in between two.
 * Whatever is not certain (size, samples, geometry, engine) stops pictures and is told as a gap.
 */

import type {
  EncodeSettings,
  MaskedSink,
  MaskSettings,
  MaskTranscoder,
  MaskTranscoders,
} from '@beffroi/office';
import {
  annexBNalUnits,
  type ClearAccessUnit,
  drawMask,
  lengthPrefixedToAnnexB,
  ticksPerSecond,
  type VideoCodec,
} from '@beffroi/picture';
import { isEmptyPicture } from '../check/empty-picture.ts';
import { encodedSize } from '../transcoding/encoded-size.ts';
import { GapTeller } from '../transcoding/gap-teller.ts';
import { holeTicks } from '../transcoding/intake.ts';
import { MaskBoard } from '../transcoding/mask-board.ts';
import { type DrawnPicture, drawnFrom, MaskedOutlet, shownTicks } from '../transcoding/outlet.ts';
import { PictureLine } from '../transcoding/picture-line.ts';
import { PictureNotes } from '../transcoding/picture-notes.ts';
import type { NativeDecoder, NativeEncoder } from './codec.ts';
import type { DecodedPicture } from './frame.ts';
import { loadNativeCodecs, type NativeCodecs } from './load.ts';

/** Transcoders on node-av; `nowMs` dates the gap notices. */
export function createNodeAvTranscoders(parts: { readonly nowMs: () => number }): MaskTranscoders {
  return {
    open: async (mask, encode, sink) =>
      new NodeAvTranscoder(await loadNativeCodecs(), { mask, encode, sink, nowMs: parts.nowMs }),
  };
}

class NodeAvTranscoder implements MaskTranscoder {
  readonly #codecs: NativeCodecs;
  readonly #encode: EncodeSettings;
  readonly #board: MaskBoard;
  readonly #outlet: MaskedOutlet;
  readonly #gaps: GapTeller;
  readonly #line: PictureLine;
  readonly #decoding = new PictureNotes<ClearAccessUnit>();
  readonly #encoding = new PictureNotes<DrawnPicture>();
  #decoder: { readonly codec: VideoCodec; readonly native: NativeDecoder } | null = null;
  #encoder: NativeEncoder | null = null;
  #decoded = 0;
  #lost = 0;
  #newestTicks = Number.NEGATIVE_INFINITY;
  #lastDrawn = { ticks: Number.NEGATIVE_INFINITY, keyTicks: 0, maskVersion: -1 };

  constructor(
    codecs: NativeCodecs,
    parts: {
      readonly mask: MaskSettings;
      readonly encode: EncodeSettings;
      readonly sink: MaskedSink;
      readonly nowMs: () => number;
    },
  ) {
    this.#codecs = codecs;
    this.#encode = parts.encode;
    this.#board = new MaskBoard(parts.mask);
    this.#outlet = new MaskedOutlet(parts.sink);
    this.#gaps = new GapTeller((notice) => {
      // Whoever heard of a gap waits for a key picture.
      this.#lastDrawn = { ...this.#lastDrawn, maskVersion: -1 };
      parts.sink.gap(notice);
    }, parts.nowMs);
    this.#line = new PictureLine(this.#gaps, {
      one: (unit) => this.#one(unit),
      startOver: () => this.#startOver(),
    });
  }

  get figures() {
    const dropped = this.#line.dropped + this.#decoding.lost + this.#lost;
    return { in: this.#line.in, decoded: this.#decoded, out: this.#outlet.out, dropped };
  }

  setMask(settings: MaskSettings): void {
    this.#board.set(settings);
  }

  push(unit: ClearAccessUnit): void {
    this.#line.push(unit);
  }

  async close(): Promise<void> {
    this.#line.stop();
    await this.#line.ended();
    await this.#freeCodecs();
  }

  async #one(unit: ClearAccessUnit): Promise<void> {
    if (unit.key && unit.ticks <= this.#newestTicks) {
      await this.#beginRun();
    }
    this.#newestTicks = Math.max(this.#newestTicks, unit.ticks);
    const decoder = await this.#decoderFor(unit.codec);
    const number = this.#decoding.add(unit);
    const taken = await decoder.decode(lengthPrefixedToAnnexB(unit.data), number, (picture) =>
      this.#picture(picture),
    );
    if (!taken) {
      this.#decoding.take(number);
      this.#lost++;
      this.#gaps.tell('mask-engine-failed', 'The decoder refused a picture of the camera.');
    }
  }

  async #picture(picture: DecodedPicture): Promise<void> {
    const unit = this.#decoding.take(picture.number);
    if (unit === undefined || shownTicks(unit) <= this.#lastDrawn.ticks) {
      // Out of order: a stream that reorders more than it says. Masked or not, it is of no use.
      this.#lost++;
      return;
    }
    if (isEmptyPicture(picture)) {
      this.#lost++;
      this.#gaps.tell('stream-undecodable', 'Nothing of a picture of the camera can be decoded.');
      return;
    }
    this.#decoded++;
    const { width, height } = encodedSize(picture);
    const mask = this.#board.forSize(width, height);
    if (!mask.ready) {
      this.#lost++;
      this.#gaps.tell(mask.cause, mask.detail);
      return;
    }
    const encoder = await this.#encoderFor(picture);
    const drawing = drawnFrom(unit, mask.mark);
    const key = this.#wantsKey(drawing.ticks);
    const number = this.#encoding.add(drawing);
    const draw = (planes: Parameters<typeof drawMask>[0]) => drawMask(planes, mask.raster);
    await encoder.encode(picture, number, key, draw, (encoded) => {
      const drawn = this.#encoding.take(encoded.number);
      if (drawn !== undefined && !this.#line.stopped) {
        this.#gaps.ended();
        this.#outlet.picture([...annexBNalUnits(encoded.annexB)], encoded.key, drawn);
      }
    });
  }

  /**
   * Key pictures come by time; at a change of masks, so that no ghost of before remains; and behind a
   * hole, because the camera was away and whoever heard of it waits for a key picture.
   */
  #wantsKey(ticks: number): boolean {
    const last = this.#lastDrawn;
    const key =
      last.maskVersion !== this.#board.version ||
      ticks - last.ticks > holeTicks ||
      ticks - last.keyTicks >= (this.#encode.gopSeconds - 0.01) * ticksPerSecond;
    this.#lastDrawn = {
      ticks,
      keyTicks: key ? ticks : last.keyTicks,
      maskVersion: this.#board.version,
    };
    return key;
  }

  async #decoderFor(codec: VideoCodec): Promise<NativeDecoder> {
    if (this.#decoder?.codec !== codec) {
      await this.#decoder?.native.close();
      this.#decoder = { codec, native: await this.#codecs.NativeDecoder.open(codec, 'here') };
    }
    return this.#decoder.native;
  }

  async #encoderFor(picture: DecodedPicture): Promise<NativeEncoder> {
    if (this.#encoder?.fits(picture) !== true) {
      await this.#encoder?.close();
      this.#encoder = null;
      this.#lastDrawn = { ...this.#lastDrawn, maskVersion: -1 };
      this.#encoder = await this.#codecs.NativeEncoder.open(picture, this.#encode);
    }
    return this.#encoder;
  }

  /** The camera's clock began again: what the decoder still held belongs to a stream that ended. */
  async #beginRun(): Promise<void> {
    await this.#decoder?.native.flush(() => undefined);
    this.#decoding.clear();
    this.#newestTicks = Number.NEGATIVE_INFINITY;
    this.#lastDrawn = { ticks: Number.NEGATIVE_INFINITY, keyTicks: 0, maskVersion: -1 };
  }

  async #startOver(): Promise<void> {
    await this.#freeCodecs();
    await this.#beginRun();
  }

  async #freeCodecs(): Promise<void> {
    const [decoder, encoder] = [this.#decoder, this.#encoder];
    this.#decoder = null;
    this.#encoder = null;
    await decoder?.native.close();
    await encoder?.close();
  }
}
