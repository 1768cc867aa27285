/**
 * The one sealing suite: HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. The
 * purpose of a data key and the day key it lies under are bound as `info`: a sealed key that is
 * presented for another camera, hour or day key does not open.
 */

import { canonicalJson } from '@beffroi/kernel';
import type { DataKeyPurpose } from '@beffroi/office';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

export const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

export const dataKeyBytes = 32;

/** HPKE `info` of a data key. */
export function purposeInfo(keyId: string, day: string, purpose: DataKeyPurpose): ArrayBuffer {
  const { site, cameraId, hour } = purpose;
  const text = canonicalJson({ use: 'beffroi-data-key-1', keyId, day, site, cameraId, hour });
  return plainBuffer(new TextEncoder().encode(text));
}

/** HPKE `info` of a picture: what it is about, `msk_...`. */
export function pictureInfo(keyId: string, day: string, about: string): ArrayBuffer {
  const text = canonicalJson({ use: 'beffroi-picture-1', keyId, day, about });
  return plainBuffer(new TextEncoder().encode(text));
}

/** A copy that owns its memory: WebCrypto wants no view on a shared pool. */
export function plainBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.length);
  new Uint8Array(copy).set(bytes);
  return copy;
}
