/** How long a synced write takes on a disk: what `beffroi doctor` says, and the choice of policy. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

export interface SyncFigures {
  readonly medianMs: number;
  readonly p99Ms: number;
}

const rounds = 100;
const writeBytes = 262_144;

/** Appends 256 KiB and calls fdatasync, a hundred times, in a folder of its own that it removes. */
export async function measureSync(directory: string): Promise<SyncFigures> {
  const folder = await mkdtemp(join(directory, '.sync-'));
  const path = join(folder, 'trial');
  const handle = await open(path, 'wx', 0o600);
  const block = randomBytes(writeBytes);
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      await handle.write(block);
      const before = performance.now();
      await handle.datasync();
      times.push(performance.now() - before);
    }
  } finally {
    await handle.close();
    await unlink(path);
    await rmdir(folder);
  }
  times.sort((a, b) => a - b);
  return { medianMs: times[rounds >> 1] ?? 0, p99Ms: times[Math.floor(rounds * 0.99)] ?? 0 };
}
