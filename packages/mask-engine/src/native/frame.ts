/**
 * A frame of the codec library as the engine sees it: facts, planes while a callback runs, copies in
 * another size or in samples that a mask can be drawn into. With `codec.ts` the only file that touches
 * the library's memory; its rules are written there.
 */

import { Failure } from '@beffroi/kernel';
import type { Planes } from '@beffroi/picture';
import * as constants from 'node-av/constants';
import { type CodecContext, Frame, SoftwareScaleContext } from 'node-av/lib';
import { encodedSize } from '../transcoding/encoded-size.ts';

export interface PictureFacts {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  /** The decoder met errors and filled something in. */
  readonly damaged: boolean;
  readonly fullRange: boolean;
  /** True for BT.709 coefficients, false for BT.601; null when the stream doesn't say. */
  readonly bt709: boolean | null;
}

/** A decoded picture, 8-bit 4:2:0, usable only until the callback that got it returns. */
export interface DecodedPicture extends PictureFacts {
  /** Lets `look` read the planes; they are gone when it returns. */
  read<T>(look: (planes: Planes) => T): T;
  /** For the encoder alone. */
  readonly frame: Frame;
}

/** Makes copies in another size, 8-bit 4:2:0; one kind of picture in, one out. */
export class NativeScaler {
  readonly #context = new SoftwareScaleContext();
  readonly #copy = new Frame();
  readonly #format: Frame['format'];
  /** What the scaler is told that it writes; see `keepsFullRange`. */
  readonly #written: Frame['format'];
  readonly #shape: string;

  constructor(model: DecodedPicture, width: number, height: number) {
    const { frame } = model;
    this.#shape = shapeOf(model);
    this.#copy.alloc();
    this.#format = isDrawable(frame) ? frame.format : constants.AV_PIX_FMT_YUV420P;
    this.#written = keepsFullRange(frame) ? constants.AV_PIX_FMT_YUVJ420P : this.#format;
    this.#copy.format = this.#format;
    this.#copy.width = width;
    this.#copy.height = height;
    this.#copy.colorRange = frame.colorRange;
    this.#copy.colorSpace = frame.colorSpace;
    this.#copy.colorPrimaries = frame.colorPrimaries;
    this.#copy.colorTrc = frame.colorTrc;
    this.#copy.sampleAspectRatio = frame.sampleAspectRatio;
    check('encoder-failed', this.#copy.getBuffer());
    const from = frame.format as Parameters<SoftwareScaleContext['getContext']>[2];
    const to = this.#written as Parameters<SoftwareScaleContext['getContext']>[5];
    const { SWS_BILINEAR } = constants;
    this.#context.getContext(frame.width, frame.height, from, width, height, to, SWS_BILINEAR);
  }

  fits(picture: DecodedPicture): boolean {
    return shapeOf(picture) === this.#shape;
  }

  /** The copy, good until the next call. */
  scale(picture: DecodedPicture): DecodedPicture {
    this.#copy.format = this.#written;
    const answer = this.#context.scaleFrameSync(this.#copy, picture.frame);
    this.#copy.format = this.#format;
    check('encoder-failed', answer);
    return viewOf(this.#copy);
  }

  close(): void {
    this.#context.freeContext();
    this.#copy.free();
  }
}

/** A picture drawn from nothing, for measuring this machine; freed when `use` has ended. */
export async function withDrawnPicture(
  width: number,
  height: number,
  use: (picture: DecodedPicture, redraw: (draw: (planes: Planes) => void) => void) => Promise<void>,
): Promise<void> {
  const frame = new Frame();
  frame.alloc();
  frame.format = constants.AV_PIX_FMT_YUV420P;
  frame.width = width;
  frame.height = height;
  check('encoder-failed', frame.getBuffer());
  try {
    await use(viewOf(frame), (draw) => draw(planesOf(frame)));
  } finally {
    frame.free();
  }
}

export function viewOf(frame: Frame): DecodedPicture {
  return {
    number: Number(frame.pts),
    width: frame.width,
    height: frame.height,
    damaged: frame.decodeErrorFlags !== 0,
    fullRange:
      frame.format === constants.AV_PIX_FMT_YUVJ420P ||
      frame.colorRange === constants.AVCOL_RANGE_JPEG,
    bt709: coefficientsOf(frame),
    read: (look) => look(planesOf(frame)),
    frame,
  };
}

/** True for 8-bit 4:2:0, the one form of samples that masks are drawn into. */
export function isDrawable({ format }: Frame): boolean {
  return format === constants.AV_PIX_FMT_YUV420P || format === constants.AV_PIX_FMT_YUVJ420P;
}

/**
 * Of these the library's scaler takes it that black is 0 and white 255, whatever the frame says, and would
 * squeeze them into 16 to 235; asked for samples of the same kind it leaves them as they are.
 */
function keepsFullRange({ format }: Frame): boolean {
  return (
    format === constants.AV_PIX_FMT_YUVJ420P ||
    format === constants.AV_PIX_FMT_YUVJ422P ||
    format === constants.AV_PIX_FMT_YUVJ444P ||
    format === constants.AV_PIX_FMT_GRAY8 ||
    format === constants.AV_PIX_FMT_GRAY10LE ||
    format === constants.AV_PIX_FMT_GRAY12LE
  );
}

function coefficientsOf(frame: Frame): boolean | null {
  switch (frame.colorSpace) {
    case constants.AVCOL_SPC_BT709:
      return true;
    case constants.AVCOL_SPC_BT470BG:
    case constants.AVCOL_SPC_SMPTE170M:
      return false;
    default:
      return null;
  }
}

export function planesOf(frame: Frame): Planes {
  const [y, u, v] = frame.data ?? [];
  const [yStride, uStride, vStride] = frame.linesize;
  if (
    !isDrawable(frame) ||
    y === undefined ||
    u === undefined ||
    v === undefined ||
    yStride === undefined ||
    uStride === undefined ||
    vStride === undefined
  ) {
    throw new Failure('picture-not-drawable', 'The picture is not 8-bit 4:2:0.');
  }
  return { y: plain(y), u: plain(u), v: plain(v), yStride, uStride, vStride };
}

/** Without Node's own `fill`, which looks at its arguments for longer than a short row takes. */
function plain({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

export function describe(context: CodecContext, frame: Frame): void {
  const { width, height } = encodedSize(frame);
  context.width = width;
  context.height = height;
  context.pixelFormat = frame.format as CodecContext['pixelFormat'];
  context.sampleAspectRatio = frame.sampleAspectRatio;
  context.colorRange = frame.colorRange;
  context.colorPrimaries = frame.colorPrimaries;
  context.colorTrc = frame.colorTrc;
  context.colorSpace = frame.colorSpace;
}

export function shapeOf({ frame }: DecodedPicture): string {
  const { num, den } = frame.sampleAspectRatio;
  return [
    frame.width,
    frame.height,
    frame.format,
    frame.colorRange,
    frame.colorSpace,
    num,
    den,
  ].join();
}

export function rational(num: number, den: number): CodecContext['timeBase'] {
  return { num, den } as CodecContext['timeBase'];
}

export function check(code: 'decoder-failed' | 'encoder-failed', answer: number): void {
  if (answer < 0) {
    throw new Failure(code, `The codec library refused with ${answer}.`);
  }
}
