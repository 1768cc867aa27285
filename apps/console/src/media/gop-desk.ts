/**
 * Asks the centre for recorded GOPs over the live socket: at most three questions in flight (the
 * centre takes four, and counts one until its last byte has left), a short queue behind them, each
 * question asked once. An answer is a GOP, "nothing there", a refusal with its rule, or "away". While
 * a GOP comes it is told, again with each picture, for whoever waits for one of its first; whole it
 * is given once. No DOM, no timers; whoever drives it says what time it is.
 */

import type { Words } from '@beffroi/town';
import type { ClientMessage, PictureHeader, ServerMessage } from '@beffroi/wire';
import type { Gop, GopPicture } from './gop-cache.ts';

export interface GopQuestion {
  readonly channel: number;
  readonly viewingId: string;
  readonly cameraId: string;
  readonly atMs: number;
  readonly choice: 'containing' | 'next' | 'previous';
  readonly keyOnly: boolean;
  /** This browser can't decode what was recorded: the centre makes an H.264 copy to show. */
  readonly recode?: true;
}

export type GopAnswer =
  | { readonly kind: 'coming' | 'gop'; readonly gop: Gop }
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly rule: string; readonly words: Words }
  | { readonly kind: 'away' };

type GopWord = Extract<ServerMessage, { readonly type: 'gop' }>;

interface OpenQuestion {
  readonly question: GopQuestion;
  readonly answer: (answer: GopAnswer) => void;
  readonly askedAtMs: number;
  coming: ComingGop | undefined;
}

interface ComingGop {
  readonly gop: Gop;
  /** In the order in which they come; the first `count` are here. */
  readonly inOrder: readonly GopPicture[];
  count: number;
}

export const inFlightMax = 3;
const queueMax = 64;
const patienceMs = 10_000;
/** Recoding may have to wait for others. */
const recodePatienceMs = 30_000;

export class GopDesk {
  readonly #send: (message: ClientMessage) => boolean;
  readonly #open = new Map<number, OpenQuestion>();
  #queue: OpenQuestion[] = [];
  #nextRequest = 1;

  constructor(send: (message: ClientMessage) => boolean) {
    this.#send = send;
  }

  /** False when the same question is being asked already or the queue is full. */
  ask(question: GopQuestion, answer: (answer: GopAnswer) => void, nowMs: number): boolean {
    const same = sameAs(question);
    const isKnown = [...this.#open.values(), ...this.#queue].some((open) => same(open.question));
    if (isKnown || this.#queue.length >= queueMax) {
      return false;
    }
    this.#queue.push({ question, answer, askedAtMs: nowMs, coming: undefined });
    this.#sendQueued();
    return true;
  }

  said(word: GopWord): void {
    const open = this.#open.get(word.request);
    if (open === undefined) {
      return;
    }
    if (word.refusal !== null) {
      this.#settle(word.request, { kind: 'refused', ...word.refusal });
    } else if (word.gop === null || word.gop.pictures === 0) {
      this.#settle(word.request, { kind: 'none' });
    } else {
      open.coming = comingGop(open.question, word.gop);
    }
  }

  picture(header: PictureHeader, annexB: Uint8Array): void {
    const open = this.#open.get(header.sequence);
    const picture = open?.coming?.inOrder[open.coming.count];
    if (open?.coming === undefined || picture === undefined) {
      return;
    }
    const { coming } = open;
    picture.bytes = annexB;
    coming.count += 1;
    if (coming.count === coming.inOrder.length) {
      this.#settle(header.sequence, { kind: 'gop', gop: coming.gop });
    } else {
      open.answer({ kind: 'coming', gop: coming.gop });
    }
  }

  /** Drops what nobody waits for any more: a seek makes older questions pointless. */
  forgetQueued(): void {
    this.#queue = [];
  }

  disconnected(): void {
    const questions = [...this.#open.values(), ...this.#queue];
    this.#open.clear();
    this.#queue = [];
    for (const open of questions) {
      open.answer({ kind: 'away' });
    }
  }

  /** Gives up on questions that the centre has left open for ten seconds (thirty for a copy). */
  expire(nowMs: number): void {
    for (const [request, open] of this.#open) {
      const limitMs = open.question.recode === true ? recodePatienceMs : patienceMs;
      if (nowMs - open.askedAtMs > limitMs) {
        this.#settle(request, { kind: 'away' });
      }
    }
  }

  get inFlightCount(): number {
    return this.#open.size;
  }

  #settle(request: number, answer: GopAnswer): void {
    const open = this.#open.get(request);
    this.#open.delete(request);
    open?.answer(answer);
    this.#sendQueued();
  }

  #sendQueued(): void {
    while (this.#open.size < inFlightMax) {
      const next = this.#queue.shift();
      if (next === undefined) {
        return;
      }
      const request = this.#nextRequest;
      this.#nextRequest = (this.#nextRequest + 1) % 2 ** 32;
      this.#open.set(request, next);
      if (!this.#send({ type: 'gop', request, ...next.question })) {
        this.#open.delete(request);
        next.answer({ kind: 'away' });
      }
    }
  }
}

/** Every picture with its time and place, none of them here yet. */
function comingGop(question: GopQuestion, head: NonNullable<GopWord['gop']>): ComingGop {
  const { startMs, endMs, codec, width, height, timesMs, recoded = false } = head;
  const inOrder = timesMs.map(
    (atMs, order): GopPicture => ({
      ...{ atMs, mediaUs: Math.round(atMs * 1000), key: order === 0, order, bytes: null },
    }),
  );
  const { cameraId, keyOnly } = question;
  const pictures = inOrder.toSorted((a, b) => a.mediaUs - b.mediaUs);
  return {
    gop: { cameraId, startMs, endMs, codec, width, height, keyOnly, recoded, pictures },
    inOrder,
    count: 0,
  };
}

function sameAs(question: GopQuestion): (other: GopQuestion) => boolean {
  return (other) =>
    other.cameraId === question.cameraId &&
    other.atMs === question.atMs &&
    other.choice === question.choice &&
    other.keyOnly === question.keyOnly &&
    other.recode === question.recode &&
    other.viewingId === question.viewingId;
}
