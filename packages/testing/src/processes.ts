/** The processes below one process, from /proc: to cut one of them, or to see that none is left. */

import { readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  /** Command line with blanks between the words. */
  readonly command: string;
}

/** A process and all its descendants, parents first. */
export function family(pid: number): RunningProcess[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) {
      const parent = parentOf(Number(name));
      if (parent !== null) {
        parents.set(Number(name), parent);
      }
    }
  }
  const members = [pid];
  for (const member of members) {
    for (const [child, parent] of parents) {
      if (parent === member) {
        members.push(child);
      }
    }
  }
  return members.map((member) => ({ pid: member, command: commandOf(member) }));
}

/** Signals every descendant whose command matches, by default so that it ends; answers how many. */
export function killMatching(
  pid: number,
  pattern: RegExp,
  signal: NodeJS.Signals = 'SIGKILL',
): number {
  const hit = family(pid).filter((one) => one.pid !== pid && pattern.test(one.command));
  for (const one of hit) {
    process.kill(one.pid, signal);
  }
  return hit.length;
}

function parentOf(pid: number): number | null {
  const stat = readProc(pid, 'stat');
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function commandOf(pid: number): string {
  return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ').trim();
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') {
      return null;
    }
    throw thrown;
  }
}
