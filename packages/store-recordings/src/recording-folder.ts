/**
 * The folder of recordings as it lies on disk, for whoever must account for every byte in it: what is
 * there, whether it is being written, and what a file says of itself in its header. It opens nothing:
 * a header is in clear.
 */

import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundFile, RecordingFolder } from '@beffroi/office';
import { errorCode, realDisk } from './disk.ts';
import { decodeHeader, headerBytes } from './file-header.ts';
import { pathShape } from './ordered-erasure.ts';
import { markerFolder } from './recovery.ts';

/** Notes of the store itself: no picture in them. */
const notes = /^(gaps\.json(\.new)?|\.sync-[^/]*(\/.*)?)$/;

export function openRecordingFolder(directory: string): RecordingFolder {
  return {
    files: () => filesBelow(directory),
    async identityOf(path) {
      if (!pathShape.test(path)) {
        return null;
      }
      const file = await realDisk.openForReading(join(directory, path));
      try {
        const header = new Uint8Array(headerBytes);
        await file.read(header, 0);
        return decodeHeader(header) ?? null;
      } finally {
        await file.close();
      }
    },
  };
}

/** Folder by folder, in order of names. */
async function* filesBelow(directory: string): AsyncGenerator<FoundFile> {
  const markers = await realDisk.list(join(directory, markerFolder));
  const growing = new Set(markers.map((name) => name.replaceAll('~', '/')));
  const waiting = [''];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    for (const entry of await entriesOf(join(directory, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        waiting.push(...(path === markerFolder ? [] : [path]));
      } else if (!notes.test(path)) {
        const found = await foundFile(directory, path, growing.has(path));
        if (found !== null) {
          yield found;
        }
      }
    }
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') {
      return [];
    }
    throw thrown;
  }
}

/** Null when it was unlinked meanwhile. */
async function foundFile(
  directory: string,
  path: string,
  growing: boolean,
): Promise<FoundFile | null> {
  try {
    const { size, mtimeMs } = await stat(join(directory, path));
    return { path, sizeBytes: size, modifiedMs: mtimeMs, growing };
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') {
      return null;
    }
    throw thrown;
  }
}
