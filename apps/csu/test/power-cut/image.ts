/**
 * A disk whose power can be cut: ext4 in an image on a loop device. A cut stops every process that
 * writes, then copies what has reached the device (and not what waits in memory), and counts the
 * device's writes before and after: a copy during which anything was written is made again.
 */

import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { family } from '@beffroi/testing';

const run = promisify(execFile);
const sizeBytes = 512 * 1024 * 1024;
const triesMax = 50;

/** Why there can be no cuts here; null when there can. */
export function noCuts(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/sbin/mkfs.ext4')) {
    return 'mounting an image wants root and mkfs.ext4';
  }
  const folder = mkdtempSync('/var/tmp/beffroi-cut-');
  try {
    const disk = CutDisk.make(folder);
    disk.unmount();
    return null;
  } catch (thrown) {
    return `an image can't be mounted here: ${String(thrown).split('\n')[0]}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export class CutDisk {
  readonly folder: string;
  readonly mount: string;
  readonly #image: string;
  #device = '';

  private constructor(folder: string) {
    this.folder = folder;
    this.mount = join(folder, 'disk');
    this.#image = join(folder, 'image');
  }

  /** An empty disk, mounted. Nothing is committed by the mere passing of time. */
  static make(folder: string): CutDisk {
    const disk = new CutDisk(folder);
    // The database's own user must pass, or its data would lie elsewhere.
    chmodSync(folder, 0o711);
    mkdirSync(disk.mount);
    writeFileSync(disk.#image, '');
    truncateSync(disk.#image, sizeBytes);
    execFileSync('/usr/sbin/mkfs.ext4', ['-q', '-F', disk.#image]);
    disk.mountImage(disk.#image);
    return disk;
  }

  /** What lay on the device at some instant, while the processes below `pid` were stopped. */
  async cut(pid: number, name: string): Promise<string> {
    const copy = join(this.folder, name);
    const writers = family(pid).map((one) => one.pid);
    for (const writer of writers) {
      process.kill(writer, 'SIGSTOP');
    }
    try {
      for (let tries = 0; tries < triesMax; tries++) {
        const before = this.#written();
        await run('cp', ['--sparse=always', this.#image, copy]);
        if (before === this.#written()) {
          return copy;
        }
      }
      throw new Error('the device never stood still');
    } finally {
      for (const writer of writers) {
        process.kill(writer, 'SIGCONT');
      }
    }
  }

  /** Mounts an image at the same place; ext4 replays its journal. */
  mountImage(image: string): void {
    execFileSync('mount', ['-o', 'loop,commit=600', image, this.mount]);
    const device = execFileSync('findmnt', ['-no', 'SOURCE', this.mount]).toString().trim();
    this.#device = basename(device);
  }

  get isMounted(): boolean {
    return this.#device !== '';
  }

  unmount(): void {
    execFileSync('umount', [this.mount], { stdio: 'ignore' });
    this.#device = '';
  }

  /** Writes done and under way on the device. */
  #written(): string {
    const fields = readFileSync(`/sys/block/${this.#device}/stat`, 'utf8').trim().split(/\s+/);
    return `${fields[4]} ${fields[6]} ${fields[8]}`;
  }
}
