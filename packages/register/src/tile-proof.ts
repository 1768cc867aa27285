/**
 * The writer's side of proofs, read from tiles (RFC 6962 sections 2.1.1 and 2.1.2). A proof is a list
 * of runs of entries; each run is a few nodes, each node lies in one tile. Whoever keeps tiles in a
 * database asks `tilesOf` first, loads these few, then makes the proof.
 */

import { assert, Failure } from '@beffroi/kernel';
import { hashBytes, type Sha256 } from './crypto.ts';
import { type Tile, type TileSource, tileWidth, widthOf } from './tile.ts';
import { emptyRoot, foldHashes, nodeHash, splitOf } from './tree-hash.ts';
import type { Subtree } from './tree-proof.ts';

/** What an inclusion proof consists of, from the leaf's sibling to the root's child. */
export function inclusionRuns(index: number, size: number): readonly Subtree[] {
  assert(index >= 0 && index < size, `entry ${index} stands in no tree of ${size}`);
  const runs: Subtree[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      runs.unshift({ start: middle, end });
      end = middle;
    } else {
      runs.unshift({ start, end: middle });
      start = middle;
    }
  }
  return runs;
}

/** What a consistency proof between two sizes of one tree consists of. */
export function consistencyRuns(oldSize: number, size: number): readonly Subtree[] {
  assert(oldSize >= 0 && oldSize <= size, `a tree of ${size} has no beginning of ${oldSize}`);
  const runs: Subtree[] = [];
  let start = 0;
  let end = size;
  if (oldSize === 0) {
    return runs;
  }
  while (oldSize < end) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      runs.unshift({ start: middle, end });
      end = middle;
    } else {
      runs.unshift({ start, end: middle });
      start = middle;
    }
  }
  // The old tree's own last subtree is known to the reader only when it is the whole old tree.
  return start === 0 ? runs : [{ start, end }, ...runs];
}

/** The tiles in which the nodes of these runs lie, each once. */
export function tilesOf(runs: readonly Subtree[], size: number): readonly Tile[] {
  const tiles = new Map<string, Tile>();
  for (const node of runs.flatMap(nodesOf)) {
    const tile = placeOf(node, size).tile;
    tiles.set(`${tile.level}/${tile.index}`, tile);
  }
  return [...tiles.values()];
}

/** Proof that entry `index` stands in the tree of `size` entries. */
export function inclusionProof(
  sha256: Sha256,
  index: number,
  size: number,
  source: TileSource,
): readonly Uint8Array[] {
  return inclusionRuns(index, size).map((run) => hashOfRun(sha256, run, size, source));
}

/** Proof that the tree of `size` entries begins with the tree of `oldSize`. */
export function consistencyProof(
  sha256: Sha256,
  oldSize: number,
  size: number,
  source: TileSource,
): readonly Uint8Array[] {
  return consistencyRuns(oldSize, size).map((run) => hashOfRun(sha256, run, size, source));
}

/** Root of the first `size` entries. */
export function rootOfTiles(sha256: Sha256, size: number, source: TileSource): Uint8Array {
  return size === 0 ? emptyRoot(sha256) : hashOfRun(sha256, { start: 0, end: size }, size, source);
}

function hashOfRun(sha256: Sha256, run: Subtree, size: number, source: TileSource): Uint8Array {
  const hashes = nodesOf(run).map((node) => hashOfNode(sha256, node, size, source));
  return hashes.reduceRight((right, left) => nodeHash(sha256, left, right));
}

interface Node {
  readonly height: number;
  /** Among the nodes of its height. */
  readonly index: number;
}

/** The whole subtrees that a run is made of, from the left; they only get smaller. */
function nodesOf({ start, end }: Subtree): readonly Node[] {
  const nodes: Node[] = [];
  for (let from = start; from < end; ) {
    let height = 0;
    while (2 ** (height + 1) <= end - from) {
      height++;
    }
    nodes.push({ height, index: from / 2 ** height });
    from += 2 ** height;
  }
  return nodes;
}

function placeOf({ height, index }: Node, size: number) {
  const level = Math.floor(height / 8);
  const count = 2 ** (height % 8);
  const first = index * count;
  const tileIndex = Math.floor(first / tileWidth);
  const tile: Tile = { level, index: tileIndex, width: widthOf(size, level, tileIndex) };
  return { tile, from: first % tileWidth, count };
}

function hashOfNode(sha256: Sha256, node: Node, size: number, source: TileSource): Uint8Array {
  const { tile, from, count } = placeOf(node, size);
  const bytes = source(tile);
  if (bytes === undefined || bytes.length < (from + count) * hashBytes) {
    throw new Failure(
      'tile-missing',
      `tile ${tile.level}/${tile.index} of the register is missing or short; restore it`,
    );
  }
  return foldHashes(sha256, bytes.slice(from * hashBytes, (from + count) * hashBytes));
}
