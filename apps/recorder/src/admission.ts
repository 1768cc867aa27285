/**
 * Admission control (design, section 4): a server-masked camera that the cores can't carry is
 * refused with the figure; masks are never dropped to make room.
 */

import { estimateCores } from '@beffroi/mask-engine';
import type { LinkCamera } from '@beffroi/wire';

export class Admission {
  readonly #coresByCamera = new Map<string, number>();
  #coresMax: number;

  constructor(coresMax: number) {
    this.#coresMax = coresMax;
  }

  get coresUsed(): number {
    return [...this.#coresByCamera.values()].reduce((sum, cores) => sum + cores, 0);
  }

  get coresMax(): number {
    return this.#coresMax;
  }

  setCoresMax(coresMax: number): void {
    this.#coresMax = coresMax;
  }

  /** Books the camera's cores; answers a sentence with the figures when they are not there. */
  admit(camera: LinkCamera): string | null {
    if (camera.mask?.choice.mode !== 'server') {
      return null;
    }
    // The size is not known before the stream is: book what a 1080p25 main stream costs at most,
    // until measurement replaces the estimate.
    const wanted =
      estimateCores({ width: 1280, height: 720, fps: 15, codec: 'h264' }) +
      (camera.sub === null
        ? 0
        : estimateCores({ width: 640, height: 360, fps: 12.5, codec: 'h264' }));
    if (this.coresUsed + wanted > this.#coresMax) {
      return (
        `masking this camera needs about ${wanted.toFixed(2)} cores; ` +
        `${this.coresUsed.toFixed(2)} of ${this.#coresMax.toFixed(2)} are taken on this recorder: ` +
        'let the camera mask itself, lower its size or rate, or add a recorder'
      );
    }
    this.#coresByCamera.set(camera.id, wanted);
    return null;
  }

  /** Replaces a camera's booking by what its worker was measured to use. */
  measured(cameraId: string, cores: number): void {
    if (this.#coresByCamera.has(cameraId) && cores > 0) {
      this.#coresByCamera.set(cameraId, cores);
    }
  }

  release(cameraId: string): void {
    this.#coresByCamera.delete(cameraId);
  }
}
