/**
 * One camera held by this recorder: its feeds, its pipeline, its place in the configuration. A post
 * starts, changes and stops without touching any other. While the camera may not be recorded or has
 * no mask decision, no pipeline exists at all (MSK-1, VP-04).
 */

import type { GapCause, RecorderStore, StreamName } from '@beffroi/office';
import type { LinkCamera, StreamHealth } from '@beffroi/wire';
import type { Admission } from './admission.ts';
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
  #camera: LinkCamera;
  #feeds: { readonly main: Feed; readonly sub: Feed | null } | null = null;
  #pipeline: Pipeline | null = null;
  #refused = false;

  constructor(camera: LinkCamera, parts: PostParts) {
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
  async change(camera: LinkCamera): Promise<void> {
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
    if (this.#refused && this.#feeds !== null && mask !== null) {
      this.#refused = this.#parts.admission.admit(this.#camera) !== null;
      if (!this.#refused) {
        this.#pipeline = openPipeline(this.#camera, mask, this.#feeds, this.#parts);
        this.#parts.log('camera-admitted', { cameraId: this.#camera.id });
      }
    }
  }

  #start(): void {
    const { store, admission, log, nowMs } = this.#parts;
    const camera = this.#camera;
    const idle = whyIdle(camera);
    if (idle !== null || camera.mask === null) {
      log('camera-idle', { cameraId: camera.id, cause: idle });
      return;
    }
    const main = new Feed(store.track(camera.id, 'main', camera.fence));
    const sub = camera.sub === null ? null : new Feed(null);
    this.#feeds = { main, sub };
    const refusal = admission.admit(camera);
    this.#refused = refusal !== null;
    if (refusal !== null) {
      main.gap({ cause: 'mask-engine-overloaded', detail: refusal, atMs: nowMs() });
      sub?.gap({ cause: 'mask-engine-overloaded', detail: refusal, atMs: nowMs() });
      log('camera-not-admitted', { cameraId: camera.id, detail: refusal });
      return;
    }
    this.#pipeline = openPipeline(camera, camera.mask, this.#feeds, this.#parts);
    log('camera-started', { cameraId: camera.id, mode: camera.mask.choice.mode });
  }

  async #stop(cause: GapCause): Promise<void> {
    const { admission, nowMs } = this.#parts;
    const pipeline = this.#pipeline;
    const feeds = this.#feeds;
    this.#pipeline = null;
    this.#feeds = null;
    admission.release(this.#camera.id);
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

function sameButMask(a: LinkCamera, b: LinkCamera): boolean {
  return JSON.stringify({ ...a, mask: null }) === JSON.stringify({ ...b, mask: null });
}
