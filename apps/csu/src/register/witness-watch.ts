/**
 * Asks the witness for one log after its checkpoints (C2SP tlog-witness): once a second at most, with
 * a pause that doubles up to five minutes while it doesn't answer. A witness that saw more, or
 * something else, ends the writing at once (REG-14); one that is away is an alarm and no more.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import type { Clock } from '@beffroi/office';
import {
  openNote,
  readCheckpoint,
  readKey,
  readNote,
  writeWitnessRequest,
} from '@beffroi/register';
import { sha256, verifyEd25519 } from './ed25519.ts';
import { type RegisterFault, registerFault } from './register-fault.ts';
import type { SealedLog } from './sealed-log.ts';
import type { LogName } from './town-key.ts';

const askMsMax = 5000;
const answerBytesMax = 4096;
const pauseMsMin = 1000;
const pauseMsMax = 300_000;
/** The first answer may only tell where the witness stands. */
const triesMax = 3;

export interface WitnessSettings {
  /** `http://host:port`, without `/add-checkpoint`. */
  readonly url: string;
  /** The witness's key, `name+id+key`. */
  readonly keyLine: string;
}

export interface WitnessWatchParts {
  readonly settings: WitnessSettings;
  readonly log: LogName;
  readonly sealed: SealedLog;
  readonly clock: Clock;
  readonly onFault: (fault: RegisterFault) => void;
  /** Hears when the witness signed, by its own clock. */
  readonly onTime: (atMs: number, by: string) => void;
  /** Hears why there is no answer, and null when there is one again. */
  readonly onAway: (why: string | null) => void;
}

export class WitnessWatch {
  readonly #parts: WitnessWatchParts;
  /** What the witness saw last, as far as we know. */
  #lastSize = 0;
  #vouchedSize = -1;
  #pauseMs = pauseMsMin;
  #cancel: (() => void) | null = null;
  #running: Promise<void> = Promise.resolve();
  #isOver = false;

  private constructor(parts: WitnessWatchParts) {
    this.#parts = parts;
  }

  /** Asks once, so that a start knows what the witness saw; an absent witness doesn't stop it. */
  static async open(parts: WitnessWatchParts): Promise<WitnessWatch> {
    const watch = new WitnessWatch(parts);
    const note = await parts.sealed.reading(({ files }) => files.witnessed());
    watch.#lastSize = readCheckpoint(readNote(note ?? '')?.text ?? '')?.size ?? 0;
    await watch.#askAndWait();
    return watch;
  }

  /** There is a new checkpoint. */
  nudge(): void {
    if (this.#cancel === null && !this.#isOver) {
      this.#cancel = this.#parts.clock.after(this.#pauseMs, () => {
        this.#cancel = null;
        this.#running = this.#running.then(() => this.#askAndWait());
      });
    }
  }

  async close(): Promise<void> {
    this.#isOver = true;
    this.#cancel?.();
    await this.#running;
  }

  async #askAndWait(): Promise<void> {
    try {
      const fault = await this.#ask();
      this.#pauseMs = pauseMsMin;
      this.#parts.onAway(null);
      if (fault !== null) {
        this.#isOver = true;
        this.#parts.onFault(fault);
      }
    } catch (thrown) {
      this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMsMax);
      this.#parts.onAway(messageOf(thrown));
      this.nudge();
    }
  }

  async #ask(): Promise<RegisterFault | null> {
    const { log, sealed } = this.#parts;
    for (let tries = 0; tries < triesMax; tries++) {
      const oldSize = this.#lastSize;
      const growth = await sealed.growthSince(oldSize);
      const { size } = sealed;
      if (growth === null) {
        return size === 0 && sealed.note === null && oldSize === 0
          ? null
          : registerFault(log, 'witness-ahead', { last: oldSize, size });
      }
      const asked = readCheckpoint(readNote(growth.note)?.text ?? '')?.size ?? 0;
      const answer = await post(
        this.#parts.settings.url,
        writeWitnessRequest({ oldSize, ...growth }),
      );
      if (answer.status === 200) {
        await this.#keep(growth.note, asked, answer.text);
        return null;
      }
      if (answer.status === 422) {
        return registerFault(log, 'witness-fork');
      }
      const last = answer.status === 409 ? Number(answer.text.trim()) : Number.NaN;
      if (!Number.isSafeInteger(last)) {
        throw new Failure(
          'witness-refused',
          `the witness answers ${answer.status}: ${answer.text}`,
        );
      }
      if (last > asked) {
        return registerFault(log, 'witness-ahead', { last, size: asked });
      }
      if (last === oldSize) {
        return registerFault(log, 'witness-fork');
      }
      this.#lastSize = last;
    }
    throw new Failure('witness-refused', 'the witness tells another size each time it is asked');
  }

  async #keep(note: string, size: number, line: string): Promise<void> {
    const { settings, sealed } = this.#parts;
    const key = readKey(sha256, settings.keyLine);
    const opened = await openNote(`${note}${line}`, key === undefined ? [] : [key], verifyEd25519);
    if (!opened.ok) {
      throw new Failure(
        'witness-unknown',
        'the answer is not signed by the witness’s key; look at BEFFROI_WITNESS_KEY',
      );
    }
    for (const { key: by, atSeconds } of opened.value.vouchers) {
      if (atSeconds !== null) {
        this.#parts.onTime(atSeconds * 1000, by.name);
      }
    }
    if (size !== this.#vouchedSize && !note.includes(` ${key?.name} `)) {
      await sealed.keepCosignature(note, line);
    }
    this.#lastSize = size;
    this.#vouchedSize = size;
  }
}

/**
 * Entries that a witness saw of a register that signs no more; null when it doesn't answer, `other`
 * when it saw another register than this one.
 */
export async function askWitnessOf({
  settings,
  sealed,
}: Pick<WitnessWatchParts, 'settings' | 'sealed'>): Promise<number | 'other' | null> {
  const ask = async (oldSize: number): Promise<Posted | null> => {
    const growth = await sealed.growthSince(oldSize);
    return growth && (await post(settings.url, writeWitnessRequest({ oldSize, ...growth })));
  };
  try {
    const first = await ask(0);
    const seen = first?.status === 409 ? Number(first.text.trim()) : Number.NaN;
    if (!Number.isSafeInteger(seen) || seen > sealed.size) {
      return Number.isSafeInteger(seen) ? seen : null;
    }
    const second = await ask(seen);
    return second?.status === 200 ? seen : 'other';
  } catch (thrown) {
    if (thrown instanceof Error) {
      return null;
    }
    throw thrown;
  }
}

interface Posted {
  readonly status: number;
  readonly text: string;
}

async function post(url: string, body: string): Promise<Posted> {
  const answer = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(askMsMax),
  });
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    sizeBytes += part.length;
    if (sizeBytes > answerBytesMax) {
      throw new Failure('witness-refused', `the witness answers more than ${answerBytesMax} bytes`);
    }
    parts.push(part);
  }
  return { status: answer.status, text: Buffer.concat(parts).toString('utf8') };
}
