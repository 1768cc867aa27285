/**
 * The gate of a camera that masks itself (VP-20, MSK-4): pictures wait until the key picture of
 * their GOP has been decoded and found masked; a GOP whose key fails is dropped whole and an alarm
 * raised. One GOP waits; what comes while it is checked falls, said as a gap behind it: on a busy
 * machine every other GOP is kept, rather than none because each overtakes the check of the last.
 * Zones are drawn on the main stream: on a sub-stream of another shape they lie where the camera puts
 * them, which no stream says. It passes only where squeezing puts them; else it is withheld as not to be
 * checked, which is no word against the camera's masks (MSK-18).
 */

import { messageOf } from '@beffroi/kernel';
import { maskedByCamera } from '@beffroi/mask-engine';
import type { GapCause, GapNotice, MaskVerdict, RunSink } from '@beffroi/office';
import {
  type ClearAccessUnit,
  isSameShape,
  type MaskMark,
  type Polygon,
  type StreamFormat,
} from '@beffroi/picture';
import { BarrenSpell } from './barren-spell.ts';
import type { Feed } from './feed.ts';
import type { PictureDesk } from './picture-desk.ts';

const waitingMax = 300;

export interface CheckedSinkParts {
  readonly feed: Pick<Feed, 'format' | 'accessUnit' | 'gap'>;
  readonly polygons: readonly Polygon[];
  /** The main stream, on which they were drawn; null until its size is known. */
  readonly drawnOn: () => StreamFormat | null;
  readonly mark: MaskMark;
  readonly desk: Pick<PictureDesk, 'verify'>;
  readonly restart: (cause: GapCause, detail: string) => void;
}

export function checkedSink(parts: CheckedSinkParts): RunSink {
  const gate = new Gate(parts);
  return {
    format: (format) => gate.format(format),
    accessUnit: (unit) => gate.accessUnit(unit),
    gap: (notice) => gate.gap(notice),
  };
}

class Gate {
  readonly #parts: CheckedSinkParts;
  readonly #barren = new BarrenSpell();
  /** Null: the GOP was refused or none began; pictures fall until the next key. */
  #verdict: MaskVerdict | 'pending' | null = null;
  #waiting: ClearAccessUnit[] = [];
  /** Since when GOPs fall because one is still being checked; null while none does. */
  #fallingSinceMs: number | null = null;
  #format: StreamFormat | null = null;
  /** Counts key pictures, so that an answer about an old one is not taken for the new one. */
  #turn = 0;

  constructor(parts: CheckedSinkParts) {
    this.#parts = parts;
  }

  format(format: StreamFormat): void {
    this.#drop();
    this.#format = format;
    this.#parts.feed.format(format);
  }

  gap(notice: GapNotice): void {
    this.#drop();
    this.#parts.feed.gap(notice);
  }

  accessUnit(unit: ClearAccessUnit): void {
    if (this.#verdict === 'pending') {
      this.#wait(unit);
    } else if (unit.key) {
      this.#beginGop(unit);
    } else if (this.#verdict !== null) {
      this.#parts.feed.accessUnit(maskedByCamera(unit, this.#verdict, this.#parts.mark));
    }
  }

  #beginGop(key: ClearAccessUnit): void {
    this.#turn += 1;
    const turn = this.#turn;
    this.#waiting = [key];
    this.#verdict = 'pending';
    this.#parts.desk.verify(key, this.#parts.polygons).then(
      (verdict) => this.#answer(turn, verdict, key.receivedMs),
      (thrown: unknown) => {
        const detail = `the check of the picture failed: ${messageOf(thrown)}`;
        const verdict = { masked: false, decoded: true, deviation: Number.NaN, detail };
        this.#answer(turn, verdict, key.receivedMs);
      },
    );
  }

  #wait(unit: ClearAccessUnit): void {
    if (unit.key || this.#fallingSinceMs !== null) {
      this.#fallingSinceMs ??= unit.receivedMs;
      return;
    }
    if (this.#waiting.length >= waitingMax) {
      this.#overloaded(unit.receivedMs);
      return;
    }
    this.#waiting.push(unit);
  }

  #overloaded(atMs: number): void {
    this.#drop();
    this.#parts.feed.gap({
      cause: 'mask-engine-overloaded',
      detail: 'the check of a key picture took longer than a group of pictures',
      atMs,
    });
  }

  #answer(turn: number, verdict: MaskVerdict, atMs: number): void {
    if (turn !== this.#turn || this.#verdict !== 'pending') {
      return;
    }
    if (!verdict.masked) {
      this.#drop();
      this.#refuse(verdict, atMs);
      return;
    }
    this.#barren.ended();
    this.#verdict = verdict;
    for (const unit of this.#waiting) {
      this.#parts.feed.accessUnit(maskedByCamera(unit, verdict, this.#parts.mark));
    }
    this.#waiting = [];
    if (this.#fallingSinceMs !== null) {
      this.#overloaded(this.#fallingSinceMs);
    }
  }

  /** CAM-11: what can't be decoded at all is a fault of the stream, not of the masks. */
  #refuse({ decoded, detail }: MaskVerdict, atMs: number): void {
    if (decoded) {
      this.#barren.ended();
      this.#withhold(detail, atMs);
      return;
    }
    const cause = 'stream-undecodable';
    this.#parts.feed.gap({ cause, detail, atMs });
    if (this.#barren.failed(atMs)) {
      this.#parts.restart(cause, detail);
    }
  }

  #withhold(found: string, atMs: number): void {
    const shown = this.#format;
    const drawnOn = this.#parts.drawnOn();
    if (shown === null || drawnOn === null || isSameShape(shown, drawnOn)) {
      this.#parts.feed.gap({ cause: 'mask-check-failed', detail: found, atMs });
      return;
    }
    const sizes = `${shown.width}x${shown.height} beside a main stream of ${drawnOn.width}x${drawnOn.height}`;
    const detail = `can't be checked: a sub-stream of ${sizes} doesn't say where its zones lie; give it the main stream's shape. ${found}`;
    this.#parts.feed.gap({ cause: 'mask-geometry-invalid', detail, atMs });
  }

  #drop(): void {
    this.#verdict = null;
    this.#waiting = [];
    this.#fallingSinceMs = null;
    this.#turn += 1;
  }
}
