/**
 * The text of UTF-8 bytes, strictly (RFC 3629): overlong forms, surrogates and torn characters are
 * refused, because two byte strings must never read as the same signed text.
 */

import { concatBytes, equalBytes, utf8Bytes } from '@beffroi/kernel';

const chunkLetters = 8192;

/** The text, or undefined when the bytes aren't UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  const parts: string[] = [];
  let points: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const length = lengthOf(first);
    if (length === 0 || at + length > bytes.length) {
      return undefined;
    }
    let point = length === 1 ? first : first & (0x7f >> length);
    for (let i = 1; i < length; i++) {
      point = (point << 6) | ((bytes[at + i] ?? 0) & 63);
    }
    if (point > 0x10ffff) {
      return undefined;
    }
    points.push(point);
    at += length;
    if (points.length === chunkLetters) {
      parts.push(String.fromCodePoint(...points));
      points = [];
    }
  }
  const text = parts.join('') + String.fromCodePoint(...points);
  // Written back it must be the same bytes: so overlong forms and surrogates are none of ours.
  return equalBytes(utf8Bytes(text), bytes) ? text : undefined;
}

/** Whether a file begins as editors and mail programs of Windows begin one (a mark, or UTF-16). */
export function isConverted(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  return (
    (first === 0xef && second === 0xbb && third === 0xbf) ||
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff)
  );
}

function lengthOf(first: number): 0 | 1 | 2 | 3 | 4 {
  if (first < 0x80) {
    return 1;
  }
  if (first < 0xc0 || first > 0xf4) {
    return 0;
  }
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** `size` in decimal as checkpoints and proofs write it, or undefined: no sign, no leading zero. */
export function readDecimal(text: string): number | undefined {
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Bytes of texts and bytes one after the other. */
export function joined(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  return concatBytes(parts.map((part) => (typeof part === 'string' ? utf8Bytes(part) : part)));
}
