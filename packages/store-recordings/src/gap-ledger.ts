/**
 * Gaps that last, by camera stream (REC-6): each is told when it begins and again when pictures come
 * back, under one id. The open ones are kept in a small file, so that a gap that began before a
 * restart is ended by the recorder that comes after.
 */

import { newId } from '@beffroi/kernel';
import type { Chance, GapCause, RecordedGap, RecorderFact, StreamName } from '@beffroi/office';

export interface GapLedgerOptions {
  readonly chance: Chance;
  readonly tell: (fact: RecorderFact) => void;
  /** Keeps the list durably; called with the whole list after each change. */
  readonly keep: (open: readonly RecordedGap[]) => void;
  readonly open: readonly RecordedGap[];
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

  constructor(options: GapLedgerOptions) {
    this.#options = options;
    for (const gap of options.open) {
      this.#open.set(keyOf(gap), gap);
    }
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
    if (before !== undefined) {
      this.#tell({ ...before, toMs: Math.max(before.fromMs, start.fromMs) });
    }
    const fromMs = Math.max(start.fromMs, before?.fromMs ?? start.fromMs);
    const gapId = newId('gap', this.#options.chance.bytes(10));
    const gap: RecordedGap = { gapId, ...start, fromMs, toMs: null };
    this.#open.set(keyOf(gap), gap);
    this.#tell(gap);
    this.#options.keep([...this.#open.values()]);
  }

  /** Pictures from `atMs` on are recorded; a gap that began later than that goes on. */
  end(cameraId: string, stream: StreamName, atMs: number): void {
    const gap = this.current(cameraId, stream);
    if (gap === undefined || atMs < gap.fromMs) {
      return;
    }
    this.#open.delete(keyOf(gap));
    this.#tell({ ...gap, toMs: atMs });
    this.#options.keep([...this.#open.values()]);
  }

  #tell(gap: RecordedGap): void {
    this.#options.tell({ kind: 'gap', gap });
  }
}

function keyOf({ cameraId, stream }: Pick<RecordedGap, 'cameraId' | 'stream'>): string {
  return `${cameraId}/${stream}`;
}
