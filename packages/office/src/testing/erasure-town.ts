/**
 * A small town whose recordings come due: what a recorder tells and does, on fakes, hour by hour. For
 * tests only.
 */

import { addDays, civilDayOf, type Instant, instantFromMs } from '@beffroi/kernel';
import { erasureDayOf } from '@beffroi/town';
import { createOffice, type RunningOffice } from '../create-office.ts';
import { keepBelieved } from '../erasure/clock-watch.ts';
import type { OfficeParts } from '../parts.ts';
import type { RecorderFact } from '../ports/recordings.ts';
import {
  createFakeKeyRing,
  createSteeredClock,
  type FakeKeyRing,
  type SteeredClock,
} from './fake-world.ts';
import { createTestOffice, type TestOffice } from './test-office.ts';

export const hourMs = 3_600_000;
const zone = 'Europe/Paris';
export const retention: Readonly<Record<string, number>> = {
  cam_place: 3,
  cam_gare: 2,
  cam_ecole: 1,
};

/** Everything opened before the town itself, so that towns with more to them can be made of it. */
interface ErasureTownParts {
  readonly clock: SteeredClock;
  readonly ring: FakeKeyRing;
  readonly town: TestOffice;
  readonly recorderId: string;
  readonly office: RunningOffice;
  /** Days by camera. */
  readonly kept: Readonly<Record<string, number>>;
}

/** A town of three cameras that keep 3, 2 and 1 days, and one recorder with a disk of names. */
export class ErasureTown {
  readonly clock: SteeredClock;
  readonly ring: FakeKeyRing;
  readonly town: TestOffice;
  readonly recorderId: string;
  readonly disk = new Map<string, { readonly keyDay: string; readonly startMs: number }>();
  office: RunningOffice;
  #sequence = 0;

  readonly #kept: Readonly<Record<string, number>>;

  static async open(startMs: number): Promise<ErasureTown> {
    return new ErasureTown(await ErasureTown.openParts(startMs, retention));
  }

  protected static async openParts(
    startMs: number,
    kept: Readonly<Record<string, number>>,
  ): Promise<ErasureTownParts> {
    const clock = createSteeredClock(startMs);
    const ring = createFakeKeyRing();
    const town = await createTestOffice({ clock, keyRing: ring });
    town.office.close();
    for (const [id, retentionDays] of Object.entries(kept)) {
      await setRetention(town, id, retentionDays);
    }
    const { recorderId } = await town.office.recorders.register('nord');
    return { clock, ring, town, recorderId, office: await createOffice(town.parts), kept };
  }

  protected constructor(parts: ErasureTownParts) {
    this.clock = parts.clock;
    this.ring = parts.ring;
    this.town = parts.town;
    this.recorderId = parts.recorderId;
    this.office = parts.office;
    this.#kept = parts.kept;
  }

  get today(): string {
    return civilDayOf(instantFromMs(this.clock.nowMs()), zone);
  }

  /** Stopped and started at once, whatever the clock did meanwhile: it was right all the time. */
  async restart(changes: Partial<OfficeParts> = {}): Promise<void> {
    this.office.close();
    await this.town.facts.transact((facts) => keepBelieved(facts, this.clock.nowMs()));
    this.office = await createOffice({ ...this.town.parts, ...changes });
  }

  /** An hour of every camera, opened and closed, sealed as a recorder seals. */
  async recordHour(): Promise<void> {
    await this.ring.dayPublicKeys(addDays(this.today, 1), 30);
    const startMs = this.clock.nowMs();
    for (const [cameraId, days] of Object.entries(this.#kept)) {
      await this.tell(...this.file(cameraId, startMs, erasureDayOf(startMs, days, zone)));
    }
    this.clock.advance(hourMs);
  }

  file(cameraId: string, startMs: number, keyDay: string): readonly RecorderFact[] {
    const recordingId = `rec_${cameraId.slice(4)}${startMs}`;
    this.disk.set(recordingId, { keyDay, startMs });
    const bytes = new Uint8Array([1]);
    const recording = {
      recordingId,
      site: 'vermeil',
      cameraId,
      stream: 'main',
      startMs,
      fence: 1,
      path: `${cameraId}/${startMs}.bfr`,
      sealedKey: { keyId: `day-${keyDay}`, day: keyDay, encapsulated: bytes, ciphertext: bytes },
    } as const;
    const closing = {
      endMs: startMs + hourMs,
      sizeBytes: 1,
      sha256: 'ab'.repeat(32),
      pictures: 1,
      gops: 1,
      maskVersions: [],
      timeSource: 'arrival',
      closing: 'complete',
    } as const;
    return [
      { kind: 'recording-opened', recording },
      { kind: 'recording-closed', recording: { ...recording, ...closing } },
    ];
  }

  async tell(...facts: readonly RecorderFact[]): Promise<void> {
    await this.office.recorders.receiveFacts(
      this.recorderId,
      facts.map((fact) => {
        this.#sequence += 1;
        return { sequence: this.#sequence, fact };
      }),
    );
  }

  /** The recorder does as it is ordered, and says so. */
  async obey(): Promise<number> {
    const orders = await this.office.erasures.ordersFor(this.recorderId);
    for (const { recordingId } of orders) {
      const wasThere = this.disk.delete(recordingId);
      await this.tell({ kind: 'recording-removed', recordingId, why: 'term', wasThere });
    }
    return orders.length;
  }

  async erase(): Promise<void> {
    await this.office.erasures.eraseDue();
    await this.obey();
    await this.office.erasures.eraseDue();
  }

  /** What the register says of recordings, oldest first. */
  said(kind: string) {
    return this.town.facts.entries
      .filter((entry) => entry.log === 'recordings' && entry.kind === kind)
      .map((entry) => ({ number: entry.number, ...JSON.parse(entry.record) }) as Said);
  }
}

export interface Said {
  readonly number: number;
  readonly about: readonly string[];
  readonly what: {
    readonly keyDestroyedAt: Instant | null;
    readonly files: readonly { readonly recordingId: string; readonly wasThere?: boolean }[];
    /** Of `key-destroyed`. */
    readonly day: string;
    readonly copies: readonly { readonly entry: string }[];
  };
}

export async function setRetention(
  town: TestOffice,
  id: string,
  retentionDays: number,
): Promise<void> {
  await town.facts.transact(async (facts) => {
    const stored = await facts.cameras.one(id);
    if (stored !== null) {
      await facts.cameras.put({ ...stored, camera: { ...stored.camera, retentionDays } });
    }
  });
}
