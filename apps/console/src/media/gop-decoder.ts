/**
 * Decodes the GOPs that a camera's playback needs now, most urgent first, and holds exactly the
 * pictures of the plan (`hold-plan.ts`): stepping backwards inside a held GOP costs nothing. One
 * decoder for as long as codec and size stay; a chain of pictures is fed from its key picture up to
 * the last that is needed. What somebody waits for is never thrown out of the decoder; what nobody
 * waits for any more is, so that the latest seek doesn't stand behind older ones. The decoder works
 * on several pictures at once (twice as quick on two cores as one that gives each at once), so it
 * gives a picture only when it got some more: they are fed behind it, and at the end a flush.
 */

import { DecodingSlot, type WantedGop } from './decoding-slot.ts';
import type { FrameLedger } from './frame-ledger.ts';
import type { Gop } from './gop-cache.ts';

export type { WantedGop } from './decoding-slot.ts';

const queueMax = 8;
/** More than these left over from an older wish are not waited for. */
const leftoversMax = 1;
const timestampsPerSlot = 100_000;
/** Fed behind what is needed, so that it comes out; a decoder that holds back more is pushed. */
const heldBackMax = 4;
const failuresMax = 2;

export class GopDecoder {
  readonly #ledger: FrameLedger;
  readonly #preferSoftware: boolean;
  readonly #listener: { unsupported(): void; decoded(): void };
  #slots: DecodingSlot[] = [];
  #decoder: VideoDecoder | undefined;
  /** What the decoder is set up for. */
  #setUp = '';
  /** The GOP whose chain can be continued, how much of it was fed, and up to which place it is. */
  #chain: { readonly slot: DecodingSlot; fedCount: number; last: number } | undefined;
  #nextSerial = 0;
  #idleBeats = 0;

  /**
   * `unsupported`: this browser has no decoder for the codec; `decoded`: of the most urgent GOP a first
   * picture is there, or nothing needed is missing.
   */
  constructor(
    ledger: FrameLedger,
    preferSoftware: boolean,
    listener: { unsupported(): void; decoded(): void },
  ) {
    this.#ledger = ledger;
    this.#preferSoftware = preferSoftware;
    this.#listener = listener;
  }

  /**
   * Most urgent first; said again with each beat of the screen, and between two when something has
   * come (`isBeat` false). What is no longer wanted is closed.
   */
  want(wanted: readonly WantedGop[], isBeat = true): void {
    const slots = wanted.map((want) => this.#slotOf(want));
    for (const slot of this.#slots) {
      if (!slots.includes(slot)) {
        slot.close();
      }
    }
    this.#slots = slots;
    for (const slot of slots) {
      slot.evict();
    }
    this.#feed();
    if (isBeat) {
      this.#push();
    }
  }

  /** A further picture of a GOP that is on its way is here; false when nobody wants any of it yet. */
  came(gop: Gop): boolean {
    const isWanted = this.#of(gop) !== undefined;
    if (isWanted) {
      this.#feed();
    }
    return isWanted;
  }

  /** The decoded picture, still owned by this decoder: draw it or clone it, don't close it. */
  frameOf(gop: Gop, index: number): VideoFrame | undefined {
    return this.#of(gop)?.frames.get(index);
  }

  /** True when a picture was fed and will never come: it is broken. */
  isLost(gop: Gop, index: number): boolean {
    return this.#of(gop)?.isLost(index) ?? false;
  }

  /** The held picture nearest to `index`, going back from it in the direction of play. */
  nearestIndex(gop: Gop, index: number, direction: 1 | -1): number | undefined {
    const held = [...(this.#of(gop)?.frames.keys() ?? [])];
    const passed = held.filter((i) => (direction > 0 ? i <= index : i >= index));
    return passed.length === 0
      ? undefined
      : direction > 0
        ? Math.max(...passed)
        : Math.min(...passed);
  }

  close(): void {
    for (const slot of this.#slots) {
      slot.close();
    }
    this.#slots = [];
    this.#chain = undefined;
    const decoder = this.#decoder;
    this.#decoder = undefined;
    if (decoder !== undefined && decoder.state !== 'closed') {
      decoder.close();
    }
  }

  #of(gop: Gop): DecodingSlot | undefined {
    return this.#slots.find((slot) => slot.gop === gop);
  }

  #slotOf(want: WantedGop): DecodingSlot {
    const slot = this.#of(want.gop);
    if (slot === undefined) {
      return new DecodingSlot(want, this.#nextSerial++, this.#ledger);
    }
    slot.wanted = want;
    return slot;
  }

  /** Feeds what the most urgent GOP lacks and a little more, as far as the decoder takes it. */
  #feed(): void {
    for (const slot of this.#slots) {
      const lacking = slot.lacking();
      if (lacking !== undefined) {
        if (this.#chain?.slot !== slot || lacking.first < this.#chain.fedCount) {
          this.#beginChain(slot);
        }
        this.#feedUpTo(lacking.last + heldBackMax);
        return;
      }
    }
    if (this.#chain !== undefined) {
      this.#feedUpTo(this.#chain.last);
      this.#drainAtEnd();
    }
  }

  #feedUpTo(last: number): void {
    const chain = this.#chain;
    if (chain !== undefined) {
      chain.last = last;
      while (chain.fedCount <= last && this.#hasRoom() && this.#feedNext()) {}
    }
  }

  /** Nothing follows that would push the last pictures out. */
  #drainAtEnd(): void {
    const chain = this.#chain;
    if (chain?.fedCount === chain?.slot.length && chain?.slot.awaits()) {
      this.#flush(this.#decoder);
    }
  }

  #hasRoom(): boolean {
    return this.#decoder?.state === 'configured' && this.#decoder.decodeQueueSize < queueMax;
  }

  /** False at the end of the chain, and while its next picture is still on its way. */
  #feedNext(): boolean {
    const chain = this.#chain;
    const next = chain?.slot.pictureAt(chain.fedCount);
    if (chain === undefined || next === undefined || next.picture.bytes === null) {
      return false;
    }
    const { index, picture } = next;
    chain.fedCount += 1;
    chain.slot.pending.add(index);
    this.#decoder?.decode(
      new EncodedVideoChunk({
        type: picture.key ? 'key' : 'delta',
        timestamp: chain.slot.serial * timestampsPerSlot + index,
        data: next.picture.bytes,
      }),
    );
    return true;
  }

  /** The next picture fed is this GOP's key picture. */
  #beginChain(slot: DecodingSlot): void {
    if (this.#decoder === undefined || this.#decoder.state === 'closed') {
      this.#decoder = this.#openDecoder();
    } else if (
      this.#decoder.decodeQueueSize > leftoversMax &&
      !this.#slots.some((other) => other.awaits())
    ) {
      this.#decoder.reset();
      this.#forgetPending();
    }
    const { codec, width, height } = slot.gop;
    const setUp = `${codec} ${width} ${height}`;
    if (this.#setUp !== setUp || this.#decoder.state !== 'configured') {
      this.#setUp = setUp;
      this.#decoder.configure({
        codec,
        optimizeForLatency: false,
        ...(this.#preferSoftware ? { hardwareAcceleration: 'prefer-software' } : {}),
      });
    }
    this.#chain = { slot, fedCount: 0, last: -1 };
  }

  #openDecoder(): VideoDecoder {
    const decoder: VideoDecoder = new VideoDecoder({
      output: (frame) => this.#decoded(frame),
      error: (error) => {
        if (decoder === this.#decoder) {
          this.#failed(error);
        }
      },
    });
    return decoder;
  }

  #decoded(frame: VideoFrame): void {
    this.#ledger.opened();
    this.#idleBeats = 0;
    const serial = Math.floor(frame.timestamp / timestampsPerSlot);
    const slot = this.#slots.find((candidate) => candidate.serial === serial);
    const isFirst = slot?.frames.size === 0;
    if (slot === undefined) {
      this.#ledger.close(frame);
    } else {
      slot.take(frame.timestamp % timestampsPerSlot, frame);
    }
    this.#feed();
    if (slot !== undefined && slot === this.#slots[0] && (isFirst || !slot.awaits())) {
      this.#listener.decoded();
    }
  }

  /**
   * A decoder with nothing to do may hold a needed picture back still: for the order in which
   * pictures are shown, because the stream doesn't promise that there is none (H.264 annex E), or
   * because it is broken. Further pictures push it out; at the end a flush does, and what even that
   * doesn't give is lost.
   */
  #push(): void {
    const awaiting = this.#slots.find((slot) => slot.awaits());
    const isOnItsWay = this.#chain?.slot.pictureAt(this.#chain.fedCount)?.picture.bytes === null;
    if (awaiting === undefined || isOnItsWay || this.#decoder?.decodeQueueSize !== 0) {
      this.#idleBeats = 0;
      return;
    }
    this.#idleBeats += 1;
    if (this.#idleBeats > 0 && (this.#chain?.slot !== awaiting || !this.#feedNext())) {
      this.#flush(this.#decoder);
    }
  }

  /** After a flush only a key picture may follow. */
  #flush(decoder: VideoDecoder | undefined): void {
    if (decoder?.state !== 'configured') {
      return;
    }
    this.#idleBeats = Number.NEGATIVE_INFINITY;
    this.#chain = undefined;
    const inside = this.#slots.map((slot) => [slot, [...slot.pending]] as const);
    decoder.flush().then(
      () => {
        this.#idleBeats = 0;
        for (const [slot, indices] of inside) {
          slot.giveUp(indices);
        }
        this.#feed();
      },
      // Reset, closed or failed meanwhile: whoever did it has forgotten what was inside.
      () => {
        this.#idleBeats = 0;
      },
    );
  }

  #failed(error: DOMException): void {
    this.#decoder = undefined;
    this.#chain = undefined;
    this.#idleBeats = 0;
    if (error.name === 'NotSupportedError') {
      this.#forgetPending();
      this.#listener.unsupported();
      return;
    }
    for (const slot of this.#slots) {
      slot.failures += slot.pending.size > 0 ? 1 : 0;
      if (slot.failures >= failuresMax) {
        slot.giveUpAll();
      }
    }
    this.#forgetPending();
  }

  #forgetPending(): void {
    for (const slot of this.#slots) {
      slot.pending.clear();
    }
  }
}
