/**
 * The current GOP of one masked stream, kept so that a new viewer sees a picture at once instead of
 * waiting for the next key picture. Bounded: a GOP that grows over the limit empties the ring until
 * the next key (LIV-5). The bytes of its pictures lie behind each other in one buffer that the next
 * GOP uses again, so that two seconds of every camera don't go through the collector.
 */

import type { MaskedAccessUnit } from '@beffroi/picture';

const sizeBytesMax = 16 * 1024 * 1024;
const picturesMax = 1500;
const firstBytes = 256 * 1024;

export class GopRing {
  /** Their `data` are views of `#bytes`; only copies leave the ring. */
  #units: MaskedAccessUnit[] = [];
  #bytes = new Uint8Array(0);
  #sizeBytes = 0;
  #overflowed = false;

  push(unit: MaskedAccessUnit): void {
    if (unit.key) {
      this.clear();
    } else if (this.#units.length === 0) {
      return;
    }
    const end = this.#sizeBytes + unit.data.length;
    if (end > sizeBytesMax || this.#units.length >= picturesMax) {
      this.clear();
      this.#overflowed = true;
      return;
    }
    this.#reserve(end);
    this.#bytes.set(unit.data, this.#sizeBytes);
    this.#units.push({ ...unit, data: this.#bytes.subarray(this.#sizeBytes, end) });
    this.#sizeBytes = end;
  }

  /** The pictures since the last key, oldest first; empty before the first key. */
  pictures(): readonly MaskedAccessUnit[] {
    return this.#units.map(copied);
  }

  key(): MaskedAccessUnit | null {
    const first = this.#units[0];
    return first === undefined ? null : copied(first);
  }

  /** Whether a GOP was too long to keep since the start. */
  get overflowed(): boolean {
    return this.#overflowed;
  }

  clear(): void {
    this.#units = [];
    this.#sizeBytes = 0;
  }

  /** Room up to `end`; what is in it moves, so its pictures become views of the new place. */
  #reserve(end: number): void {
    if (end <= this.#bytes.length) {
      return;
    }
    const larger = new Uint8Array(Math.min(sizeBytesMax, Math.max(end * 2, firstBytes)));
    larger.set(this.#bytes.subarray(0, this.#sizeBytes));
    this.#bytes = larger;
    this.#units = this.#units.map((unit) => {
      const from = unit.data.byteOffset;
      return { ...unit, data: larger.subarray(from, from + unit.data.length) };
    });
  }
}

function copied(unit: MaskedAccessUnit): MaskedAccessUnit {
  return { ...unit, data: new Uint8Array(unit.data) };
}
