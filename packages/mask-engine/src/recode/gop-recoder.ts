/**
 * Recoding for display, bounded: a few worker processes, a short queue before them, and a plain
 * "busy" beyond it; masking and recording always go first on this machine. A worker starts with the
 * first GOP, ends after a minute without one, and is killed when it doesn't answer in time.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '@beffroi/kernel';
import type { Clock, StoredGop } from '@beffroi/office';
import { confinement } from '../worker/confinement.ts';
import type { GopToRecode, RecodedGop } from './recode-gop.ts';

export type RecodeAnswer = { readonly gop: RecodedGop } | { readonly failed: string };

export interface GopRecoder {
  /**
   * The GOP as H.264, at most 1280 wide; 'busy' when all places are taken. Throws Failure
   * `recode-failed` when it can't be decoded, takes over 20 s or is larger than 16 MiB.
   */
  recode(gop: StoredGop): Promise<RecodedGop | 'busy'>;
  close(): Promise<void>;
}

export interface GopRecoderOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** Processes at once; 2 when absent. */
  readonly workersMax?: number;
  /** GOPs that wait for one; 4 when absent. */
  readonly waitingMax?: number;
}

interface Job {
  readonly gop: GopToRecode;
  readonly done: (gop: RecodedGop) => void;
  readonly failed: (failure: Failure) => void;
}

const answerMsMax = 20_000;
const idleMs = 60_000;
const gopBytesMax = 16 * 1024 * 1024;
const picturesMax = 1000;

export function createGopRecoder(options: GopRecoderOptions): GopRecoder {
  return new WorkerPool(options);
}

class WorkerPool implements GopRecoder {
  readonly #options: GopRecoderOptions;
  readonly #workers = new Set<RecodeProcess>();
  #waiting: Job[] = [];
  #closed = false;

  constructor(options: GopRecoderOptions) {
    this.#options = options;
  }

  async recode(stored: StoredGop): Promise<RecodedGop | 'busy'> {
    const gop = recodable(stored);
    const worker = this.#freeWorker();
    if (worker === undefined && this.#waiting.length >= (this.#options.waitingMax ?? 4)) {
      return 'busy';
    }
    return new Promise((done, failed) => {
      const job: Job = { gop, done, failed };
      if (worker === undefined) {
        this.#waiting.push(job);
      } else {
        worker.take(job);
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting) {
      job.failed(failure('the centre stops'));
    }
    this.#waiting = [];
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  #freeWorker(): RecodeProcess | undefined {
    if (this.#closed) {
      throw failure('the centre stops');
    }
    const free = [...this.#workers].find((worker) => worker.isFree);
    if (free !== undefined || this.#workers.size >= (this.#options.workersMax ?? 2)) {
      return free;
    }
    const worker = new RecodeProcess(this.#options.clock, {
      free: () => this.#next(worker),
      gone: () => {
        this.#workers.delete(worker);
        this.#next(undefined);
      },
    });
    this.#workers.add(worker);
    return worker;
  }

  #next(worker: RecodeProcess | undefined): void {
    if (this.#waiting.length > 0 && !this.#closed) {
      const taker = worker ?? this.#freeWorker();
      const job = taker === undefined ? undefined : this.#waiting.shift();
      if (job !== undefined) {
        taker?.take(job);
      }
    }
  }
}

class RecodeProcess {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #told: { free(): void; gone(): void };
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #job: Job | undefined;
  #cancelTimer: () => void = () => undefined;

  constructor(clock: Pick<Clock, 'after'>, told: { free(): void; gone(): void }) {
    this.#clock = clock;
    this.#told = told;
    this.#child = fork(fileURLToPath(new URL('./recode-worker.ts', import.meta.url)), {
      execArgv: [...confinement('--allow-addons')],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Nothing of the centre's environment: it holds the way to the database.
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' },
    });
    this.#child.on('message', (message) => this.#answered(message as RecodeAnswer));
    this.#gone = new Promise((resolve) => {
      const over = (how: string): void => {
        this.#cancelTimer();
        this.#settle((job) => job.failed(failure(`the worker ${how}`)));
        told.gone();
        resolve();
      };
      this.#child.once('error', (error) => over(`could not be started: ${error.message}`));
      this.#child.once('exit', (code, signal) => over(`ended with ${signal ?? `code ${code}`}`));
    });
  }

  get isFree(): boolean {
    return this.#job === undefined && this.#child.connected;
  }

  take(job: Job): void {
    this.#job = job;
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(answerMsMax, () => this.#child.kill('SIGKILL'));
    this.#child.send(job.gop);
  }

  end(): Promise<void> {
    this.#child.kill('SIGKILL');
    return this.#gone;
  }

  #answered(answer: RecodeAnswer): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(idleMs, () => {
      if (this.#child.connected) {
        this.#child.disconnect();
      }
    });
    this.#settle((job) => {
      if ('gop' in answer) {
        job.done(answer.gop);
      } else {
        job.failed(failure(answer.failed));
      }
    });
    this.#told.free();
  }

  #settle(how: (job: Job) => void): void {
    const job = this.#job;
    this.#job = undefined;
    if (job !== undefined) {
      how(job);
    }
  }
}

function recodable({ format, pictures, startMs, endMs }: StoredGop): GopToRecode {
  const taken = pictures.slice(0, picturesMax);
  const bytes = taken.reduce((sum, picture) => sum + picture.data.length, 0);
  if (bytes > gopBytesMax) {
    throw failure(`the GOP has ${bytes} bytes, more than ${gopBytesMax}`);
  }
  const seconds = Math.max(0.04, (endMs - startMs) / 1000);
  return {
    codec: format.codec,
    fps: Math.min(60, Math.max(1, taken.length / seconds)),
    pictures: taken.map((picture) => picture.data),
  };
}

function failure(why: string): Failure {
  return new Failure('recode-failed', `A recording could not be recoded for display: ${why}.`);
}
