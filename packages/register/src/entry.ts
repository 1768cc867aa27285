/**
 * An entry of the register: what kind of thing happened, when, and a commitment to the record that
 * says the rest. The leaf stays for ever and names nobody; record and salt are erased at their term
 * and the leaf then tells nothing (REG-1, REG-9; VP-33).
 */

import {
  assert,
  canonicalJson,
  equalBytes,
  type Instant,
  parseInstant,
  utf8Bytes,
} from '@beffroi/kernel';
import { fromBase64, toBase64 } from './base64.ts';
import { hashBytes, type Sha256 } from './crypto.ts';
import { joined, utf8Text } from './utf8-text.ts';

export interface Entry {
  /** A fact in the past participle: `mask-redrawn`. */
  readonly kind: string;
  readonly at: Instant;
  /** SHA-256(salt || record). */
  readonly commitment: Uint8Array;
}

/** What a leaf commits to, until its term. */
export interface SaltedRecord {
  /** Canonical JSON (RFC 8785). */
  readonly record: string;
  readonly salt: Uint8Array;
}

const randomBytes = 16;
const checkBytes = 4;
export const saltBytes = randomBytes + checkBytes;
/** So short and plain that nobody's name fits in. */
const kindShape = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const kindLettersMax = 64;

/** A salt from 16 random bytes; its last four check the others, so that a changed salt is named. */
export function makeSalt(sha256: Sha256, random: Uint8Array): Uint8Array {
  assert(random.length === randomBytes, `a salt is made of ${randomBytes} random bytes`);
  return joined(random, sha256(joined('beffroi salt\n', random)).subarray(0, checkBytes));
}

/** Whether a salt is as it was made. */
export function isSalt(sha256: Sha256, salt: Uint8Array): boolean {
  const random = salt.subarray(0, randomBytes);
  return salt.length === saltBytes && equalBytes(makeSalt(sha256, random), salt);
}

export function commitmentOf(sha256: Sha256, { record, salt }: SaltedRecord): Uint8Array {
  return sha256(joined(salt, record));
}

/** The bytes of the leaf: canonical JSON of kind, time and commitment, and nothing else. */
export function writeLeaf({ kind, at, commitment }: Entry): Uint8Array {
  assert(isKind(kind), `the kind of an entry is a plain word: ${kind}`);
  assert(commitment.length === hashBytes, 'a commitment is a SHA-256');
  return utf8Bytes(canonicalJson({ at, commitment: toBase64(commitment), kind }));
}

/** The entry of a leaf, or undefined when it is none of ours. */
export function readLeaf(bytes: Uint8Array): Entry | undefined {
  const text = utf8Text(bytes);
  const [, time = '', encoded = '', kind = ''] =
    /^\{"at":"([^"]+)","commitment":"([^"]+)","kind":"([^"]+)"\}$/.exec(text ?? '') ?? [];
  const at = parseInstant(time);
  const commitment = fromBase64(encoded);
  const sound = at === time && isKind(kind) && commitment?.length === hashBytes;
  return sound && at !== undefined && commitment !== undefined
    ? { kind, at, commitment }
    : undefined;
}

function isKind(text: string): boolean {
  return text.length <= kindLettersMax && kindShape.test(text);
}
