/**
 * The desk that decodes single pictures for the recorder: checks of key pictures and stills. It is
 * a child process, because a decoder written in C must not share memory with the process that holds
 * every camera. Restarted when it dies. Questions and their time are bounded; a desk that is late is
 * replaced, and the next one given twice the time: on a machine short of cores one that is replaced
 * too soon only begins again, for ever, and no camera that masks itself would be seen.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '@beffroi/kernel';
import type { Clock, MaskVerdict } from '@beffroi/office';
import type { AccessUnit, ClearAccessUnit, MaskedAccessUnit, Polygon } from '@beffroi/picture';

/** A town's cameras may all send a key picture at once, after a power cut. */
const waitingMax = 128;
const answerMsMax = 5000;
/** Loading the codecs is not answering. */
const firstAnswerMsMax = 20_000;
const patienceMax = 8;

export interface PictureDesk {
  verify(unit: ClearAccessUnit, polygons: readonly Polygon[]): Promise<MaskVerdict>;
  /** PNG of a masked key picture. */
  still(unit: MaskedAccessUnit): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type DeskQuestion =
  | {
      readonly kind: 'verify';
      readonly id: number;
      readonly unit: AccessUnit;
      readonly polygons: readonly Polygon[];
    }
  | { readonly kind: 'still'; readonly id: number; readonly unit: MaskedAccessUnit };

export type DeskAnswer =
  | { readonly id: number; readonly verdict: MaskVerdict }
  | { readonly id: number; readonly png: Uint8Array }
  | { readonly id: number; readonly failed: string };

interface Waiting {
  readonly child: ChildProcess;
  readonly askedMs: number;
  readonly answer: (answer: DeskAnswer) => void;
  readonly fail: (failure: Failure) => void;
  readonly cancelTimer: () => void;
}

export function openPictureDesk(clock: Clock): PictureDesk {
  return new ChildDesk(clock);
}

class ChildDesk implements PictureDesk {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | null = null;
  #next = 1;
  /** Whether the child that runs has answered once. */
  #hasAnswered = false;
  #patience = 1;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async verify(unit: ClearAccessUnit, polygons: readonly Polygon[]): Promise<MaskVerdict> {
    const answer = await this.#ask((id) => ({ kind: 'verify', id, unit, polygons }));
    if ('verdict' in answer) {
      return answer.verdict;
    }
    throw new Failure('desk-failed', 'failed' in answer ? answer.failed : 'unexpected answer');
  }

  async still(unit: MaskedAccessUnit): Promise<Uint8Array> {
    const answer = await this.#ask((id) => ({ kind: 'still', id, unit }));
    if ('png' in answer) {
      return answer.png;
    }
    throw new Failure('desk-failed', 'failed' in answer ? answer.failed : 'unexpected answer');
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#child?.kill();
    this.#failAll(this.#child, 'the desk closes');
  }

  #ask(question: (id: number) => DeskQuestion): Promise<DeskAnswer> {
    if (this.#closed || this.#waiting.size >= waitingMax) {
      const why = this.#closed ? 'closed' : `busy with ${waitingMax} pictures`;
      return Promise.reject(new Failure('desk-busy', `the picture desk is ${why}`));
    }
    const id = this.#next++;
    const running = this.#running();
    const limitMs = this.#patience * (this.#hasAnswered ? answerMsMax : firstAnswerMsMax);
    return new Promise((resolve, reject) => {
      const cancelTimer = this.#clock.after(limitMs, () => {
        this.#waiting.delete(id);
        const seconds = limitMs / 1000;
        reject(new Failure('desk-late', `the picture desk did not answer within ${seconds} s`));
        this.#late(running);
      });
      const askedMs = this.#clock.monotonicMs();
      this.#waiting.set(id, {
        child: running,
        askedMs,
        answer: resolve,
        fail: reject,
        cancelTimer,
      });
      running.send(question(id));
    });
  }

  /** Questions of one child may all be late at once: it is replaced once. */
  #late(child: ChildProcess): void {
    if (this.#child === child) {
      this.#child = null;
      this.#patience = Math.min(patienceMax, 2 * this.#patience);
      child.kill('SIGKILL');
    }
  }

  #running(): ChildProcess {
    if (this.#child !== null) {
      return this.#child;
    }
    const child = fork(fileURLToPath(new URL('./picture-desk-child.ts', import.meta.url)), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' },
    });
    child.on('message', (message) => this.#answered(message as DeskAnswer));
    child.on('error', (error) => this.#failAll(child, error.message));
    child.on('exit', () => this.#gone(child));
    this.#child = child;
    this.#hasAnswered = false;
    return child;
  }

  #answered(answer: DeskAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (waiting === undefined) {
      return;
    }
    waiting.cancelTimer();
    this.#noteAnswer(waiting);
    waiting.answer(answer);
  }

  #noteAnswer({ child, askedMs }: Waiting): void {
    if (child === this.#child) {
      const isQuick = this.#clock.monotonicMs() - askedMs < answerMsMax / 2;
      this.#patience = isQuick && this.#hasAnswered ? 1 : this.#patience;
      this.#hasAnswered = true;
    }
  }

  #gone(child: ChildProcess): void {
    if (this.#child === child) {
      this.#child = null;
    }
    this.#failAll(child, 'the picture desk stopped and starts again with the next picture');
  }

  #failAll(child: ChildProcess | null, why: string): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.child === child) {
        this.#waiting.delete(id);
        waiting.cancelTimer();
        waiting.fail(new Failure('desk-failed', why));
      }
    }
  }
}
