/**
 * What a browser brings to a check: its own signatures (Web Cryptography), and a hash in plain code,
 * because a tree is millions of hashes and the browser's would wait for each. Nothing here speaks to
 * a network.
 */

import { Failure } from '@beffroi/kernel';
import type { SignatureWish } from '@beffroi/register';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Platform } from '../verify.ts';

const { subtle } = crypto;

export function webPlatform(nowMs: number): Platform {
  return {
    nowMs,
    sha256,
    verifyEd25519: async (publicKey, message, signature) => {
      const key = await importKey('raw', publicKey, { name: 'Ed25519' });
      return key !== undefined && subtle.verify('Ed25519', key, own(signature), own(message));
    },
    digest: async (name, bytes) => new Uint8Array(await subtle.digest(name, own(bytes))),
    verifySignature: verifyCertified,
  };
}

async function verifyCertified(wish: SignatureWish): Promise<boolean> {
  const { scheme, digest, publicKey, message, signature } = wish;
  if (scheme === 'rsa-pkcs1') {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: digest };
    const key = await importKey('spki', publicKey, algorithm);
    return key !== undefined && subtle.verify(algorithm, key, own(signature), own(message));
  }
  for (const [namedCurve, sizeBytes] of curves) {
    const key = await importKey('spki', publicKey, { name: 'ECDSA', namedCurve });
    const bare = bareSignature(signature, sizeBytes);
    if (key !== undefined && bare !== undefined) {
      return subtle.verify({ name: 'ECDSA', hash: digest }, key, bare, own(message));
    }
  }
  return false;
}

const curves: readonly (readonly [name: string, sizeBytes: number])[] = [
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
];

/** The key, or undefined when it is none of this kind; a browser without the kind says so. */
async function importKey(
  format: 'raw' | 'spki',
  bytes: Uint8Array,
  algorithm: { readonly name: string; readonly namedCurve?: string; readonly hash?: string },
): Promise<CryptoKey | undefined> {
  try {
    return await subtle.importKey(format, own(bytes), algorithm, false, ['verify']);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotSupportedError') {
      throw new Failure(
        'browser-too-old',
        `ce navigateur ne sait pas vérifier ${algorithm.name}, prenez-en un plus récent — this browser can’t verify ${algorithm.name}, take a newer one`,
        { cause: thrown },
      );
    }
    if (thrown instanceof DOMException) {
      return undefined;
    }
    throw thrown;
  }
}

/** Two integers one after the other, as browsers want an ECDSA signature; DER has them in a list. */
function bareSignature(der: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> | undefined {
  const bare = new Uint8Array(2 * sizeBytes);
  let at = der[1] === 0x81 ? 3 : 2;
  for (const end of [sizeBytes, 2 * sizeBytes]) {
    const length = der[at + 1] ?? 0;
    const integer = der.subarray(at + 2, at + 2 + length);
    const short = integer[0] === 0 ? integer.subarray(1) : integer;
    if (der[at] !== 0x02 || short.length > sizeBytes) {
      return undefined;
    }
    bare.set(short, end - short.length);
    at += 2 + length;
  }
  return bare;
}

/** A copy in memory of its own, which is what the browser's types ask for. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
