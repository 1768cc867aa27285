/**
 * One process at a time holds a key ring: two would write over each other's days. The lock is a file
 * that names its owner: process, when it began, and this run of the machine, because after a power cut
 * another process may bear the same number. A lock whose owner is gone is taken over.
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
    const [owner = '', ...began] = readFileSync(path, 'utf8').split(' ');
    const processId = Number.parseInt(owner, 10);
    if (Number.isInteger(processId) && isAlive(processId, began.join(' '))) {
      throw new Failure(
        'key-ring-locked',
        `the key ring in ${directory} is held by process ${processId}: stop it, or use its centre`,
      );
    }
    unlinkSync(path);
  }
  throw new Failure('key-ring-locked', `the key ring in ${directory} is being taken by another`);
}

function tryLock(path: string): boolean {
  try {
    const descriptor = openSync(path, 'wx', 0o600);
    writeSync(descriptor, `${process.pid} ${beganAs(process.pid)}`);
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

/** `began` is empty in a lock that doesn't say: then its number alone counts. */
function isAlive(processId: number, began: string): boolean {
  try {
    process.kill(processId, 0);
  } catch (thrown) {
    // EPERM: it lives under another user. ESRCH: it is gone.
    if (codeOf(thrown) !== 'EPERM') {
      return false;
    }
  }
  return began === '' || began === beganAs(processId);
}

/** Run of the machine, and when in it the process began; empty where the system doesn't tell. */
function beganAs(processId: number): string {
  try {
    const run = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name, in brackets, may hold blanks; 22 counted from its front is the start in ticks.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${run} ${ticks}`;
  } catch (thrown) {
    if (typeof codeOf(thrown) === 'string') {
      return '';
    }
    throw thrown;
  }
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}
