/**
 * Data keys of the camera-hours being written: one key per camera, day of erasure and hour, shared by
 * its streams and files, each file with its own salt. Keys of past hours are forgotten as the next one
 * is made; what was sealed with them can't be read here any more.
 */

import type { DataKeySealer, SealedDataKey } from '@beffroi/office';

export interface DataKey {
  readonly dataKey: Uint8Array;
  readonly sealed: SealedDataKey;
}

interface HeldKey {
  readonly day: string;
  readonly hour: string;
  readonly key: Promise<DataKey>;
}

export class DataKeys {
  readonly #sealer: DataKeySealer;
  readonly #site: string;
  readonly #held = new Map<string, HeldKey>();

  constructor(sealer: DataKeySealer, site: string) {
    this.#sealer = sealer;
    this.#site = site;
  }

  /** The key of a camera-hour; throws Failure `key-missing` without a day key, and then asks again. */
  async keyFor(cameraId: string, day: string, hour: string): Promise<DataKey> {
    const held = this.#held.get(cameraId);
    if (held !== undefined && held.day === day && held.hour === hour) {
      return held.key;
    }
    const key = this.#sealer.newDataKey(day, { site: this.#site, cameraId, hour });
    const fresh = { day, hour, key };
    this.#held.set(cameraId, fresh);
    try {
      return await key;
    } catch (thrown) {
      if (this.#held.get(cameraId) === fresh) {
        this.#held.delete(cameraId);
      }
      throw thrown;
    }
  }

  forget(): void {
    this.#held.clear();
  }
}
