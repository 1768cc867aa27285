/**
 * The supervisor of mask workers, in the recorder: starts one process per camera, hands it the
 * camera's secret on a pipe, passes its masked pictures on, and starts it again when it dies, hangs
 * or grows too large. Each end of a worker is a gap with a cause; between two workers there is no
 * picture, never a clear one (MSK-1, MSK-16).
 */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { Failure, messageOf } from '@beffroi/kernel';
import type {
  Chance,
  Clock,
  MaskSettings,
  MaskWorker,
  MaskWorkerSink,
  MaskWorkers,
  StreamName,
} from '@beffroi/office';
import { maskedFromWorker } from '../masked-maker.ts';
import { workerArguments } from './confinement.ts';
import { type Frame, FrameReader, messageFrame } from './frames.ts';
import { type Engine, type Order, parseReport, type WorkerStream } from './messages.ts';
import { RestartPace } from './restart-pace.ts';
import { WorkerAccount } from './worker-account.ts';

const graceMs = 1000;
const closeMsMax = 2000;
const ordersBytesMax = 1024 * 1024;

export interface MaskWorkersOptions {
  readonly clock: Clock;
  /** Spreads restarts of many cameras apart; without it they are not spread. */
  readonly chance?: Chance;
  readonly nodePath?: string;
  readonly engine?: Engine;
  /** Memory over which a worker is replaced by a fresh one. */
  readonly memoryBytesMax?: number;
  /** Account of the worker, where the recorder may change it. */
  readonly runAs?: { readonly uid: number; readonly gid: number };
}

type Streams = Readonly<Partial<Record<StreamName, WorkerStream>>>;

/** One worker process for each `start`, kept alive until its `close`. */
export function createMaskWorkers(options: MaskWorkersOptions): MaskWorkers {
  return { start: (streams, mask, sink) => new SupervisedWorker(options, streams, mask, sink) };
}

class SupervisedWorker implements MaskWorker {
  readonly #options: MaskWorkersOptions;
  readonly #engine: Engine;
  readonly #streams: Streams;
  readonly #sink: MaskWorkerSink;
  readonly #account = new WorkerAccount();
  readonly #pace = new RestartPace();
  #mask: MaskSettings;
  #child: ChildProcess | null = null;
  #startedMs = 0;
  /** Why we ended it ourselves, told instead of its exit code. */
  #endedFor: string | null = null;
  #cancelRestart: () => void = () => undefined;
  #cancelSilence: () => void = () => undefined;
  #closing: Promise<void> | null = null;

  constructor(
    options: MaskWorkersOptions,
    streams: Streams,
    mask: MaskSettings,
    sink: MaskWorkerSink,
  ) {
    this.#options = options;
    this.#engine = options.engine ?? { kind: 'node-av' };
    this.#streams = streams;
    this.#mask = mask;
    this.#sink = sink;
    this.#start();
  }

  get figures() {
    return this.#account.figures;
  }

  get workerFigures() {
    return this.#account.workerFigures;
  }

  /** The worker's process, null between two; for the machine's own accounting. */
  get processId(): number | null {
    return this.#child?.pid ?? null;
  }

  setMask(settings: MaskSettings): void {
    this.#mask = settings;
    this.#order({ kind: 'mask', mask: settings });
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #start(): void {
    const { nodePath = process.execPath, runAs } = this.#options;
    this.#endedFor = null;
    this.#startedMs = this.#options.clock.monotonicMs();
    const child = spawn(nodePath, workerArguments(this.#engine), {
      // Nothing of the recorder's environment: it may hold secrets the worker must not have.
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
      ...runAs,
    });
    this.#child = child;
    let ended = false;
    const over = (how: string) => {
      if (!ended) {
        ended = true;
        this.#ended(how);
      }
    };
    child.on('error', (error) => over(`could not be started: ${error.message}`));
    child.on('exit', (code, signal) => over(`ended with ${signal ?? `code ${code}`}`));
    // A worker that dies while we write is told by its exit, not by the broken pipe.
    child.stdin?.on('error', () => undefined);
    this.#listen(child, child.stdio[3] as Readable);
    this.#expectWord(false);
    const { kind, engine, streams, mask } = this.#startOrder();
    this.#order({ kind, engine, streams, mask });
  }

  #startOrder() {
    const kind = 'start' as const;
    return { kind, engine: this.#engine, streams: this.#streams, mask: this.#mask };
  }

  /** What a worker still had in its pipe when it died is not mixed into the next one's pictures. */
  #listen(child: ChildProcess, pipe: Readable): void {
    const reader = new FrameReader();
    pipe.on('error', () => undefined);
    pipe.on('data', (bytes: Uint8Array) => {
      if (this.#child !== child) {
        return;
      }
      try {
        for (const frame of reader.read(bytes)) {
          this.#take(frame);
        }
      } catch (thrown) {
        if (!(thrown instanceof Failure) && !(thrown instanceof SyntaxError)) {
          throw thrown;
        }
        pipe.removeAllListeners('data');
        this.#kill(`spoke out of turn: ${messageOf(thrown)}`);
      }
    });
  }

  #take(frame: Frame): void {
    if (this.#closing !== null || this.#endedFor !== null) {
      return;
    }
    if (frame.kind === 'picture') {
      const { stream, unit, version } = frame.picture;
      this.#sink.accessUnit(stream, maskedFromWorker(unit, { mode: 'server', version }));
      return;
    }
    const report = parseReport(frame.body);
    switch (report.kind) {
      case 'format':
        this.#sink.format(report.stream, report.format);
        return;
      case 'gap':
        this.#sink.gap(report.stream, report.notice);
        return;
      case 'figures':
        this.#expectWord(true);
        this.#account.report(report, this.#options.clock.monotonicMs());
        this.#checkMemory(report.memoryBytes);
    }
  }

  #checkMemory(memoryBytes: number): void {
    const memoryBytesMax = this.#options.memoryBytesMax ?? 700 * 1024 * 1024;
    if (memoryBytes > memoryBytesMax) {
      const size = Math.round(memoryBytes / 1024 / 1024);
      this.#kill(`was replaced at ${size} MiB of memory`);
    }
  }

  #expectWord(hasSpoken: boolean): void {
    this.#cancelSilence();
    const silenceMs = this.#pace.silenceMsMax(hasSpoken);
    this.#cancelSilence = this.#options.clock.after(silenceMs, () => {
      // If it was this process that stood still, the worker's word lies in the pipe: it is read first.
      this.#cancelSilence = this.#options.clock.after(graceMs, () => {
        this.#pace.wasSilent();
        this.#kill(`said nothing for ${silenceMs / 1000} s`);
      });
    });
  }

  #kill(why: string): void {
    this.#endedFor ??= why;
    this.#child?.kill('SIGKILL');
  }

  #order(order: Order): void {
    const stdin: Writable | null | undefined = this.#child?.stdin;
    if (stdin === null || stdin === undefined || stdin.destroyed) {
      return;
    }
    if (stdin.writableLength > ordersBytesMax) {
      this.#kill('takes no orders any more');
      return;
    }
    stdin.write(messageFrame(order));
  }

  #ended(how: string): void {
    this.#child = null;
    this.#cancelSilence();
    this.#account.ended();
    if (this.#closing !== null) {
      return;
    }
    const { clock, chance } = this.#options;
    const detail = `The mask worker ${this.#endedFor ?? how}; it is started again.`;
    for (const stream of ['main', 'sub'] as const) {
      if (this.#streams[stream] !== undefined) {
        const cause = 'mask-engine-failed';
        this.#sink.gap(stream, { cause, detail, atMs: clock.nowMs() });
      }
    }
    const waitMs = this.#pace.after(clock.monotonicMs() - this.#startedMs);
    const spread = 1 + (chance?.bytes(1)[0] ?? 0) / 1024;
    this.#cancelRestart = clock.after(waitMs * spread, () => {
      this.#account.restarted();
      this.#start();
    });
  }

  async #end(): Promise<void> {
    this.#cancelRestart();
    this.#cancelSilence();
    const child = this.#child;
    if (child === null) {
      return;
    }
    const gone = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    child.stdin?.end();
    const cancel = this.#options.clock.after(closeMsMax, () => child.kill('SIGKILL'));
    await gone;
    cancel();
  }
}
