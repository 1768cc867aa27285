/**
 * The current GOP of one masked stream, kept so that a new viewer sees a picture at once instead of
 * waiting for the next key picture. Bounded: a GOP that grows over the limit empties the ring until
 * the next key (LIV-5).
 */

import type { MaskedAccessUnit } from '@beffroi/picture';

const sizeBytesMax = 16 * 1024 * 1024;
const picturesMax = 1500;

export class GopRing {
  #units: MaskedAccessUnit[] = [];
  #sizeBytes = 0;
  #overflowed = false;

  push(unit: MaskedAccessUnit): void {
    if (unit.key) {
      this.clear();
    } else if (this.#units.length === 0) {
      return;
    }
    this.#units.push(unit);
    this.#sizeBytes += unit.data.length;
    if (this.#sizeBytes > sizeBytesMax || this.#units.length > picturesMax) {
      this.clear();
      this.#overflowed = true;
    }
  }

  /** The pictures since the last key, oldest first; empty before the first key. */
  pictures(): readonly MaskedAccessUnit[] {
    return this.#units;
  }

  key(): MaskedAccessUnit | null {
    return this.#units[0] ?? null;
  }

  /** Whether a GOP was too long to keep since the start. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  clear(): void {
    this.#units = [];
    this.#sizeBytes = 0;
  }
}
