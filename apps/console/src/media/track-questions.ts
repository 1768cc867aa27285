/**
 * What one camera's playback asks of the centre: the GOP of an instant, the next one over a hole, a
 * copy to show where this browser can't decode what was recorded. Answers go to the cache; what the
 * centre refuses goes to the track. A question is never put twice while it is open.
 */

import type { Words } from '@beffroi/town';
import type { CodecSupport } from './codec-support.ts';
import type { Gop, GopCache, Hole } from './gop-cache.ts';
import type { GopAnswer, GopDesk, GopQuestion } from './gop-desk.ts';

export interface QuestionPlace {
  readonly cameraId: string;
  readonly viewingId: string;
  readonly channel: number;
}

export interface AskedInstant {
  readonly atMs: number;
  /** Where to look on when nothing was recorded there. */
  readonly direction: 1 | -1;
  readonly keyOnly: boolean;
  /** Monotonic. */
  readonly nowMs: number;
}

interface Listener {
  /** A further picture of `coming` is here. */
  came(gop: Gop): void;
  /** A GOP has come and is in the cache. */
  taken(): void;
  /** The right is missing or ended. */
  refused(words: Words): void;
  /** All places for making a copy are taken; it is asked for again by itself. */
  busy(words: Words, atMs: number): void;
}

const retryAfterMs = 500;
/** LIV-30: all places for recoding are taken. */
const busyRule = 'LIV-30';
const busyRetryMs = 2_000;

export class TrackQuestions {
  readonly #place: QuestionPlace;
  readonly #around: {
    readonly cache: GopCache;
    readonly desk: GopDesk;
    readonly support: CodecSupport;
  };
  readonly #listener: Listener;
  #retryAtMs = 0;
  #recode = false;
  #checksSupport = false;
  #newest: Gop | undefined;
  /** By the question that they answer: as many as may be in flight. */
  readonly #coming = new Map<AskedInstant, Gop>();

  constructor(
    place: QuestionPlace,
    around: {
      readonly cache: GopCache;
      readonly desk: GopDesk;
      readonly support: CodecSupport;
    },
    listener: Listener,
  ) {
    this.#place = place;
    this.#around = around;
    this.#listener = listener;
  }

  /** The GOP that arrived last. */
  get newest(): Gop | undefined {
    return this.#newest;
  }

  /** The GOP that runs over an instant and has begun to come; decodable here. */
  comingAt(atMs: number): Gop | undefined {
    for (const gop of this.#coming.values()) {
      if (atMs >= gop.startMs && atMs < gop.endMs) {
        return gop;
      }
    }
    return undefined;
  }

  /** Asks for the GOP that contains an instant, and where there is none for the next beyond it. */
  ask(asked: AskedInstant): void {
    this.#put(asked, 'containing');
  }

  /** Whoever was told to wait may ask at once. */
  askAgain(): void {
    this.#retryAtMs = 0;
  }

  /** The right ended: nothing that arrived may be shown any more. */
  forget(): void {
    this.#newest = undefined;
    this.#coming.clear();
  }

  #put(asked: AskedInstant, choice: GopQuestion['choice']): void {
    if (asked.nowMs < this.#retryAtMs || this.#checksSupport) {
      return;
    }
    const { cameraId, viewingId, channel } = this.#place;
    const { atMs, keyOnly, nowMs } = asked;
    const recode = this.#recode ? ({ recode: true } as const) : {};
    this.#around.desk.ask(
      { channel, viewingId, cameraId, atMs, choice, keyOnly, ...recode },
      (answer) => this.#answered(answer, asked, choice),
      nowMs,
    );
  }

  #answered(answer: GopAnswer, asked: AskedInstant, choice: GopQuestion['choice']): void {
    if (answer.kind === 'coming') {
      this.#noteComing(answer.gop, asked);
      return;
    }
    this.#coming.delete(asked);
    switch (answer.kind) {
      case 'gop':
        this.#takeIfDecodable(answer.gop, asked, choice);
        break;
      case 'none':
        if (choice === 'containing') {
          this.#put(asked, asked.direction > 0 ? 'next' : 'previous');
        } else {
          this.#noteHole(asked, undefined);
        }
        break;
      case 'refused':
        if (answer.rule === busyRule) {
          this.#retryAtMs = performance.now() + busyRetryMs;
          this.#listener.busy(answer.words, asked.atMs);
        } else {
          this.#listener.refused(answer.words);
        }
        break;
      case 'away':
        this.#retryAtMs = asked.nowMs + retryAfterMs;
        break;
    }
  }

  #noteComing(gop: Gop, asked: AskedInstant): void {
    if (this.#around.support.decodes(gop.codec) === true) {
      this.#coming.set(asked, gop);
      this.#listener.came(gop);
    }
  }

  #takeIfDecodable(gop: Gop, asked: AskedInstant, choice: GopQuestion['choice']): void {
    const isDecodable = this.#around.support.decodes(gop.codec);
    if (isDecodable === true) {
      this.#take(gop, asked, choice);
    } else if (isDecodable === false) {
      this.#recode = true;
    } else {
      this.#checksSupport = true;
      void isDecodable.then((known) => {
        this.#checksSupport = false;
        this.#recode ||= !known;
        if (known) {
          this.#take(gop, asked, choice);
        }
      });
    }
  }

  #take(gop: Gop, asked: AskedInstant, choice: GopQuestion['choice']): void {
    this.#newest = gop;
    this.#around.cache.put(gop);
    if (choice !== 'containing') {
      this.#noteHole(asked, gop);
    }
    this.#listener.taken();
  }

  #noteHole({ atMs, direction, nowMs }: AskedInstant, found: Gop | undefined): void {
    const hole: Hole =
      direction > 0
        ? { fromMs: atMs, toMs: found?.startMs ?? Number.POSITIVE_INFINITY }
        : { fromMs: found?.endMs ?? Number.NEGATIVE_INFINITY, toMs: atMs + 1 };
    this.#around.cache.noteHole(this.#place.cameraId, hole, nowMs);
  }
}
