/**
 * Facts of one recorder on their way into the office: in order, in batches, acknowledged only once
 * they are in the database. While the database is away they wait here up to a limit, then at the
 * recorder, whose spool keeps them; nothing is acknowledged that could be lost.
 */

import { messageOf } from '@beffroi/kernel';
import type { Clock, RecorderFact, Recorders } from '@beffroi/office';
import type { Log } from '../observe/log.ts';
import { readFact } from './fact-schema.ts';

const batchMax = 200;
const waitingMax = 2000;
const retryMsMin = 500;
const retryMsMax = 30_000;

export interface FactIntakeParts {
  readonly recorderId: string;
  readonly recorders: Pick<Recorders, 'receiveFacts'>;
  readonly clock: Clock;
  readonly log: Log;
  received(upTo: number): void;
}

export class FactIntake {
  readonly #parts: FactIntakeParts;
  #waiting: { readonly sequence: number; readonly fact: RecorderFact }[] = [];
  #busy = false;
  #closed = false;
  #retryMs = retryMsMin;
  #cancelRetry: () => void = () => undefined;

  constructor(parts: FactIntakeParts) {
    this.#parts = parts;
  }

  /** False when the fact can't be taken: malformed, or too many wait. The link is then closed. */
  add(sequence: number, value: unknown): boolean {
    const fact = readFact(value);
    if (fact === undefined || this.#waiting.length >= waitingMax) {
      const reason = fact === undefined ? 'malformed' : 'too-many-wait';
      this.#parts.log.error(
        { recorder: this.#parts.recorderId, sequence, reason },
        'a fact of a recorder was not taken; it stays in the recorder spool',
      );
      return false;
    }
    this.#waiting.push({ sequence, fact });
    this.#begin();
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#cancelRetry();
  }

  #begin(): void {
    if (this.#busy || this.#closed || this.#waiting.length === 0) {
      return;
    }
    this.#busy = true;
    const batch = this.#waiting.slice(0, batchMax);
    const { recorderId, recorders } = this.#parts;
    recorders.receiveFacts(recorderId, batch).then(
      (upTo) => this.#kept(batch.length, upTo),
      (thrown: unknown) => this.#failed(thrown),
    );
  }

  #kept(count: number, upTo: number): void {
    this.#waiting.splice(0, count);
    this.#busy = false;
    this.#retryMs = retryMsMin;
    if (!this.#closed) {
      this.#parts.received(upTo);
      this.#begin();
    }
  }

  #failed(thrown: unknown): void {
    this.#parts.log.error(
      { recorder: this.#parts.recorderId, waiting: this.#waiting.length, why: messageOf(thrown) },
      'facts could not be kept; they are tried again',
    );
    this.#cancelRetry = this.#parts.clock.after(this.#retryMs, () => {
      this.#busy = false;
      this.#begin();
    });
    this.#retryMs = Math.min(2 * this.#retryMs, retryMsMax);
  }
}
