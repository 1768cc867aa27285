/** What processes cost, from /proc: CPU seconds and proportional memory of a set of process ids. */

import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** User plus system CPU seconds of a process and its reaped children; 0 once it is gone. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [user = 0, system = 0] = [fields[11], fields[12]].map(Number);
    return (user + system) / ticksPerSecond;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      return 0;
    }
    throw thrown;
  }
}

/** Proportional set size in bytes (shared pages counted once over their users). */
export function memoryBytes(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') {
      return 0;
    }
    throw thrown;
  }
}

/** CPU seconds that the processes use while `seconds` pass. */
export async function costDuring(
  pids: () => readonly number[],
  seconds: number,
): Promise<{ readonly cpuSeconds: number; readonly memoryBytes: number; readonly wall: number }> {
  const watched = pids();
  const before = new Map(watched.map((pid) => [pid, cpuSeconds(pid)]));
  const startedMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const wall = (performance.now() - startedMs) / 1000;
  let cpu = 0;
  let memory = 0;
  for (const pid of watched) {
    cpu += Math.max(0, cpuSeconds(pid) - (before.get(pid) ?? 0));
    memory += memoryBytes(pid);
  }
  return { cpuSeconds: cpu, memoryBytes: memory, wall };
}

/** CPU seconds of all children that have ended and been reaped so far. */
export function reapedCpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0] = [fields[13], fields[14]].map(Number);
  return (user + system) / ticksPerSecond;
}
