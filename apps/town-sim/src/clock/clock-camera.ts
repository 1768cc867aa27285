/**
 * A camera that shows the time it draws at, in a form that a machine reads (`bar-code.ts`): the
 * source of the latency measurements. Unlike the town's loops it is drawn and encoded live, main
 * 1280x720 (or 1920x1080) and sub 640x360, each only while somebody plays it. The time is taken just before the
 * picture goes to the encoder, so what is measured includes encoding, network and everything after.
 */

import { type ServedSink, type ServedStream, startRtspServer } from '@beffroi/camera-rtsp';
import { rgb, toYuv } from '../drawing/colour.ts';
import { copyPicture, newPicture, type Picture } from '../drawing/picture.ts';
import { fillEllipse, wash } from '../drawing/shapes.ts';
import { parameterSetsOf, toAccessUnitData } from '../loop/annex-b.ts';
import { Encoder } from '../loop/encoder.ts';
import { drawBarCode } from './bar-code.ts';

export interface ClockCameraOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Pictures per second of both streams, 25 when absent. */
  readonly picturesPerSecond?: number;
  /** Lines of the main stream, 720 when absent. */
  readonly mainLines?: 720 | 1080;
  /** Wall clock in milliseconds; the machine's own when absent. */
  readonly nowMs?: () => number;
}

export interface ClockCamera {
  readonly port: number;
  readonly mainUrl: string;
  readonly subUrl: string;
  stop(): Promise<void>;
}

/** Starts the camera; resolves once it listens. */
export async function startClockCamera(options: ClockCameraOptions): Promise<ClockCamera> {
  const rate = options.picturesPerSecond ?? 25;
  const nowMs = options.nowMs ?? Date.now;
  const main =
    options.mainLines === 1080
      ? await ClockStream.open(1920, 1080, rate, 4_000_000, nowMs)
      : await ClockStream.open(1280, 720, rate, 3_000_000, nowMs);
  const sub = await ClockStream.open(640, 360, rate, 800_000, nowMs);
  const streams = new Map<string, ServedStream>([
    ['/clock/main', main.served()],
    ['/clock/sub', sub.served()],
  ]);
  const server = await startRtspServer({
    host: options.host,
    port: options.port,
    credentials: null,
    streams: (path) => streams.get(path) ?? null,
  });
  const base = `rtsp://${options.host}:${server.port}/clock`;
  return {
    port: server.port,
    mainUrl: `${base}/main`,
    subUrl: `${base}/sub`,
    async stop() {
      await server.close();
      main.close();
      sub.close();
    },
  };
}

const gopSeconds = 2;

/** One size of the clock: draws while it has players, and shares each picture among them. */
class ClockStream {
  readonly #encoder: Encoder;
  readonly #parameterSets: readonly Uint8Array[];
  readonly #backdrop: Picture;
  readonly #picture: Picture;
  readonly #nowMs: () => number;
  readonly #players = new Map<ServedSink, { waiting: boolean }>();
  readonly #pictureMs: number;
  readonly #began = performance.now();
  #timer: NodeJS.Timeout | undefined;

  private constructor(encoder: Encoder, nowMs: () => number) {
    const { width, height, rate } = encoder.plan;
    this.#encoder = encoder;
    this.#nowMs = nowMs;
    this.#pictureMs = (1000 * rate[1]) / rate[0];
    this.#backdrop = newPicture(width, height);
    this.#picture = newPicture(width, height);
    wash(this.#backdrop, 0, height, rgb('#31415e'), rgb('#c98a5e'));
    const first = encoder.encode(this.#backdrop);
    this.#parameterSets = first ? parameterSetsOf(first.annexB) : [];
  }

  static async open(
    width: number,
    height: number,
    picturesPerSecond: number,
    bitsPerSecond: number,
    nowMs: () => number,
  ): Promise<ClockStream> {
    const encoder = await Encoder.open({
      width,
      height,
      rate: [Math.round(picturesPerSecond * 100), 100],
      gopPictures: Math.round(gopSeconds * picturesPerSecond),
      bitsPerSecond,
    });
    return new ClockStream(encoder, nowMs);
  }

  served(): ServedStream {
    return {
      codec: 'h264',
      parameterSets: this.#parameterSets,
      play: (sink) => {
        this.#players.set(sink, { waiting: true });
        this.#schedule();
        return () => this.#leave(sink);
      },
    };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#players.clear();
    this.#encoder[Symbol.dispose]();
  }

  #leave(sink: ServedSink): void {
    this.#players.delete(sink);
    if (this.#players.size === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }

  /** The next picture on the grid of the rate; pictures missed while idle are skipped. */
  #schedule(): void {
    if (this.#timer !== undefined) {
      return;
    }
    const slot = Math.floor((performance.now() - this.#began) / this.#pictureMs) + 1;
    const due = this.#began + slot * this.#pictureMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#send(slot);
      if (this.#players.size > 0) {
        this.#schedule();
      }
    }, due - performance.now());
  }

  #send(slot: number): void {
    const { width, height } = this.#picture;
    copyPicture(this.#backdrop, this.#picture);
    const angle = (slot * this.#pictureMs * Math.PI) / 2000;
    const middle = [
      width * (0.5 + 0.3 * Math.cos(angle)),
      height * (0.58 + 0.24 * Math.sin(angle)),
    ] as const;
    fillEllipse(this.#picture, middle, width / 14, width / 14, toYuv(rgb('#f2e3b6')));
    drawBarCode(this.#picture.luma, width, width, this.#nowMs());
    const encoded = this.#encoder.encode(this.#picture);
    if (!encoded) {
      return;
    }
    const data = toAccessUnitData(encoded.annexB);
    const ticks = Math.round(slot * this.#pictureMs * 90);
    for (const [sink, player] of this.#players) {
      player.waiting &&= !encoded.key;
      if (!player.waiting) {
        sink.accessUnit({ key: encoded.key, data, ticks });
      }
    }
  }
}
