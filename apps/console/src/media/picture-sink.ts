/**
 * Surfaces that show pictures, behind one interface: a generated video track (Chrome, Edge: the
 * compositor scales and converts, 36 tiles cost 80 % of a core) or a canvas drawn here (all other
 * browsers, 130 %). A sink owns each picture it is given and closes it. `wipe` leaves nothing that
 * could be looked at.
 */

import type { FrameLedger } from './frame-ledger.ts';
import type { SinkOffer } from './worker-messages.ts';

export interface PictureSink {
  /** Takes the picture over. False when it could not be shown and was dropped. */
  show(frame: VideoFrame): boolean;
  wipe(): void;
  close(): void;
}

export function openSink(offer: SinkOffer, ledger: FrameLedger): PictureSink {
  return offer.kind === 'track'
    ? new TrackSink(offer.writable, ledger)
    : new CanvasSink(offer.canvas, ledger);
}

/** The page takes the track off its `<video>` when it is told to wipe: here we only stop. */
class TrackSink implements PictureSink {
  readonly #writer: WritableStreamDefaultWriter<VideoFrame>;
  readonly #ledger: FrameLedger;
  #closed = false;

  constructor(writable: WritableStream<VideoFrame>, ledger: FrameLedger) {
    this.#writer = writable.getWriter();
    this.#ledger = ledger;
    this.#writer.closed.catch(() => {
      this.#closed = true;
    });
  }

  show(frame: VideoFrame): boolean {
    if (this.#closed || (this.#writer.desiredSize ?? 0) <= 0) {
      this.#ledger.close(frame);
      return false;
    }
    const done = (): void => this.#ledger.close(frame);
    this.#writer.write(frame).then(done, done);
    return true;
  }

  wipe(): void {
    this.close();
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      // The track may have ended on the page's side first: then there is nothing left to abort.
      this.#writer.abort().catch(() => undefined);
    }
  }
}

export class CanvasSink implements PictureSink {
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D | null;
  readonly #ledger: FrameLedger;

  constructor(canvas: OffscreenCanvas, ledger: FrameLedger) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
    this.#ledger = ledger;
  }

  show(frame: VideoFrame): boolean {
    this.draw(frame);
    this.#ledger.close(frame);
    return this.#context !== null;
  }

  /** Draws without taking the picture over. */
  draw(frame: VideoFrame): void {
    if (this.#canvas.width !== frame.displayWidth || this.#canvas.height !== frame.displayHeight) {
      this.#canvas.width = frame.displayWidth;
      this.#canvas.height = frame.displayHeight;
    }
    this.#context?.drawImage(frame, 0, 0, frame.displayWidth, frame.displayHeight);
  }

  wipe(): void {
    this.#context?.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  close(): void {
    this.wipe();
  }
}
