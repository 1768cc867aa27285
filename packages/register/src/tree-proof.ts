/**
 * The reader's side of proofs: that an entry stands in a tree (RFC 9162 section 2.1.3.2), that a
 * tree is the beginning of a larger one (2.1.4.2), and the same for a subtree (the algorithm of
 * draft-ietf-plants-merkle-tree-certs, of which the plain proof is the case that starts at 0).
 * Anything out of shape is refused; nothing here throws (REG-3, REG-4).
 */

import { equalBytes } from '@beffroi/kernel';
import { hashBytes, type Sha256 } from './crypto.ts';
import { nodeHash } from './tree-hash.ts';

export type Hashes = readonly Uint8Array[];

/** A run of entries `[start, end)` that is a node of every tree in which it is whole. */
export interface Subtree {
  readonly start: number;
  readonly end: number;
}

/** The root that an inclusion proof leads to, or undefined when it has the wrong shape. */
export function rootOfInclusion(
  sha256: Sha256,
  at: { readonly index: number; readonly size: number },
  leaf: Uint8Array,
  proof: Hashes,
): Uint8Array | undefined {
  if (!isCount(at.index) || !isCount(at.size) || at.index >= at.size || !areHashes(leaf, proof)) {
    return undefined;
  }
  let node = at.index;
  let last = at.size - 1;
  let root = leaf;
  for (const hash of proof) {
    if (last === 0) {
      return undefined;
    }
    if (isOdd(node) || node === last) {
      root = nodeHash(sha256, hash, root);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      root = nodeHash(sha256, root, hash);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 ? root : undefined;
}

export function verifyInclusion(
  sha256: Sha256,
  at: { readonly index: number; readonly size: number },
  leaf: Uint8Array,
  proof: Hashes,
  root: Uint8Array,
): boolean {
  const found = rootOfInclusion(sha256, at, leaf, proof);
  return found !== undefined && equalBytes(found, root);
}

/** Whether the tree of `size` entries begins with the tree of `oldSize`; both are 1 at least. */
export function verifyConsistency(
  sha256: Sha256,
  sizes: { readonly oldSize: number; readonly size: number },
  oldRoot: Uint8Array,
  root: Uint8Array,
  proof: Hashes,
): boolean {
  const subtree = { start: 0, end: sizes.oldSize };
  return verifySubtreeConsistency(sha256, subtree, sizes.size, oldRoot, root, proof);
}

/** Whether an entry stands in a subtree. */
export function verifySubtreeInclusion(
  sha256: Sha256,
  index: number,
  subtree: Subtree,
  leaf: Uint8Array,
  proof: Hashes,
  root: Uint8Array,
): boolean {
  const at = { index: index - subtree.start, size: subtree.end - subtree.start };
  return isSubtree(subtree) && verifyInclusion(sha256, at, leaf, proof, root);
}

/** Whether a subtree is part of the tree of `size` entries. */
export function verifySubtreeConsistency(
  sha256: Sha256,
  subtree: Subtree,
  size: number,
  subtreeRoot: Uint8Array,
  root: Uint8Array,
  proof: Hashes,
): boolean {
  const sound = isSubtree(subtree) && isCount(size) && subtree.end <= size;
  if (!sound || !areHashes(subtreeRoot, [root, ...proof])) {
    return false;
  }
  let first = subtree.start;
  let last = subtree.end - 1;
  let end = size - 1;
  const climb = () => {
    first = half(first);
    last = half(last);
    end = half(end);
  };
  while (first !== last && (last === end || isOdd(last))) {
    climb();
  }
  const whole = first === last;
  const [seed, ...rest] = whole ? [subtreeRoot, ...proof] : proof;
  if (seed === undefined) {
    return false;
  }
  let oldHash = seed;
  let newHash = seed;
  for (const hash of rest) {
    if (end === 0) {
      return false;
    }
    if (isOdd(last) || last === end) {
      oldHash = first < last ? nodeHash(sha256, hash, oldHash) : oldHash;
      newHash = nodeHash(sha256, hash, newHash);
      while (!isOdd(last) && last !== 0) {
        climb();
      }
    } else {
      newHash = nodeHash(sha256, newHash, hash);
    }
    climb();
  }
  return end === 0 && equalBytes(oldHash, subtreeRoot) && equalBytes(newHash, root);
}

/** Whole numbers below 2^53: beyond, arithmetic would round and a proof could lie. */
function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** A subtree starts at a multiple of the power of two that holds it. */
function isSubtree({ start, end }: Subtree): boolean {
  if (!isCount(start) || !isCount(end) || start >= end) {
    return false;
  }
  let span = 1;
  while (span < end - start) {
    span *= 2;
  }
  return start % span === 0;
}

function areHashes(one: Uint8Array, more: Hashes): boolean {
  return [one, ...more].every((hash) => hash.length === hashBytes);
}

function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}
