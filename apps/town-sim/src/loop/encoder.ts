/**
 * The encoder inside a simulated camera: x264 through node-av, used as a codec library only
 * (decision 0001). High profile, no B-frames, one thread, a key picture exactly every GOP. Calls
 * are synchronous: an encoder lives in a process of its own or encodes small pictures.
 */

import { Failure } from '@beffroi/kernel';
import { AV_LOG_ERROR, AV_PIX_FMT_YUV420P, FF_ENCODER_LIBX264 } from 'node-av/constants';
import { Codec, CodecContext, Dictionary, Frame, Log, Packet, Rational } from 'node-av/lib';
import type { Picture } from '../drawing/picture.ts';

export interface EncoderPlan {
  readonly width: number;
  readonly height: number;
  /** Pictures per second as a fraction, `[25, 2]` is 12.5. */
  readonly rate: readonly [pictures: number, seconds: number];
  readonly gopPictures: number;
  readonly bitsPerSecond: number;
}

export interface Encoded {
  readonly key: boolean;
  /** Annex B, parameter sets before each key picture. */
  readonly annexB: Uint8Array;
}

/** One stream of pictures in, one of coded pictures out, in order and without delay. */
export class Encoder implements Disposable {
  readonly #context = new CodecContext();
  readonly #frame = new Frame();
  readonly #packet = new Packet();
  readonly #plan: EncoderPlan;
  #pictures = 0n;

  private constructor(plan: EncoderPlan) {
    this.#plan = plan;
  }

  /** Throws Failure `encoder-missing` when this machine has no x264. */
  static async open(plan: EncoderPlan): Promise<Encoder> {
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
    if (!codec) {
      const what = 'node-av has no libx264 here; reinstall the dependencies';
      throw new Failure('encoder-missing', what);
    }
    Log.setLevel(AV_LOG_ERROR);
    const encoder = new Encoder(plan);
    const [pictures, seconds] = plan.rate;
    const context = encoder.#context;
    context.allocContext3(codec);
    context.width = plan.width;
    context.height = plan.height;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(seconds, pictures);
    context.framerate = new Rational(pictures, seconds);
    context.gopSize = plan.gopPictures;
    context.maxBFrames = 0;
    context.bitRate = BigInt(plan.bitsPerSecond);
    context.rcMaxRate = BigInt(plan.bitsPerSecond * 2);
    context.rcBufferSize = plan.bitsPerSecond * 2;
    context.threadCount = 1;
    // Not open2Sync: in node-av 6.1.1 it frees the dictionary twice and the process dies at exit.
    check(await context.open2(codec, Dictionary.fromObject(options(plan))), 'open the encoder');
    encoder.#packet.alloc();
    encoder.#frame.alloc();
    encoder.#frame.format = AV_PIX_FMT_YUV420P;
    encoder.#frame.width = plan.width;
    encoder.#frame.height = plan.height;
    check(encoder.#frame.getBuffer(), 'allocate a picture');
    return encoder;
  }

  /** Encodes one picture of the planned size. */
  encode(picture: Picture): Encoded | undefined {
    const frame = this.#frame;
    check(frame.makeWritable(), 'write into a picture');
    const planes = frame.data ?? [];
    const lines = frame.linesize;
    copyRows(picture.luma, picture.width, planes[0], lines[0]);
    copyRows(picture.blue, picture.width / 2, planes[1], lines[1]);
    copyRows(picture.red, picture.width / 2, planes[2], lines[2]);
    frame.pts = this.#pictures++;
    check(this.#context.sendFrameSync(frame), 'encode a picture');
    return this.#receive();
  }

  /** What the encoder still held; call until undefined. */
  drain(): Encoded | undefined {
    if (this.#pictures >= 0n) {
      this.#context.sendFrameSync(null);
      this.#pictures = -1n;
    }
    return this.#receive();
  }

  #receive(): Encoded | undefined {
    if (this.#context.receivePacketSync(this.#packet) < 0) {
      return undefined;
    }
    // The packet's memory goes back to FFmpeg at unref: copy.
    const annexB = Uint8Array.from(this.#packet.data ?? []);
    const key = this.#packet.isKeyframe;
    this.#packet.unref();
    return { key, annexB };
  }

  get plan(): EncoderPlan {
    return this.#plan;
  }

  [Symbol.dispose](): void {
    this.#context.freeContext();
    this.#frame.free();
    this.#packet.free();
  }
}

function options(plan: EncoderPlan): Record<string, string> {
  const gop = plan.gopPictures;
  return {
    // The search of `ultrafast`, with the two tools of High that flat drawings gain from.
    preset: 'ultrafast',
    tune: 'zerolatency',
    profile: 'high',
    'x264-params': `keyint=${gop}:min-keyint=${gop}:scenecut=0:sliced-threads=0:repeat-headers=1:cabac=1:8x8dct=1`,
  };
}

function copyRows(
  from: Uint8Array,
  width: number,
  to: Uint8Array | undefined,
  line: number | undefined,
): void {
  if (!to || !line) {
    throw new Failure('encoder-failed', 'the encoder gave a picture without planes');
  }
  if (line === width) {
    to.set(from);
    return;
  }
  for (let row = 0; row * width < from.length; row++) {
    to.set(from.subarray(row * width, (row + 1) * width), row * line);
  }
}

function check(code: number, what: string): void {
  if (code < 0) {
    throw new Failure('encoder-failed', `x264 could not ${what} (FFmpeg ${code})`);
  }
}
