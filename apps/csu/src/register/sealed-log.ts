/**
 * One log of the register, as it is sealed: entries read from the database go into the tree, tiles to
 * the disk, then the signed checkpoint, in this order and each synced before the next. Killed after
 * any step, the next start finds the last checkpoint with all its tiles and grows the same tree from
 * the same rows, so no two trees of one size are ever signed (REG-15). One thing at a time.
 */

import { Failure } from '@beffroi/kernel';
import { type Facts, type NumberedEntry, treeLeafOf } from '@beffroi/office';
import {
  consistencyProof,
  consistencyRuns,
  type GrowingTree,
  inclusionProof,
  inclusionRuns,
  partialTiles,
  type Signer,
  signCheckpoint,
  type Tile,
  type TileSource,
  tilesOf,
  writeLogProof,
  writeReceiptBody,
} from '@beffroi/register';
import { sha256 } from './ed25519.ts';
import { leafOfRow } from './leaf-of-row.ts';
import type { LogFiles } from './log-files.ts';
import type { StartedLog } from './start-check.ts';
import type { LogName } from './town-key.ts';

/** Entries in one checkpoint at most; more follow at once. */
const batchMax = 4096;

export interface SealedLogParts {
  readonly facts: Pick<Facts, 'read'>;
  readonly log: LogName;
  readonly files: LogFiles;
  readonly signer: Signer;
}

export class SealedLog {
  readonly #parts: SealedLogParts;
  #tree: GrowingTree;
  #note: string | null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SealedLogParts, { tree, note }: StartedLog) {
    this.#parts = parts;
    this.#tree = tree;
    this.#note = note;
  }

  /** Entries under the last checkpoint. */
  get size(): number {
    return this.#tree.size;
  }

  /** The last checkpoint, with the witness's line once it has one; null before the first. */
  get note(): string | null {
    return this.#note;
  }

  /** Seals what has been appended, a batch at most; answers whether more may wait. */
  seal(): Promise<boolean> {
    return this.#inTurn(async () => {
      const { facts, log, files, signer } = this.#parts;
      const size = this.#tree.size;
      const rows = await facts.read((work) => work.register.after(log, size, batchMax));
      if (rows.length === 0 && this.#note !== null) {
        return false;
      }
      const tree = this.#tree.copy();
      for (const row of rows) {
        this.#assertNext(row, tree.size);
        tree.append(leafOfRow(row));
      }
      for (const tile of tree.takeTiles()) {
        await files.keepTile(tile);
      }
      const checkpoint = { origin: signer.key.name, size: tree.size, root: tree.root() };
      const note = await signCheckpoint(checkpoint, signer);
      await files.keepCheckpoint(note);
      this.#tree = tree;
      this.#note = note;
      await this.#removeOutgrown(size, tree.size);
      return rows.length === batchMax;
    });
  }

  /** The receipt of an entry under the last checkpoint (REG-10); null when it isn't sealed yet. */
  receipt(entry: NumberedEntry): Promise<string | null> {
    return this.#inTurn(async () => {
      const note = this.#note;
      const size = this.#tree.size;
      if (note === null || entry.number > size) {
        return null;
      }
      const index = entry.number - 1;
      const source = await this.#load(tilesOf(inclusionRuns(index, size), size));
      const { record, salt } = entry;
      const salted = record === '' ? null : { record, salt };
      return writeLogProof({
        index,
        hashes: inclusionProof(sha256, index, size, source),
        note,
        extra: writeReceiptBody({ leaf: treeLeafOf(entry), salted }),
      });
    });
  }

  /** The last checkpoint with the proof that it grows out of the tree of `oldSize`. */
  growthSince(
    oldSize: number,
  ): Promise<{ readonly note: string; readonly proof: readonly Uint8Array[] } | null> {
    return this.#inTurn(async () => {
      const note = this.#note;
      const size = this.#tree.size;
      if (note === null || oldSize > size) {
        return null;
      }
      const source = await this.#load(tilesOf(consistencyRuns(oldSize, size), size));
      return { note, proof: consistencyProof(sha256, oldSize, size, source) };
    });
  }

  /** Keeps the witness's line with the checkpoint it stands under. */
  keepCosignature(note: string, line: string): Promise<void> {
    return this.#inTurn(async () => {
      const { files } = this.#parts;
      const cosigned = `${note}${line}`;
      await files.keepWitnessed(cosigned);
      if (this.#note === note) {
        await files.keepCheckpoint(cosigned);
        this.#note = cosigned;
      }
    });
  }

  /** Nothing is sealed while `work` reads what lies under the last checkpoint. */
  reading<T>(
    work: (at: {
      readonly size: number;
      readonly note: string | null;
      readonly files: LogFiles;
    }) => Promise<T>,
  ): Promise<T> {
    return this.#inTurn(() =>
      work({ size: this.#tree.size, note: this.#note, files: this.#parts.files }),
    );
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #assertNext(row: NumberedEntry, size: number): void {
    if (row.number !== size + 1) {
      throw new Failure(
        'register-hole',
        `entry ${size + 1} of the register of ${this.#parts.log} is missing in the database; put back the newest one`,
      );
    }
  }

  async #load(tiles: readonly Tile[]): Promise<TileSource> {
    const loaded = new Map<string, Uint8Array>();
    for (const tile of tiles) {
      const bytes = await this.#parts.files.tile(tile);
      if (bytes !== null) {
        loaded.set(`${tile.level}/${tile.index}`, bytes);
      }
    }
    return ({ level, index }) => loaded.get(`${level}/${index}`);
  }

  /** Partial tiles of the former checkpoint that this one has no use for. */
  async #removeOutgrown(formerSize: number, size: number): Promise<void> {
    const kept = partialTiles(size);
    const isKept = (tile: Tile) =>
      kept.some(
        ({ level, index, width }) =>
          level === tile.level && index === tile.index && width === tile.width,
      );
    for (const tile of partialTiles(formerSize)) {
      if (!isKept(tile)) {
        await this.#parts.files.removeTile(tile);
      }
    }
  }
}
