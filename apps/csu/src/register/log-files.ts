/**
 * One log of the register as files (C2SP tlog-tiles): tiles, the last checkpoint, the last one that the
 * witness vouched for, and those that were time-stamped. Each file is whole and synced when a call returns. A tile of the last
 * checkpoint is never taken away before the next checkpoint is on the disk.
 */

import { dirname, join } from 'node:path';
import { utf8Bytes } from '@beffroi/kernel';
import {
  checkpointPath,
  type FilledTile,
  formerFolder,
  type Tile,
  tilePath,
  tileWidth,
  timeStampFolder,
} from '@beffroi/register';
import { namesIn, type RegisterDisk, readWhole, removeFile } from './register-disk.ts';

export class LogFiles {
  readonly #disk: RegisterDisk;
  readonly #folder: string;

  constructor(disk: RegisterDisk, folder: string) {
    this.#disk = disk;
    this.#folder = folder;
  }

  /** The signed note, or null when nothing was signed yet. */
  checkpoint(): Promise<string | null> {
    return this.#text(checkpointPath);
  }

  keepCheckpoint(note: string): Promise<void> {
    return this.#put(checkpointPath, utf8Bytes(note));
  }

  /** The last checkpoint with the witness's line. */
  witnessed(): Promise<string | null> {
    return this.#text('witnessed');
  }

  keepWitnessed(note: string): Promise<void> {
    return this.#put('witnessed', utf8Bytes(note));
  }

  /** An authority's answer over the text of a checkpoint, and that checkpoint: the latter first. */
  async keepTimeStamp(size: number, note: string, token: Uint8Array): Promise<void> {
    await this.#put(`${formerFolder}/${size}`, utf8Bytes(note));
    await this.#put(`${timeStampFolder}/${size}.tsr`, token);
  }

  /** The sizes that were time-stamped, in their order. */
  async timeStampedSizes(): Promise<readonly number[]> {
    const names = await namesIn(this.#disk, join(this.#folder, timeStampFolder));
    const sizes = names.map((name) => Number(/^(\d+)\.tsr$/.exec(name)?.[1] ?? Number.NaN));
    return sizes.filter(Number.isSafeInteger).toSorted((a, b) => a - b);
  }

  /** What was kept of a size; null where a part of it is gone. */
  async timeStamp(
    size: number,
  ): Promise<{ readonly note: string; readonly token: Uint8Array } | null> {
    const note = await this.#text(`${formerFolder}/${size}`);
    const path = join(this.#folder, `${timeStampFolder}/${size}.tsr`);
    const token = await readWhole(this.#disk, path);
    return note === null || token === null ? null : { note, token };
  }

  /** A tile as it was written at this width, or cut from the full one; null when there is none. */
  async tile(tile: Tile): Promise<Uint8Array | null> {
    const exact = await readWhole(this.#disk, join(this.#folder, tilePath(tile)));
    if (exact !== null || tile.width === tileWidth) {
      return exact;
    }
    const full = await readWhole(
      this.#disk,
      join(this.#folder, tilePath({ ...tile, width: tileWidth })),
    );
    return full === null ? null : full.subarray(0, tile.width * 32);
  }

  keepTile(tile: FilledTile): Promise<void> {
    return this.#put(tilePath(tile), tile.bytes);
  }

  removeTile(tile: Tile): Promise<void> {
    return removeFile(this.#disk, join(this.#folder, tilePath(tile)));
  }

  async #text(path: string): Promise<string | null> {
    const bytes = await readWhole(this.#disk, join(this.#folder, path));
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  }

  async #put(path: string, bytes: Uint8Array): Promise<void> {
    const whole = join(this.#folder, path);
    await this.#disk.makeDirectory(dirname(whole));
    await this.#disk.replace(whole, bytes);
  }
}
