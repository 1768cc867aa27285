/**
 * Hash and signature for the register, from Node's own OpenSSL: SHA-256 and Ed25519 (RFC 8032).
 * Signing is deterministic, so a checkpoint signed again after a crash is the same to the bit.
 */

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { Failure } from '@beffroi/kernel';
import {
  type KeyKind,
  noteKey,
  type Sha256,
  type Signer,
  type VerifyEd25519,
} from '@beffroi/register';

/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const ed25519Head = Buffer.from('302a300506032b6570032100', 'hex');

export const sha256: Sha256 = (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'));

export const verifyEd25519: VerifyEd25519 = async (publicKey, message, signature) => {
  try {
    const der = Buffer.concat([ed25519Head, publicKey]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch (thrown) {
    // A key that OpenSSL can't read verifies nothing.
    if (thrown instanceof Error) {
      return false;
    }
    throw thrown;
  }
};

/** A fresh private key, PKCS #8 in Base64. */
export function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** The 32 bytes of the public key. Throws Failure `key-unreadable`. */
export function publicKeyOf(privateKey: string): Uint8Array {
  const der = createPublicKey(keyOf(privateKey)).export({ format: 'der', type: 'spki' });
  return new Uint8Array(der.subarray(-32));
}

/** Signs under a name; `kind` 4 is a witness's. Throws Failure `key-unreadable`. */
export function signerOf(privateKey: string, name: string, kind: KeyKind = 1): Signer {
  const key = keyOf(privateKey);
  return {
    key: noteKey(sha256, name, publicKeyOf(privateKey), kind),
    sign: async (message) => new Uint8Array(sign(null, message, key)),
  };
}

function keyOf(privateKey: string): KeyObject {
  try {
    const key = Buffer.from(privateKey, 'base64');
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch (thrown) {
    throw new Failure(
      'key-unreadable',
      'the signing key of the register can’t be read: put back the file from your copy of the state folder',
      { cause: thrown },
    );
  }
}
