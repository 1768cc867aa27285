/**
 * Loops kept in a directory, one file a camera. The name carries a digest of the sources that draw
 * and encode, so a new drawing is never shown from an old file. Two processes at most draw at once;
 * whoever asks for a loop that is being drawn waits for the same one.
 */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { type CameraLoop, readLoop } from './loop-file.ts';

const drawersMax = 2;
const drawingSecondsMax = 600;
const sources = join(import.meta.dirname, '..');

/** Digest of the drawing, 16 hex digits. */
async function digestOfDrawing(): Promise<string> {
  const digest = createHash('sha256');
  for (const folder of ['drawing', 'scene', 'scenes', 'loop']) {
    const names = (await readdir(join(sources, folder))).filter((name) => name.endsWith('.ts'));
    for (const name of names.sort()) {
      digest.update(name).update(await readFile(join(sources, folder, name)));
    }
  }
  return digest.digest('hex').slice(0, 16);
}

/** Calls back with each camera's loop as soon as it is there; resolves when all are. */
export async function loadLoops(
  directory: string,
  keys: readonly string[],
  signal: AbortSignal,
  ready: (key: string, loop: CameraLoop) => void,
): Promise<void> {
  const digest = await digestOfDrawing();
  const waiting = [...keys];
  const draw = async (): Promise<void> => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      signal.throwIfAborted();
      const path = join(directory, `${key}-${digest}.loop`);
      const loop = (await readLoop(path)) ?? (await drawLoop(key, path, signal));
      ready(key, loop);
    }
  };
  await Promise.all(Array.from({ length: drawersMax }, draw));
}

async function drawLoop(key: string, path: string, signal: AbortSignal): Promise<CameraLoop> {
  await runDrawer(key, path, signal);
  const loop = await readLoop(path);
  if (!loop) {
    throw new Failure('loop-unreadable', `the loop drawn for ${key} does not read: remove ${path}`);
  }
  return loop;
}

function runDrawer(key: string, path: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'record-loop.ts');
    const child = spawn(process.execPath, [program, key, path], {
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
      timeout: drawingSecondsMax * 1000,
    });
    if (child.pid !== undefined) {
      // Whoever already watches the first cameras comes before those still being drawn.
      setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    }
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2000);
    });
    child.on('error', reject);
    child.on('exit', (code, killedBy) => {
      if (code === 0) {
        resolve();
      } else {
        const how = killedBy ? `was ended by ${killedBy}` : `ended with ${code}`;
        reject(new Failure('loop-not-drawn', `the drawer of ${key} ${how}: ${words}`));
      }
    });
  });
}
