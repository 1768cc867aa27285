/**
 * Admission control (design, section 4): a server-masked camera that the cores can't carry is
 * refused with the figure; masks are never dropped to make room.
 */

import { admit, type StreamCost } from '@beffroi/mask-engine';
import type { LinkCamera } from '@beffroi/wire';

/** Booked until the worker's own figure is known, some seconds after its start. */
const assumedMain: StreamCost = { width: 1280, height: 720, fps: 15, codec: 'h264' };
const assumedSub: StreamCost = { width: 640, height: 360, fps: 12.5, codec: 'h264' };

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
    const admitted = admit(camera.sub === null ? [assumedMain] : [assumedMain, assumedSub], {
      total: this.#coresMax,
      used: this.coresUsed,
    });
    if (!admitted.ok) {
      return admitted.error.words.en;
    }
    this.#coresByCamera.set(camera.id, admitted.value);
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
