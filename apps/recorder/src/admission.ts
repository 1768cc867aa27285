/**
 * Admission control (MSK-15): a server-masked camera that the cores can't carry is refused with the
 * figure; masks are never dropped to make room. A camera is booked by the size that a probe or its
 * own stream has shown, by an assumption before, and by what its worker takes once that is measured.
 */

import { admit, estimateCores, type StreamCost } from '@beffroi/mask-engine';
import type { StreamName } from '@beffroi/office';
import type { LinkCamera } from '@beffroi/wire';

/** Booked until the stream has shown its size, some seconds after its first start. */
const assumed: Readonly<Record<StreamName, StreamCost>> = {
  main: { width: 1280, height: 720, fps: 15, codec: 'h264' },
  sub: { width: 640, height: 360, fps: 12.5, codec: 'h264' },
};
/** On a machine short of cores a starved worker looks cheap: never booked below this of the estimate. */
const measuredShareMin = 0.5;
const sizesMax = 2000;

interface Booking {
  readonly estimatedCores: number;
  cores: number;
  isMeasured: boolean;
}

export class Admission {
  readonly #bookings = new Map<string, Booking>();
  /** What is known of a stream, by its address. */
  readonly #costs = new Map<string, StreamCost>();
  #coresMax: number;

  constructor(coresMax: number) {
    this.#coresMax = coresMax;
  }

  get coresUsed(): number {
    return [...this.#bookings.values()].reduce((sum, { cores }) => sum + cores, 0);
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
    this.release(camera.id);
    const costs = this.#costsOf(camera);
    const admitted = admit(costs, { total: this.#coresMax, used: this.coresUsed });
    if (!admitted.ok) {
      const sizes = costs.map(({ width, height, fps }) => `${width}x${height} at ${fps} a second`);
      return `${sizes.join(' and ')}: ${admitted.error.words.en}`;
    }
    const estimatedCores = costs.reduce((sum, cost) => sum + estimateCores(cost), 0);
    this.#bookings.set(camera.id, { estimatedCores, cores: admitted.value, isMeasured: false });
    return null;
  }

  /** A probe has shown what a stream is; kept for when a camera with this address comes. */
  probed(url: string, cost: StreamCost): void {
    this.#remember(url, cost);
  }

  /**
   * The stream itself has shown its size. Booked anew when that is more than was assumed; answers a
   * sentence, and books nothing more, when the cores are not there.
   */
  shown(
    camera: LinkCamera,
    stream: StreamName,
    { width, height }: Pick<StreamCost, 'width' | 'height'>,
  ): string | null {
    const url = camera[stream]?.url;
    const booking = this.#bookings.get(camera.id);
    if (url === undefined) {
      return null;
    }
    const before = this.#costs.get(url) ?? assumed[stream];
    this.#remember(url, { ...before, width, height });
    return booking === undefined || booking.isMeasured ? null : this.admit(camera);
  }

  /** Replaces a camera's booking by what its worker was measured to use. */
  measured(cameraId: string, cores: number): void {
    const booking = this.#bookings.get(cameraId);
    if (booking !== undefined && cores > 0) {
      booking.cores = Math.max(cores, booking.estimatedCores * measuredShareMin);
      booking.isMeasured = true;
    }
  }

  release(cameraId: string): void {
    this.#bookings.delete(cameraId);
  }

  #costsOf(camera: LinkCamera): readonly StreamCost[] {
    const main = this.#costs.get(camera.main.url) ?? assumed.main;
    const sub = camera.sub && (this.#costs.get(camera.sub.url) ?? assumed.sub);
    return sub === null ? [main] : [main, sub];
  }

  /** The oldest goes when there are too many. */
  #remember(url: string, cost: StreamCost): void {
    this.#costs.delete(url);
    this.#costs.set(url, cost);
    const [oldest] = this.#costs.keys();
    if (this.#costs.size > sizesMax && oldest !== undefined) {
      this.#costs.delete(oldest);
    }
  }
}
