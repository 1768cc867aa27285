/**
 * SHA-256 (FIPS 180-4) in plain code, so that tests of pure rooms need no platform. Apps use the
 * platform's, which is a hundred times faster.
 */

const bound = 2 ** 32;

function fraction(x: number): number {
  return Math.floor((x - Math.floor(x)) * bound) | 0;
}

const primes: readonly number[] = Array.from({ length: 312 }, (_, index) => index).filter(
  (n) => n > 1 && ![2, 3, 5, 7, 11, 13, 17].some((d) => d < n && n % d === 0),
);
/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const constants = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)));
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

export function sha256(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor((bytes.length * 8) / bound));
  view.setUint32(padded.length - 4, (bytes.length * 8) % bound);
  const state = [...initial];
  for (let offset = 0; offset < padded.length; offset += 64) {
    compress(state, view, offset);
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (const [index, word] of state.entries()) {
    out.setInt32(index * 4, word);
  }
  return digest;
}

function compress(state: number[], view: DataView, offset: number): void {
  const words = new Int32Array(64);
  for (let i = 0; i < 64; i++) {
    words[i] = i < 16 ? view.getInt32(offset + i * 4) : scheduled(words, i);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] ?? 0) + (words[i] ?? 0)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) {
    state[index] = ((state[index] ?? 0) + word) | 0;
  }
}

function scheduled(words: Int32Array, i: number): number {
  const w15 = words[i - 15] ?? 0;
  const w2 = words[i - 2] ?? 0;
  const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
  const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
  return ((words[i - 16] ?? 0) + s0 + (words[i - 7] ?? 0) + s1) | 0;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
