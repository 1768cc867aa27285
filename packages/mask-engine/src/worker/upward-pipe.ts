/**
 * The worker's way out: frames to the recorder, at most 8 MiB waiting. Over it pictures of that
 * stream are dropped to the next key picture, counted and told, never waited for: a recorder that
 * stands still must not make a worker grow.
 */

import type { Writable } from 'node:stream';
import type { GapNotice, StreamName } from '@beffroi/office';
import type { MaskedAccessUnit } from '@beffroi/picture';
import { messageFrame, pictureFrame } from './frames.ts';
import { type Report, reportBody } from './messages.ts';

const waitingBytesMax = 8 * 1024 * 1024;

export class UpwardPipe {
  readonly #pipe: Writable;
  readonly #nowMs: () => number;
  readonly #awaitsKey = new Set<StreamName>();
  #dropped = 0;

  constructor(pipe: Writable, nowMs: () => number) {
    this.#pipe = pipe;
    this.#nowMs = nowMs;
  }

  get dropped(): number {
    return this.#dropped;
  }

  report(report: Report): void {
    this.#pipe.write(messageFrame(reportBody(report)));
  }

  gap(stream: StreamName, notice: GapNotice): void {
    this.report({ kind: 'gap', stream, notice });
  }

  /** Only masked pictures fit through here (MSK-1). */
  picture(stream: StreamName, unit: MaskedAccessUnit): void {
    const full = this.#pipe.writableLength > waitingBytesMax;
    if (full || (this.#awaitsKey.has(stream) && !unit.key)) {
      this.#dropped++;
      if (!this.#awaitsKey.has(stream)) {
        this.#awaitsKey.add(stream);
        const detail = 'The recorder takes masked pictures slower than they come.';
        this.gap(stream, { cause: 'mask-engine-overloaded', detail, atMs: this.#nowMs() });
      }
      return;
    }
    this.#awaitsKey.delete(stream);
    this.#pipe.write(pictureFrame({ stream, unit, version: unit.mask.version }));
  }
}
