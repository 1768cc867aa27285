/**
 * The three ways a camera is masked, each as a pipeline from the camera to its feeds:
 *
 * - `server`: a worker process of its own decodes, fills and encodes; nothing clear comes here;
 * - `camera`: the camera masks itself; every key picture is checked before its GOP goes on;
 * - `none-needed`: a named person declared that nothing private is in view.
 *
 * Whatever fails gives a gap, never a clear picture (MSK-1).
 */

import type {
  CameraRun,
  EncodeSettings,
  MaskSettings,
  MaskWorkerFigures,
  MaskWorkers,
  MediaSource,
  RunFigures,
  RunSink,
  StreamName,
  StreamSource,
} from '@beffroi/office';
import type { MaskGeometry, MaskMark, Polygon } from '@beffroi/picture';
import type { LinkCamera } from '@beffroi/wire';
import type { HeldCamera, HeldStream } from './camera-certificates.ts';
import { checkedSink } from './checked-sink.ts';
import { declaredSink } from './declared-sink.ts';
import type { Feed } from './feed.ts';
import type { PictureDesk } from './picture-desk.ts';

export type Feeds = { readonly main: Feed; readonly sub: Feed | null };

export interface Pipeline {
  figures(stream: StreamName): RunFigures | null;
  readonly worker: MaskWorkerFigures | null;
  /** True when the new decision could be taken over while running. */
  setMask(mask: NonNullable<LinkCamera['mask']>): boolean;
  close(): Promise<void>;
}

export interface PipelineParts {
  readonly source: MediaSource;
  readonly workers: MaskWorkers;
  readonly desk: PictureDesk;
  readonly nowMs: () => number;
}

export function openPipeline(
  camera: HeldCamera,
  mask: NonNullable<LinkCamera['mask']>,
  feeds: Feeds,
  parts: PipelineParts,
): Pipeline {
  switch (mask.choice.mode) {
    case 'server':
      return openServerPipeline(camera, serverSettings(mask), feeds, parts);
    case 'camera':
      return openCheckedPipeline(camera, mask, mask.choice.polygons, feeds, parts);
    case 'none-needed':
      return openDeclaredPipeline(camera, mask, feeds, parts);
  }
}

/** Settings of the engine for a `server` decision. */
export function serverSettings(mask: NonNullable<LinkCamera['mask']>): MaskSettings {
  const geometry: MaskGeometry =
    mask.choice.mode === 'server'
      ? { style: mask.choice.style, polygons: mask.choice.polygons }
      : { style: 'solid', polygons: [] };
  return { geometry, mark: markOf(mask) };
}

export function markOf(mask: NonNullable<LinkCamera['mask']>): MaskMark {
  return { mode: mask.choice.mode, version: mask.versionId };
}

export function sourceOf(stream: HeldStream): StreamSource {
  return {
    url: stream.url,
    username: stream.username,
    password: stream.password,
    transport: 'auto',
    trustedPem: stream.trustedPem ?? null,
  };
}

const encodeSettings: Readonly<Record<StreamName, EncodeSettings>> = {
  main: { bitsPerSecond: 4_000_000, fps: 25, gopSeconds: 2 },
  sub: { bitsPerSecond: 600_000, fps: 15, gopSeconds: 2 },
};

export function openServerPipeline(
  camera: HeldCamera,
  mask: MaskSettings,
  feeds: { readonly main: Feed | null; readonly sub: Feed | null },
  parts: PipelineParts,
): Pipeline {
  const streams: Partial<Record<StreamName, { source: StreamSource; encode: EncodeSettings }>> = {};
  if (feeds.main !== null) {
    streams.main = { source: sourceOf(camera.main), encode: encodeSettings.main };
  }
  if (camera.sub !== null && feeds.sub !== null) {
    streams.sub = { source: sourceOf(camera.sub), encode: encodeSettings.sub };
  }
  const worker = parts.workers.start(streams, mask, {
    format: (stream, format) => feeds[stream]?.format(format),
    accessUnit: (stream, unit) => feeds[stream]?.accessUnit(unit),
    gap: (stream, notice) => feeds[stream]?.gap(notice),
  });
  return {
    figures: (stream) => (stream === 'main' ? worker.figures : null),
    get worker() {
      return worker.workerFigures;
    },
    setMask(next) {
      if (next.choice.mode !== 'server') {
        return false;
      }
      worker.setMask(serverSettings(next));
      return true;
    },
    close: () => worker.close(),
  };
}

function openDeclaredPipeline(
  camera: HeldCamera,
  mask: NonNullable<LinkCamera['mask']>,
  feeds: Feeds,
  parts: PipelineParts,
): Pipeline {
  const mark = markOf(mask);
  return runPipeline(camera, feeds, parts.source, (feed, restart) =>
    declaredSink({ feed, mark, desk: parts.desk, restart }),
  );
}

function openCheckedPipeline(
  camera: HeldCamera,
  mask: NonNullable<LinkCamera['mask']>,
  polygons: readonly Polygon[],
  feeds: Feeds,
  parts: PipelineParts,
): Pipeline {
  const mark = markOf(mask);
  const drawnOn = () => feeds.main.currentFormat;
  return runPipeline(camera, feeds, parts.source, (feed, restart) =>
    checkedSink({ feed, polygons, drawnOn, mark, desk: parts.desk, restart }),
  );
}

function runPipeline(
  camera: HeldCamera,
  feeds: Feeds,
  source: MediaSource,
  sinkOf: (feed: Feed, restart: CameraRun['restart']) => RunSink,
): Pipeline {
  const start = (stream: HeldStream, feed: Feed): CameraRun => {
    // No event comes before `run` has answered.
    const run: CameraRun = source.run(
      sourceOf(stream),
      sinkOf(feed, (cause, detail) => run.restart(cause, detail)),
    );
    return run;
  };
  const main = start(camera.main, feeds.main);
  const sub = camera.sub !== null && feeds.sub !== null ? start(camera.sub, feeds.sub) : null;
  return {
    figures: (stream) => (stream === 'main' ? main.figures : (sub?.figures ?? null)),
    worker: null,
    setMask: () => false,
    close: async () => {
      await Promise.all([main.close(), sub?.close()]);
    },
  };
}
