/**
 * A server that outlived us: after a `kill -9` of the centre its server goes on. It is asked to stop,
 * and only it: the process that the data's own lock file names, if it still is a PostgreSQL on this
 * data. Two servers over one folder are impossible (PostgreSQL locks it).
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@beffroi/kernel';

const stopMsMax = 30_000;
const lookMs = 100;

/** Returns once no server is on the data; throws Failure `server-busy` after 30 s. */
export async function stopFormerServer(data: string, log: (line: string) => void): Promise<void> {
  const pid = await lockHolder(data);
  if (pid === null || !(await isServerOn(pid, data))) {
    return;
  }
  log(`stopping the database server of an earlier run (process ${pid})`);
  process.kill(pid, 'SIGINT');
  for (let waitedMs = 0; waitedMs < stopMsMax; waitedMs += lookMs) {
    if (!(await isServerOn(pid, data))) {
      return;
    }
    await sleep(lookMs);
  }
  throw new Failure('server-busy', `process ${pid} still holds ${data}; stop it, then start again`);
}

async function lockHolder(data: string): Promise<number | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
}

async function isServerOn(pid: number, data: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [program, ...options] = command.split('\0');
  return program?.endsWith('/postgres') === true && options.includes(data);
}
