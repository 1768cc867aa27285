/**
 * One camera held by this recorder: its feeds, its pipeline, its place in the configuration. A post
 * starts, changes and stops without touching any other. While the camera may not be recorded or has
 * no mask decision, no pipeline exists at all (MSK-1, VP-04).
 */

import { messageOf } from '@beffroi/kernel';
import type { GapCause, RecorderStore, StreamName } from '@beffroi/office';
import type { LinkCamera, StreamHealth } from '@beffroi/wire';
import type { Admission } from './admission.ts';
import type { HeldCamera } from './camera-certificates.ts';
import { Feed } from './feed.ts';
import { openPipeline, type Pipeline, type PipelineParts } from './pipeline.ts';

export interface PostParts extends PipelineParts {
  readonly store: RecorderStore;
  readonly admission: Admission;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface PostHealth {
  readonly recording: boolean;
  readonly main: StreamHealth | null;
  readonly sub: StreamHealth | null;
  readonly maskCores: number | null;
  readonly restarts: number;
  /** Of the gap that lasts now, null without one. */
  readonly detail: string | null;
}

export class CameraPost {
  readonly #parts: PostParts;
  #camera: HeldCamera;
  #feeds: { readonly main: Feed; readonly sub: Feed | null } | null = null;
  #pipeline: Pipeline | null = null;
  #refused = false;
  /** Of a pipeline that was refused while it ran; null once it is closed. */
  #closing: Promise<void> | null = null;

  constructor(camera: HeldCamera, parts: PostParts) {
    this.#camera = camera;
    this.#parts = parts;
    this.#start();
  }

  get camera(): LinkCamera {
    return this.#camera;
  }

  feed(stream: StreamName): Feed | null {
    return (stream === 'main' ? this.#feeds?.main : this.#feeds?.sub) ?? null;
  }

  /** Takes over a new wish; only a change of the mask's geometry goes without a gap. */
  async change(camera: HeldCamera): Promise<void> {
    const before = this.#camera;
    this.#camera = camera;
    if (sameButMask(before, camera)) {
      const sameMask = JSON.stringify(before.mask) === JSON.stringify(camera.mask);
      if (sameMask || (camera.mask !== null && this.#pipeline?.setMask(camera.mask) === true)) {
        return;
      }
    }
    await this.#stop(whyIdle(camera) ?? 'recorder-stopped');
    this.#start();
  }

  health(nowMs: number): PostHealth {
    const worker = this.#pipeline?.worker ?? null;
    return {
      recording: this.#feeds?.main.recording ?? false,
      main: this.#streamHealth('main', nowMs),
      sub: this.#streamHealth('sub', nowMs),
      maskCores: worker?.cores ?? null,
      restarts: worker?.restarts ?? 0,
      detail: (this.#feeds?.main.currentGap ?? this.#feeds?.sub?.currentGap)?.detail ?? null,
    };
  }

  async close(cause: GapCause): Promise<void> {
    await this.#stop(cause);
  }

  /** A camera refused for want of cores tries again when some were freed. */
  retryAdmission(): void {
    const { mask } = this.#camera;
    if (this.#refused && this.#closing === null && this.#feeds !== null && mask !== null) {
      this.#refused = this.#parts.admission.admit(this.#camera) !== null;
      if (!this.#refused) {
        this.#pipeline = openPipeline(this.#camera, mask, this.#feeds, this.#parts);
        this.#parts.log('camera-admitted', { cameraId: this.#camera.id });
      }
    }
  }

  #start(): void {
    const { store, admission, log } = this.#parts;
    const camera = this.#camera;
    const idle = whyIdle(camera);
    if (idle !== null || camera.mask === null) {
      log('camera-idle', { cameraId: camera.id, cause: idle });
      return;
    }
    const main = new Feed(store.track(camera.id, 'main', camera.fence));
    const sub = camera.sub === null ? null : new Feed(null);
    this.#feeds = { main, sub };
    this.#watchSize('main', main);
    this.#watchSize('sub', sub);
    const refusal = admission.admit(camera);
    if (refusal !== null) {
      this.#refuse(refusal);
      return;
    }
    this.#refused = false;
    this.#pipeline = openPipeline(camera, camera.mask, this.#feeds, this.#parts);
    log('camera-started', { cameraId: camera.id, mode: camera.mask.choice.mode });
  }

  /** The first parameter sets say how big the stream is: it may be more than the cores can carry. */
  #watchSize(stream: StreamName, feed: Feed | null): void {
    const { admission } = this.#parts;
    feed?.watch({
      picture: () => undefined,
      stopped: () => undefined,
      format: (size) => {
        const refusal = this.#refused ? null : admission.shown(this.#camera, stream, size);
        if (refusal !== null) {
          this.#refuse(refusal);
        }
      },
    });
  }

  /** MSK-15: no picture, with the figure; it is tried again when cores are free. */
  #refuse(refusal: string): void {
    const { log, nowMs } = this.#parts;
    const pipeline = this.#pipeline;
    this.#refused = true;
    this.#pipeline = null;
    this.#closing = pipeline === null ? null : this.#letGo(pipeline);
    const gap = { cause: 'mask-engine-overloaded', detail: refusal, atMs: nowMs() } as const;
    this.#feeds?.main.gap(gap);
    this.#feeds?.sub?.gap(gap);
    log('camera-not-admitted', { cameraId: this.#camera.id, detail: refusal });
  }

  async #letGo(pipeline: Pipeline): Promise<void> {
    try {
      await pipeline.close();
    } catch (thrown) {
      this.#parts.log('camera-failed', { cameraId: this.#camera.id, detail: messageOf(thrown) });
    } finally {
      this.#closing = null;
    }
  }

  async #stop(cause: GapCause): Promise<void> {
    const { admission, nowMs } = this.#parts;
    const pipeline = this.#pipeline;
    const feeds = this.#feeds;
    this.#pipeline = null;
    this.#feeds = null;
    admission.release(this.#camera.id);
    await this.#closing;
    await pipeline?.close();
    await feeds?.main.close(cause, nowMs());
    await feeds?.sub?.close(cause, nowMs());
  }

  #streamHealth(stream: StreamName, nowMs: number): StreamHealth | null {
    const feed = this.feed(stream);
    if (feed === null) {
      return null;
    }
    const figures = this.#pipeline?.figures(stream) ?? null;
    const rates = feed.meter.rates(nowMs);
    const format = feed.currentFormat;
    return {
      connected: feed.currentGap === null && rates !== null,
      codec: format?.codec ?? null,
      width: format?.width ?? null,
      height: format?.height ?? null,
      fps: rates?.fps ?? null,
      kbitPerSecond: rates?.kbitPerSecond ?? null,
      packetsLost: figures?.packetsLost ?? 0,
      clockOffsetMs: figures?.clockOffsetMs ?? null,
      gapsToday: feed.gapCount,
      gapCause: feed.currentGap?.cause ?? null,
    };
  }
}

/** Why a camera may not run now, null when it may. */
function whyIdle(camera: LinkCamera): GapCause | null {
  if (camera.mask === null) {
    return 'mask-missing';
  }
  return camera.record ? null : (camera.why ?? 'authorisation-missing');
}

function sameButMask(a: HeldCamera, b: HeldCamera): boolean {
  return JSON.stringify({ ...a, mask: null }) === JSON.stringify({ ...b, mask: null });
}
