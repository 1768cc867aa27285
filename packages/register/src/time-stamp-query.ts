/**
 * The question to a time-stamping authority (RFC 3161, section 2.4.1): the digest of a text, a number
 * used once so that no old answer can be played again, and the wish for the signer's certificate, so
 * that the answer verifies without asking anybody.
 */

import { assert, concatBytes } from '@beffroi/kernel';
import { derTag } from './der.ts';

const nonceBytes = 8;
/** AlgorithmIdentifier of SHA-256: its object identifier and no parameters. */
const sha256Id = Uint8Array.of(
  ...[0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00],
);
const booleanTrue = Uint8Array.of(0x01, 0x01, 0xff);
const version1 = Uint8Array.of(derTag.integer, 1, 1);

/** `digest` is the SHA-256 of the text; `random` 8 bytes. */
export function writeTimeStampQuery(digest: Uint8Array, random: Uint8Array): Uint8Array {
  assert(digest.length === 32, 'a digest of SHA-256 has 32 bytes');
  assert(random.length === nonceBytes, `a nonce is made of ${nonceBytes} random bytes`);
  // A whole number above zero, written in as few bytes as it takes: DER has one form of each.
  const nonce = new Uint8Array(random);
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  const imprint = element(derTag.sequence, sha256Id, element(derTag.octetString, digest));
  const nonceField = element(derTag.integer, nonce);
  return element(derTag.sequence, version1, imprint, nonceField, booleanTrue);
}

/** An element of less than 128 bytes. */
function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  assert(content.length < 128, 'a question is short');
  return concatBytes([Uint8Array.of(tag, content.length), content]);
}
