/**
 * One GOP in the decoder's care: which of its pictures are held, which are on their way through the
 * decoder and which will never come. It decides nothing and decodes nothing; it only never forgets
 * where a picture is, because a picture that is believed to be coming and isn't stops a playback.
 */

import type { FrameLedger } from './frame-ledger.ts';
import type { Gop, GopPicture } from './gop-cache.ts';
import type { KeepRange } from './hold-plan.ts';

export interface WantedGop {
  readonly gop: Gop;
  /** Indices of presentation that must be decoded. */
  readonly need: KeepRange;
  /** Those that are held when they come out on the way. */
  readonly keep: KeepRange;
  /** Held as long as it is looked at: a still may be taken of it. */
  readonly onScreen?: number;
}

/** Places in decoding order, both included. */
export interface FeedRange {
  readonly first: number;
  readonly last: number;
}

export class DecodingSlot {
  readonly gop: Gop;
  /** Makes time stamps of the decoder unique: media time may start again with each file. */
  readonly serial: number;
  readonly frames = new Map<number, VideoFrame>();
  /** Fed and not come out yet. */
  readonly pending = new Set<number>();
  /** Decoders that ended with a picture of this GOP inside. */
  failures = 0;
  wanted: WantedGop;
  readonly #ledger: FrameLedger;
  readonly #lost = new Set<number>();
  /** Index of presentation of each place in decoding order, and the reverse. */
  readonly #indexAt: readonly number[];
  readonly #placeOf: readonly number[];

  constructor(wanted: WantedGop, serial: number, ledger: FrameLedger) {
    this.gop = wanted.gop;
    this.serial = serial;
    this.wanted = wanted;
    this.#ledger = ledger;
    const { pictures } = wanted.gop;
    const indices = pictures.map((_, index) => index);
    this.#indexAt = indices.toSorted((a, b) => pictures[a]!.order - pictures[b]!.order);
    const placeOf = indices.slice();
    this.#indexAt.forEach((index, place) => {
      placeOf[index] = place;
    });
    this.#placeOf = placeOf;
  }

  get length(): number {
    return this.#indexAt.length;
  }

  /** True when pictures are shown in another order than they are decoded in. */
  get reorders(): boolean {
    return this.#indexAt.some((index, place) => index !== place);
  }

  pictureAt(place: number): { readonly index: number; readonly picture: GopPicture } | undefined {
    const index = this.#indexAt[place];
    const picture = index === undefined ? undefined : this.gop.pictures[index];
    return index === undefined || picture === undefined ? undefined : { index, picture };
  }

  /** What must still be fed; undefined when all that is needed is held, on its way or lost. */
  lacking(): FeedRange | undefined {
    const places = this.#needed()
      .filter((index) => !this.pending.has(index))
      .map((index) => this.#placeOf[index]!);
    return places.length === 0
      ? undefined
      : { first: Math.min(...places), last: Math.max(...places) };
  }

  /** True while a needed picture is inside the decoder. */
  awaits(): boolean {
    return this.#needed().some((index) => this.pending.has(index));
  }

  isLost(index: number): boolean {
    return this.#lost.has(index);
  }

  /** A picture came out: held when the plan keeps it, closed otherwise. */
  take(index: number, frame: VideoFrame): void {
    this.pending.delete(index);
    const isKept = this.#keeps(index);
    const unwanted = isKept ? this.frames.get(index) : frame;
    if (isKept) {
      this.frames.set(index, frame);
    }
    if (unwanted !== undefined) {
      this.#ledger.close(unwanted);
    }
  }

  /** These went in and never came out: nobody waits for them any more. */
  giveUp(indices: Iterable<number>): void {
    for (const index of indices) {
      if (this.pending.delete(index)) {
        this.#lost.add(index);
      }
    }
  }

  /** The GOP can't be decoded: what isn't held yet never will be. */
  giveUpAll(): void {
    this.#indexAt.forEach((index) => {
      this.#lost.add(index);
    });
  }

  /** Closes what the plan no longer keeps. */
  evict(): void {
    for (const [index, frame] of this.frames) {
      if (!this.#keeps(index)) {
        this.frames.delete(index);
        this.#ledger.close(frame);
      }
    }
  }

  close(): void {
    for (const frame of this.frames.values()) {
      this.#ledger.close(frame);
    }
    this.frames.clear();
  }

  #keeps(index: number): boolean {
    const { keep, onScreen } = this.wanted;
    return (index >= keep.from && index <= keep.to) || index === onScreen;
  }

  #needed(): number[] {
    const { from, to } = this.wanted.need;
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i).filter(
      (index) => index < this.length && !this.frames.has(index) && !this.#lost.has(index),
    );
  }
}
