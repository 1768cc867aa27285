/**
 * A playback of one to nine cameras in step: one clock, a track each. The clock waits for whoever
 * has footage that isn't decoded yet, and jumps over stretches that no camera recorded, saying so.
 * It beats with the screen and says what it shows ten times a second.
 */

import type { Hole } from './gop-cache.ts';
import type { PlaybackTrack, TrackReadiness } from './playback-track.ts';
import { advanceClock, moveClock, type PlayerClock, type PlayRange } from './player-clock.ts';
import type { GrabbedPicture, PlayCommand, PlayerStatus } from './worker-messages.ts';

const statusEveryMs = 100;
/** A beat that comes this late (hidden tab) is not made up for. */
const beatMaxMs = 250;
/** Seeks closer together than this are a hand that drags, or a key held down. */
const dragGapMs = 250;
/** So long after the last of them the hand is taken to rest. */
const dragRestMs = 120;

export class PlaybackSession {
  readonly #tracks: readonly PlaybackTrack[];
  readonly #report: (status: PlayerStatus) => void;
  readonly #forgetQuestions: () => void;
  readonly #range: PlayRange;
  #clock: PlayerClock;
  #direction: 1 | -1 = 1;
  #steps: { readonly cameraId: string; count: number } | undefined;
  #waiting = false;
  #isStirred = false;
  /** Pictures drawn by all tracks when it was last looked at. */
  #drawnCount = 0;
  #skipped: PlayRange | null = null;
  #seekStartedMs: number | undefined;
  #lastSeekMs: number | null = null;
  #soughtAtMs = Number.NEGATIVE_INFINITY;
  #hurriedUntilMs = Number.NEGATIVE_INFINITY;
  /** Until something is on screen or asked for: it opens where the first camera has footage. */
  #isOpening: boolean;
  #lastBeatMs: number | undefined;
  #lastReportMs = 0;

  constructor(
    tracks: readonly PlaybackTrack[],
    start: {
      readonly range: PlayRange;
      readonly positionMs: number;
      readonly skipToRecorded: boolean;
    },
    report: (status: PlayerStatus) => void,
    forgetQuestions: () => void,
  ) {
    this.#tracks = tracks;
    this.#range = start.range;
    this.#clock = { positionMs: start.positionMs, speed: 1, playing: false };
    this.#isOpening = start.skipToRecorded;
    this.#report = report;
    this.#forgetQuestions = forgetQuestions;
    this.#beginSeek(performance.now());
  }

  obey(command: PlayCommand): void {
    const nowMs = performance.now();
    this.#isOpening = false;
    switch (command.kind) {
      case 'play':
        this.#direction = command.speed > 0 ? 1 : -1;
        this.#clock = { ...this.#clock, speed: command.speed, playing: true };
        this.#steps = undefined;
        this.#askAgain();
        break;
      case 'speed':
        this.#direction = command.speed > 0 ? 1 : -1;
        this.#clock = { ...this.#clock, speed: command.speed };
        break;
      case 'pause':
        this.#clock = { ...this.#clock, playing: false };
        break;
      case 'seek':
        this.#clock = moveClock(this.#clock, command.atMs, this.#range);
        this.#steps = undefined;
        this.#forgetQuestions();
        this.#askAgain();
        this.#noticeDrag(nowMs);
        this.#beginSeek(nowMs);
        break;
      case 'step':
        this.#direction = command.by;
        this.#clock = { ...this.#clock, playing: false };
        this.#steps = {
          cameraId: command.cameraId,
          count: (this.#steps?.count ?? 0) + command.by,
        };
        break;
    }
    this.#lastReportMs = 0;
    if (nowMs >= this.#hurriedUntilMs) {
      this.#followSoon();
    }
  }

  /** Something that a track waits for has come: it is followed up now, not with the next beat. */
  readonly stir = (): void => {
    if (this.#waiting) {
      this.#followSoon();
    }
  };

  /** One beat of the screen; `nowMs` is monotonic. */
  beat(nowMs: number): void {
    this.#follow(nowMs, true);
  }

  /** Once for all that comes in one turn, and never from inside a beat. */
  #followSoon(): void {
    if (!this.#isStirred) {
      this.#isStirred = true;
      queueMicrotask(() => {
        this.#isStirred = false;
        this.#follow(performance.now(), false);
      });
    }
  }

  #follow(nowMs: number, isBeat: boolean): void {
    const elapsedMs = Math.min(beatMaxMs, nowMs - (this.#lastBeatMs ?? nowMs));
    this.#lastBeatMs = nowMs;
    this.#takeSteps(nowMs);
    if (!this.#waiting) {
      this.#clock = advanceClock(this.#clock, elapsedMs, this.#range);
    }
    const moment = {
      clock: this.#clock,
      direction: this.#direction,
      hurried: nowMs < this.#hurriedUntilMs,
      seeking: this.#seekStartedMs !== undefined,
      isBeat,
      nowMs,
    };
    const readiness = this.#tracks.map((track) => track.follow(moment));
    this.#waiting = readiness.some(({ kind }) => kind === 'waiting');
    this.#jumpHole(readiness);
    if (!this.#waiting && this.#seekStartedMs !== undefined) {
      this.#lastSeekMs = nowMs - this.#seekStartedMs;
      this.#seekStartedMs = undefined;
      this.#lastReportMs = 0;
    }
    // What a seek shows on its way is said with each picture.
    const drawn = this.#tracks.reduce((sum, track) => sum + track.drawnCount, 0);
    const isNew = this.#seekStartedMs !== undefined && drawn !== this.#drawnCount;
    this.#drawnCount = drawn;
    if (isNew || nowMs - this.#lastReportMs >= statusEveryMs) {
      this.#lastReportMs = nowMs;
      this.#report(this.status);
    }
  }

  get status(): PlayerStatus {
    return {
      positionMs: this.#clock.positionMs,
      speed: this.#clock.speed,
      playing: this.#clock.playing,
      waiting: this.#waiting,
      tracks: this.#tracks.map((track) => track.status),
      skipped: this.#skipped,
      lastSeekMs: this.#lastSeekMs,
    };
  }

  async grab(cameraId: string): Promise<GrabbedPicture | null> {
    return (await this.#track(cameraId)?.grab()) ?? null;
  }

  disconnected(): void {
    for (const track of this.#tracks) {
      track.cut('offline', null);
    }
  }

  connected(): void {
    this.#askAgain();
  }

  trackOn(channel: number): PlaybackTrack | undefined {
    return this.#tracks.find((track) => track.channel === channel);
  }

  close(): readonly number[] {
    for (const track of this.#tracks) {
      track.close();
    }
    return this.#tracks.map((track) => track.channel);
  }

  #track(cameraId: string): PlaybackTrack | undefined {
    return this.#tracks.find((track) => track.cameraId === cameraId);
  }

  #askAgain(): void {
    for (const track of this.#tracks) {
      track.askAgain();
    }
  }

  /** While a hand drags, key pictures follow it; where it rests the exact one is shown. */
  #noticeDrag(nowMs: number): void {
    if (nowMs - this.#soughtAtMs < dragGapMs) {
      this.#hurriedUntilMs = nowMs + dragRestMs;
    }
    this.#soughtAtMs = nowMs;
  }

  #beginSeek(nowMs: number): void {
    this.#seekStartedMs = nowMs;
    this.#lastSeekMs = null;
    this.#skipped = null;
  }

  /** Steps that the cache can answer are taken at once; the others wait for their GOP. */
  #takeSteps(nowMs: number): void {
    const steps = this.#steps;
    while (steps !== undefined && steps.count !== 0) {
      const by = steps.count > 0 ? 1 : -1;
      const nextMs = this.#track(steps.cameraId)?.neighbourMs(this.#clock.positionMs, by, nowMs);
      if (nextMs === undefined) {
        return;
      }
      if (!Number.isFinite(nextMs)) {
        break;
      }
      this.#clock = moveClock(this.#clock, nextMs, this.#range);
      steps.count -= by;
    }
    this.#steps = undefined;
  }

  /** Where no camera has footage the clock goes straight to the next that has. */
  #jumpHole(readiness: readonly TrackReadiness[]): void {
    const isAwaited = readiness.some(({ kind }) => kind === 'waiting');
    const holes = readiness.flatMap((one): Hole[] => (one.kind === 'hole' ? [one.hole] : []));
    if (!(this.#clock.playing || this.#isOpening) || isAwaited) {
      return;
    }
    if (holes.length === 0 || holes.length < readiness.length) {
      this.#isOpening = false;
      return;
    }
    const fromMs = this.#clock.positionMs;
    const toMs =
      this.#direction > 0
        ? Math.min(...holes.map((hole) => hole.toMs))
        : Math.max(...holes.map((hole) => hole.fromMs)) - 1;
    const isBeyond = this.#isOpening && toMs >= this.#range.toMs;
    if (!Number.isFinite(toMs) || isBeyond) {
      // Nothing further that way: it stays where the footage ended.
      this.#isOpening = false;
      this.#clock = { ...this.#clock, playing: false };
      return;
    }
    this.#clock = moveClock(this.#clock, toMs, this.#range);
    this.#waiting = true;
    this.#skipped = { fromMs: Math.min(fromMs, toMs), toMs: Math.max(fromMs, toMs) };
  }
}
