/**
 * One process holds a key ring at a time: two would write over each other's days. The lock is a
 * file that names its owner's process; a lock whose owner is gone is taken over.
 */

import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, messageOf } from '@beffroi/kernel';

/** Returns what releases the lock; throws Failure `key-ring-locked` while another process has it. */
export function lockRing(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'ring.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    if (tryLock(path)) {
      return () => unlinkSync(path);
    }
    const owner = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (Number.isInteger(owner) && isAlive(owner)) {
      throw new Failure(
        'key-ring-locked',
        `the key ring in ${directory} is held by process ${owner}: stop it, or use its centre`,
      );
    }
    unlinkSync(path);
  }
  throw new Failure('key-ring-locked', `the key ring in ${directory} is being taken by another`);
}

function tryLock(path: string): boolean {
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') {
      return false;
    }
    throw new Failure('key-ring-unreadable', `${path} can't be written: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (thrown) {
    // EPERM: it lives under another user. ESRCH: it is gone.
    return codeOf(thrown) === 'EPERM';
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
