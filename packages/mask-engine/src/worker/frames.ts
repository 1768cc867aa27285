/**
 * The frames on the pipes between a recorder and its mask worker. Each is a 4-byte big-endian
 * length, one byte of kind, and a body: JSON for what is rare, a binary layout for pictures. Both
 * ends believe lengths only up to a limit; a frame that breaks it ends the worker, because a pipe
 * out of step can not be trusted again.
 */

import { concatBytes, Failure } from '@beffroi/kernel';
import type { StreamName } from '@beffroi/office';
import type { AccessUnit } from '@beffroi/picture';

export const frameBytesMax = 16 * 1024 * 1024;

const kinds = { message: 1, picture: 2 } as const;
const headBytes = 5;
/** Stream, flags, ticks, received, camera, length of the version. */
const pictureHeadBytes = 1 + 1 + 8 + 8 + 8 + 2;
const flagKey = 1;
const flagH265 = 2;

export interface PictureFrame {
  readonly stream: StreamName;
  readonly unit: AccessUnit;
  /** Version of the mask decision that was drawn. */
  readonly version: string;
}

export type Frame =
  | { readonly kind: 'message'; readonly body: unknown }
  | { readonly kind: 'picture'; readonly picture: PictureFrame };

export function messageFrame(body: unknown): Uint8Array {
  return framed(kinds.message, [new TextEncoder().encode(JSON.stringify(body))]);
}

export function pictureFrame({ stream, unit, version }: PictureFrame): Uint8Array {
  const name = new TextEncoder().encode(version);
  const head = new Uint8Array(pictureHeadBytes);
  const view = new DataView(head.buffer);
  view.setUint8(0, stream === 'main' ? 0 : 1);
  view.setUint8(1, (unit.key ? flagKey : 0) | (unit.codec === 'h265' ? flagH265 : 0));
  view.setFloat64(2, unit.ticks);
  view.setFloat64(10, unit.receivedMs);
  view.setFloat64(18, unit.cameraMs ?? Number.NaN);
  view.setUint16(26, name.length);
  return framed(kinds.picture, [head, name, unit.data]);
}

/** Takes bytes as they come and gives whole frames; throws a Failure `worker-protocol`. */
export class FrameReader {
  #parts: Uint8Array[] = [];
  #length = 0;

  *read(bytes: Uint8Array): Generator<Frame, void, undefined> {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    for (let size = this.#nextSize(); size <= this.#length; size = this.#nextSize()) {
      const whole = this.#parts.length === 1 ? this.#parts[0] : concatBytes(this.#parts);
      if (whole === undefined) {
        return;
      }
      this.#parts = [whole.subarray(size)];
      this.#length = whole.length - size;
      yield parse(whole.subarray(4, size));
    }
  }

  /** Bytes of the next frame, its length included; infinite while even that is unknown. */
  #nextSize(): number {
    if (this.#length < headBytes) {
      return Number.POSITIVE_INFINITY;
    }
    if ((this.#parts[0]?.length ?? 0) < headBytes) {
      this.#parts = [concatBytes(this.#parts)];
    }
    const [first = new Uint8Array()] = this.#parts;
    const size = 4 + viewOf(first).getUint32(0);
    if (size < headBytes || size > frameBytesMax) {
      throw new Failure('worker-protocol', `A frame of ${size} bytes came from the mask worker.`);
    }
    return size;
  }
}

function framed(kind: number, parts: readonly Uint8Array[]): Uint8Array {
  const head = new Uint8Array(headBytes);
  const whole = concatBytes([head, ...parts]);
  const view = viewOf(whole);
  view.setUint32(0, whole.length - 4);
  view.setUint8(4, kind);
  return whole;
}

function parse(frame: Uint8Array): Frame {
  const body = frame.subarray(1);
  const kind = frame[0];
  if (kind === kinds.message) {
    return { kind: 'message', body: JSON.parse(new TextDecoder().decode(body)) as unknown };
  }
  if (kind === kinds.picture) {
    return { kind: 'picture', picture: parsePicture(body) };
  }
  throw new Failure('worker-protocol', `A frame of kind ${kind} came from the worker.`);
}

function parsePicture(body: Uint8Array): PictureFrame {
  if (body.length < pictureHeadBytes) {
    throw new Failure('worker-protocol', 'A picture frame from the mask worker is cut short.');
  }
  const view = viewOf(body);
  const flags = view.getUint8(1);
  const cameraMs = view.getFloat64(18);
  const nameEnd = pictureHeadBytes + view.getUint16(26);
  return {
    stream: view.getUint8(0) === 0 ? 'main' : 'sub',
    version: new TextDecoder().decode(body.subarray(pictureHeadBytes, nameEnd)),
    unit: {
      codec: (flags & flagH265) === 0 ? 'h264' : 'h265',
      key: (flags & flagKey) !== 0,
      ticks: view.getFloat64(2),
      receivedMs: view.getFloat64(10),
      cameraMs: Number.isNaN(cameraMs) ? null : cameraMs,
      // Its own memory: the pipe's buffer is shared with the frames behind it.
      data: body.slice(nameEnd),
    },
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
