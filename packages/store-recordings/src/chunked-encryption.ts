/**
 * C2SP chunked-encryption (c2sp.org/chunked-encryption) with SHA-512 and AES-256-GCM: salt,
 * commitment, then 16 KiB chunks that each open alone; a last chunk shorter than 16 KiB says that
 * the message is whole. A wrong key or context is refused by the commitment before anything is
 * decrypted. A chunk number is never sealed twice under one derivation: after a failed write a file
 * is abandoned, never continued (REC-24).
 */

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { assert, Failure, letGo } from '@beffroi/kernel';

export const chunkBytes = 16_384;
export const tagBytes = 16;
export const sealedChunkBytes = chunkBytes + tagBytes;
export const saltBytes = 24;
const commitmentBytes = 32;
/** Salt and commitment, before the first chunk. */
export const messageHeadBytes = saltBytes + commitmentBytes;

const aeadLabel = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'latin1');
/** The specification's limit. */
const chunkCountMax = 2 ** 38;

export interface ChunkKeys {
  /** Held as a key object: made once, each chunk costs less than half as much. */
  readonly key: KeyObject;
  readonly baseNonce: Uint8Array;
  readonly commitment: Uint8Array;
}

/** Key, base nonce and commitment of one message. `inputKey`: 32 uniform bytes; `salt`: 24 fresh. */
export function deriveChunkKeys(
  inputKey: Uint8Array,
  salt: Uint8Array,
  context: Uint8Array,
): ChunkKeys {
  assert(inputKey.length === 32, 'an input key has 32 bytes');
  assert(salt.length === saltBytes, 'a salt has 24 bytes');
  const output = hkdfExpand(inputKey, Buffer.concat([aeadLabel, salt, context]), 32 + 12 + 32);
  return {
    key: createSecretKey(output.subarray(0, 32)),
    baseNonce: output.subarray(32, 44),
    commitment: output.subarray(44, 76),
  };
}

/** Keys for reading; throws Failure `recording-refused` when key or context isn't this message's. */
export function openChunkKeys(
  head: Uint8Array,
  inputKey: Uint8Array,
  context: Uint8Array,
): ChunkKeys {
  const keys = deriveChunkKeys(inputKey, head.subarray(0, saltBytes), context);
  const commitment = head.subarray(saltBytes, messageHeadBytes);
  if (commitment.length !== commitmentBytes || !timingSafeEqual(keys.commitment, commitment)) {
    throw new Failure(
      'recording-refused',
      'the key or the header is not the one this recording was sealed with: it was moved or changed',
    );
  }
  return keys;
}

/** Seals `plain` as chunks numbered from `firstChunk`, all full but perhaps the last, into a buffer. */
export function sealChunks(
  keys: ChunkKeys,
  firstChunk: number,
  plain: Uint8Array,
  into?: Buffer,
): Buffer {
  const count = Math.ceil(plain.length / chunkBytes);
  const sealedBytes = plain.length + count * tagBytes;
  const sealed = into?.subarray(0, sealedBytes) ?? Buffer.allocUnsafe(sealedBytes);
  assert(sealed.length === sealedBytes, 'what is sealed fits its buffer');
  for (let index = 0, at = 0; index < count; index++) {
    const chunk = plain.subarray(index * chunkBytes, (index + 1) * chunkBytes);
    at += sealChunk(keys, firstChunk + index, chunk, sealed, at);
  }
  return sealed;
}

/** The chunk that ends a message: shorter than 16 KiB, perhaps empty. */
export function sealLastChunk(keys: ChunkKeys, chunk: number, plain: Uint8Array): Buffer {
  assert(plain.length < chunkBytes, 'the last chunk is short');
  const sealed = Buffer.allocUnsafe(plain.length + tagBytes);
  sealChunk(keys, chunk, plain, sealed, 0);
  return sealed;
}

/** The plain bytes of one chunk, or undefined when it isn't what was sealed there. */
export function openChunk(
  keys: ChunkKeys,
  chunk: number,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < tagBytes || sealed.length > sealedChunkBytes) {
    return undefined;
  }
  const decipher = createDecipheriv('aes-256-gcm', keys.key, nonceOf(keys, chunk));
  const bodyBytes = sealed.length - tagBytes;
  decipher.setAuthTag(sealed.subarray(bodyBytes));
  const plain = decipher.update(sealed.subarray(0, bodyBytes));
  try {
    decipher.final();
  } catch (thrown) {
    if (thrown instanceof Error && thrown.message.includes('authenticate')) {
      return undefined;
    }
    throw thrown;
  }
  return plain;
}

/** Offset of a chunk after the message's beginning. */
export function chunkOffset(chunk: number): number {
  return messageHeadBytes + chunk * sealedChunkBytes;
}

function sealChunk(
  keys: ChunkKeys,
  chunk: number,
  plain: Uint8Array,
  into: Buffer,
  at: number,
): number {
  const cipher = createCipheriv('aes-256-gcm', keys.key, nonceOf(keys, chunk));
  const body = cipher.update(plain);
  body.copy(into, at);
  letGo(body);
  cipher.final();
  cipher.getAuthTag().copy(into, at + plain.length);
  return plain.length + tagBytes;
}

/** The base nonce with the chunk number, big-endian, laid over its end. */
function nonceOf({ baseNonce }: ChunkKeys, chunk: number): Uint8Array {
  assert(chunk >= 0 && chunk < chunkCountMax, 'a message has less than 2^38 chunks');
  const nonce = Uint8Array.from(baseNonce);
  let rest = chunk;
  for (let index = nonce.length - 1; rest > 0; index--) {
    nonce[index] = (nonce[index] ?? 0) ^ (rest % 256);
    rest = Math.floor(rest / 256);
  }
  return nonce;
}

/** HKDF-Expand of RFC 5869 with SHA-512: no extraction, the input key is uniform already. */
function hkdfExpand(key: Uint8Array, info: Uint8Array, lengthBytes: number): Buffer {
  const blocks: Buffer[] = [];
  let block: Buffer = Buffer.alloc(0);
  for (let counter = 1; blocks.length * 64 < lengthBytes; counter++) {
    const hmac = createHmac('sha512', key).update(block).update(info);
    block = hmac.update(Uint8Array.of(counter)).digest();
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, lengthBytes);
}
