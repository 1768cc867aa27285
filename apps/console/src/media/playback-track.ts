/**
 * One camera of a playback: finds the GOP of the instant in the cache or asks the centre for it,
 * has it decoded, draws exactly the picture that belongs to the instant, and fetches ahead in the
 * direction of play. Where nothing was recorded it goes black and says how far the hole reaches.
 */

import type { Words } from '@beffroi/town';
import type { CodecSupport } from './codec-support.ts';
import type { WantedGop } from './decoding-slot.ts';
import type { FrameLedger } from './frame-ledger.ts';
import { type Gop, type GopCache, type Hole, pictureIndexAt } from './gop-cache.ts';
import { GopDecoder } from './gop-decoder.ts';
import type { GopAnswer, GopDesk, GopQuestion } from './gop-desk.ts';
import { pictureBudget, planHold } from './hold-plan.ts';
import { CanvasSink } from './picture-sink.ts';
import { type PlayerClock, showsKeyPicturesOnly } from './player-clock.ts';
import type { GrabbedPicture, TrackCondition, TrackStatus } from './worker-messages.ts';

export interface TrackSurroundings {
  readonly cache: GopCache;
  readonly desk: GopDesk;
  readonly support: CodecSupport;
  readonly ledger: FrameLedger;
  readonly preferSoftware: boolean;
  readonly trackCount: number;
}

export interface TrackPlace {
  readonly cameraId: string;
  readonly viewingId: string;
  readonly channel: number;
  readonly canvas: OffscreenCanvas;
}

/** `ready`: the exact picture is on screen; `waiting`: it will come; `hole`: there is none. */
export type TrackReadiness =
  | { readonly kind: 'ready' | 'waiting' }
  | { readonly kind: 'hole'; readonly hole: Hole };

/** The moment that a track is brought to. */
export interface TrackMoment {
  readonly clock: PlayerClock;
  readonly direction: 1 | -1;
  /** A hand is on the timeline: a key picture now is worth more than the exact one later. */
  readonly hurried: boolean;
  /** A seek lasts: an earlier picture may stand in. Never for a step, which would seem to jump. */
  readonly seeking: boolean;
  /** Monotonic. */
  readonly nowMs: number;
}

interface AskedGop {
  readonly atMs: number;
  readonly choice: GopQuestion['choice'];
  readonly direction: 1 | -1;
  readonly keyOnly: boolean;
}

const retryAfterMs = 500;
/** LIV-30: all places for recoding are taken. */
const busyRule = 'LIV-30';
const busyRetryMs = 2_000;
/** Shorter holes are joints between files: the last picture stays. */
const jointMs = 1_000;
const keyPicturesAhead = 6;

export class PlaybackTrack {
  readonly cameraId: string;
  readonly channel: number;
  readonly #place: TrackPlace;
  readonly #around: TrackSurroundings;
  readonly #sink: CanvasSink;
  readonly #decoder: GopDecoder;
  #condition: TrackCondition = 'loading';
  #words: Words | null = null;
  #shown: { readonly gop: Gop; readonly index: number } | undefined;
  #retryAtMs = 0;
  /** The instant that has no GOP here yet. */
  #missingAtMs: number | undefined;
  /** This browser can't decode the recording: the centre recodes it for display. */
  #recode = false;
  #checksSupport = false;
  #isUnsupported = false;

  constructor(place: TrackPlace, around: TrackSurroundings) {
    this.cameraId = place.cameraId;
    this.channel = place.channel;
    this.#place = place;
    this.#around = around;
    this.#sink = new CanvasSink(place.canvas, around.ledger);
    this.#decoder = new GopDecoder(around.ledger, around.preferSoftware, () => {
      this.#isUnsupported = true;
      this.#blacken('undecodable');
    });
  }

  get status(): TrackStatus {
    const shown = this.#shown;
    return {
      cameraId: this.cameraId,
      condition: this.#condition,
      shownAtMs: shown?.gop.pictures[shown.index]?.atMs ?? null,
      words: this.#words,
      width: shown?.gop.width ?? 0,
      height: shown?.gop.height ?? 0,
      recoded: shown?.gop.recoded ?? false,
    };
  }

  /** Brings the track to the clock. */
  follow({ clock, direction, hurried, seeking, nowMs }: TrackMoment): TrackReadiness {
    if (this.#condition === 'refused' || this.#isUnsupported) {
      return { kind: 'ready' };
    }
    const { cache } = this.#around;
    const { positionMs, playing } = clock;
    const isFast = playing && showsKeyPicturesOnly(clock.speed);
    const whole = isFast ? undefined : cache.at(this.cameraId, positionMs, false);
    const keyOnly = isFast || (hurried && whole === undefined);
    const gop = whole ?? (keyOnly ? cache.at(this.cameraId, positionMs, true) : undefined);
    if (gop === undefined) {
      return this.#withoutGop(positionMs, direction, keyOnly, nowMs);
    }
    const index = keyOnly ? 0 : pictureIndexAt(gop, positionMs);
    this.#decoder.want(
      isFast
        ? this.#wantedKeys(gop, direction, nowMs)
        : playing || this.#isSettled(gop, index)
          ? this.#wantedAround(gop, index, direction, nowMs)
          : this.#wantedNow(gop, index, direction),
    );
    const standIn = playing || hurried || (seeking && this.#shown?.gop !== gop);
    const readiness = this.#draw(gop, index, playing ? direction : 1, standIn);
    return keyOnly && !isFast ? { kind: 'waiting' } : readiness;
  }

  /** The instant of the picture after or before the one at `atMs`; undefined while unknown. */
  neighbourMs(atMs: number, by: 1 | -1, nowMs: number): number | undefined {
    const gop = this.#around.cache.at(this.cameraId, atMs, false);
    if (gop === undefined) {
      const hole = this.#around.cache.holeAt(this.cameraId, atMs, nowMs);
      return hole && (by > 0 ? hole.toMs : hole.fromMs - 1);
    }
    const inside = gop.pictures[pictureIndexAt(gop, atMs) + by];
    if (inside !== undefined) {
      return inside.atMs;
    }
    const beyondMs = by > 0 ? gop.endMs : gop.startMs - 1;
    const next = this.#around.cache.at(this.cameraId, beyondMs, false);
    if (next !== undefined) {
      return next.pictures[by > 0 ? 0 : next.pictures.length - 1]?.atMs;
    }
    const hole = this.#around.cache.holeAt(this.cameraId, beyondMs, nowMs);
    return hole && (by > 0 ? hole.toMs : hole.fromMs - 1);
  }

  /** The picture on screen, full size and lossless, or null when there is none. */
  async grab(): Promise<GrabbedPicture | null> {
    const shown = this.#shown;
    const frame = shown && this.#decoder.frameOf(shown.gop, shown.index);
    const atMs = this.status.shownAtMs;
    if (frame === undefined || atMs === null) {
      return null;
    }
    return { bitmap: await createImageBitmap(frame), atMs };
  }

  /** A refusal holds until the person asks for something else. */
  askAgain(): void {
    this.#isUnsupported = false;
    if (this.#condition !== 'picture') {
      this.#condition = 'loading';
      this.#words = null;
    }
    this.#retryAtMs = 0;
  }

  /** The right ended or the centre is away: black at once. */
  cut(condition: 'refused' | 'offline', words: Words | null): void {
    this.#decoder.close();
    this.#blacken(condition, words);
  }

  close(): void {
    this.#decoder.close();
    this.#sink.close();
  }

  #withoutGop(atMs: number, direction: 1 | -1, keyOnly: boolean, nowMs: number): TrackReadiness {
    const hole = this.#around.cache.holeAt(this.cameraId, atMs, nowMs);
    if (hole === undefined) {
      if (this.#condition === 'hole') {
        this.#condition = 'loading';
      }
      this.#missingAtMs = atMs;
      this.#ask(atMs, 'containing', direction, keyOnly, nowMs);
      return { kind: 'waiting' };
    }
    if (hole.toMs - hole.fromMs > jointMs && this.#condition !== 'hole') {
      this.#decoder.want([]);
      this.#blacken('hole');
    }
    return { kind: 'hole', hole };
  }

  /** True when the picture that belongs to the instant is there, or never will be. */
  #isSettled(gop: Gop, index: number): boolean {
    return this.#decoder.frameOf(gop, index) !== undefined || this.#decoder.isLost(gop, index);
  }

  /** After a seek nothing but its picture, and what is decoded on the way to it. */
  #wantedNow(gop: Gop, index: number, direction: 1 | -1): WantedGop[] {
    const place = this.#holdPlace(gop, index, direction, undefined);
    const { keep } = planHold(place);
    // The first picture that comes out may stand in for the one that is waited for.
    const from = index < place.budget ? 0 : keep.from;
    return [{ gop, need: { from: index, to: index }, keep: { from, to: keep.to } }];
  }

  /** What playing on or stepping will show next. */
  #wantedAround(gop: Gop, index: number, direction: 1 | -1, nowMs: number): WantedGop[] {
    const next = this.#neighbour(gop, direction, false, nowMs);
    const plan = planHold(this.#holdPlace(gop, index, direction, next));
    const wanted: WantedGop[] = [{ gop, need: plan.need, keep: plan.keep }];
    if (next !== undefined && plan.neighbour !== null) {
      wanted.push({ gop: next, need: plan.neighbour, keep: plan.neighbour });
    }
    return wanted;
  }

  #holdPlace(
    gop: Gop,
    index: number,
    direction: 1 | -1,
    next: Gop | undefined,
  ): Parameters<typeof planHold>[0] {
    return {
      count: gop.pictures.length,
      index,
      direction,
      budget: pictureBudget(gop, this.#around.trackCount),
      neighbourCount: next?.pictures.length ?? 0,
    };
  }

  #wantedKeys(gop: Gop, direction: 1 | -1, nowMs: number): WantedGop[] {
    const first = { from: 0, to: 0 };
    const wanted: WantedGop[] = [];
    let current: Gop | undefined = gop;
    while (current !== undefined && wanted.length < keyPicturesAhead) {
      wanted.push({ gop: current, need: first, keep: first });
      current = this.#neighbour(current, direction, true, nowMs);
    }
    return wanted;
  }

  /** The GOP next to this one, asked for when the page doesn't have it yet. */
  #neighbour(gop: Gop, direction: 1 | -1, keyOnly: boolean, nowMs: number): Gop | undefined {
    const atMs = direction > 0 ? gop.endMs : gop.startMs - 1;
    const next = this.#around.cache.at(this.cameraId, atMs, keyOnly);
    if (next === undefined && !this.#around.cache.holeAt(this.cameraId, atMs, nowMs)) {
      this.#ask(atMs, 'containing', direction, keyOnly, nowMs);
    }
    return next;
  }

  /**
   * Draws the exact picture; with `standIn` also the nearest held one: while it moves a picture a
   * little late is better than none, and after a seek one that bears its own time shows the way.
   */
  #draw(gop: Gop, index: number, direction: 1 | -1, standIn: boolean): TrackReadiness {
    const isExact = this.#decoder.frameOf(gop, index) !== undefined;
    const isLost = this.#decoder.isLost(gop, index);
    const best = isExact ? index : this.#decoder.nearestIndex(gop, index, direction);
    if (best !== undefined && (isExact || isLost || standIn)) {
      this.#show(gop, best);
    } else if (isLost && best === undefined && this.#condition !== 'undecodable') {
      this.#blacken('undecodable');
    }
    return { kind: isExact || isLost ? 'ready' : 'waiting' };
  }

  #show(gop: Gop, index: number): void {
    const frame = this.#decoder.frameOf(gop, index);
    if (frame !== undefined && (this.#shown?.gop !== gop || this.#shown.index !== index)) {
      this.#sink.draw(frame);
      this.#shown = { gop, index };
    }
    this.#condition = 'picture';
    this.#words = null;
  }

  #ask(
    atMs: number,
    choice: GopQuestion['choice'],
    direction: 1 | -1,
    keyOnly: boolean,
    nowMs: number,
  ): void {
    if (nowMs < this.#retryAtMs || this.#checksSupport) {
      return;
    }
    const { cameraId, viewingId, channel } = this.#place;
    const recode = this.#recode ? ({ recode: true } as const) : {};
    this.#around.desk.ask(
      { channel, viewingId, cameraId, atMs, choice, keyOnly, ...recode },
      (answer) => this.#answered(answer, { atMs, choice, direction, keyOnly }, nowMs),
      nowMs,
    );
  }

  #answered(answer: GopAnswer, asked: AskedGop, nowMs: number): void {
    switch (answer.kind) {
      case 'gop':
        this.#takeIfDecodable(answer.gop, asked, nowMs);
        break;
      case 'none':
        if (asked.choice === 'containing') {
          const beyond = asked.direction > 0 ? 'next' : 'previous';
          this.#ask(asked.atMs, beyond, asked.direction, asked.keyOnly, nowMs);
        } else {
          this.#noteHole(asked.atMs, asked.direction, undefined, nowMs);
        }
        break;
      case 'refused':
        if (answer.rule === busyRule) {
          if (asked.atMs === this.#missingAtMs) {
            this.#blacken('busy', answer.words);
          }
          this.#retryAtMs = performance.now() + busyRetryMs;
        } else {
          this.cut('refused', answer.words);
        }
        break;
      case 'away':
        this.#retryAtMs = nowMs + retryAfterMs;
        break;
    }
  }

  #takeIfDecodable(gop: Gop, asked: AskedGop, nowMs: number): void {
    const isDecodable = this.#around.support.decodes(gop.codec);
    if (isDecodable === true) {
      this.#take(gop, asked, nowMs);
    } else if (isDecodable === false) {
      this.#recode = true;
    } else {
      this.#checksSupport = true;
      void isDecodable.then((known) => {
        this.#checksSupport = false;
        this.#recode ||= !known;
        if (known) {
          this.#take(gop, asked, nowMs);
        }
      });
    }
  }

  #take(gop: Gop, asked: AskedGop, nowMs: number): void {
    this.#around.cache.put(gop);
    if (asked.choice !== 'containing') {
      this.#noteHole(asked.atMs, asked.direction, gop, nowMs);
    }
  }

  #noteHole(atMs: number, direction: 1 | -1, found: Gop | undefined, nowMs: number): void {
    const hole: Hole =
      direction > 0
        ? { fromMs: atMs, toMs: found?.startMs ?? Number.POSITIVE_INFINITY }
        : { fromMs: found?.endMs ?? Number.NEGATIVE_INFINITY, toMs: atMs + 1 };
    this.#around.cache.noteHole(this.cameraId, hole, nowMs);
  }

  #blacken(condition: TrackCondition, words: Words | null = null): void {
    this.#sink.wipe();
    this.#shown = undefined;
    this.#condition = condition;
    this.#words = words;
  }
}
