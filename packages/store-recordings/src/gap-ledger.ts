/**
 * Gaps that last, by camera stream (REC-26): each is told when it begins and again when pictures come
 * back, under one id. A change is kept in a small file first and told after it, so that a crash in
 * between loses neither its beginning nor its end: the next run tells what was kept. A disk that
 * can't keep the file doesn't silence anything: then the change is told all the same.
 */

import { newId } from '@beffroi/kernel';
import type { Chance, GapCause, RecordedGap, RecorderFact, StreamName } from '@beffroi/office';

/** Official time and our clock are never so far apart but when the clock was set (REC-28). */
const setBackMs = 10_000;

export interface GapLedgerOptions {
  readonly chance: Chance;
  readonly tell: (fact: RecorderFact) => void;
  /** Keeps the list durably: open gaps, and those whose end is about to be told. Never rejects. */
  readonly keep: (gaps: readonly RecordedGap[]) => Promise<void>;
  /** What the last run kept. */
  readonly kept: readonly RecordedGap[];
}

export interface GapStart {
  readonly cameraId: string;
  readonly stream: StreamName;
  readonly cause: GapCause;
  readonly detail: string;
  readonly fromMs: number;
}

export class GapLedger {
  readonly #options: GapLedgerOptions;
  readonly #open = new Map<string, RecordedGap>();
  #untold: RecordedGap[];
  #telling: Promise<void> | null = null;

  constructor(options: GapLedgerOptions) {
    this.#options = options;
    this.#untold = [...options.kept];
    for (const gap of options.kept) {
      if (gap.toMs === null) {
        this.#open.set(keyOf(gap), gap);
      }
    }
    this.#tellSoon();
  }

  current(cameraId: string, stream: StreamName): RecordedGap | undefined {
    return this.#open.get(keyOf({ cameraId, stream }));
  }

  /** A gap of another cause takes over from one that lasts; the same cause goes on. */
  begin(start: GapStart): void {
    const before = this.current(start.cameraId, start.stream);
    if (before?.cause === start.cause) {
      return;
    }
    const fromMs = Math.max(start.fromMs, before?.fromMs ?? start.fromMs);
    if (before !== undefined) {
      this.#untold.push({ ...before, toMs: fromMs });
    }
    const gapId = newId('gap', this.#options.chance.bytes(10));
    const gap: RecordedGap = { gapId, ...start, fromMs, toMs: null };
    this.#open.set(keyOf(gap), gap);
    this.#untold.push(gap);
    this.#tellSoon();
  }

  /**
   * Pictures from `atMs` on are recorded; a gap that began later than that goes on, unless it began so
   * much later that our clock was set back meanwhile.
   */
  end(cameraId: string, stream: StreamName, atMs: number): void {
    const gap = this.current(cameraId, stream);
    if (gap === undefined || (atMs < gap.fromMs && atMs > gap.fromMs - setBackMs)) {
      return;
    }
    this.#open.delete(keyOf(gap));
    this.#untold.push({ ...gap, toMs: Math.max(atMs, gap.fromMs) });
    this.#tellSoon();
  }

  /** Resolves when everything is kept and told. */
  async told(): Promise<void> {
    while (this.#telling !== null) {
      await this.#telling;
    }
  }

  #tellSoon(): void {
    if (this.#telling === null && this.#untold.length > 0) {
      this.#telling = this.#keepAndTell();
    }
  }

  async #keepAndTell(): Promise<void> {
    while (this.#untold.length > 0) {
      const batch = this.#untold;
      this.#untold = [];
      const ended = batch.filter((gap) => gap.toMs !== null);
      await this.#options.keep([...this.#open.values(), ...ended]);
      for (const gap of batch) {
        this.#options.tell({ kind: 'gap', gap });
      }
    }
    this.#telling = null;
  }
}

function keyOf({ cameraId, stream }: Pick<RecordedGap, 'cameraId' | 'stream'>): string {
  return `${cameraId}/${stream}`;
}
