/**
 * Puts UDP packets back into their order. Small on purpose: a packet waits for the missing one at
 * most 60 ms and behind at most 64 others, then the hole is taken as a loss. Over TCP nothing is
 * ever out of order and this isn't used.
 */

import { signed16 } from './sequence.ts';

export const reorderLimits = { packets: 64, waitMs: 60 } as const;

interface Waiting {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly sinceMs: number;
}

export class ReorderBuffer {
  readonly #deliver: (bytes: Uint8Array, nowMs: number) => void;
  #next: number | undefined;
  #waiting: Waiting[] = [];

  constructor(deliver: (bytes: Uint8Array, nowMs: number) => void) {
    this.#deliver = deliver;
  }

  /** `bytes` is kept while it waits: a datagram of its own. */
  push(bytes: Uint8Array, nowMs: number): void {
    const sequence = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
    const ahead = this.#next === undefined ? 0 : signed16(sequence - this.#next);
    if (ahead === 0 || Math.abs(ahead) > 1000) {
      // A jump too far for reordering is the receiver's business (a restart).
      this.#release(bytes, sequence, nowMs);
    } else if (ahead > 0 && !this.#waiting.some((other) => other.sequence === sequence)) {
      this.#waiting.push({ sequence, bytes, sinceMs: nowMs });
    }
    this.#drain(nowMs);
  }

  #release(bytes: Uint8Array, sequence: number, nowMs: number): void {
    this.#next = (sequence + 1) & 0xffff;
    this.#deliver(bytes, nowMs);
  }

  #drain(nowMs: number): void {
    while (this.#waiting.length > 0) {
      const next = this.#next ?? 0;
      this.#waiting.sort((a, b) => signed16(a.sequence - next) - signed16(b.sequence - next));
      const first = this.#waiting[0] as Waiting;
      const follows = signed16(first.sequence - next) <= 0;
      const tooLong = nowMs - first.sinceMs > reorderLimits.waitMs;
      if (!follows && !tooLong && this.#waiting.length <= reorderLimits.packets) {
        return;
      }
      this.#waiting.shift();
      this.#release(first.bytes, first.sequence, nowMs);
    }
  }
}
