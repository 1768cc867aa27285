/**
 * The desk that decodes single pictures for the recorder: checks of key pictures and stills. It is
 * a child process, because a decoder written in C must not share memory with the process that holds
 * every camera. Restarted when it dies; at most 32 questions wait, each at most 5 s.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Failure } from '@beffroi/kernel';
import type { Clock, MaskVerdict } from '@beffroi/office';
import type { AccessUnit, ClearAccessUnit, MaskedAccessUnit, Polygon } from '@beffroi/picture';

const waitingMax = 32;
const answerMsMax = 5000;

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
    this.#failAll('the desk closes');
  }

  #ask(question: (id: number) => DeskQuestion): Promise<DeskAnswer> {
    if (this.#closed || this.#waiting.size >= waitingMax) {
      const why = this.#closed ? 'closed' : `busy with ${waitingMax} pictures`;
      return Promise.reject(new Failure('desk-busy', `the picture desk is ${why}`));
    }
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const cancelTimer = this.#clock.after(answerMsMax, () => {
        this.#waiting.delete(id);
        reject(new Failure('desk-late', 'the picture desk did not answer within 5 s'));
        this.#child?.kill('SIGKILL');
      });
      this.#waiting.set(id, { answer: resolve, fail: reject, cancelTimer });
      this.#running().send(question(id));
    });
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
    child.on('error', (error) => this.#failAll(error.message));
    child.on('exit', () => {
      if (this.#child === child) {
        this.#child = null;
      }
      this.#failAll('the picture desk stopped and starts again with the next picture');
    });
    this.#child = child;
    return child;
  }

  #answered(answer: DeskAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    waiting?.cancelTimer();
    waiting?.answer(answer);
  }

  #failAll(why: string): void {
    for (const waiting of this.#waiting.values()) {
      waiting.cancelTimer();
      waiting.fail(new Failure('desk-failed', why));
    }
    this.#waiting.clear();
  }
}
