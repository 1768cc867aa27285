/**
 * Keeps one process of the house running: started, restarted with growing delay when it ends by
 * itself, stopped in time when the house stops. Each is a process group of its own: a Ctrl-C in the
 * terminal reaches the supervisor alone, which stops the house in order. A child that outlives its
 * supervisor would hold ports and files, so each one ends when the channel to here closes.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { Failure } from '@beffroi/kernel';

const restartMsMin = 300;
const restartMsMax = 10_000;
const stopMsMax = 12_000;
const healthyMs = 30_000;

export interface ChildPlan {
  readonly name: string;
  readonly entry: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where its log lines go: the open file, and its path to tell a person. */
  readonly log: { readonly fd: number; readonly path: string };
  /** A first start that fails is tried again too: what it lacks may come, as a disk does. */
  readonly keepsTrying?: true;
}

export interface Supervised {
  readonly name: string;
  readonly restarts: number;
  readonly pid: number | null;
  /**
   * The first message of the child. Rejects when the very first start fails and the child says why
   * (`{ failed: sentence }`): what can't start at all is for a person, not for another try.
   */
  ready(): Promise<unknown>;
  stop(): Promise<void>;
}

export function supervise(plan: ChildPlan, say: (sentence: string) => void): Supervised {
  return new SupervisedChild(plan, say);
}

class SupervisedChild implements Supervised {
  readonly #plan: ChildPlan;
  readonly #say: (sentence: string) => void;
  #child: ChildProcess | null = null;
  #stopping = false;
  #restarts = 0;
  #delayMs = restartMsMin;
  /** What the child said of its own failure since it was started. */
  #failure: string | null = null;
  #wasReady = false;
  #timer: NodeJS.Timeout | null = null;
  #ready: PromiseWithResolvers<unknown> = Promise.withResolvers();

  constructor(plan: ChildPlan, say: (sentence: string) => void) {
    this.#plan = plan;
    this.#say = say;
    this.#start();
  }

  get name(): string {
    return this.#plan.name;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  ready(): Promise<unknown> {
    return this.#ready.promise;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
    const child = this.#child;
    if (child === null) {
      this.#giveUp(this.#stopped());
      return;
    }
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
      child.once('exit', () => {
        clearTimeout(late);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  #start(): void {
    const { entry, args, environment, log } = this.#plan;
    const startedMs = performance.now();
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', entry, ...args],
      {
        stdio: ['ignore', log.fd, log.fd, 'ipc'],
        detached: true,
        env: { ...process.env, ...environment },
      },
    );
    this.#child = child;
    this.#failure = null;
    child.once('message', (message) => this.#heard(message));
    child.once('error', (error) => this.#say(`${this.name} could not start: ${error.message}`));
    child.once('exit', (code, signal) => {
      this.#child = null;
      if (this.#stopping) {
        this.#giveUp(this.#stopped());
        return;
      }
      if (this.#failure !== null && !this.#wasReady && !this.#plan.keepsTrying) {
        this.#giveUp(new Failure('start-failed', this.#failure));
        return;
      }
      this.#restartLater(code, signal, performance.now() - startedMs);
    });
  }

  #heard(message: unknown): void {
    if (typeof message === 'object' && message !== null && 'failed' in message) {
      this.#failure = String(message.failed);
      return;
    }
    this.#wasReady = true;
    this.#ready.resolve(message);
  }

  #stopped(): Failure {
    return new Failure('stopped', `${this.name} was stopped`);
  }

  /** Nobody may be waiting for it any more: that is no unhandled failure. */
  #giveUp(failure: Failure): void {
    this.#ready.promise.catch(() => undefined);
    this.#ready.reject(failure);
  }

  #restartLater(code: number | null, signal: string | null, livedMs: number): void {
    this.#delayMs = livedMs > healthyMs ? restartMsMin : Math.min(this.#delayMs * 2, restartMsMax);
    this.#restarts += 1;
    const why =
      this.#failure ?? signal ?? `code ${code}; its last words are in ${this.#plan.log.path}`;
    this.#say(`${this.name} ended (${why}); it starts again`);
    this.#timer = setTimeout(() => this.#start(), this.#delayMs);
  }
}
