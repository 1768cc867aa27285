/**
 * A recorder beside a town of the tests: its files are sealed on a real disk, its facts wait in a real
 * spool, and it unlinks what it is ordered to. It runs for as long as there is work and stops again.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '@beffroi/kernel';
import { createDataKeySealer } from '@beffroi/keyring';
import { erasureDayOf, type StreamName } from '@beffroi/office';
import { testSettings } from '@beffroi/office/testing';
import { openFactSpool, openRecorderStore } from '@beffroi/store-recordings';
import { formatForTests, pictureForTests } from '@beffroi/testing';
import { systemChance as chance } from '../src/system-clock.ts';
import type { BackedUpTown } from './backed-up-town.ts';

const { timeZone, site } = testSettings;
/** A GOP of `pictureForTests`, and two of them. */
const pictures = 50;
const keyDays = 31;

export interface RecordedStream {
  readonly cameraId: string;
  readonly stream: StreamName;
  /** Days its pictures are kept. */
  readonly retentionDays: number;
}

export class DiskRecorder {
  readonly #town: BackedUpTown;
  readonly #recorderId: string;
  readonly #spool: ReturnType<typeof openFactSpool>;
  #fence = 0;

  /** `folder` is the state of the recorder, made when absent; its files lie in `recordings` below. */
  constructor(town: BackedUpTown, recorderId: string, folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#town = town;
    this.#recorderId = recorderId;
    this.#spool = openFactSpool({ path: join(folder, 'spool') });
    this.directory = join(folder, 'recordings');
  }

  readonly directory: string;

  /** Two seconds of each, in a file of its own. */
  async record(streams: readonly RecordedStream[]): Promise<void> {
    const startMs = this.#town.parts.clock.nowMs();
    const daysOf = new Map(streams.map((each) => [each.cameraId, each.retentionDays]));
    await this.#working(daysOf, async (store) => {
      this.#fence += 1;
      for (const { cameraId, stream } of streams) {
        const track = store.track(cameraId, stream, this.#fence);
        track.format(formatForTests);
        for (let index = 0; index < pictures; index++) {
          track.append(pictureForTests({ startMs, index, sizeBytes: 200 }));
        }
        await track.close('recorder-stopped');
      }
    });
  }

  /** Carries out what is ordered; answers how many orders there were. */
  async obey(): Promise<number> {
    const orders = await this.#town.office.erasures.ordersFor(this.#recorderId);
    if (orders.length > 0) {
      await this.#working(new Map(), (store) => store.erase(orders));
    }
    return orders.length;
  }

  close(): void {
    this.#spool.close();
  }

  async #working(
    daysOf: ReadonlyMap<string, number>,
    work: (store: Awaited<ReturnType<typeof openRecorderStore>>) => Promise<void>,
  ): Promise<void> {
    const { ring, today, parts } = this.#town;
    const keys = await ring.dayPublicKeys(addDays(today, 1), keyDays);
    const store = await openRecorderStore({
      ...{ directory: this.directory, site, clock: parts.clock, chance, diskFloor: 0, timeZone },
      sealer: createDataKeySealer(keys, chance),
      syncPolicy: 'each-gop',
      places: () => ({ name: 'Place', place: 'Vermeil' }),
      sink: (fact) => {
        this.#spool.append(fact);
      },
      erasureDay: (cameraId, atMs) => erasureDayOf(atMs, daysOf.get(cameraId) ?? 1, timeZone),
    });
    try {
      await work(store);
    } finally {
      await store.close();
    }
    await this.#send();
  }

  async #send(): Promise<void> {
    for (;;) {
      const pending = this.#spool.pending(256);
      if (pending.length === 0) {
        return;
      }
      const upTo = await this.#town.office.recorders.receiveFacts(this.#recorderId, pending);
      this.#spool.acknowledge(upTo);
    }
  }
}
