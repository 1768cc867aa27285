/**
 * A time-stamp each day over the newest checkpoint of each log (RFC 3161, REG-21): somebody else's clock
 * says when the register stood so. The token is checked before it is kept, beside its checkpoint. An
 * authority that doesn't answer is asked again, later and later; a day without a token is an alarm and
 * never a stop.
 */

import { readFile } from 'node:fs/promises';
import { Failure, instantFromMs, messageOf, msFromInstant } from '@beffroi/kernel';
import type { Chance, Clock } from '@beffroi/office';
import {
  certificatesOfPem,
  readCheckpoint,
  readNote,
  verifyTimeStamp,
  writeTimeStampQuery,
} from '@beffroi/register';
import { sha256 } from './ed25519.ts';
import type { SealedLog } from './sealed-log.ts';
import { timeStampTools } from './time-stamp-tools.ts';
import { type LogName, logNames } from './town-key.ts';

const dayMs = 86_400_000;
const pauseMsMin = 60_000;
const pauseMsMax = 3_600_000;
const askMsMax = 20_000;
const answerBytesMax = 64 * 1024;
/** A token further from our clock than this says that one of the two is wrong. */
const skewMsMax = 10 * 60_000;

export interface TimeStampSettings {
  /** Takes `application/timestamp-query` by POST (RFC 3161, section 3.4). */
  readonly url: string;
  /** PEM file with the certificates of the authority; read anew each time, so it may be replaced. */
  readonly rootsFile: string;
}

export interface TimeStampParts {
  readonly settings: TimeStampSettings | null;
  readonly logs: Readonly<Partial<Record<LogName, SealedLog>>>;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Hears the time of each fresh token (RET-11). */
  readonly onTime?: (atMs: number, by: string) => void;
  /** Hears why there has been no token for a day, and null when there is one again. */
  readonly onMissing: (why: string | null) => void;
}

/** Looks now and from then on; the returned function stops, and waits for a question that runs. */
export function followTimeStamps(parts: TimeStampParts): () => Promise<void> {
  const { settings, logs, clock } = parts;
  if (settings === null) {
    return async () => {};
  }
  let cancel = (): void => undefined;
  let isOver = false;
  let pauseMs = pauseMsMin;
  let running = Promise.resolve();
  const look = async (): Promise<void> => {
    const faults: string[] = [];
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const log of logNames) {
      const sealed = logs[log];
      if (sealed !== undefined) {
        const stamped = await stampOnce(sealed, settings, parts);
        oldestMs = Math.min(oldestMs, stamped.atMs);
        faults.push(...(stamped.fault === null ? [] : [`${log}: ${stamped.fault}`]));
      }
    }
    pauseMs = faults.length === 0 ? pauseMsMin : Math.min(pauseMs * 2, pauseMsMax);
    const isMissing = faults.length > 0 && clock.nowMs() - oldestMs > dayMs;
    parts.onMissing(isMissing ? faults.join('; ') : null);
    if (!isOver) {
      const dueMs = Math.max(oldestMs + dayMs - clock.nowMs(), pauseMs);
      cancel = clock.after(faults.length === 0 ? Math.min(dueMs, pauseMsMax) : pauseMs, next);
    }
  };
  const next = (): void => {
    running = look();
  };
  next();
  return () => {
    isOver = true;
    cancel();
    return running;
  };
}

interface Stamped {
  /** When the log's newest token was given; 0 when it has none. */
  readonly atMs: number;
  /** Why the token that is due didn't come; null when none is due, or it came. */
  readonly fault: string | null;
}

async function stampOnce(
  sealed: SealedLog,
  settings: TimeStampSettings,
  parts: Pick<TimeStampParts, 'clock' | 'chance' | 'onTime'>,
): Promise<Stamped> {
  const { clock, chance, onTime } = parts;
  let atMs = 0;
  try {
    const roots = certificatesOfPem(await readFile(settings.rootsFile, 'utf8'));
    const { note, size, files } = await sealed.reading(async (at) => at);
    const last = (await files.timeStampedSizes()).at(-1);
    const kept = last === undefined ? null : await files.timeStamp(last);
    atMs = kept === null ? 0 : await givenAt(kept.token, kept.note, roots);
    if (note === null || size === 0 || size === last || clock.nowMs() - atMs < dayMs) {
      // What hasn't grown has been stamped: nothing is missing.
      return { atMs: size === last || size === 0 ? clock.nowMs() : atMs, fault: null };
    }
    const { text } = readNote(note) ?? { text: '' };
    const query = writeTimeStampQuery(sha256(Buffer.from(text)), chance.bytes(8));
    const token = await askAuthority(settings.url, query);
    const givenMs = await givenAt(token, note, roots);
    onTime?.(givenMs, settings.url);
    if (Math.abs(givenMs - clock.nowMs()) > skewMsMax) {
      throw new Failure(
        'time-stamp-wrong',
        `the authority's clock says ${instantFromMs(givenMs)}: look at the clock of this machine`,
      );
    }
    await files.keepTimeStamp(readCheckpoint(text)?.size ?? size, note, token);
    return { atMs: givenMs, fault: null };
  } catch (thrown) {
    return { atMs, fault: messageOf(thrown) };
  }
}

/** When a token was given over the text of a note; throws Failure `time-stamp-wrong`. */
async function givenAt(
  token: Uint8Array,
  note: string,
  roots: readonly Uint8Array[],
): Promise<number> {
  const stamp = await verifyTimeStamp(token, readNote(note)?.text ?? '', roots, timeStampTools);
  if (!stamp.ok) {
    throw new Failure('time-stamp-wrong', `a token doesn't hold: ${stamp.error.words.en}`);
  }
  return msFromInstant(stamp.value.at);
}

async function askAuthority(url: string, query: Uint8Array): Promise<Uint8Array> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: Buffer.from(query),
    redirect: 'error',
    signal: AbortSignal.timeout(askMsMax),
  });
  if (!answer.ok) {
    throw new Failure('time-stamp-refused', `the authority answers ${answer.status}`);
  }
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    sizeBytes += part.length;
    if (sizeBytes > answerBytesMax) {
      throw new Failure('time-stamp-refused', `it answers more than ${answerBytesMax} bytes`);
    }
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
