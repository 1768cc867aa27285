/**
 * Hashes of the register's tree (RFC 6962 section 2.1): a leaf and a node are hashed under different
 * first bytes, so that nobody passes one off as the other (REG-2).
 */

import { hashBytes, type Sha256 } from './crypto.ts';

/** Hash of an entry as a leaf of the tree. */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + entry.length);
  input.set(entry, 1);
  return sha256(input);
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + 2 * hashBytes);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + hashBytes);
  return sha256(input);
}

/** Root of a tree without entries. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array());
}

/** Hash of the whole subtree over hashes that stand side by side; their count is a power of two. */
export function foldHashes(sha256: Sha256, row: Uint8Array): Uint8Array {
  let hashes = row;
  while (hashes.length > hashBytes) {
    const next = new Uint8Array(hashes.length / 2);
    for (let at = 0; at < next.length; at += hashBytes) {
      const left = hashes.subarray(2 * at, 2 * at + hashBytes);
      const right = hashes.subarray(2 * at + hashBytes, 2 * at + 2 * hashBytes);
      next.set(nodeHash(sha256, left, right), at);
    }
    hashes = next;
  }
  return hashes;
}

/** The largest power of two below `count`; `count` is 2 at least. */
export function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) {
    split *= 2;
  }
  return split;
}
