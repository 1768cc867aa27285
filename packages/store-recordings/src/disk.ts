/**
 * The disk, as few calls as the writer needs, so that tests can make each of them fail, tear or
 * forget. The real one is thin over `node:fs/promises`; every file is private to the service
 * (0600), every folder too (0700).
 */

import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, statfs, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SealedBytes } from '@beffroi/office';

export interface DiskFile extends SealedBytes {
  write(bytes: Uint8Array, position: number): Promise<void>;
  datasync(): Promise<void>;
}

export interface Disk {
  /** A new file, never an existing one: throws with code EEXIST. */
  create(path: string): Promise<DiskFile>;
  openForUpdate(path: string): Promise<DiskFile>;
  openForReading(path: string): Promise<DiskFile>;
  makeDirectory(path: string): Promise<void>;
  syncDirectory(path: string): Promise<void>;
  /** Names in a folder; none when it doesn't exist. */
  list(path: string): Promise<readonly string[]>;
  remove(path: string): Promise<void>;
  /** Replaces a small file as a whole, durably. */
  replace(path: string, bytes: Uint8Array): Promise<void>;
  space(path: string): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
}

export const realDisk: Disk = {
  async create(path) {
    return new RealFile(await open(path, 'wx+', 0o600));
  },
  async openForUpdate(path) {
    return new RealFile(await open(path, 'r+'));
  },
  async openForReading(path) {
    return new RealFile(await open(path, constants.O_RDONLY));
  },
  async makeDirectory(path) {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first !== undefined) {
      // New folders are durable once every parent that gained a name is synced.
      for (let made = path; made.length >= first.length; made = dirname(made)) {
        await realDisk.syncDirectory(dirname(made));
      }
    }
  },
  async syncDirectory(path) {
    const handle = await open(path, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async list(path) {
    try {
      return (await readdir(path)).sort();
    } catch (thrown) {
      if (errorCode(thrown) === 'ENOENT') {
        return [];
      }
      throw thrown;
    }
  },
  remove: unlink,
  async replace(path, bytes) {
    const fresh = `${path}.new`;
    const handle = await open(fresh, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, path);
    await realDisk.syncDirectory(dirname(path));
  },
  async space(path) {
    const { bavail, blocks, bsize } = await statfs(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  },
};

/** `ENOSPC`, `EEXIST`..., or undefined when it isn't the system that threw. */
export function errorCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

class RealFile implements DiskFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(
        bytes,
        done,
        bytes.length - done,
        position + done,
      );
      done += bytesWritten;
    }
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const { bytesRead } = await this.#handle.read(
        into,
        done,
        into.length - done,
        position + done,
      );
      if (bytesRead === 0) {
        break;
      }
      done += bytesRead;
    }
    return done;
  }

  datasync(): Promise<void> {
    return this.#handle.datasync();
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
