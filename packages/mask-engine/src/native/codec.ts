/**
 * All calls into the codec library (FFmpeg through node-av) are here and in `frame.ts`. They keep three rules
 * that the library does not enforce and punishes with a crash: nothing is closed while a call is in
 * flight; the bytes of a plane never leave the function that got them, because they are FFmpeg's
 * memory and not JavaScript's; a decoded picture is never drawn into, because the decoder still
 * refers to it, so a mask is drawn into a copy in a pooled frame (MSK-2).
 * Work of one camera's own process is done on its only thread: handed to a pool, each picture meets
 * the cold cache of another core, which costs a tenth of all masking.
 * Only the H.264 and H.265 decoders and libx264 are ever opened; never a demuxer.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import type { EncodeSettings } from '@beffroi/office';
import type { Planes, VideoCodec } from '@beffroi/picture';
import * as constants from 'node-av/constants';
import { Codec, CodecContext, Dictionary, Frame, Log, Packet } from 'node-av/lib';
import { encodedSize } from '../transcoding/encoded-size.ts';
import {
  check,
  type DecodedPicture,
  describe,
  isDrawable,
  NativeScaler,
  planesOf,
  rational,
  shapeOf,
  viewOf,
} from './frame.ts';

export { NativeScaler, withDrawnPicture } from './frame.ts';

// The library writes to standard error by itself; a camera's broken bytes must not fill a log.
Log.setLevel(constants.AV_LOG_QUIET);

export interface EncodedPicture {
  readonly number: number;
  readonly key: boolean;
  readonly annexB: Uint8Array;
}

/** `here` holds this thread up while a picture is decoded; `in-pool` is for one with other work. */
export type DecodingPlace = 'here' | 'in-pool';

/** Decodes the pictures of one stream, one at a time. */
export class NativeDecoder {
  readonly #place: DecodingPlace;
  readonly #context = new CodecContext();
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  /** For a camera of 10 bits, or of more colour than 4:2:0: what is masked is 8-bit 4:2:0. */
  #converter: NativeScaler | null = null;
  readonly #calls = new CallsInTurn('decoder-failed');

  private constructor(place: DecodingPlace) {
    this.#place = place;
  }

  static async open(codec: VideoCodec, place: DecodingPlace): Promise<NativeDecoder> {
    const id = codec === 'h264' ? constants.AV_CODEC_ID_H264 : constants.AV_CODEC_ID_HEVC;
    const found = Codec.findDecoder(id);
    if (found === null) {
      throw new Failure('decoder-failed', `The codec library has no ${codec} decoder.`);
    }
    const decoder = new NativeDecoder(place);
    decoder.#packet.alloc();
    decoder.#frame.alloc();
    decoder.#context.allocContext3(found);
    decoder.#context.threadCount = 1;
    // Unaligned: else a window that begins at an odd place is widened to the left (MSK-13).
    const options = Dictionary.fromObject({ flags: 'low_delay+unaligned' });
    check('decoder-failed', await decoder.#context.open2(found, options));
    return decoder;
  }

  /** Gives each picture that comes out to `each`, which must not keep it; false if refused. */
  decode(
    annexB: Uint8Array,
    number: number,
    each: (picture: DecodedPicture) => Promise<void> | void,
  ): Promise<boolean> {
    return this.#calls.run(async () => {
      this.#packet.data = Buffer.from(annexB.buffer, annexB.byteOffset, annexB.byteLength);
      this.#packet.pts = BigInt(number);
      this.#packet.dts = BigInt(number);
      const sent = await this.#send(this.#packet);
      this.#packet.unref();
      await this.#drain(each);
      return sent >= 0;
    });
  }

  /** Everything still held back comes out; the decoder then begins anew. */
  flush(each: (picture: DecodedPicture) => Promise<void> | void): Promise<void> {
    return this.#calls.run(async () => {
      await this.#send(null);
      await this.#drain(each);
      this.#context.flushBuffers();
    });
  }

  /** Waits for the call in flight, then frees everything. */
  close(): Promise<void> {
    return this.#calls.close(() => {
      this.#context.freeContext();
      this.#converter?.close();
      this.#frame.free();
      this.#packet.free();
    });
  }

  #send(packet: Packet | null): Promise<number> | number {
    return this.#place === 'here'
      ? this.#context.sendPacketSync(packet)
      : this.#context.sendPacket(packet);
  }

  async #drain(each: (picture: DecodedPicture) => Promise<void> | void): Promise<void> {
    while (this.#context.receiveFrameSync(this.#frame) >= 0) {
      try {
        await each(this.#drawable(viewOf(this.#frame)));
      } finally {
        this.#frame.unref();
      }
    }
  }

  #drawable(picture: DecodedPicture): DecodedPicture {
    if (isDrawable(picture.frame)) {
      return picture;
    }
    if (this.#converter?.fits(picture) !== true) {
      this.#converter?.close();
      this.#converter = new NativeScaler(picture, picture.width, picture.height);
    }
    const { number, damaged } = picture;
    return { ...this.#converter.scale(picture), number, damaged };
  }
}

/**
 * Draws and encodes the pictures of one size; another size wants another encoder. Holds this thread
 * up while it encodes: only processes that do nothing else may open one.
 */
export class NativeEncoder {
  readonly #context = new CodecContext();
  readonly #packet = new Packet();
  readonly #shape: string;
  readonly #calls = new CallsInTurn('encoder-failed');
  #pooled: Frame | null = null;

  private constructor(shape: string) {
    this.#shape = shape;
  }

  /** An encoder for pictures like `model`: same size, range and colours. */
  static async open(model: DecodedPicture, settings: EncodeSettings): Promise<NativeEncoder> {
    const found = Codec.findEncoderByName(constants.FF_ENCODER_LIBX264);
    if (found === null) {
      throw new Failure('encoder-failed', 'The codec library has no H.264 encoder.');
    }
    const encoder = new NativeEncoder(shapeOf(model));
    encoder.#packet.alloc();
    const context = encoder.#context;
    const fps = Math.max(1, Math.round(settings.fps));
    context.allocContext3(found);
    describe(context, model.frame);
    context.timeBase = rational(1, fps);
    context.framerate = rational(fps, 1);
    // The engine asks for its key pictures by time; this bound is for a camera that lies about it.
    context.gopSize = Math.round(fps * settings.gopSeconds * 4);
    context.maxBFrames = 0;
    context.bitRate = BigInt(settings.bitsPerSecond);
    context.rcMaxRate = BigInt(settings.bitsPerSecond);
    context.rcBufferSize = settings.bitsPerSecond;
    context.threadCount = 1;
    const options = { preset: 'superfast', tune: 'zerolatency', 'forced-idr': 1, sc_threshold: 0 };
    check('encoder-failed', await context.open2(found, Dictionary.fromObject(options)));
    return encoder;
  }

  fits(picture: DecodedPicture): boolean {
    return shapeOf(picture) === this.#shape;
  }

  /** Copies the picture, lets `draw` mask the copy, encodes it; what comes out goes to `each`. */
  encode(
    picture: DecodedPicture,
    number: number,
    key: boolean,
    draw: (planes: Planes) => void,
    each: (encoded: EncodedPicture) => void,
  ): Promise<void> {
    return this.#calls.run(async () => {
      const copy = this.#copyOf(picture.frame);
      draw(planesOf(copy));
      copy.pts = BigInt(number);
      copy.pictType = key ? constants.AV_PICTURE_TYPE_I : constants.AV_PICTURE_TYPE_NONE;
      check('encoder-failed', this.#context.sendFrameSync(copy));
      while (this.#context.receivePacketSync(this.#packet) >= 0) {
        const data = this.#packet.data;
        if (data !== null) {
          each({
            number: Number(this.#packet.pts),
            key: this.#packet.isKeyframe,
            annexB: data,
          });
        }
        this.#packet.unref();
      }
    });
  }

  /** Waits for the call in flight, then frees everything. */
  close(): Promise<void> {
    return this.#calls.close(() => {
      this.#context.freeContext();
      this.#pooled?.free();
      this.#packet.free();
    });
  }

  /** One pooled frame is enough: without look-ahead libx264 keeps none. */
  #copyOf(source: Frame): Frame {
    if (this.#pooled === null || !this.#pooled.isWritable) {
      this.#pooled?.free();
      const fresh = new Frame();
      fresh.alloc();
      fresh.format = source.format;
      fresh.width = source.width;
      fresh.height = source.height;
      check('encoder-failed', fresh.getBuffer());
      this.#pooled = fresh;
    }
    const copy = this.#pooled;
    // The library copies whole pictures only; an odd one is cut when it is ours.
    copy.width = source.width;
    copy.height = source.height;
    check('encoder-failed', copy.copy(source));
    const { width, height } = encodedSize(source);
    copy.width = width;
    copy.height = height;
    return copy;
  }
}

/** Calls into one codec, never two at once, none while it is freed; their errors become ours here. */
class CallsInTurn {
  readonly #code: 'decoder-failed' | 'encoder-failed';
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(code: 'decoder-failed' | 'encoder-failed') {
    this.#code = code;
  }

  run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#closed) {
      return Promise.reject(new Failure(this.#code, 'The codec is closed.'));
    }
    const result = this.#last.then(() => this.#guarded(call));
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Waits for the call in flight; what is closed already is left alone. */
  async close(free: () => void): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      await this.#last;
      free();
    }
  }

  async #guarded<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (cause) {
      if (cause instanceof TypeError || cause instanceof RangeError) {
        throw new Failure(this.#code, `The codec library refused: ${messageOf(cause)}`, { cause });
      }
      throw cause;
    }
  }
}
