/**
 * Hands recordings over to the centre as they were sealed, a piece at a time (LNK-12, LNK-13): nothing is
 * opened, no path leads out of the folder. Recording and live pictures come first: one piece is read
 * at a time, at a limited rate, and none is sent while pictures wait on the link. What is asked beyond
 * a short queue, or has waited too long, is answered as busy.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import type { Clock, SealedFiles } from '@beffroi/office';
import {
  type CentreToRecorder,
  encodePiece,
  linkPieceBytesMax,
  type RecorderToCentre,
} from '@beffroi/wire';

type Asked = Extract<CentreToRecorder, { type: 'read-file' }>;
type Unread = Extract<RecorderToCentre, { type: 'file-unread' }>['why'];

const waitingMax = 32;
/** 32 cameras of 4 Mbit/s in real time. */
const bytesPerSecondMax = 16 * 1024 * 1024;
/** What may wait on the link when a piece joins it: pictures behind it are late by no more. */
const linkAheadBytesMax = 65_536;
const lookAgainMs = 10;
/** Less than the centre waits. */
const roomMsMax = 5000;

export interface FileDeskParts {
  readonly files: SealedFiles;
  readonly clock: Clock;
  readonly link: {
    readonly bufferedBytes: number;
    send(message: RecorderToCentre): void;
    sendBinary(frame: Uint8Array): void;
  };
  log(event: string, detail: Readonly<Record<string, unknown>>): void;
}

export class FileDesk {
  readonly #parts: FileDeskParts;
  #waiting: Asked[] = [];
  #isServing = false;
  /** Monotonic: when what was sent has used up its time. */
  #freeAtMs = Number.NEGATIVE_INFINITY;

  constructor(parts: FileDeskParts) {
    this.#parts = parts;
  }

  read(asked: Asked): void {
    if (this.#waiting.length >= waitingMax) {
      this.#refuse(asked, 'busy');
      return;
    }
    this.#waiting.push(asked);
    if (!this.#isServing) {
      this.#isServing = true;
      void this.#serve();
    }
  }

  /** The link is gone, and with it whoever asked. */
  clear(): void {
    this.#waiting = [];
  }

  /** Ends when nobody waits; throws nothing. */
  async #serve(): Promise<void> {
    for (let asked = this.#waiting.shift(); asked !== undefined; asked = this.#waiting.shift()) {
      const why = (await this.#room()) ? await this.#handOver(asked) : 'busy';
      if (why !== null) {
        this.#refuse(asked, why);
      }
    }
    this.#isServing = false;
  }

  /** Null once the piece is on the link. */
  async #handOver(asked: Asked): Promise<Unread | null> {
    const { link, clock, log } = this.#parts;
    try {
      const { bytes, fileBytes } = await this.#piece(asked);
      link.sendBinary(encodePiece({ request: asked.request, fileBytes, bytes }));
      const nowMs = clock.monotonicMs();
      this.#freeAtMs = Math.max(this.#freeAtMs, nowMs) + (1000 * bytes.length) / bytesPerSecondMax;
      return null;
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.code === 'recording-missing') {
        return 'missing';
      }
      if (thrown instanceof Failure && thrown.code === 'recording-refused') {
        return 'refused';
      }
      log('file-unread', { path: asked.path, detail: messageOf(thrown) });
      return 'failed';
    }
  }

  async #piece({ path, position, lengthBytes }: Asked) {
    const length = Math.min(lengthBytes, linkPieceBytesMax);
    if (!(Number.isSafeInteger(position) && position >= 0 && length >= 0)) {
      throw new Failure('recording-refused', `${position} is no position in ${path}`);
    }
    const file = await this.#parts.files.open({ path });
    try {
      const into = new Uint8Array(length);
      const filled = await file.read(into, position);
      return { bytes: into.subarray(0, filled), fileBytes: await file.size() };
    } finally {
      await file.close();
    }
  }

  /** True once the rate and the pictures leave room; false when they don't in time. */
  async #room(): Promise<boolean> {
    const { clock, link } = this.#parts;
    const endMs = clock.monotonicMs() + roomMsMax;
    for (;;) {
      const earlyMs = this.#freeAtMs - clock.monotonicMs();
      const isFull = link.bufferedBytes > linkAheadBytesMax;
      if (earlyMs <= 0 && !isFull) {
        return true;
      }
      if (clock.monotonicMs() >= endMs) {
        return false;
      }
      await new Promise<void>((done) => clock.after(isFull ? lookAgainMs : earlyMs, done));
    }
  }

  #refuse({ request }: Asked, why: Unread): void {
    this.#parts.link.send({ type: 'file-unread', request, why });
  }
}
