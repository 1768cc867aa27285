/**
 * The recorder: holds cameras as the centre's last wish says, records them, and answers the centre.
 * It needs the centre only to learn of changes: without it, it goes on (design, section 7).
 */

import { messageOf } from '@beffroi/kernel';
import type { StreamName } from '@beffroi/office';
import type { LinkCamera, ProbeReport, RecorderConfiguration, RecorderStatus } from '@beffroi/wire';
import type { CameraCertificates } from './camera-certificates.ts';
import { CameraPost, type PostParts } from './camera-post.ts';
import type { Feed } from './feed.ts';
import { takeStill } from './still.ts';

/** Booked when a probe was too short to count. */
const probedFps = 25;

export interface RecorderParts extends PostParts {
  readonly monotonicMs: () => number;
  readonly after: (ms: number, what: () => void) => () => void;
  readonly keepConfiguration: (configuration: RecorderConfiguration) => Promise<void>;
  readonly spooledFacts: () => number;
  readonly certificates: Pick<CameraCertificates, 'held'>;
}

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #posts = new Map<string, CameraPost>();
  #changing: Promise<void> = Promise.resolve();
  #lastCpu = process.cpuUsage();
  #lastStatusMs: number;
  #lastBytes = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#lastStatusMs = parts.monotonicMs();
  }

  feed(cameraId: string, stream: StreamName): Feed | null {
    return this.#posts.get(cameraId)?.feed(stream) ?? null;
  }

  /** Changes one after the other; a failure of one camera leaves the others alone. */
  configure(configuration: RecorderConfiguration): Promise<void> {
    this.#changing = this.#changing.then(() => this.#apply(configuration));
    return this.#changing;
  }

  async still(
    cameraId: string,
  ): Promise<{ png: Uint8Array; atMs: number; maskVersion: string } | null> {
    const post = this.#posts.get(cameraId);
    return post === undefined ? null : takeStill(post, this.#parts);
  }

  /** What a probe has seen is booked when a camera with this address comes (MSK-15). */
  probed({ url, width, height, measuredFps, codec }: ProbeReport): void {
    if (width !== null && height !== null && codec !== null) {
      this.#parts.admission.probed(url, { width, height, fps: measuredFps ?? probedFps, codec });
    }
  }

  status(): RecorderStatus {
    const { store, admission, nowMs, monotonicMs } = this.#parts;
    const wallMs = nowMs();
    const now = monotonicMs();
    const elapsedMs = Math.max(1, now - this.#lastStatusMs);
    const cpu = process.cpuUsage();
    const busyUs = cpu.user + cpu.system - this.#lastCpu.user - this.#lastCpu.system;
    const figures = store.figures;
    const bytesPerSecond = ((figures.bytesWritten - this.#lastBytes) * 1000) / elapsedMs;
    this.#lastCpu = cpu;
    this.#lastStatusMs = now;
    this.#lastBytes = figures.bytesWritten;
    const cameras: Record<string, ReturnType<CameraPost['health']>> = {};
    for (const [id, post] of this.#posts) {
      const health = post.health(wallMs);
      cameras[id] = health;
      admission.measured(id, health.maskCores ?? 0);
      post.retryAdmission();
    }
    return {
      cpuCores: busyUs / 1000 / elapsedMs,
      memoryBytes: process.memoryUsage.rss(),
      freeBytes: figures.freeBytes,
      totalBytes: figures.totalBytes,
      daysLeft: figures.daysLeft,
      bytesPerSecond,
      spooledFacts: this.#parts.spooledFacts(),
      droppedPictures: figures.droppedPictures,
      maskCoresUsed: admission.coresUsed,
      maskCoresMax: admission.coresMax,
      cameras,
    };
  }

  async close(): Promise<void> {
    await this.#changing;
    await Promise.all([...this.#posts.values()].map((post) => post.close('recorder-stopped')));
    this.#posts.clear();
  }

  async #apply(configuration: RecorderConfiguration): Promise<void> {
    const { log, admission, keepConfiguration } = this.#parts;
    await keepConfiguration(configuration);
    admission.setCoresMax(configuration.maskCoresMax);
    const wanted = new Set(configuration.cameras.map((camera) => camera.id));
    for (const [id, post] of this.#posts) {
      if (!wanted.has(id)) {
        await post.close('recorder-stopped');
        this.#posts.delete(id);
      }
    }
    for (const camera of configuration.cameras) {
      try {
        await this.#place(camera);
      } catch (thrown) {
        log('camera-failed', { cameraId: camera.id, detail: messageOf(thrown) });
      }
    }
  }

  async #place(wished: LinkCamera): Promise<void> {
    const camera = this.#parts.certificates.held(wished);
    const post = this.#posts.get(camera.id);
    if (post === undefined) {
      this.#posts.set(camera.id, new CameraPost(camera, this.#parts));
    } else {
      await post.change(camera);
    }
  }
}
