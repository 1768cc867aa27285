/**
 * A disk in memory that can fail at its N-th call, tear the write it fails in, and lose its power:
 * after a cut only what was synced is sure; sectors written since may be new, old, zero or rubbish,
 * lengths fall anywhere in between, and names whose folder wasn't synced may be gone.
 */

import { dirname } from 'node:path';
import type { Disk, DiskFile } from '../src/disk.ts';

interface Content {
  bytes: Buffer;
  length: number;
  synced: Buffer;
}

const sectorBytes = 512;

export class MemoryDisk implements Disk {
  #files = new Map<string, Content>();
  #durableNames = new Set<string>();
  #folders = new Set<string>();
  calls = 0;
  /** The call that fails, counted from 1; Infinity never. */
  failAt = Number.POSITIVE_INFINITY;
  /** How many calls fail from there on. */
  failures = 1;
  failCode = 'EIO';
  /** After the failing call nothing more is done: the process is dead. */
  killed = false;
  killAtFailure = false;
  freeBytes = 1e12;
  totalBytes = 2e12;
  syncs = 0;

  async create(path: string): Promise<DiskFile> {
    this.#step();
    if (this.#files.has(path)) {
      throw systemError('EEXIST');
    }
    const content = { bytes: Buffer.alloc(4096), length: 0, synced: Buffer.alloc(0) };
    this.#files.set(path, content);
    return this.#file(content);
  }

  async openForUpdate(path: string): Promise<DiskFile> {
    return this.#existing(path);
  }

  async openForReading(path: string): Promise<DiskFile> {
    return this.#existing(path);
  }

  async makeDirectory(path: string): Promise<void> {
    this.#step();
    for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
      this.#folders.add(folder);
    }
  }

  async syncDirectory(path: string): Promise<void> {
    this.#step();
    this.syncs += 1;
    for (const name of this.#durableNames) {
      if (dirname(name) === path && !this.#files.has(name)) {
        this.#durableNames.delete(name);
      }
    }
    for (const name of this.#files.keys()) {
      if (dirname(name) === path) {
        this.#durableNames.add(name);
      }
    }
  }

  async list(path: string): Promise<readonly string[]> {
    this.#step();
    const names = new Set<string>();
    for (const name of [...this.#files.keys(), ...this.#folders]) {
      if (name.startsWith(`${path}/`)) {
        names.add(name.slice(path.length + 1).split('/')[0] ?? '');
      }
    }
    return [...names].sort();
  }

  async remove(path: string): Promise<void> {
    this.#step();
    const content = this.#files.get(path);
    if (content === undefined) {
      throw systemError('ENOENT');
    }
    this.#files.delete(path);
    this.freeBytes += content.length;
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    this.#step();
    const copy = Buffer.from(bytes);
    this.#files.set(path, { bytes: copy, length: copy.length, synced: Buffer.from(copy) });
    this.#durableNames.add(path);
  }

  async space(): Promise<{ readonly freeBytes: number; readonly totalBytes: number }> {
    this.#step();
    return { freeBytes: this.freeBytes, totalBytes: this.totalBytes };
  }

  /** What lies in a file now. */
  contentOf(path: string): Buffer | undefined {
    const content = this.#files.get(path);
    return content && Buffer.from(content.bytes.subarray(0, content.length));
  }

  paths(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  overwrite(path: string, bytes: Uint8Array): void {
    const copy = Buffer.from(bytes);
    this.#files.set(path, { bytes: copy, length: copy.length, synced: Buffer.from(copy) });
  }

  /** The same disk as the next process finds it after a kill: the page cache survives. */
  afterKill(): MemoryDisk {
    return this.#copy(
      (content) => Buffer.from(content.bytes.subarray(0, content.length)),
      () => true,
    );
  }

  /** As after a power cut. */
  afterPowerCut(random: () => number): MemoryDisk {
    return this.#copy(
      (content) => cutContent(content, random),
      (name) => this.#durableNames.has(name) || random() < 0.5,
    );
  }

  #copy(bytesOf: (content: Content) => Buffer, survives: (name: string) => boolean): MemoryDisk {
    const disk = new MemoryDisk();
    disk.freeBytes = this.freeBytes;
    disk.totalBytes = this.totalBytes;
    disk.#folders = new Set(this.#folders);
    for (const [name, content] of this.#files) {
      if (survives(name)) {
        const bytes = bytesOf(content);
        disk.#files.set(name, { bytes, length: bytes.length, synced: Buffer.from(bytes) });
        disk.#durableNames.add(name);
      }
    }
    return disk;
  }

  #existing(path: string): DiskFile {
    this.#step();
    const content = this.#files.get(path);
    if (content === undefined) {
      throw systemError('ENOENT');
    }
    return this.#file(content);
  }

  #file(content: Content): DiskFile {
    return {
      write: async (bytes, position) => {
        const torn = this.calls + 1 >= this.failAt && this.calls + 1 < this.failAt + this.failures;
        if (torn && !this.killed) {
          this.#put(content, bytes.subarray(0, bytes.length >> 1), position);
        }
        this.#step();
        this.#put(content, bytes, position);
      },
      read: async (into, position) => {
        this.#step();
        const part = content.bytes.subarray(
          position,
          Math.min(content.length, position + into.length),
        );
        into.set(part);
        return part.length;
      },
      datasync: async () => {
        this.#step();
        this.syncs += 1;
        content.synced = Buffer.from(content.bytes.subarray(0, content.length));
      },
      size: async () => {
        this.#step();
        return content.length;
      },
      close: async () => {
        await Promise.resolve();
      },
    };
  }

  #put(content: Content, bytes: Uint8Array, position: number): void {
    const end = position + bytes.length;
    if (end > content.bytes.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * content.bytes.length));
      content.bytes.copy(larger);
      content.bytes = larger;
    }
    content.bytes.set(bytes, position);
    this.freeBytes -= Math.max(0, end - content.length);
    content.length = Math.max(content.length, end);
  }

  #step(): void {
    if (this.killed) {
      throw new Error('this process is dead');
    }
    this.calls += 1;
    if (this.calls >= this.failAt && this.calls < this.failAt + this.failures) {
      this.killed = this.killAtFailure;
      throw systemError(this.failCode);
    }
  }
}

function cutContent(content: Content, random: () => number): Buffer {
  const { synced, length } = content;
  const end = synced.length + Math.floor(random() * (length - synced.length + 1));
  const out = Buffer.from(content.bytes.subarray(0, Math.max(end, synced.length)));
  for (let at = 0; at < out.length; at += sectorBytes) {
    const sector = out.subarray(at, at + sectorBytes);
    const old = synced.subarray(at, at + sectorBytes);
    const fate = random();
    if (at + sectorBytes <= synced.length) {
      // Inside what was synced a sector is old or new, never torn.
      if (fate < 0.5) {
        old.copy(sector);
      }
    } else if (fate < 0.35) {
      sector.fill(0, old.length);
    } else if (fate < 0.4) {
      for (let i = old.length; i < sector.length; i++) {
        sector[i] = Math.floor(random() * 256);
      }
    }
  }
  return out;
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: made by the test`), { code });
}
