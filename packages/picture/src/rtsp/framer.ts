/**
 * Cuts the one TCP stream of RTSP into messages and interleaved binary packets (RFC 2326 section
 * 10.12), at any chunk boundary. After garbage it looks for the next plausible frame, counting
 * what it skips. Memory is bounded: one frame (65,535 bytes) or one message is held at most.
 * Payloads are views of the chunk wherever a frame lies whole inside one, so the socket's bytes
 * are copied only where a frame crosses two chunks. Either way they are valid until the next push.
 */

import { asciiText, concatBytes } from '@beffroi/kernel';
import { headerOf, type RtspMessage, readRtspHead } from './message.ts';

export const framerLimits = {
  headBytes: 16_384,
  bodyBytes: 65_536,
  /** Longest frame that ends a search among garbage. */
  resyncFrameBytes: 4096,
  /** Garbage between two good frames before the stream is given up. */
  skippedBytes: 4_194_304,
} as const;

export interface FramerSink {
  packet(channel: number, payload: Uint8Array): void;
  message(message: RtspMessage): void;
}

/** What a look at one place of the stream says. */
type Look =
  | { readonly kind: 'frame' | 'blank'; readonly end: number }
  | {
      readonly kind: 'message';
      readonly head: string;
      readonly headEnd: number;
      readonly end: number;
    }
  | { readonly kind: 'more' }
  | { readonly kind: 'garbage' };

const dollar = 0x24;
const nothing = new Uint8Array(0);
const firstFrameBytes = 2048;
const more: Look = { kind: 'more' };
const garbage: Look = { kind: 'garbage' };

export class RtspFramer {
  readonly #sink: FramerSink;
  #held: Uint8Array = nothing;
  /** For frames that cross two chunks, by turns: the one handed out by a push stays whole after it. */
  #frameBuffer = nothing;
  #otherBuffer = nothing;
  #frame: Uint8Array | undefined;
  #filled = 0;
  #skipping = false;
  #skippedSinceFrame = 0;
  /** Times the framing was lost and looked for again. */
  resyncs = 0;
  /** Frames and messages seen, wanted or not: each costs work, however small it is. */
  taken = 0;

  constructor(sink: FramerSink) {
    this.#sink = sink;
  }

  /** True once more garbage came than any camera's hiccup explains. */
  get lost(): boolean {
    return this.#skippedSinceFrame > framerLimits.skippedBytes;
  }

  push(chunk: Uint8Array): void {
    let bytes = chunk;
    if (this.#frame !== undefined) {
      const used = this.#fillFrame(this.#frame, chunk);
      if (used === -1) {
        return;
      }
      bytes = chunk.subarray(used);
    }
    if (this.#held.length > 0) {
      bytes = concatBytes([this.#held, bytes]);
      this.#held = nothing;
    }
    let offset = 0;
    while (offset < bytes.length) {
      const next = this.#take(bytes, offset);
      if (next === -1) {
        this.#hold(bytes, offset);
        return;
      }
      offset = next;
    }
  }

  /** Keeps what is unfinished: a copy, so that a few bytes don't keep the socket's chunk alive. */
  #hold(bytes: Uint8Array, offset: number): void {
    const rest = bytes.subarray(offset);
    if (rest[0] === dollar && rest.length >= 4) {
      // The frame's length is known: it is filled up without ever being copied again.
      const length = 4 + (((rest[2] ?? 0) << 8) | (rest[3] ?? 0));
      [this.#frameBuffer, this.#otherBuffer] = [this.#otherBuffer, this.#frameBuffer];
      if (this.#frameBuffer.length < length) {
        this.#frameBuffer = new Uint8Array(Math.max(length, firstFrameBytes));
      }
      this.#frame = this.#frameBuffer.subarray(0, length);
      this.#frame.set(rest);
      this.#filled = rest.length;
    } else {
      // Not `slice`: of a Node Buffer that is a view of memory that is read into again.
      this.#held = new Uint8Array(rest);
    }
  }

  /** Answers how many bytes of the chunk completed the frame, -1 when it needs still more. */
  #fillFrame(frame: Uint8Array, chunk: Uint8Array): number {
    const used = Math.min(frame.length - this.#filled, chunk.length);
    frame.set(used === chunk.length ? chunk : chunk.subarray(0, used), this.#filled);
    this.#filled += used;
    if (this.#filled < frame.length) {
      return -1;
    }
    this.#frame = undefined;
    let offset = 0;
    while (offset < frame.length) {
      const next = this.#take(frame, offset);
      if (next === -1) {
        // Only after garbage: the frame was none, and another seems to begin inside it.
        this.#held = new Uint8Array(frame.subarray(offset));
        break;
      }
      offset = next;
    }
    return used;
  }

  /** Takes one thing at `offset`; answers where the next begins, -1 when bytes are missing. */
  #take(bytes: Uint8Array, offset: number): number {
    const look = lookAt(bytes, offset, this.#skipping);
    switch (look.kind) {
      case 'frame':
        this.#found();
        this.#sink.packet(bytes[offset + 1] ?? 0, bytes.subarray(offset + 4, look.end));
        return look.end;
      case 'message':
        this.#found();
        this.#sink.message({
          ...readRtspHead(look.head),
          body: bytes.subarray(look.headEnd, look.end),
        });
        return look.end;
      case 'blank':
        return look.end;
      case 'more':
        return -1;
      case 'garbage':
        return this.#skip(bytes, offset);
      default:
        return look satisfies never;
    }
  }

  #found(): void {
    this.taken++;
    this.#skipping = false;
    this.#skippedSinceFrame = 0;
  }

  #skip(bytes: Uint8Array, offset: number): number {
    if (!this.#skipping) {
      this.#skipping = true;
      this.resyncs++;
    }
    let next = offset + 1;
    while (next < bytes.length && bytes[next] !== dollar && bytes[next] !== 0x52) {
      next++;
    }
    this.#skippedSinceFrame += next - offset;
    return next;
  }
}

function lookAt(bytes: Uint8Array, offset: number, skipping: boolean): Look {
  const first = bytes[offset] ?? 0;
  if (first === dollar) {
    return lookAtFrame(bytes, offset, skipping);
  }
  if (first === 0x0d || first === 0x0a) {
    // Blank lines between messages are tolerated (RFC 2326 section 4).
    return skipping ? garbage : { kind: 'blank', end: offset + 1 };
  }
  return first >= 0x41 && first <= 0x5a ? lookAtMessage(bytes, offset, skipping) : garbage;
}

/** RTP and RTCP both are version 2: a frame that isn't is no frame (RFC 3550 section 5.1). */
function lookAtFrame(bytes: Uint8Array, offset: number, skipping: boolean): Look {
  if (bytes.length - offset < 4) {
    return more;
  }
  const end = offset + 4 + (((bytes[offset + 2] ?? 0) << 8) | (bytes[offset + 3] ?? 0));
  if (end === offset + 4) {
    return skipping ? garbage : { kind: 'frame', end };
  }
  if (offset + 4 < bytes.length && (bytes[offset + 4] ?? 0) >> 6 !== 2) {
    return garbage;
  }
  // While searching, a channel nobody would have agreed on is a chance dollar sign.
  if (skipping && (bytes[offset + 1] ?? 0) > 15) {
    return garbage;
  }
  // So is a long frame: what a chance dollar sign claims is lost, seconds of a slow stream. A real
  // stream has a short one within a picture.
  if (skipping && end - offset > framerLimits.resyncFrameBytes) {
    return garbage;
  }
  return end > bytes.length ? more : { kind: 'frame', end };
}

function lookAtMessage(bytes: Uint8Array, offset: number, skipping: boolean): Look {
  const opening = asciiText(bytes.subarray(offset, offset + 24));
  if (!(skipping ? isAnswerOpening : isOpening)(opening)) {
    return garbage;
  }
  const limit = Math.min(bytes.length, offset + framerLimits.headBytes);
  const headEnd = endOfHead(bytes, offset, limit);
  if (headEnd === -1) {
    return limit === bytes.length ? more : garbage;
  }
  const head = asciiText(bytes.subarray(offset, headEnd)).trimEnd();
  const length = Number(headerOf(readRtspHead(head), 'content-length') ?? 0);
  if (!Number.isInteger(length) || length < 0 || length > framerLimits.bodyBytes) {
    return garbage;
  }
  const end = headEnd + length;
  return end > bytes.length ? more : { kind: 'message', headEnd, end, head };
}

/** `RTSP/1.0 ...` or `METHOD rtsp...`, as far as the bytes reach. */
function isOpening(text: string): boolean {
  return (
    isAnswerOpening(text) || /^[A-Z_]{3,20}( \S|$| $)/.test(text) || /^[A-Z_]{1,20}$/.test(text)
  );
}

function isAnswerOpening(text: string): boolean {
  return 'RTSP/1.0 '.startsWith(text.slice(0, 9)) || /^RTSP\/\d\.\d /.test(text);
}

/** Index behind the blank line, a bare `\n\n` counts; -1 when there is none before the limit. */
function endOfHead(bytes: Uint8Array, from: number, limit: number): number {
  for (let i = from; i < limit; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 0x0a && bytes[i + 1] === 0x0a) {
      return i + 2;
    }
    if (byte === 0x0a && bytes[i + 1] === 0x0d && bytes[i + 2] === 0x0a) {
      return i + 3;
    }
  }
  return -1;
}
