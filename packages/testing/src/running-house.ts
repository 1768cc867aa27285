/**
 * The whole house as a user starts it: `beffroi up` in a state directory of its own, on free ports.
 * For journeys in the browser, fault runs, benchmarks and screenshots.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const repository = resolve(import.meta.dirname, '../../..');
const cli = join(repository, 'apps/cli/src/main.ts');
/** The drawn streets of the demonstration, made once for all houses of this machine. */
const drawings = '/var/tmp/beffroi-drawings';
const startMsMax = 120_000;
const stopMsMax = 40_000;

export interface HouseWish {
  /** Town file, null for the demonstration. */
  readonly townFile: string | null;
  /** Kept between starts when given; a fresh one, removed at the end, otherwise. */
  readonly state?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The console's port; a free one when absent. */
  readonly port?: number;
}

export interface RunningHouse {
  readonly url: string;
  readonly state: string;
  readonly pid: number;
  /** From the command to the line that says the address. */
  readonly startedAfterMs: number;
  /** Runs a verb of the command line against this house; answers its JSON. */
  verb<T>(...words: readonly string[]): Promise<T>;
  /** Text of the house's log so far. */
  log(): string;
  stop(): Promise<void>;
}

export async function startHouse(wish: HouseWish): Promise<RunningHouse> {
  // Under /var/tmp: the database's own user must be able to cross every folder above its own.
  const state = wish.state ?? (await mkdtemp('/var/tmp/beffroi-house-'));
  const port = wish.port ?? (await freePort());
  const startedMs = performance.now();
  const town = wish.townFile === null ? [] : ['--town', wish.townFile];
  const options = ['--state', state, '--port', String(port), '--json'];
  const child = spawn(process.execPath, [cli, 'up', ...town, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      BEFFROI_SIMULATION: drawings,
      ...wish.environment,
    },
  });
  const said: string[] = [];
  child.stderr?.on('data', (part: Buffer) => said.push(part.toString('utf8')));
  const log = (): string => `${said.join('')}\n${readLog(state)}`;
  const url = await address(child, log);
  return {
    url,
    state,
    pid: child.pid ?? -1,
    startedAfterMs: performance.now() - startedMs,
    verb: (...words) => runVerb([...words, '--state', state, '--json']),
    log,
    stop: async () => {
      await stopped(child);
      if (wish.state === undefined) {
        await rm(state, { recursive: true, force: true });
      }
    },
  };
}

/** A TCP port of loopback that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
      server.close(() => resolvePort(port));
    });
  });
}

function address(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolveUrl, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGTERM');
      reject(new Error(`the house was not ready within 120 s:\n${log()}`));
    }, startMsMax);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the house ended with ${code}:\n${log()}`));
    });
    if (child.stdout === null) {
      reject(new Error('the house has no standard output'));
      return;
    }
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(late);
      resolveUrl((JSON.parse(line) as { url: string }).url);
    });
  });
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve();
  }
  return new Promise((resolveStop) => {
    const late = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
    child.once('exit', () => {
      clearTimeout(late);
      resolveStop();
    });
    child.kill('SIGTERM');
  });
}

function runVerb<T>(args: readonly string[]): Promise<T> {
  return new Promise((resolveResult, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString('utf8');
    });
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString('utf8');
    });
    child.once('close', (code) => {
      if (code === 0) {
        resolveResult(JSON.parse(out) as T);
      } else {
        reject(new Error(`beffroi ${args.join(' ')} ended with ${code}: ${err}${out}`));
      }
    });
  });
}

function readLog(state: string): string {
  try {
    return readFileSync(join(state, 'beffroi.log'), 'utf8');
  } catch (thrown) {
    return `(no log: ${String(thrown)})`;
  }
}
