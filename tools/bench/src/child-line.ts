/** A child process that answers lines: start it, ask it, end it. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface LineChild {
  readonly pid: number;
  /** The next line of JSON that the child prints. */
  line<T>(): Promise<T>;
  ask<T>(): Promise<T>;
  end(): Promise<void>;
}

export function startLineChild(script: string, args: readonly string[]): LineChild {
  const entry = join(import.meta.dirname, script);
  const child: ChildProcess = spawn(process.execPath, [entry, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  if (child.stdout === null || child.pid === undefined) {
    throw new Error(`${script} could not start`);
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) {
      lines.push(line);
    } else {
      next(line);
    }
  });
  const nextLine = async <T>(): Promise<T> => {
    const ready = lines.shift();
    const text =
      ready ??
      (await Promise.race([
        new Promise<string>((resolve) => {
          waiting.push(resolve);
        }),
        ended.then(() => {
          throw new Error(`${script} ended before it answered`);
        }),
      ]));
    return JSON.parse(text) as T;
  };
  return {
    pid: child.pid,
    line: nextLine,
    ask: async <T>() => {
      child.stdin?.write('\n');
      return nextLine<T>();
    },
    end: async () => {
      child.stdin?.end();
      child.kill('SIGTERM');
      await ended;
    },
  };
}
