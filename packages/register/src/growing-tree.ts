/**
 * The writer's side of the tree: entries go in at the right end, tiles come out. It holds one hash a
 * level of the tree and one tile a level of tiles, whatever the size (REG-2). It forgets nothing by
 * itself: when the transaction of a batch fails, drop this object and restore it from the tiles.
 */

import { Failure } from '@beffroi/kernel';
import { hashBytes, type Sha256 } from './crypto.ts';
import { type FilledTile, partialTiles, type TileSource, tileWidth } from './tile.ts';
import { emptyRoot, foldHashes, leafHash, nodeHash } from './tree-hash.ts';

const tileBytes = tileWidth * hashBytes;
/** Levels of the tree in one level of tiles: a tile is 2^8 wide. */
const tileHeight = 8;

interface Row {
  readonly index: number;
  readonly bytes: Uint8Array;
  width: number;
  changed: boolean;
}

export class GrowingTree {
  readonly #sha256: Sha256;
  /** By height: the root of the whole subtree that ends the tree at that height. */
  readonly #peaks: Uint8Array[] = [];
  readonly #rows: Row[] = [];
  #full: FilledTile[] = [];
  #size = 0;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** The tree of `size` entries, read back from its unfinished tiles. */
  static restore(sha256: Sha256, size: number, source: TileSource): GrowingTree {
    const tree = new GrowingTree(sha256);
    tree.#size = size;
    for (const tile of partialTiles(size)) {
      const { level, index, width } = tile;
      const found = source(tile);
      if (found === undefined || found.length < width * hashBytes) {
        throw new Failure(
          'tile-missing',
          `tile ${level}/${index} of the register is missing or short; restore it before writing`,
        );
      }
      const row = emptyRow(index);
      row.bytes.set(found.subarray(0, width * hashBytes));
      row.width = width;
      tree.#rows[level] = row;
      tree.#raisePeaks(level, row);
    }
    for (let level = 0, above = size; above > 0; level++, above = Math.floor(above / tileWidth)) {
      tree.#rows[level] ??= emptyRow(Math.floor(above / tileWidth));
    }
    return tree;
  }

  get size(): number {
    return this.#size;
  }

  /** Appends an entry; answers its index. */
  append(entry: Uint8Array): number {
    return this.appendHash(leafHash(this.#sha256, entry));
  }

  /** Appends an entry of which only the leaf's hash is known; answers its index. */
  appendHash(leaf: Uint8Array): number {
    const index = this.#size;
    this.#place(0, leaf);
    let node = leaf;
    let height = 0;
    for (let rest = index; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      node = nodeHash(this.#sha256, this.#peaks[height] ?? leaf, node);
      height++;
      if (height % tileHeight === 0) {
        this.#place(height / tileHeight, node);
      }
    }
    this.#peaks[height] = node;
    this.#size++;
    return index;
  }

  root(): Uint8Array {
    let root: Uint8Array | undefined;
    let height = 0;
    for (let rest = this.#size; rest > 0; rest = Math.floor(rest / 2)) {
      const peak = this.#peaks[height++];
      if (rest % 2 === 1 && peak !== undefined) {
        root = root === undefined ? peak : nodeHash(this.#sha256, peak, root);
      }
    }
    return root ?? emptyRoot(this.#sha256);
  }

  /** The tiles that have changed since they were last taken, full ones first. */
  takeTiles(): readonly FilledTile[] {
    const changed = this.unfinishedTiles().filter(({ level }) => this.#rows[level]?.changed);
    const tiles = [...this.#full, ...changed];
    this.#full = [];
    for (const row of this.#rows) {
      row.changed = false;
    }
    return tiles;
  }

  /** The rightmost tiles that aren't full: one a level at most. */
  unfinishedTiles(): readonly FilledTile[] {
    return this.#rows.flatMap(({ index, width, bytes }, level) =>
      width === 0 ? [] : [{ level, index, width, bytes: bytes.slice(0, width * hashBytes) }],
    );
  }

  /** A second tree that grows by itself from here. */
  copy(): GrowingTree {
    const other = new GrowingTree(this.#sha256);
    other.#size = this.#size;
    other.#peaks.push(...this.#peaks);
    other.#full = [...this.#full];
    other.#rows.push(...this.#rows.map((row) => ({ ...row, bytes: new Uint8Array(row.bytes) })));
    return other;
  }

  #place(level: number, hash: Uint8Array): void {
    const row = this.#rows[level] ?? emptyRow(0);
    this.#rows[level] = row;
    row.bytes.set(hash, row.width * hashBytes);
    row.width++;
    row.changed = true;
    if (row.width === tileWidth) {
      this.#full.push({ level, index: row.index, width: tileWidth, bytes: row.bytes });
      this.#rows[level] = emptyRow(row.index + 1);
    }
  }

  /** The hashes of an unfinished tile are, from the left, the subtrees that its width is made of. */
  #raisePeaks(level: number, row: Row): void {
    let from = 0;
    for (let height = tileHeight - 1; height >= 0; height--) {
      const count = 2 ** height;
      if (Math.floor(row.width / count) % 2 === 1) {
        const hashes = row.bytes.slice(from * hashBytes, (from + count) * hashBytes);
        this.#peaks[level * tileHeight + height] = foldHashes(this.#sha256, hashes);
        from += count;
      }
    }
  }
}

function emptyRow(index: number): Row {
  return { index, bytes: new Uint8Array(tileBytes), width: 0, changed: false };
}
