/** What the tests of this room share: clocks, a sink that remembers, a wait for a condition. */

import { randomBytes } from 'node:crypto';
import type {
  CameraRun,
  Chance,
  Clock,
  GapNotice,
  MediaSource,
  RunSink,
  StreamSource,
} from '@beffroi/office';
import type { ClearAccessUnit, StreamFormat } from '@beffroi/picture';

export const chance: Chance = { bytes: (length) => randomBytes(length) };

export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  monotonicMs: () => performance.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};

/** Time that only moves when a test says so. */
export class SteeredClock implements Clock {
  #nowMs = 1_700_000_000_000;
  /** What the machine's wall clock was set by. */
  setByMs = 0;
  #alarms = new Set<{ readonly atMs: number; readonly what: () => void }>();

  nowMs(): number {
    return this.#nowMs + this.setByMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  after(ms: number, what: () => void): () => void {
    const alarm = { atMs: this.#nowMs + ms, what };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#alarms].filter((alarm) => alarm.atMs <= endMs);
      const next = due.sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) {
        this.#nowMs = endMs;
        return;
      }
      this.#alarms.delete(next);
      this.#nowMs = next.atMs;
      next.what();
    }
  }
}

export class Memory implements RunSink {
  readonly formats: StreamFormat[] = [];
  readonly units: ClearAccessUnit[] = [];
  readonly gaps: GapNotice[] = [];
  #wake: () => void = () => undefined;

  format(format: StreamFormat): void {
    this.formats.push(format);
    this.#wake();
  }

  accessUnit(unit: ClearAccessUnit): void {
    this.units.push(unit);
    this.#wake();
  }

  gap(notice: GapNotice): void {
    this.gaps.push(notice);
    this.#wake();
  }

  /** Resolves as soon as what came satisfies the condition; the test's own limit ends it else. */
  async until(condition: (memory: Memory) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  get increasing(): boolean {
    return this.units.every((unit, i) => i === 0 || unit.ticks > (this.units[i - 1]?.ticks ?? 0));
  }
}

export function sourceAt(url: string, more: Partial<StreamSource> = {}): StreamSource {
  return { url, username: null, password: null, transport: 'auto', trustedPem: null, ...more };
}

/** Starts a run that ends with the test. */
export function startRun(
  source: MediaSource,
  address: StreamSource,
): { readonly memory: Memory; readonly run: CameraRun } & AsyncDisposable {
  const memory = new Memory();
  const run = source.run(address, memory);
  return { memory, run, [Symbol.asyncDispose]: () => run.close() };
}
