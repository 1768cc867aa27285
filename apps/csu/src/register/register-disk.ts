/**
 * The few calls of a disk that the register needs; the store's own disk has them, and tests kill
 * after each. A file is replaced as a whole and synced, so that after any crash it is the old or the
 * new one.
 */

import { messageOf } from '@beffroi/kernel';
import type { Disk } from '@beffroi/store-recordings';

export type RegisterDisk = Pick<
  Disk,
  'makeDirectory' | 'replace' | 'list' | 'remove' | 'openForReading'
>;

/** The bytes of a file, or null when there is none. */
export async function readWhole(disk: RegisterDisk, path: string): Promise<Uint8Array | null> {
  const file = await disk.openForReading(path).catch(absent);
  if (file === null) {
    return null;
  }
  try {
    const bytes = new Uint8Array(await file.size());
    return bytes.subarray(0, await file.read(bytes, 0));
  } finally {
    await file.close();
  }
}

/** The names in a folder; none when there is no such folder. */
export async function namesIn(disk: RegisterDisk, folder: string): Promise<readonly string[]> {
  return (await disk.list(folder).catch(absent)) ?? [];
}

/** Removes a file that may be gone already. */
export async function removeFile(disk: RegisterDisk, path: string): Promise<void> {
  await disk.remove(path).catch(absent);
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
    return null;
  }
  throw thrown instanceof Error ? thrown : new Error(messageOf(thrown));
}
