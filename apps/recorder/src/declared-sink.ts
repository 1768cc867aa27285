/**
 * The way of a camera of which a person declared that nothing private is in view. Nobody has to look
 * at its pictures before they are shown and kept, so they pass at once; but somebody must notice when
 * they are none. One key picture of each connection, and one each ten minutes, is decoded beside the
 * stream: when it can't be, nothing more passes before one can, the gap says why, and after ten
 * seconds of that the connection is made again (CAM-11). A desk that fails proves nothing against a
 * camera: its pictures pass.
 */

import { declaredNoneNeeded } from '@beffroi/mask-engine';
import type { GapCause, GapNotice, MaskVerdict, RunSink } from '@beffroi/office';
import type { ClearAccessUnit, MaskMark, StreamFormat } from '@beffroi/picture';
import { BarrenSpell } from './barren-spell.ts';
import type { Feed } from './feed.ts';
import type { PictureDesk } from './picture-desk.ts';

const recheckMs = 600_000;
/** Pictures that wait for one answer; more, and the stream is let through unproven. */
const waitingMax = 300;

export interface DeclaredSinkParts {
  readonly feed: Pick<Feed, 'format' | 'accessUnit' | 'gap'>;
  readonly mark: MaskMark;
  readonly desk: Pick<PictureDesk, 'verify'>;
  readonly restart: (cause: GapCause, detail: string) => void;
}

export function declaredSink(parts: DeclaredSinkParts): RunSink {
  const watch = new DecodingWatch(parts);
  return {
    format: (format) => watch.format(format),
    accessUnit: (unit) => watch.accessUnit(unit),
    gap: (notice) => watch.gap(notice),
  };
}

class DecodingWatch {
  readonly #parts: DeclaredSinkParts;
  readonly #barren = new BarrenSpell();
  #isAsking = false;
  /** Since a key picture could not be decoded, until one can: nothing passes. */
  #isHeld = false;
  #waiting: ClearAccessUnit[] = [];
  #nextCheckMs = Number.NEGATIVE_INFINITY;
  /** Counts connections and formats, so that an old answer is not taken for a new one. */
  #turn = 0;

  constructor(parts: DeclaredSinkParts) {
    this.#parts = parts;
  }

  format(format: StreamFormat): void {
    this.#beginAgain();
    this.#parts.feed.format(format);
  }

  gap(notice: GapNotice): void {
    if (notice.cause !== 'packets-lost') {
      this.#beginAgain();
    }
    this.#waiting = [];
    this.#parts.feed.gap(notice);
  }

  accessUnit(unit: ClearAccessUnit): void {
    if (unit.key && !this.#isAsking && (this.#isHeld || unit.receivedMs >= this.#nextCheckMs)) {
      this.#ask(unit);
    }
    if (!this.#isHeld) {
      this.#pass(unit);
    } else if (this.#isAsking && (unit.key || this.#waiting.length > 0)) {
      this.#wait(unit);
    }
  }

  #ask(key: ClearAccessUnit): void {
    const turn = this.#turn;
    this.#isAsking = true;
    this.#waiting = [];
    // A copy of what is asked crosses to the desk at once; the feed may free the picture's bytes.
    this.#parts.desk.verify(key, []).then(
      (verdict) => this.#answer(turn, verdict, key.receivedMs),
      () => this.#proved(turn, key.receivedMs),
    );
  }

  #wait(unit: ClearAccessUnit): void {
    this.#waiting.push(unit);
    if (this.#waiting.length > waitingMax) {
      this.#proved(this.#turn, unit.receivedMs);
    }
  }

  #answer(turn: number, verdict: MaskVerdict, atMs: number): void {
    if (verdict.decoded) {
      this.#proved(turn, atMs);
    } else if (turn === this.#turn) {
      this.#isAsking = false;
      this.#isHeld = true;
      this.#waiting = [];
      this.#refuse(verdict.detail, atMs);
    }
  }

  #refuse(detail: string, atMs: number): void {
    const cause = 'stream-undecodable';
    if (!this.#barren.lasts) {
      this.#parts.feed.gap({ cause, detail, atMs });
    }
    if (this.#barren.failed(atMs)) {
      this.#parts.restart(cause, detail);
    }
  }

  #proved(turn: number, atMs: number): void {
    if (turn !== this.#turn) {
      return;
    }
    const waiting = this.#waiting;
    this.#isAsking = false;
    this.#isHeld = false;
    this.#waiting = [];
    this.#barren.ended();
    this.#nextCheckMs = atMs + recheckMs;
    for (const unit of waiting) {
      this.#pass(unit);
    }
  }

  #pass(unit: ClearAccessUnit): void {
    this.#parts.feed.accessUnit(declaredNoneNeeded(unit, this.#parts.mark));
  }

  /** What is held stays held: a new connection to a camera that lied proves nothing yet. */
  #beginAgain(): void {
    this.#turn += 1;
    this.#isAsking = false;
    this.#waiting = [];
    this.#nextCheckMs = Number.NEGATIVE_INFINITY;
  }
}
