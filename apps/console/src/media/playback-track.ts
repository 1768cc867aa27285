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
import type { GopDesk } from './gop-desk.ts';
import { pictureBudget, planHold } from './hold-plan.ts';
import { CanvasSink } from './picture-sink.ts';
import { type PlayerClock, showsKeyPicturesOnly } from './player-clock.ts';
import { type QuestionPlace, TrackQuestions } from './track-questions.ts';
import type { GrabbedPicture, TrackCondition, TrackStatus } from './worker-messages.ts';

export interface TrackSurroundings {
  readonly cache: GopCache;
  readonly desk: GopDesk;
  readonly support: CodecSupport;
  readonly ledger: FrameLedger;
  readonly preferSoftware: boolean;
  readonly trackCount: number;
  /** What was waited for has come: no need to wait for the next beat. */
  readonly stir: () => void;
}

export interface TrackPlace extends QuestionPlace {
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
  /** A hand is on the timeline: any picture now is worth more than the exact one later. */
  readonly hurried: boolean;
  /** A seek lasts: an earlier picture may stand in. Never for a step, which would seem to jump. */
  readonly seeking: boolean;
  /** The screen beats; false when something has come between two beats. */
  readonly isBeat: boolean;
  /** Monotonic. */
  readonly nowMs: number;
}

/** Shorter holes are joints between files: the last picture stays. */
const jointMs = 1_000;
const keyPicturesAhead = 6;

export class PlaybackTrack {
  readonly cameraId: string;
  readonly channel: number;
  readonly #around: TrackSurroundings;
  readonly #sink: CanvasSink;
  readonly #decoder: GopDecoder;
  readonly #questions: TrackQuestions;
  #condition: TrackCondition = 'loading';
  #words: Words | null = null;
  #shown: { readonly gop: Gop; readonly index: number } | undefined;
  #drawnCount = 0;
  #isUnsupported = false;
  /** The instant that the clock is at and that has no GOP here yet. */
  #missingAtMs: number | undefined;
  /** While a hand drags: the picture that is shown next, whatever else is asked for meanwhile. */
  #goal: { readonly gop: Gop; readonly index: number } | undefined;

  constructor(place: TrackPlace, around: TrackSurroundings) {
    this.cameraId = place.cameraId;
    this.channel = place.channel;
    this.#around = around;
    this.#sink = new CanvasSink(place.canvas, around.ledger);
    this.#questions = new TrackQuestions(place, around, {
      came: (gop) => {
        const atMs = this.#missingAtMs;
        const isMissed = atMs !== undefined && atMs >= gop.startMs && atMs < gop.endMs;
        if (!this.#decoder.came(gop) && isMissed) {
          around.stir();
        }
      },
      taken: around.stir,
      refused: (words) => this.cut('refused', words),
      busy: (words, atMs) => {
        if (atMs === this.#missingAtMs) {
          this.#blacken('busy', words);
        }
      },
    });
    this.#decoder = new GopDecoder(around.ledger, around.preferSoftware, {
      unsupported: () => {
        this.#isUnsupported = true;
        this.#blacken('undecodable');
      },
      decoded: around.stir,
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

  /** Pictures drawn so far. */
  get drawnCount(): number {
    return this.#drawnCount;
  }

  /** Brings the track to the clock. */
  follow(moment: TrackMoment): TrackReadiness {
    const { clock, direction, nowMs } = moment;
    if (this.#condition === 'refused' || this.#isUnsupported) {
      return { kind: 'ready' };
    }
    if (moment.hurried && !clock.playing) {
      return this.#followHand(moment);
    }
    this.#goal = undefined;
    const { positionMs, playing } = clock;
    const keyOnly = playing && showsKeyPicturesOnly(clock.speed);
    const gop =
      this.#around.cache.at(this.cameraId, positionMs, keyOnly) ??
      this.#questions.comingAt(positionMs);
    if (gop === undefined) {
      return this.#withoutGop(positionMs, direction, keyOnly, nowMs);
    }
    const index = keyOnly ? 0 : pictureIndexAt(gop, positionMs);
    this.#decoder.want(
      keyOnly
        ? this.#wantedKeys(gop, direction, nowMs)
        : playing || this.#isSettled(gop, index)
          ? this.#wantedAround(gop, index, direction, nowMs)
          : this.#wantedNow(gop, index, direction),
      moment.isBeat,
    );
    const standIn = playing || (moment.seeking && this.#shown?.gop !== gop);
    return this.#draw(gop, index, playing ? direction : 1, standIn);
  }

  /**
   * A hand moves faster than pictures come: what arrived last is shown, each with its own time, one
   * after the other; what is under the hand is asked for as a key picture alone.
   */
  #followHand({ clock, direction, isBeat, nowMs }: TrackMoment): TrackReadiness {
    const { cache } = this.#around;
    const { positionMs } = clock;
    const here =
      cache.at(this.cameraId, positionMs, false) ?? cache.at(this.cameraId, positionMs, true);
    const readiness: TrackReadiness =
      here === undefined
        ? this.#withoutGop(positionMs, direction, true, nowMs)
        : { kind: 'waiting' };
    if (readiness.kind === 'hole') {
      return readiness;
    }
    // Shown before the next one takes its place, however quickly it came.
    const isReached = this.#goal === undefined || this.#drawGoal(this.#goal);
    const gop = here ?? this.#questions.newest;
    if (isReached && gop !== undefined) {
      this.#goal = { gop, index: gop === here ? pictureIndexAt(gop, positionMs) : 0 };
    }
    if (this.#goal !== undefined) {
      this.#decoder.want(this.#wantedNow(this.#goal.gop, this.#goal.index, direction), isBeat);
    }
    return readiness;
  }

  /** True when there is nothing left to wait for. */
  #drawGoal({ gop, index }: { readonly gop: Gop; readonly index: number }): boolean {
    return this.#draw(gop, index, 1, false).kind === 'ready';
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
    return { bitmap: await createImageBitmap(frame), atMs, recoded: shown?.gop.recoded === true };
  }

  /** A refusal holds until the person asks for something else. */
  askAgain(): void {
    this.#isUnsupported = false;
    if (this.#condition !== 'picture') {
      this.#condition = 'loading';
      this.#words = null;
    }
    this.#questions.askAgain();
  }

  /** The right ended or the centre is away: black at once. */
  cut(condition: 'refused' | 'offline', words: Words | null): void {
    this.#decoder.close();
    this.#questions.forget();
    this.#goal = undefined;
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
      this.#questions.ask({ atMs, direction, keyOnly, nowMs });
      return { kind: 'waiting' };
    }
    const isJoint = hole.toMs - hole.fromMs <= jointMs && this.#isNear(atMs);
    if (!isJoint && this.#condition !== 'hole') {
      this.#decoder.want([]);
      this.#blacken('hole');
    }
    return { kind: 'hole', hole };
  }

  /** True when what is on screen was recorded just before or after the instant. */
  #isNear(atMs: number): boolean {
    const gop = this.#shown?.gop;
    return gop !== undefined && atMs > gop.startMs - jointMs && atMs < gop.endMs + jointMs;
  }

  /** True when the picture that belongs to the instant is there, or never will be. */
  #isSettled(gop: Gop, index: number): boolean {
    return this.#decoder.frameOf(gop, index) !== undefined || this.#decoder.isLost(gop, index);
  }

  /** After a seek nothing but its picture, and what is decoded on the way to it. */
  #wantedNow(gop: Gop, index: number, direction: 1 | -1): WantedGop[] {
    const place = this.#holdPlace(gop, index, direction, undefined);
    const { keep } = planHold(place);
    const need = { from: index, to: index };
    const shown = this.#shown;
    if (shown?.gop === gop) {
      // What nobody will look at goes back to the decoder at once: it fills the same memory again.
      return [{ gop, need, keep, onScreen: shown.index }];
    }
    // The first picture that comes out may stand in for the one that is waited for.
    const from = index < place.budget ? 0 : keep.from;
    return [{ gop, need, keep: { from, to: keep.to } }];
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
      this.#questions.ask({ atMs, direction, keyOnly, nowMs });
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
      this.#drawnCount += 1;
      this.#shown = { gop, index };
    }
    this.#condition = 'picture';
    this.#words = null;
  }

  #blacken(condition: TrackCondition, words: Words | null = null): void {
    this.#sink.wipe();
    this.#shown = undefined;
    this.#condition = condition;
    this.#words = words;
  }
}
