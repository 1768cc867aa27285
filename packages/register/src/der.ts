/**
 * Distinguished encoding (X.690) as far as a time-stamp needs it: tag, length, content, nothing else.
 * Indefinite lengths, long tags and anything that reaches past its end are refused by a Failure that
 * `time-stamp.ts` turns into a refusal.
 */

import { equalBytes, Failure } from '@beffroi/kernel';

export const derTag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context3: 0xa3,
} as const;

export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag and length included. */
  readonly whole: Uint8Array;
}

/** The one element that these bytes are. */
export function readDer(bytes: Uint8Array): Der {
  const [only, ...more] = readAll(bytes);
  if (only === undefined || more.length > 0) {
    throw unreadable('one element expected');
  }
  return only;
}

/** The elements inside one of this tag. */
export function partsOf(der: Der | undefined, tag: number): readonly Der[] {
  return readAll(contentOf(der, tag));
}

/** The content of an element of this tag. */
export function contentOf(der: Der | undefined, tag: number): Uint8Array {
  if (der?.tag !== tag) {
    throw unreadable(`tag ${tag} expected, ${der?.tag ?? 'nothing'} found`);
  }
  return der.content;
}

/** `1.2.840.113549.1.9.4` of an object identifier. */
export function objectIdOf(der: Der | undefined): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of contentOf(der, derTag.objectId)) {
    value = value * 128 + (byte & 127);
    if (byte < 128) {
      arcs.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join('.');
}

/** Whether two elements are the same bytes. */
export function sameDer(a: Der | undefined, b: Der | undefined): boolean {
  return a !== undefined && b !== undefined && equalBytes(a.whole, b.whole);
}

function readAll(bytes: Uint8Array): readonly Der[] {
  const found: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const { length, headBytes } = lengthAt(bytes, at + 1);
    const from = at + 1 + headBytes;
    if ((tag & 31) === 31 || from + length > bytes.length) {
      throw unreadable('an element reaches past its end');
    }
    const content = bytes.subarray(from, from + length);
    found.push({ tag, content, whole: bytes.subarray(at, from + length) });
    at = from + length;
  }
  return found;
}

function lengthAt(bytes: Uint8Array, at: number): { length: number; headBytes: number } {
  const first = bytes[at] ?? 0;
  if (first < 128) {
    return { length: first, headBytes: 1 };
  }
  const count = first & 127;
  if (count === 0 || count > 4 || at + count >= bytes.length) {
    throw unreadable('a length that is none');
  }
  const length = bytes.subarray(at + 1, at + 1 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return { length, headBytes: 1 + count };
}

function unreadable(what: string): Failure<'der-unreadable'> {
  return new Failure('der-unreadable', `the time-stamp can't be read: ${what}`);
}
