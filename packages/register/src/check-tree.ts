/**
 * Walks a whole register from its first entry to its last, hashing every entry again, and tells what
 * was altered. Where an entry and its tile contradict each other, the row above decides which of the
 * two leads to the signed root; what leads there is as it was, the other one is named (REG-8).
 */

import { equalBytes } from '@beffroi/kernel';
import { hashBytes, type Sha256 } from './crypto.ts';
import type { FindingList } from './finding-list.ts';
import { GrowingTree } from './growing-tree.ts';
import type { RegisterReader } from './register-folder.ts';
import {
  decodeBundle,
  entriesPath,
  type FilledTile,
  type Tile,
  tilePath,
  tileWidth,
  widthOf,
} from './tile.ts';
import { foldHashes, leafHash } from './tree-hash.ts';

export interface TreeWish {
  readonly sha256: Sha256;
  readonly reader: RegisterReader;
  readonly size: number;
  readonly root: Uint8Array;
  /** Sizes at which the root is wanted on the way. */
  readonly sizes: ReadonlySet<number>;
  /** Each bundle as it passes: number of the first entry minus one, and the entries. */
  readonly visit: (first: number, entries: readonly Uint8Array[]) => Promise<void>;
}

export interface CheckedTree {
  /** The signed root was reached: what isn't named as altered is as it was. */
  readonly reached: boolean;
  /** Roots by size, of those wanted. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
  /** Indices of entries that were altered. */
  readonly altered: ReadonlySet<number>;
}

/** A row of 256 in which entries and tile contradict each other. */
interface Dispute {
  readonly index: number;
  readonly rows: readonly number[];
  readonly right: 'tile' | 'entries' | 'unknown';
}

export async function checkTree(wish: TreeWish, findings: FindingList): Promise<CheckedTree> {
  const walk = new TreeWalk(wish, findings);
  const whole = await walk.run();
  const reached = whole && equalBytes(walk.tree.root(), wish.root);
  if (whole && !reached) {
    findings.add('root-differs', { size: wish.size });
  }
  return { reached, roots: walk.roots, altered: walk.nameDisputes() };
}

class TreeWalk {
  readonly roots = new Map<number, Uint8Array>();
  readonly #wish: TreeWish;
  readonly #findings: FindingList;
  readonly #disputes: Dispute[] = [];
  #above: { readonly index: number; readonly bytes: Uint8Array | undefined } | undefined;
  tree: GrowingTree;

  constructor(wish: TreeWish, findings: FindingList) {
    this.#wish = wish;
    this.#findings = findings;
    this.tree = new GrowingTree(wish.sha256);
  }

  /** False when the walk had to stop because both entries and tile are missing. */
  async run(): Promise<boolean> {
    const { size } = this.#wish;
    for (let index = 0; index * tileWidth < size; index++) {
      const width = widthOf(size, 0, index);
      const hashes = await this.#hashesOf(index, width);
      if (hashes === undefined) {
        return false;
      }
      this.#grow(hashes);
      await this.#compareAbove(this.tree.takeTiles().filter((tile) => tile.width === tileWidth));
    }
    await this.#compareAbove(this.tree.unfinishedTiles());
    return true;
  }

  /** Names what each dispute was decided to be; answers the altered entries. */
  nameDisputes(): ReadonlySet<number> {
    const altered = new Set<number>();
    for (const { index, rows, right } of this.#disputes) {
      if (right === 'entries') {
        this.#findings.add('tile-altered', { tile: `0/${index}` });
      }
      for (const row of right === 'entries' ? [] : rows) {
        altered.add(row);
        const code = right === 'tile' ? 'entry-altered' : 'entry-or-tile-altered';
        this.#findings.add(code, { number: row + 1, tile: `0/${index}` });
      }
    }
    return altered;
  }

  /** The hashes of a row that lead to the root, as far as that can be told; undefined: none. */
  async #hashesOf(index: number, width: number): Promise<Uint8Array | undefined> {
    const entries = await this.#entriesOf(index, width);
    const tile = await this.#tileOf({ level: 0, index, width });
    if (entries !== undefined) {
      await this.#wish.visit(index * tileWidth, entries);
    }
    if (entries === undefined) {
      return tile;
    }
    const derived = new Uint8Array(width * hashBytes);
    for (const [at, entry] of entries.entries()) {
      derived.set(leafHash(this.#wish.sha256, entry), at * hashBytes);
    }
    if (tile === undefined || equalBytes(derived, tile)) {
      return derived;
    }
    const right = await this.#decide(index, derived, tile);
    const rows = entries.flatMap((_, at) =>
      sameHash(derived, tile, at) ? [] : [index * tileWidth + at],
    );
    this.#disputes.push({ index, right, rows });
    return right === 'tile' ? tile : derived;
  }

  /** Which of the two the row above stands on; the last row's judge is the signed root itself. */
  async #decide(index: number, derived: Uint8Array, tile: Uint8Array): Promise<Dispute['right']> {
    const full = tile.length === tileWidth * hashBytes;
    const last = (index + 1) * tileWidth >= this.#wish.size;
    const stored = full ? await this.#hashAbove(index) : undefined;
    const leads = (hashes: Uint8Array) => {
      const folded = full ? foldHashes(this.#wish.sha256, hashes) : undefined;
      const above = folded !== undefined && stored !== undefined && equalBytes(folded, stored);
      return above || (last && equalBytes(this.#rootWith(hashes), this.#wish.root));
    };
    if (leads(derived)) {
      return 'entries';
    }
    return leads(tile) ? 'tile' : 'unknown';
  }

  #rootWith(hashes: Uint8Array): Uint8Array {
    const tree = this.tree.copy();
    for (let at = 0; at < hashes.length; at += hashBytes) {
      tree.appendHash(hashes.subarray(at, at + hashBytes));
    }
    return tree.root();
  }

  #grow(hashes: Uint8Array): void {
    for (let at = 0; at < hashes.length; at += hashBytes) {
      this.tree.appendHash(hashes.subarray(at, at + hashBytes));
      if (this.#wish.sizes.has(this.tree.size)) {
        this.roots.set(this.tree.size, this.tree.root());
      }
    }
  }

  /** Tiles above the first row, as they come out of the hashes, against those that are stored. */
  async #compareAbove(tiles: readonly FilledTile[]): Promise<void> {
    for (const tile of tiles.filter(({ level }) => level > 0)) {
      const stored = await this.#tileOf(tile);
      if (stored !== undefined && !equalBytes(stored, tile.bytes)) {
        this.#findings.add('tile-altered', { tile: `${tile.level}/${tile.index}` });
      }
    }
  }

  async #hashAbove(index: number): Promise<Uint8Array | undefined> {
    const above = Math.floor(index / tileWidth);
    if (this.#above?.index !== above) {
      const tile = { level: 1, index: above, width: widthOf(this.#wish.size, 1, above) };
      this.#above = { index: above, bytes: await this.#readTile(tile) };
    }
    const at = (index % tileWidth) * hashBytes;
    return this.#above.bytes?.subarray(at, at + hashBytes);
  }

  async #tileOf(tile: Tile): Promise<Uint8Array | undefined> {
    const bytes = await this.#readTile(tile);
    if (bytes === undefined) {
      this.#findings.add('tile-missing', { tile: `${tile.level}/${tile.index}` });
    }
    return bytes;
  }

  /** A partial tile may have become a full one since: its beginning is the same. */
  async #readTile(tile: Tile): Promise<Uint8Array | undefined> {
    const { reader } = this.#wish;
    const part = await reader.read(tilePath(tile));
    const bytes = part ?? (await reader.read(tilePath({ ...tile, width: tileWidth })));
    const wanted = tile.width * hashBytes;
    const sound =
      part === undefined ? bytes?.length === tileWidth * hashBytes : part.length === wanted;
    return sound ? bytes?.subarray(0, wanted) : undefined;
  }

  async #entriesOf(index: number, width: number): Promise<readonly Uint8Array[] | undefined> {
    const { reader } = this.#wish;
    const part = await reader.read(entriesPath(index, width));
    const bytes = part ?? (await reader.read(entriesPath(index, tileWidth)));
    const entries = bytes === undefined ? undefined : decodeBundle(bytes);
    const wanted = part === undefined ? tileWidth : width;
    if (entries?.length !== wanted) {
      const first = index * tileWidth;
      this.#findings.add('entries-missing', { number: first + 1, last: first + width });
      return undefined;
    }
    return entries.slice(0, width);
  }
}

function sameHash(a: Uint8Array, b: Uint8Array, at: number): boolean {
  const from = at * hashBytes;
  return equalBytes(a.subarray(from, from + hashBytes), b.subarray(from, from + hashBytes));
}
