/**
 * The mask worker: one process, one camera. It holds that camera's connections and its clear
 * pictures, and writes masked pictures to pipe 3 and nothing else anywhere (MSK-1, MSK-16). It gets
 * the camera's address and password on standard input, is started without the right to write files
 * or to start programs, and ends when its parent does: end of standard input is its end.
 * Never imported; `mask-workers.ts` runs it.
 */

import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { createRtspSource } from '@beffroi/camera-rtsp';
import { Failure } from '@beffroi/kernel';
import type {
  CameraRun,
  Clock,
  MaskedSink,
  MaskSettings,
  MaskTranscoder,
  MaskTranscoders,
  StreamName,
} from '@beffroi/office';
import type { StreamFormat } from '@beffroi/picture';
import { createFfmpegTranscoders } from './ffmpeg/transcoders.ts';
import { createNodeAvTranscoders } from './native/transcoders.ts';
import { DecodingWatch } from './worker/decoding-watch.ts';
import { FrameReader } from './worker/frames.ts';
import type { Engine, Order, WorkerStream } from './worker/messages.ts';
import { UpwardPipe } from './worker/upward-pipe.ts';

const reportMs = 1000;
const closeMsMax = 1000;
/** The sub-stream waits so long for the main one to say its size, before it says that it waits. */
const shapeMsMax = 5000;

const clock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};

interface Lane {
  readonly transcoder: MaskTranscoder;
  readonly run: CameraRun;
  readonly watch: DecodingWatch;
  /** A sub-stream whose zones were drawn on the main one. */
  readonly isBesideMain: boolean;
}

const socket = new Socket({ fd: 3, readable: false, writable: true });
const pipe = new UpwardPipe(socket, clock.nowMs);
const lanes = new Map<StreamName, Lane>();
const reader = new FrameReader();
let orders: Promise<void> = Promise.resolve();
let mask: MaskSettings | null = null;
/** Of the main stream, on which zones are drawn; null before it has said it (MSK-18). */
let mainAspect: number | null = null;
let startedMs = 0;

// A recorder that is gone takes nothing any more: the end of standard input says the same.
socket.on('error', () => end());
process.stdin.on('data', (bytes: Uint8Array) => {
  for (const frame of reader.read(bytes)) {
    if (frame.kind === 'message') {
      orders = orders.then(() => follow(frame.body as Order));
    }
  }
});
process.stdin.on('end', () => end());
setInterval(report, reportMs);

async function follow(order: Order): Promise<void> {
  switch (order.kind) {
    case 'start': {
      const transcoders = transcodersOf(order.engine);
      const names = ['main', 'sub'] as const;
      mask = order.mask;
      startedMs = clock.monotonicMs();
      for (const name of names) {
        const stream = order.streams[name];
        if (stream !== undefined) {
          const isBesideMain = name === 'sub' && order.streams.main !== undefined;
          lanes.set(name, await openLane(name, stream, transcoders, isBesideMain));
        }
      }
      return;
    }
    case 'mask':
      mask = order.mask;
      setMasks();
      return;
    default:
      throw new Failure('worker-protocol', 'The recorder gave an order nobody knows.');
  }
}

/** A sub-stream's zones are those of the main picture, wherever they lie on its own (MSK-18). */
function setMasks(): void {
  for (const { transcoder, isBesideMain } of lanes.values()) {
    transcoder.setMask(maskFor(isBesideMain));
  }
}

function maskFor(isBesideMain: boolean): MaskSettings {
  if (mask === null) {
    throw new Failure('worker-protocol', 'The recorder gave no masks.');
  }
  return isBesideMain ? { ...mask, drawnAspect: mainAspect } : mask;
}

function learnMain({ width, height }: StreamFormat): void {
  if (mainAspect !== width / height) {
    mainAspect = width / height;
    const sub = lanes.get('sub');
    sub?.transcoder.setMask(maskFor(sub.isBesideMain));
  }
}

async function openLane(
  name: StreamName,
  stream: WorkerStream,
  transcoders: MaskTranscoders,
  isBesideMain: boolean,
): Promise<Lane> {
  const sink: MaskedSink = {
    format: (format) => pipe.report({ kind: 'format', stream: name, format }),
    accessUnit: (unit) => pipe.picture(name, unit),
    gap: (notice) => pipe.gap(name, notice),
  };
  const transcoder = await transcoders.open(maskFor(isBesideMain), stream.encode, sink);
  // The main stream may have said its size while this one's engine was being opened.
  transcoder.setMask(maskFor(isBesideMain));
  const chance = { bytes: (length: number) => randomBytes(length) };
  const run = createRtspSource({ clock, chance }).run(stream.source, {
    // What the camera sends is not what leaves: the encoder announces its own format.
    format: (format) => (name === 'main' ? learnMain(format) : undefined),
    accessUnit: (unit) => {
      const isEarly = clock.monotonicMs() - startedMs < shapeMsMax;
      if (!(isBesideMain && mainAspect === null && isEarly)) {
        transcoder.push(unit);
      }
    },
    gap: (notice) => pipe.gap(name, notice),
  });
  return { transcoder, run, watch: new DecodingWatch(), isBesideMain };
}

function transcodersOf(engine: Engine): MaskTranscoders {
  return engine.kind === 'node-av'
    ? createNodeAvTranscoders({ nowMs: clock.nowMs })
    : createFfmpegTranscoders({ ffmpegPath: engine.ffmpegPath, clock });
}

function report(): void {
  for (const { transcoder, run, watch } of lanes.values()) {
    if (watch.isBarren(transcoder.figures, clock.monotonicMs())) {
      run.restart('stream-undecodable', 'The decoder makes no picture of what the camera sends.');
    }
  }
  const lane = lanes.get('main') ?? lanes.get('sub');
  const { user, system } = process.cpuUsage();
  pipe.report({
    kind: 'figures',
    cpuMs: (user + system) / 1000,
    memoryBytes: process.memoryUsage.rss(),
    run: lane?.run.figures ?? {
      connected: false,
      runs: 0,
      pictures: 0,
      bytes: 0,
      packetsLost: 0,
      resyncs: 0,
      clockOffsetMs: null,
    },
  });
}

/** Says goodbye to the camera, for a second at most, and ends for certain: an orphan must not live. */
function end(): void {
  setTimeout(() => process.exit(0), closeMsMax);
  const closing = [...lanes.values()].map(async ({ run, transcoder }) => {
    await run.close();
    await transcoder.close();
  });
  void Promise.allSettled(closing).then(() => process.exit(0));
}
