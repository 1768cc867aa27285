/**
 * Loops kept in a directory, one file a camera. The name carries a digest of the sources that draw
 * and encode, so a new drawing is never shown from an old file. A loop that must be drawn is given
 * from its first group of pictures on; two cameras at most are opened at once, and whatever goes on
 * drawing behind them gives way to those who already watch.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import { type CameraLoop, readLoop } from './loop-file.ts';

const openersMax = 2;
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

/**
 * Calls back with each camera's loop as soon as some of it is there, and again as it grows; resolves
 * when all are whole.
 */
export async function loadLoops(
  directory: string,
  keys: readonly string[],
  signal: AbortSignal,
  grown: (key: string, loop: CameraLoop) => void,
): Promise<void> {
  const digest = await digestOfDrawing();
  const waiting = [...keys];
  const drawings: Promise<void>[] = [];
  const open = async (): Promise<void> => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      signal.throwIfAborted();
      const camera = key;
      const path = join(directory, `${camera}-${digest}.loop`);
      const kept = await readLoop(path);
      if (kept) {
        grown(camera, kept);
        continue;
      }
      const drawing = drawLoop(camera, path, signal, (loop) => grown(camera, loop));
      drawings.push(drawing.whole);
      await drawing.opened;
    }
  };
  await Promise.all(Array.from({ length: openersMax }, open));
  await Promise.all(drawings);
}

interface Drawing {
  /** When the first pictures are there. */
  readonly opened: Promise<void>;
  readonly whole: Promise<void>;
}

function drawLoop(
  key: string,
  path: string,
  signal: AbortSignal,
  grown: (loop: CameraLoop) => void,
): Drawing {
  const drawer = startDrawer(key, path, signal);
  const opened = Promise.withResolvers<void>();
  drawer.on('message', (soFar) => {
    grown(soFar as CameraLoop);
    setPriorityOf(drawer, constants.priority.PRIORITY_LOW);
    opened.resolve();
  });
  const whole = ended(drawer, key).then(async () => {
    const loop = await readLoop(path);
    if (!loop) {
      throw new Failure(
        'loop-unreadable',
        `the loop drawn for ${key} does not read: remove ${path}`,
      );
    }
    grown(loop);
    opened.resolve();
  });
  // Who waits for the opening hears of a failure too; `whole` is awaited by the caller.
  whole.catch(opened.reject);
  return { opened: opened.promise, whole };
}

/** At usual priority until the first pictures are there: somebody waits for them. */
function startDrawer(key: string, path: string, signal: AbortSignal): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'record-loop.ts'), key, path], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    signal,
    timeout: drawingSecondsMax * 1000,
  });
}

/** A drawer that has just ended has no priority any more: that is no failure. */
function setPriorityOf(drawer: ChildProcess, priority: number): void {
  if (drawer.pid !== undefined && drawer.exitCode === null && drawer.signalCode === null) {
    setPriority(drawer.pid, priority);
  }
}

function ended(drawer: ChildProcess, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let words = '';
    drawer.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2000);
    });
    drawer.on('error', reject);
    drawer.on('exit', (code, killedBy) => {
      if (code === 0) {
        resolve();
      } else {
        const how = killedBy ? `was ended by ${killedBy}` : `ended with ${code}`;
        reject(new Failure('loop-not-drawn', `the drawer of ${key} ${how}: ${words}`));
      }
    });
  });
}
