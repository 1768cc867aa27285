/**
 * Decodes the GOPs that a camera's playback needs now and holds exactly the pictures of the plan
 * (`hold-plan.ts`): stepping backwards inside a held GOP costs nothing. One decoder, one GOP chain
 * at a time, always from its key frame. Everything it holds is closed when the plan moves on.
 */

import type { FrameLedger } from './frame-ledger.ts';
import type { Gop, GopPicture } from './gop-cache.ts';
import type { KeepRange } from './hold-plan.ts';

export interface WantedGop {
  readonly gop: Gop;
  readonly need: KeepRange;
  readonly keep: KeepRange;
}

interface Slot {
  readonly gop: Gop;
  /** Makes time stamps of the decoder unique: media time may start again with each file. */
  readonly serial: number;
  /** Pictures in decoding order, each with its index of presentation. */
  readonly feed: readonly (readonly [index: number, picture: GopPicture])[];
  readonly frames: Map<number, VideoFrame>;
  /** Decoded and let go. */
  readonly passed: Set<number>;
  wanted: WantedGop;
  fedCount: number;
}

const queueMax = 6;
const timestampsPerSlot = 100_000;

export class GopDecoder {
  readonly #ledger: FrameLedger;
  readonly #preferSoftware: boolean;
  readonly #failed: (error: DOMException) => void;
  #slots: Slot[] = [];
  #decoder: VideoDecoder | undefined;
  /** The GOP whose chain is in the decoder. */
  #chain: Slot | undefined;
  #codec = '';
  #nextSerial = 0;

  constructor(ledger: FrameLedger, preferSoftware: boolean, failed: (error: DOMException) => void) {
    this.#ledger = ledger;
    this.#preferSoftware = preferSoftware;
    this.#failed = failed;
  }

  /** Most urgent first. What is no longer wanted is closed; decoding goes on from here. */
  want(wanted: readonly WantedGop[]): void {
    const slots = wanted.map((want) => this.#slotOf(want));
    for (const slot of this.#slots) {
      if (!slots.includes(slot)) {
        this.#release(slot);
      }
    }
    this.#slots = slots;
    for (const slot of slots) {
      this.#evict(slot);
    }
    this.#feed();
  }

  /** The decoded picture, still owned by this decoder: draw it or clone it, don't close it. */
  frameOf(gop: Gop, index: number): VideoFrame | undefined {
    return this.#slots.find((slot) => slot.gop === gop)?.frames.get(index);
  }

  /** The held picture nearest to `index`, going back from it in the direction of play. */
  nearestIndex(gop: Gop, index: number, direction: 1 | -1): number | undefined {
    const held = [...(this.#slots.find((slot) => slot.gop === gop)?.frames.keys() ?? [])];
    const passed = held.filter((i) => (direction > 0 ? i <= index : i >= index));
    return passed.length === 0
      ? undefined
      : direction > 0
        ? Math.max(...passed)
        : Math.min(...passed);
  }

  close(): void {
    for (const slot of this.#slots) {
      this.#release(slot);
    }
    this.#slots = [];
    if (this.#decoder !== undefined && this.#decoder.state !== 'closed') {
      this.#decoder.close();
    }
    this.#decoder = undefined;
    this.#chain = undefined;
  }

  #slotOf(want: WantedGop): Slot {
    const slot = this.#slots.find((candidate) => candidate.gop === want.gop);
    if (slot !== undefined) {
      slot.wanted = want;
      return slot;
    }
    return {
      gop: want.gop,
      serial: this.#nextSerial++,
      feed: want.gop.pictures
        .map((picture, index) => [index, picture] as const)
        .toSorted(([, a], [, b]) => a.order - b.order),
      frames: new Map(),
      passed: new Set(),
      wanted: want,
      fedCount: 0,
    };
  }

  #evict(slot: Slot): void {
    const { keep } = slot.wanted;
    for (const [index, frame] of slot.frames) {
      if (index < keep.from || index > keep.to) {
        slot.frames.delete(index);
        slot.passed.add(index);
        this.#ledger.close(frame);
      }
    }
  }

  #release(slot: Slot): void {
    for (const frame of slot.frames.values()) {
      this.#ledger.close(frame);
    }
    slot.frames.clear();
    if (slot === this.#chain && slot.fedCount < slot.feed.length) {
      this.#abandonChain();
    }
  }

  #feed(): void {
    const slot = this.#slots.find((candidate) => needsDecoding(candidate));
    if (slot === undefined) {
      return;
    }
    if (needsRestart(slot)) {
      slot.passed.clear();
      slot.fedCount = 0;
      if (slot === this.#chain) {
        this.#abandonChain();
      }
    }
    if (slot !== this.#chain) {
      this.#beginChain(slot);
    }
    const decoder = this.#decoder;
    while (decoder?.state === 'configured' && decoder.decodeQueueSize < queueMax) {
      const next = slot.feed[slot.fedCount];
      if (next === undefined || !needsDecoding(slot)) {
        return;
      }
      const [index, picture] = next;
      slot.fedCount += 1;
      decoder.decode(
        new EncodedVideoChunk({
          type: picture.key ? 'key' : 'delta',
          timestamp: slot.serial * timestampsPerSlot + index,
          data: picture.bytes,
        }),
      );
      if (slot.fedCount === slot.feed.length) {
        // The end of a GOP gives up what a reordering decoder still holds; a reset aborts it.
        decoder.flush().then(
          () => this.#feed(),
          () => undefined,
        );
      }
    }
  }

  #beginChain(slot: Slot): void {
    if (this.#chain !== undefined && this.#chain.fedCount < this.#chain.feed.length) {
      this.#abandonChain();
    }
    this.#chain = slot;
    if (this.#decoder === undefined || this.#decoder.state === 'closed') {
      const decoder = new VideoDecoder({
        output: (frame) => this.#decoded(frame),
        error: (error) => {
          this.#chain = undefined;
          this.#failed(error);
        },
      });
      this.#decoder = decoder;
      this.#codec = '';
    }
    if (this.#codec !== slot.gop.codec || this.#decoder.state !== 'configured') {
      this.#codec = slot.gop.codec;
      this.#decoder.configure({
        codec: slot.gop.codec,
        optimizeForLatency: true,
        ...(this.#preferSoftware ? { hardwareAcceleration: 'prefer-software' } : {}),
      });
    }
  }

  /** Leaves a GOP half decoded: what was fed must be fed again. */
  #abandonChain(): void {
    const chain = this.#chain;
    this.#chain = undefined;
    if (chain !== undefined) {
      chain.fedCount = 0;
      chain.passed.clear();
    }
    if (this.#decoder?.state === 'configured') {
      this.#decoder.reset();
    }
  }

  #decoded(frame: VideoFrame): void {
    this.#ledger.opened();
    const serial = Math.floor(frame.timestamp / timestampsPerSlot);
    const index = frame.timestamp % timestampsPerSlot;
    const slot = this.#slots.find((candidate) => candidate.serial === serial);
    if (slot === undefined) {
      this.#ledger.close(frame);
    } else if (index < slot.wanted.keep.from || index > slot.wanted.keep.to) {
      slot.passed.add(index);
      this.#ledger.close(frame);
    } else {
      const previous = slot.frames.get(index);
      if (previous !== undefined) {
        this.#ledger.close(previous);
      }
      slot.frames.set(index, frame);
    }
    this.#feed();
  }
}

/** Some picture it needs was let go before and can only come from a new start. */
function needsRestart(slot: Slot): boolean {
  const { from, to } = slot.wanted.need;
  for (let index = from; index <= to; index += 1) {
    if (slot.passed.has(index)) {
      return true;
    }
  }
  return false;
}

function needsDecoding(slot: Slot): boolean {
  if (needsRestart(slot)) {
    return true;
  }
  // Presentation index and decoding order differ by a few at most: feed a little further.
  const reorderMargin = 4;
  const { from, to } = slot.wanted.need;
  const isFed = slot.fedCount >= Math.min(slot.feed.length, to + 1 + reorderMargin);
  if (isFed) {
    return false;
  }
  for (let index = from; index <= to; index += 1) {
    if (!slot.frames.has(index)) {
      return true;
    }
  }
  return false;
}
