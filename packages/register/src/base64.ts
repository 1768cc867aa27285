/**
 * Base64 as notes and proofs write it (RFC 4648 section 4): the standard alphabet, padded, one text
 * per value. A text that another encoder would write otherwise is refused, so that nobody changes a
 * letter of a proof without changing its bytes.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values: ReadonlyMap<string, number> = new Map(
  [...alphabet].map((letter, value) => [letter, value]),
);

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const a = bytes[at] ?? 0;
    const b = bytes[at + 1] ?? 0;
    const c = bytes[at + 2] ?? 0;
    const group = [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63];
    const letters = Math.min(4, bytes.length - at + 1);
    for (let i = 0; i < letters; i++) {
      text += alphabet[group[i] ?? 0];
    }
  }
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** The bytes of a Base64 text, or undefined when it isn't exactly one. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0 || bare.length % 4 === 1) {
    return undefined;
  }
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of bare) {
    const value = values.get(letter);
    if (value === undefined) {
      return undefined;
    }
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  return toBase64(bytes) === text ? bytes : undefined;
}
