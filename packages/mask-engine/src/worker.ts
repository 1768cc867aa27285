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
  MaskTranscoder,
  MaskTranscoders,
  StreamName,
} from '@beffroi/office';
import { createFfmpegTranscoders } from './ffmpeg/transcoders.ts';
import { createNodeAvTranscoders } from './native/transcoders.ts';
import { DecodingWatch } from './worker/decoding-watch.ts';
import { FrameReader } from './worker/frames.ts';
import type { Engine, Order, WorkerStream } from './worker/messages.ts';
import { UpwardPipe } from './worker/upward-pipe.ts';

const reportMs = 1000;
const closeMsMax = 1000;

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
}

const socket = new Socket({ fd: 3, readable: false, writable: true });
const pipe = new UpwardPipe(socket, clock.nowMs);
const lanes = new Map<StreamName, Lane>();
const reader = new FrameReader();
let orders: Promise<void> = Promise.resolve();

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
      for (const name of names) {
        const stream = order.streams[name];
        if (stream !== undefined) {
          lanes.set(name, await openLane(name, stream, transcoders, order.mask));
        }
      }
      return;
    }
    case 'mask':
      for (const { transcoder } of lanes.values()) {
        transcoder.setMask(order.mask);
      }
      return;
    default:
      throw new Failure('worker-protocol', 'The recorder gave an order nobody knows.');
  }
}

async function openLane(
  name: StreamName,
  stream: WorkerStream,
  transcoders: MaskTranscoders,
  mask: Parameters<MaskTranscoders['open']>[0],
): Promise<Lane> {
  const sink: MaskedSink = {
    format: (format) => pipe.report({ kind: 'format', stream: name, format }),
    accessUnit: (unit) => pipe.picture(name, unit),
    gap: (notice) => pipe.gap(name, notice),
  };
  const transcoder = await transcoders.open(mask, stream.encode, sink);
  const chance = { bytes: (length: number) => randomBytes(length) };
  const run = createRtspSource({ clock, chance }).run(stream.source, {
    // What the camera sends is not what leaves: the encoder announces its own format.
    format: () => undefined,
    accessUnit: (unit) => transcoder.push(unit),
    gap: (notice) => pipe.gap(name, notice),
  });
  return { transcoder, run, watch: new DecodingWatch() };
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
