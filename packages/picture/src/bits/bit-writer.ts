/**
 * Writes bits and exponential Golomb codes, ends them with the stop bit, and puts emulation
 * prevention bytes back (H.264 clause 7.4.1), so that no start code appears inside a NAL unit.
 */

export class BitWriter {
  readonly #bits: number[] = [];

  bits(value: number, count: number): void {
    for (let i = count - 1; i >= 0; i--) {
      this.#bits.push(Math.floor(value / 2 ** i) % 2);
    }
  }

  flag(value: boolean): void {
    this.#bits.push(value ? 1 : 0);
  }

  /** ue(v) of a value under 2^32 - 1. */
  unsigned(value: number): void {
    const code = value + 1;
    const length = Math.floor(Math.log2(code));
    this.bits(0, length);
    this.bits(code, length + 1);
  }

  /** Closes with the stop bit and answers the bytes, still without escapes. */
  finish(): Uint8Array {
    this.flag(true);
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    for (const [index, bit] of this.#bits.entries()) {
      if (bit === 1) {
        bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (0x80 >> (index & 7));
      }
    }
    return bytes;
  }
}

/** Puts emulation prevention bytes into a raw NAL unit. */
export function escapeNal(raw: Uint8Array): Uint8Array {
  const escaped: number[] = [];
  let zeros = 0;
  for (const byte of raw) {
    if (zeros >= 2 && byte <= 3) {
      escaped.push(3);
      zeros = 0;
    }
    escaped.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(escaped);
}
