/**
 * Reads bits and exponential Golomb codes (H.264 clause 9.1) of a parameter set or a slice header.
 * The bytes come from the street: reading past the end never throws, it answers zeros and raises
 * `overrun`, which the caller must look at before it believes anything. Emulation prevention bytes
 * (`00 00 03`) are removed once, at construction.
 */

export class BitReader {
  readonly #bytes: Uint8Array;
  #bit = 0;
  /** True once a read went past the end or met a code longer than 32 bits. */
  overrun = false;

  /** `nal` may still be escaped; at most `bytesMax` of its bytes are looked at. */
  constructor(nal: Uint8Array, bytesMax = 4096) {
    this.#bytes = unescapeNal(nal.length > bytesMax ? nal.subarray(0, bytesMax) : nal);
  }

  get bit(): number {
    return this.#bit;
  }

  get bitLength(): number {
    return this.#bytes.length * 8;
  }

  seek(bit: number): void {
    this.#bit = bit;
  }

  /** Unsigned integer of 0 to 32 bits. */
  bits(count: number): number {
    if (this.#bit + count > this.bitLength) {
      this.overrun = true;
      return 0;
    }
    let value = 0;
    for (let i = 0; i < count; i++) {
      const byte = this.#bytes[this.#bit >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#bit & 7))) & 1);
      this.#bit++;
    }
    return value;
  }

  flag(): boolean {
    return this.bits(1) === 1;
  }

  skip(count: number): void {
    this.#bit += count;
    if (this.#bit > this.bitLength) {
      this.overrun = true;
    }
  }

  /** ue(v). */
  unsigned(): number {
    let zeros = 0;
    while (!this.flag()) {
      zeros++;
      if (this.overrun || zeros > 32) {
        this.overrun = true;
        return 0;
      }
    }
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v). */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}

/** Removes emulation prevention bytes; answers the same bytes when there are none. */
export function unescapeNal(nal: Uint8Array): Uint8Array {
  const raw = new Uint8Array(nal.length);
  let length = 0;
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    raw[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return length === nal.length ? nal : raw.subarray(0, length);
}
