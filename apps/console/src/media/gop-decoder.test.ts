/**
 * The decoder of a playback against a stand-in for the browser's `VideoDecoder` that gives one
 * picture at a time, when told: every order of "fed", "came out" and "wanted anew" can be played.
 */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FrameLedger } from './frame-ledger.ts';
import type { Gop } from './gop-cache.ts';
import { GopDecoder } from './gop-decoder.ts';
import { gopOf } from './testing/gop-of.ts';

interface Chunk {
  readonly type: 'key' | 'delta';
  readonly timestamp: number;
}

/** Gives up its pictures one by one; `heldBack` of them wait for further input, as in reordering. */
class SlowDecoder {
  static newest: SlowDecoder;
  static opened = 0;
  static heldBack = 0;
  state = 'unconfigured';
  configured = 0;
  resets = 0;
  fed = 0;
  readonly #events: VideoDecoderInit;
  #queue: Chunk[] = [];
  #inside: Chunk[] = [];
  #flushes: (() => void)[] = [];
  #wantsKey = true;

  constructor(events: VideoDecoderInit) {
    this.#events = events;
    SlowDecoder.newest = this;
    SlowDecoder.opened += 1;
  }

  get decodeQueueSize(): number {
    return this.#queue.length;
  }

  configure(): void {
    this.state = 'configured';
    this.configured += 1;
    this.#wantsKey = true;
  }

  decode(chunk: Chunk): void {
    if (this.#wantsKey && chunk.type !== 'key') {
      throw new DOMException('A key frame is required.', 'DataError');
    }
    this.#wantsKey = false;
    this.fed += 1;
    this.#queue.push(chunk);
  }

  flush(): Promise<void> {
    this.#wantsKey = true;
    return new Promise((resolve) => {
      this.#flushes.push(resolve);
    });
  }

  reset(): void {
    this.state = 'unconfigured';
    this.resets += 1;
    this.#queue = [];
    this.#inside = [];
  }

  close(): void {
    this.state = 'closed';
  }

  /** One picture further; false when there was nothing to do. */
  work(): boolean {
    const next = this.#queue.shift();
    if (next !== undefined) {
      this.#inside.push(next);
    } else if (this.#flushes.length === 0) {
      return false;
    }
    const isFlushing = next === undefined;
    while (this.#inside.length > (isFlushing ? 0 : SlowDecoder.heldBack)) {
      const { timestamp } = this.#inside.shift()!;
      this.#events.output({ timestamp, close: () => undefined } as unknown as VideoFrame);
    }
    if (isFlushing) {
      this.#flushes.shift()?.();
    }
    return true;
  }

  fail(): void {
    this.state = 'closed';
    this.#events.error(new DOMException('A broken picture.', 'EncodingError'));
  }
}

let ledger: FrameLedger;
let decoder: GopDecoder;

beforeEach(() => {
  vi.stubGlobal('VideoDecoder', SlowDecoder);
  vi.stubGlobal(
    'EncodedVideoChunk',
    class {
      constructor(parts: Chunk) {
        Object.assign(this, parts);
      }
    },
  );
  SlowDecoder.heldBack = 0;
  SlowDecoder.opened = 0;
  ledger = new FrameLedger();
  decoder = new GopDecoder(ledger, false, {
    unsupported: () => undefined,
    decoded: () => undefined,
  });
});

afterEach(() => {
  decoder.close();
  expect(ledger.openCount).toBe(0);
  vi.unstubAllGlobals();
});

const first = gopOf(10_000);
const before = gopOf(8_000);
const all = { from: 0, to: 49 };

/** Lets the decoder work and asks for the same again, as a beat does, until nothing moves. */
async function settle(wanted: Parameters<GopDecoder['want']>[0], worksMax = 400): Promise<number> {
  let works = 0;
  for (let idle = 0; idle < 60 && works < worksMax; ) {
    const isBusy = SlowDecoder.newest.work();
    works += isBusy ? 1 : 0;
    idle = isBusy ? 0 : idle + 1;
    if (works % 3 === 0 || !isBusy) {
      decoder.want(wanted);
      await Promise.resolve();
    }
  }
  return works;
}

test('a neighbour decoded next never costs the picture that is waited for', async () => {
  // Backwards at rest on picture 37: it and all before it, then the whole GOP before.
  const wanted = [
    { gop: first, need: { from: 0, to: 37 }, keep: all },
    { gop: before, need: all, keep: all },
  ];
  decoder.want(wanted);
  const works = await settle(wanted);
  expect(decoder.frameOf(first, 37)).toBeDefined();
  expect(decoder.frameOf(before, 49)).toBeDefined();
  expect(works).toBeLessThan(120);
});

test('a GOP fed to its end survives that the next one is dropped half decoded', async () => {
  const whole = { gop: first, need: all, keep: all };
  decoder.want([whole]);
  // Fed to its end, its last pictures still inside.
  for (let i = 0; i < 45; i += 1) {
    SlowDecoder.newest.work();
  }
  decoder.want([whole, { gop: before, need: all, keep: all }]);
  SlowDecoder.newest.work();
  const other = { gop: gopOf(20_000), need: all, keep: all };
  decoder.want([whole, other]);
  await settle([whole, other]);
  expect(decoder.frameOf(first, 49)).toBeDefined();
  expect(decoder.frameOf(other.gop, 49)).toBeDefined();
});

test.each([0, 1, 3])('decodes what is wanted and little more, %d held back', async (heldBack) => {
  SlowDecoder.heldBack = heldBack;
  for (const index of [0, 20, 48, 49]) {
    const gop = gopOf(100_000 + index * 2000);
    const wanted = [{ gop, need: { from: index, to: index }, keep: { from: index, to: index } }];
    const fedBefore = index === 0 ? 0 : SlowDecoder.newest.fed;
    decoder.want(wanted);
    await settle(wanted);
    expect(decoder.frameOf(gop, index)).toBeDefined();
    const fed = SlowDecoder.newest.fed - fedBefore;
    // Four behind it push it out of a decoder that works on several at once.
    expect(fed).toBeLessThanOrEqual(Math.min(50, index + 1 + 4));
  }
});

test('pictures shown in another order than decoded come out all the same', async () => {
  SlowDecoder.heldBack = 2;
  // Each second picture is decoded before the one shown before it.
  const pictures = first.pictures.map((picture, i) => {
    const order = i === 0 ? 0 : i % 2 === 0 ? i - 1 : Math.min(49, i + 1);
    return { ...picture, order: i === 49 ? 49 : order };
  });
  const gop = { ...first, pictures };
  const wanted = [{ gop, need: { from: 7, to: 7 }, keep: { from: 7, to: 7 } }];
  decoder.want(wanted);
  await settle(wanted);
  expect(decoder.frameOf(gop, 7)).toBeDefined();
  expect(SlowDecoder.newest.fed).toBeLessThan(16);
});

test('a thousand seeks in a row: the last one wins, and one decoder does them all', async () => {
  SlowDecoder.opened = 0;
  const gops = [0, 1, 2, 3].map((i) => gopOf(200_000 + i * 2000));
  let wanted: { gop: Gop; need: { from: number; to: number }; keep: typeof all }[] = [];
  for (let i = 0; i < 1000; i += 1) {
    const index = (i * 37) % 50;
    wanted = [{ gop: gops[i % 4]!, need: { from: index, to: index }, keep: all }];
    decoder.want(wanted);
    for (let work = 0; work < i % 5; work += 1) {
      SlowDecoder.newest.work();
    }
  }
  const works = await settle(wanted);
  expect(decoder.frameOf(wanted[0]!.gop, wanted[0]!.need.from)).toBeDefined();
  // What earlier seeks had fed is not decoded first.
  expect(works).toBeLessThanOrEqual(50 + 8);
  expect(SlowDecoder.opened).toBe(1);
});

test('a decoder that fails begins anew; a GOP that fails twice is given up, not waited for', async () => {
  const wanted = [{ gop: first, need: { from: 5, to: 5 }, keep: all }];
  decoder.want(wanted);
  SlowDecoder.newest.work();
  SlowDecoder.newest.fail();
  decoder.want(wanted);
  SlowDecoder.newest.work();
  expect(decoder.isLost(first, 5)).toBe(false);
  SlowDecoder.newest.fail();
  decoder.want(wanted);
  expect(decoder.isLost(first, 5)).toBe(true);
  const next = [{ gop: before, need: { from: 2, to: 2 }, keep: all }];
  decoder.want(next);
  await settle(next);
  expect(decoder.frameOf(before, 2)).toBeDefined();
});

test('a GOP is decoded as it comes, and waiting for its next picture is no end', async () => {
  const gop = gopOf(40_000);
  const bytes = gop.pictures.map((picture) => picture.bytes);
  for (const picture of gop.pictures) {
    picture.bytes = null;
  }
  const wanted = [{ gop, need: { from: 30, to: 30 }, keep: { from: 0, to: 49 } }];
  decoder.want(wanted);
  expect(decoder.came(gopOf(60_000))).toBe(false);
  for (const [index, picture] of gop.pictures.entries()) {
    picture.bytes = bytes[index]!;
    expect(decoder.came(gop)).toBe(true);
    SlowDecoder.newest.work();
    // Beats of the screen while nothing comes.
    for (let beat = 0; beat < 20; beat++) {
      decoder.want(wanted);
    }
    if (index === 30) {
      expect(decoder.frameOf(gop, 30)).toBeDefined();
    }
  }
  expect(SlowDecoder.newest.fed).toBe(35);
  expect(decoder.isLost(gop, 30)).toBe(false);
});

test('the picture on screen is held, what is passed on the way is not', async () => {
  const gop = gopOf(50_000);
  const need = { from: 40, to: 40 };
  await settle([{ gop, need, keep: { from: 0, to: 40 } }], 1);
  expect(decoder.frameOf(gop, 0)).toBeDefined();
  await settle([{ gop, need, keep: need, onScreen: 0 }]);
  expect(decoder.frameOf(gop, 0)).toBeDefined();
  expect(decoder.frameOf(gop, 40)).toBeDefined();
  expect(ledger.openCount).toBe(2);
});
