/** A live tile against a stand-in for the browser's `VideoDecoder` that gives a picture when told. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FrameLedger } from './frame-ledger.ts';
import { LiveTile } from './live-tile.ts';

interface Chunk {
  readonly type: 'key' | 'delta';
  readonly timestamp: number;
}

class ToldDecoder {
  static newest: ToldDecoder;
  state = 'unconfigured';
  readonly #events: VideoDecoderInit;
  readonly #queue: Chunk[] = [];

  constructor(events: VideoDecoderInit) {
    this.#events = events;
    ToldDecoder.newest = this;
  }

  get decodeQueueSize(): number {
    return this.#queue.length;
  }

  configure(): void {
    this.state = 'configured';
  }

  decode(chunk: Chunk): void {
    this.#queue.push(chunk);
  }

  close(): void {
    this.state = 'closed';
  }

  /** The oldest picture it holds comes out. */
  work(): void {
    const { timestamp } = this.#queue.shift() as Chunk;
    const frame = { timestamp, close: () => undefined };
    this.#events.output(frame as unknown as VideoFrame);
  }
}

beforeEach(() => {
  vi.stubGlobal('VideoDecoder', ToldDecoder);
  vi.stubGlobal(
    'EncodedVideoChunk',
    class {
      readonly type: Chunk['type'];
      readonly timestamp: number;

      constructor({ type, timestamp }: Chunk) {
        this.type = type;
        this.timestamp = timestamp;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

const words = { fr: 'Les masques viennent d’être décidés.', en: 'Masks have just been decided.' };

/** A tile of a camera that is live, what it showed, and how often it was wiped. */
function liveTile() {
  const shown: number[] = [];
  let wiped = 0;
  const ledger = new FrameLedger();
  const surface = () => ({
    kind: 'track' as const,
    writable: new WritableStream<VideoFrame>(
      { write: ({ timestamp }) => void shown.push(timestamp) },
      new CountQueuingStrategy({ highWaterMark: 99 }),
    ),
  });
  const place = { id: 1, cameraId: 'cam_a', stream: 'main' } as const;
  const tile = new LiveTile(place, surface(), {
    ledger,
    serverNowMs: () => 0,
    preferSoftware: () => false,
    isAligned: () => false,
    wiped: () => {
      wiped += 1;
    },
    changed: () => undefined,
    shown: () => undefined,
  });
  const say = (state: 'live' | 'connecting') =>
    tile.said({
      ...{ type: 'state', channel: 1, state, words: state === 'live' ? null : words },
      ...{ sinceMs: 0, recording: true, mask: 'server' },
    });
  const send = (key: boolean) =>
    tile.picture(
      {
        ...{ kind: 'live', key, channel: 1, sequence: 1, lease: 1 },
        ...{ cameraMs: 0, serverMs: 0, mediaUs: 0 },
      },
      new Uint8Array(4),
    );
  tile.said({ type: 'format', channel: 1, codec: 'avc1.64001f', width: 64, height: 48 });
  say('live');
  return { tile, ledger, shown, say, send, surface, wipes: () => wiped };
}

test('MSK-19 a picture that was in the decoder when the tile was wiped is never shown', async () => {
  const { tile, ledger, shown, say, send, surface, wipes } = liveTile();
  send(true);
  send(false);
  ToldDecoder.newest.work();
  await vi.waitFor(() => expect(shown).toEqual([0]));
  say('connecting');
  expect(wipes()).toBe(1);
  tile.takeSink(surface());
  ToldDecoder.newest.work();
  say('live');
  send(true);
  ToldDecoder.newest.work();
  await vi.waitFor(() => expect(shown).toEqual([0, 2000]));
  expect(ledger.openCount).toBe(0);
});
