/** The encryption of C2SP chunked-encryption: by property, and against our own published vectors. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chunkBytes,
  chunkOffset,
  deriveChunkKeys,
  openChunk,
  openChunkKeys,
  sealChunks,
  sealedChunkBytes,
  sealLastChunk,
} from '../src/chunked-encryption.ts';

/** A whole message as the specification lays it out. */
function sealMessage(key: Uint8Array, salt: Uint8Array, context: Uint8Array, plain: Uint8Array) {
  const keys = deriveChunkKeys(key, salt, context);
  const whole = plain.length - (plain.length % chunkBytes);
  return Buffer.concat([
    salt,
    keys.commitment,
    sealChunks(keys, 0, plain.subarray(0, whole)),
    sealLastChunk(keys, whole / chunkBytes, plain.subarray(whole)),
  ]);
}

/** Undefined when a chunk isn't right or the message doesn't end with a short one. */
function openMessage(key: Uint8Array, context: Uint8Array, sealed: Uint8Array) {
  const keys = openChunkKeys(sealed, key, context);
  const parts: Uint8Array[] = [];
  for (let chunk = 0; ; chunk++) {
    const at = chunkOffset(chunk);
    const plain = openChunk(keys, chunk, sealed.subarray(at, at + sealedChunkBytes));
    if (plain === undefined) {
      return undefined;
    }
    parts.push(plain);
    if (plain.length < chunkBytes) {
      return at + plain.length + 16 === sealed.length ? Buffer.concat(parts) : undefined;
    }
  }
}

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** Lengths about the edges of chunks. */
const plainOf = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 200 }), fc.integer())
  .map(([chunks, more, seed]) => {
    const length = Math.max(0, chunks * chunkBytes + more);
    return new Uint8Array(length).map((_, i) => (i * 31 + seed) & 255);
  });

describe('chunked encryption', () => {
  test('REC-22 opens what was sealed, and nothing else: other key, other context, cut, changed', () => {
    fc.assert(
      fc.property(
        bytes(32),
        bytes(24),
        bytes(9),
        plainOf,
        fc.nat(),
        (key, salt, context, plain, where) => {
          const sealed = sealMessage(key, salt, context, plain);
          expect(openMessage(key, context, sealed)?.equals(plain)).toBe(true);
          expect(openMessage(key, context, sealed.subarray(0, -1))).toBeUndefined();
          const otherKey = key.map((byte, i) => (i === 3 ? byte ^ 1 : byte));
          expect(() => openMessage(otherKey, context, sealed)).toThrow(/moved or changed/);
          expect(() => openMessage(key, context.subarray(1), sealed)).toThrow(/moved or changed/);
          const changed = Buffer.from(sealed);
          const at = 56 + (where % (sealed.length - 56));
          changed[at] = (changed[at] ?? 0) ^ 0x10;
          expect(openMessage(key, context, changed)).toBeUndefined();
        },
      ),
      { numRuns: 60 },
    );
  });

  test('REC-22 any chunk opens alone and only in its own place', () => {
    const key = new Uint8Array(32).fill(1);
    const keys = deriveChunkKeys(key, new Uint8Array(24), new Uint8Array(0));
    const plain = new Uint8Array(5 * chunkBytes).map((_, i) => i >> 14);
    const sealed = sealChunks(keys, 7, plain);
    for (const index of [4, 0, 2]) {
      const chunk = sealed.subarray(index * sealedChunkBytes, (index + 1) * sealedChunkBytes);
      expect(openChunk(keys, 7 + index, chunk)?.[100]).toBe(index);
      expect(openChunk(keys, 8 + index, chunk)).toBeUndefined();
    }
  });

  test('REC-22 chunk numbers and offsets beyond 32 bits', () => {
    const keys = deriveChunkKeys(new Uint8Array(32), new Uint8Array(24), new Uint8Array(0));
    const far = 2 ** 32 + 5;
    const sealed = sealChunks(keys, far, new Uint8Array(chunkBytes).fill(9));
    expect(openChunk(keys, far, sealed)?.[0]).toBe(9);
    expect(openChunk(keys, 5, sealed)).toBeUndefined();
    expect(chunkOffset(far)).toBe(56 + far * 16_400);
    expect(() => sealChunks(keys, 2 ** 38, new Uint8Array(chunkBytes))).toThrow(/2\^38/);
  });

  test('the published vectors hold', () => {
    const path = join(import.meta.dirname, '../vectors/chunked-encryption.json');
    const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { vectors: readonly Vector[] };
    expect(vectors.length).toBeGreaterThan(5);
    for (const vector of vectors) {
      const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
      const plain = new Uint8Array(vector.plainBytes).map((_, i) => (i * 7 + 3) & 255);
      const sealed = sealMessage(hex(vector.key), hex(vector.salt), hex(vector.context), plain);
      expect(sealed.subarray(0, 56).toString('hex')).toBe(vector.salt + vector.commitment);
      expect(sealed.length).toBe(vector.sealedBytes);
      expect(createHash('sha256').update(sealed).digest('hex')).toBe(vector.sealedSha256);
    }
  });
});

interface Vector {
  readonly key: string;
  readonly salt: string;
  readonly context: string;
  readonly plainBytes: number;
  readonly commitment: string;
  readonly sealedBytes: number;
  readonly sealedSha256: string;
}
