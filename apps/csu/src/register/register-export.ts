/**
 * The register as a folder that anybody can check (`beffroi verify`): checkpoint, tiles from the
 * disk, entries and records from the rows of the database, so that a row that was altered shows
 * against the tiles. Records leave the house with it: only the owner of the machine may ask, and
 * the export is itself an entry.
 */

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { Failure, utf8Bytes } from '@beffroi/kernel';
import type { Facts, NumberedEntry } from '@beffroi/office';
import {
  checkpointPath,
  encodeBundle,
  entriesPath,
  formerFolder,
  readCheckpoint,
  readNote,
  recordsPath,
  type Tile,
  tilePath,
  tileWidth,
  timeStampFolder,
  widthOf,
  writeRecordLine,
} from '@beffroi/register';
import { leafOfRow } from './leaf-of-row.ts';
import type { LogFiles } from './log-files.ts';
import type { SealedLog } from './sealed-log.ts';
import type { LogName } from './town-key.ts';

export interface ExportedLog {
  readonly log: LogName;
  readonly folder: string;
  readonly entries: number;
}

/** Writes `folder/LOG`; throws Failure `folder-in-use`, `folder-relative`, `tile-missing`. */
export async function exportLog(
  facts: Pick<Facts, 'read'>,
  log: LogName,
  sealed: SealedLog,
  folder: string,
): Promise<ExportedLog> {
  const target = join(folder, log);
  const size = await copySealedLog(sealed, target);
  const put = putInto(target);
  for (let first = 0; first < size; first += tileWidth) {
    const wanted = Math.min(tileWidth, size - first);
    const rows = await facts.read((work) => work.register.after(log, first, wanted));
    await put(entriesPath(first / tileWidth, wanted), encodeBundle(rows.map(leafOfRow)));
    await put(recordsPath(first / tileWidth), utf8Bytes(rows.map(lineOfRow).join('')));
  }
  return { log, folder: target, entries: size };
}

type Put = (path: string, bytes: Uint8Array) => Promise<void>;

function putInto(target: string): Put {
  return async (path, bytes) => {
    const whole = join(target, path);
    await mkdir(dirname(whole), { recursive: true, mode: 0o700 });
    await writeFile(whole, bytes, { mode: 0o600 });
  };
}

/**
 * Copies what signs and proves, without a record: checkpoint, tiles, and the last checkpoint that the
 * witness vouched for. Answers how many entries are under it. Throws as `exportLog` does.
 */
export async function copySealedLog(sealed: SealedLog, target: string): Promise<number> {
  await assertEmpty(target);
  const put = putInto(target);
  // Under the last checkpoint nothing changes but the unfinished tiles, which are copied at once.
  const { size, files } = await sealed.reading(async (at) => {
    if (at.note !== null) {
      await put(checkpointPath, utf8Bytes(at.note));
    }
    for (const tile of tilesUnder(at.size).filter(({ width }) => width < tileWidth)) {
      await copyTile(at.files, tile, put);
    }
    return at;
  });
  for (const tile of tilesUnder(size).filter(({ width }) => width === tileWidth)) {
    await copyTile(files, tile, put);
  }
  await keepFormer(files, size, put);
  return size;
}

/**
 * The last checkpoint that the witness vouched for rides along, and every one that was time-stamped
 * with its token: a fork shows against them. What has grown meanwhile isn't part of this copy.
 */
async function keepFormer(files: LogFiles, sizeMax: number, put: Put): Promise<void> {
  const note = await files.witnessed();
  const size = readCheckpoint(readNote(note ?? '')?.text ?? '')?.size;
  if (note !== null && size !== undefined && size <= sizeMax) {
    await put(`${formerFolder}/${size}`, utf8Bytes(note));
  }
  for (const stamped of await files.timeStampedSizes()) {
    const kept = stamped <= sizeMax ? await files.timeStamp(stamped) : null;
    if (kept !== null) {
      await put(`${formerFolder}/${stamped}`, utf8Bytes(kept.note));
      await put(`${timeStampFolder}/${stamped}.tsr`, kept.token);
    }
  }
}

function lineOfRow({ number, record, salt }: NumberedEntry): string {
  return writeRecordLine(
    number,
    record === '' ? { kind: 'erased' } : { kind: 'kept', salted: { record, salt } },
  );
}

async function copyTile(files: LogFiles, tile: Tile, put: Put): Promise<void> {
  const bytes = await files.tile(tile);
  if (bytes === null) {
    throw new Failure(
      'tile-missing',
      `${tilePath(tile)} of the register is missing; start the centre again, it makes it anew`,
    );
  }
  await put(tilePath(tile), bytes);
}

/** Every tile of a tree of `size` entries. */
function tilesUnder(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; widthOf(size, level, 0) > 0; level++) {
    for (let index = 0; widthOf(size, level, index) > 0; index++) {
      tiles.push({ level, index, width: widthOf(size, level, index) });
    }
  }
  return tiles;
}

async function assertEmpty(folder: string): Promise<void> {
  if (!isAbsolute(folder)) {
    throw new Failure('folder-relative', `${folder} is no whole path; begin it with /`);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    throw new Failure('folder-in-use', `${folder} isn't empty; name a new folder`);
  }
}
