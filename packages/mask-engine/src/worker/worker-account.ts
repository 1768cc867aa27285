/**
 * The figures of a worker across its restarts: counters that only grow although each process begins
 * at zero, and the share of a core it took over the last 10 s.
 */

import type { MaskWorkerFigures, RunFigures } from '@beffroi/office';
import type { FiguresReport } from './messages.ts';

const windowMs = 10_000;

export class WorkerAccount {
  #restarts = 0;
  #before: RunFigures = nothing;
  #now: RunFigures = nothing;
  #memoryBytes = 0;
  #samples: { readonly atMs: number; readonly cpuMs: number }[] = [];

  report({ run, cpuMs, memoryBytes }: FiguresReport, atMs: number): void {
    this.#now = run;
    this.#memoryBytes = memoryBytes;
    this.#samples.push({ atMs, cpuMs });
    while ((this.#samples[1]?.atMs ?? atMs) <= atMs - windowMs) {
      this.#samples.shift();
    }
  }

  ended(): void {
    this.#before = sum(this.#before, { ...this.#now, connected: false });
    this.#now = nothing;
    this.#samples = [];
    this.#memoryBytes = 0;
  }

  restarted(): void {
    this.#restarts++;
  }

  get figures(): RunFigures {
    return sum(this.#before, this.#now);
  }

  get workerFigures(): MaskWorkerFigures {
    return { restarts: this.#restarts, memoryBytes: this.#memoryBytes, cores: this.#cores() };
  }

  #cores(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) {
      return 0;
    }
    return (last.cpuMs - first.cpuMs) / (last.atMs - first.atMs);
  }
}

const nothing: RunFigures = {
  connected: false,
  runs: 0,
  pictures: 0,
  bytes: 0,
  packetsLost: 0,
  resyncs: 0,
  clockOffsetMs: null,
};

function sum(before: RunFigures, now: RunFigures): RunFigures {
  return {
    connected: now.connected,
    runs: before.runs + now.runs,
    pictures: before.pictures + now.pictures,
    bytes: before.bytes + now.bytes,
    packetsLost: before.packetsLost + now.packetsLost,
    resyncs: before.resyncs + now.resyncs,
    clockOffsetMs: now.clockOffsetMs,
  };
}
