/**
 * Tells each gap once. A fault repeats at every picture; its notice does not: one per cause until a
 * picture came out again. The counts of what was dropped are kept elsewhere, nothing is hidden.
 */

import type { GapCause, GapNotice } from '@beffroi/office';

export class GapTeller {
  readonly #told = new Set<GapCause>();
  readonly #gap: (notice: GapNotice) => void;
  readonly #nowMs: () => number;

  constructor(gap: (notice: GapNotice) => void, nowMs: () => number) {
    this.#gap = gap;
    this.#nowMs = nowMs;
  }

  tell(cause: GapCause, detail: string): void {
    if (!this.#told.has(cause)) {
      this.#told.add(cause);
      this.#gap({ cause, detail, atMs: this.#nowMs() });
    }
  }

  /** A picture came out: the next fault is a new gap. */
  ended(): void {
    this.#told.clear();
  }
}
