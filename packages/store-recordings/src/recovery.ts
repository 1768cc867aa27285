/**
 * Closes, without any key, the files that a crash, a power cut or a failing disk left open. Each has
 * a marker in `open/` (an empty file named after it); its progress slots say what was synced. The
 * steps may be cut anywhere and begun again: the closing is told, then the slots are zeroed, then
 * the marker goes, and the centre keeps each fact once.
 */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RecorderFact, RecordingIdentity } from '@beffroi/office';
import { type Disk, type DiskFile, errorCode } from './disk.ts';
import { decodeHeader, headerBytes } from './file-header.ts';
import { decodeProgress, type Progress, progressBytes, progressOffset } from './progress.ts';
import { clearProgress, closedFrom } from './recording-file.ts';

export const markerFolder = 'open';

/** The marker of a file: its path with `~` for `/`, so that a name is all there is to sync. */
export function markerPath(directory: string, path: string): string {
  return join(directory, markerFolder, path.replaceAll('/', '~'));
}

/** What the marker of an unfinished file says at once, before its bytes are hashed. */
export interface LeftOpen {
  readonly path: string;
  readonly identity: RecordingIdentity;
  readonly progress: Progress;
}

/** Reads every marker; clears away files that were never announced. Quick: one block a file. */
export async function findLeftOpen(disk: Disk, directory: string): Promise<readonly LeftOpen[]> {
  const found: LeftOpen[] = [];
  for (const name of await disk.list(join(directory, markerFolder))) {
    const path = name.replaceAll('~', '/');
    const header = await readHeader(disk, join(directory, path));
    const identity = header && decodeHeader(header);
    const progress = header && decodeProgress(header);
    if (identity !== undefined && progress !== undefined) {
      found.push({ path, identity, progress });
      continue;
    }
    if (header !== undefined && identity === undefined) {
      // No whole header: cut before its first sync, so nothing was announced and nothing is lost.
      await disk.remove(join(directory, path));
    }
    await disk.remove(markerPath(directory, path));
  }
  return found;
}

/** Tells the closing of one file and lets it rest. Throws what the disk throws; may be repeated. */
export async function closeLeftOpen(
  disk: Disk,
  directory: string,
  path: string,
  tell: (fact: RecorderFact) => void,
): Promise<void> {
  const header = await readHeader(disk, join(directory, path));
  const identity = header && decodeHeader(header);
  const progress = header && decodeProgress(header);
  if (identity !== undefined && progress !== undefined) {
    const file = await disk.openForUpdate(join(directory, path));
    try {
      const sizeBytes = await file.size();
      const finished = progress.state === 'finished';
      const sha256 = finished ? progress.sha256 : await hashAtRest(file);
      const recording = closedFrom(
        identity,
        { ...progress, sha256 },
        sizeBytes,
        finished ? 'complete' : 'cut-short',
      );
      tell({ kind: 'recording-closed', recording });
      await clearProgress(file);
    } finally {
      await file.close();
    }
  }
  await disk.remove(markerPath(directory, path));
}

/** SHA-256 of a file as it will be once its slots are zero. */
export async function hashAtRest(file: DiskFile): Promise<string> {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(1024 * 1024);
  for (let position = 0; ; ) {
    const length = await file.read(block, position);
    if (length === 0) {
      return hash.digest('hex');
    }
    if (position === 0) {
      block.fill(0, progressOffset, progressOffset + progressBytes);
    }
    hash.update(block.subarray(0, length));
    position += length;
  }
}

async function readHeader(disk: Disk, path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await disk.openForReading(path);
    try {
      const header = new Uint8Array(headerBytes);
      const length = await file.read(header, 0);
      return header.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') {
      return undefined;
    }
    throw thrown;
  }
}
