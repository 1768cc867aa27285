/** Erasure at term on fakes: what is due, in which order, and what a crash or an absence changes. */

import { addDays, civilDayOf, Failure, type Instant, instantFromMs } from '@beffroi/kernel';
import { erasureDayOf } from '@beffroi/town';
import { describe, expect, test } from 'vitest';
import { createOffice, type RunningOffice } from '../create-office.ts';
import type { OfficeParts } from '../parts.ts';
import type { Facts } from '../ports/facts.ts';
import type { RecorderFact } from '../ports/recordings.ts';
import { entryOf } from '../register-entry.ts';
import {
  createFakeKeyRing,
  createSteeredClock,
  createTestOffice,
  type FakeKeyRing,
  type SteeredClock,
  type TestOffice,
} from '../testing/index.ts';
import { killedAt } from '../testing/killed-facts.ts';

const hourMs = 3_600_000;
const zone = 'Europe/Paris';
const retention: Readonly<Record<string, number>> = { cam_place: 3, cam_gare: 2, cam_ecole: 1 };

/** A town of three cameras that keep 3, 2 and 1 days, and one recorder with a disk of names. */
class World {
  readonly clock: SteeredClock;
  readonly ring: FakeKeyRing;
  readonly town: TestOffice;
  readonly recorderId: string;
  readonly disk = new Map<string, { readonly keyDay: string; readonly startMs: number }>();
  office: RunningOffice;
  #sequence = 0;

  static async open(startMs: number): Promise<World> {
    const clock = createSteeredClock(startMs);
    const ring = createFakeKeyRing();
    const town = await createTestOffice({ clock, keyRing: ring });
    town.office.close();
    for (const [id, retentionDays] of Object.entries(retention)) {
      await setRetention(town, id, retentionDays);
    }
    const { recorderId } = await town.office.recorders.register('nord');
    return new World(clock, ring, town, recorderId, await createOffice(town.parts));
  }

  private constructor(
    clock: SteeredClock,
    ring: FakeKeyRing,
    town: TestOffice,
    recorderId: string,
    office: RunningOffice,
  ) {
    this.clock = clock;
    this.ring = ring;
    this.town = town;
    this.recorderId = recorderId;
    this.office = office;
  }

  get today(): string {
    return civilDayOf(instantFromMs(this.clock.nowMs()), zone);
  }

  async restart(changes: Partial<OfficeParts> = {}): Promise<void> {
    this.office.close();
    this.office = await createOffice({ ...this.town.parts, ...changes });
  }

  /** An hour of every camera, opened and closed, sealed as a recorder seals. */
  async recordHour(): Promise<void> {
    await this.ring.dayPublicKeys(addDays(this.today, 1), 30);
    const startMs = this.clock.nowMs();
    for (const [cameraId, days] of Object.entries(retention)) {
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

  /** RET-6: nothing due is anywhere, every key that opens something opens only what isn't due. */
  async expectNothingDue(): Promise<void> {
    const alive = (await this.ring.days()).map(({ day }) => day);
    const rows = await this.town.facts.read((facts) => facts.recordings.all());
    expect(alive.filter((day) => day <= this.today)).toEqual([]);
    expect([...this.disk.values()].filter(({ keyDay }) => keyDay <= this.today)).toEqual([]);
    expect(rows.filter(({ recording }) => recording.sealedKey.day <= this.today)).toEqual([]);
    expect(rows.map(({ recording }) => recording.recordingId).sort()).toEqual(
      [...this.disk.keys()].sort(),
    );
    expect(rows.every(({ recording }) => alive.includes(recording.sealedKey.day))).toBe(true);
  }
}

interface Said {
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

async function setRetention(town: TestOffice, id: string, retentionDays: number): Promise<void> {
  await town.facts.transact(async (facts) => {
    const stored = await facts.cameras.one(id);
    if (stored !== null) {
      await facts.cameras.put({ ...stored, camera: { ...stored.camera, retentionDays } });
    }
  });
}

describe('erasure at term', () => {
  test.each([
    ['a plain week', '2026-11-20T10:00Z'],
    ['the week of the long day', '2026-10-22T10:00Z'],
    ['the week of the short day', '2026-03-26T10:00Z'],
  ])(
    'RET-6 at every hour of %s nothing is kept past its day',
    async (_, start) => {
      const world = await World.open(Date.parse(start));
      for (let hour = 0; hour < 4 * 24; hour++) {
        await world.recordHour();
        await world.erase();
        await world.expectNothingDue();
      }
      const receipted = world.said('recordings-erased').flatMap(({ what }) => what.files);
      expect(receipted.length).toBe(3 * 4 * 24 - world.disk.size);
      expect(receipted.every(({ wasThere }) => wasThere === true)).toBe(true);
      world.office.close();
    },
    60_000,
  );

  test('RET-6 condemned first, then the key is destroyed, then the receipt is written', async () => {
    const world = await World.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    world.clock.advance(4 * 24 * hourMs);
    await world.erase();
    const destroyed = world.said('key-destroyed');
    const receipts = world.said('recordings-erased');
    expect(receipts.map(({ about }) => about[0]).sort()).toEqual(Object.keys(retention).sort());
    for (const { number, about, what } of receipts) {
      const condemned = world
        .said('recordings-condemned')
        .find((each) => each.about[0] === about[0]);
      const key = destroyed.find((each) => each.about[0] === about[1]);
      expect(condemned?.what.files.length).toBe(what.files.length);
      expect(what.keyDestroyedAt).not.toBeNull();
      expect((condemned?.number ?? number) < (key?.number ?? 0)).toBe(true);
      expect((key?.number ?? number) < number).toBe(true);
    }
    world.office.close();
  });

  test('RET-6 killed before or after any step, the next start ends it right', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let step = 0; step < 12; step++) {
        const world = await World.open(Date.parse('2026-11-20T10:00Z'));
        await world.recordHour();
        world.office.close();
        world.clock.advance(4 * 24 * hourMs);
        await world.restart({ facts: killedAt(world.town.facts, step, when) });
        await world.erase().catch(() => undefined);
        await world.restart();
        await world.erase();
        await world.expectNothingDue();
        const files = world.said('recordings-erased').flatMap(({ what }) => what.files);
        expect(new Set(files.map(({ recordingId }) => recordingId)).size, `${when} ${step}`).toBe(
          3,
        );
        expect(files.length).toBe(3);
        world.office.close();
      }
    }
  }, 60_000);

  test('RET-5 a shortened retention erases at the new term, and the receipt names no dead key', async () => {
    const world = await World.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    await setRetention(world.town, 'cam_place', 1);
    await world.restart();
    world.clock.advance(24 * hourMs);
    await world.erase();
    const receipt = world.said('recordings-erased').find(({ about }) => about[0] === 'cam_place');
    expect(receipt?.what.keyDestroyedAt).toBeNull();
    expect((await world.ring.days()).map(({ day }) => day)).toContain('2026-11-23');
    expect([...world.disk.values()].map(({ keyDay }) => keyDay)).toEqual(['2026-11-22']);
    world.office.close();
  });

  test('RET-5 a key of the day of recording lives as long as its cameras ask', async () => {
    const world = await World.open(Date.parse('2026-11-20T10:00Z'));
    await world.ring.dayPublicKeys('2026-11-20', 1);
    const startMs = world.clock.nowMs();
    await world.tell(
      ...world.file('cam_place', startMs, '2026-11-20'),
      ...world.file('cam_ecole', startMs, '2026-11-20'),
    );
    world.clock.advance(2 * 24 * hourMs);
    await world.erase();
    expect([...world.disk.keys()]).toEqual([`rec_place${startMs}`]);
    expect((await world.ring.days()).map(({ day }) => day)).toContain('2026-11-20');
    world.clock.advance(24 * hourMs);
    await world.erase();
    expect(world.disk.size).toBe(0);
    expect((await world.ring.days()).map(({ day }) => day)).not.toContain('2026-11-20');
    world.office.close();
  });

  test('RET-6 facts that come after the term, and a file that was gone before, are receipted', async () => {
    const world = await World.open(Date.parse('2026-11-20T10:00Z'));
    const startMs = world.clock.nowMs();
    const facts = world.file('cam_ecole', startMs, '2026-11-21');
    world.clock.advance(4 * 24 * hourMs);
    await world.tell(...facts);
    world.disk.clear();
    await world.erase();
    const [receipt] = world.said('recordings-erased');
    expect(receipt?.what.files.map(({ wasThere }) => wasThere)).toEqual([false]);
    await world.expectNothingDue();
    world.office.close();
  });

  test('RET-6 a failure and a file that stays are alarms', async () => {
    const world = await World.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    world.clock.advance(4 * 24 * hourMs);
    const ring = { ...world.ring, destroyDay: () => Promise.reject(new Error('the disk says no')) };
    await world.restart({ keyRing: ring });
    const lasting = async () =>
      (await world.town.facts.read((facts) => facts.alarms.current()))
        .filter(({ endedMs }) => endedMs === null)
        .map(({ code }) => code);
    await expect.poll(lasting).toEqual(['erasure-failed']);
    await world.restart();
    await world.office.erasures.eraseDue();
    expect(await lasting()).toEqual([]);
    world.clock.advance(25 * hourMs);
    await world.office.erasures.eraseDue();
    expect(await lasting()).toEqual(['erasure-waiting']);
    await world.erase();
    expect(await lasting()).toEqual([]);
    world.office.close();
  });

  test('RET-6 BAK-2 the destruction of a key names the copies that outlive it, and the head is told once', async () => {
    const world = await World.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    const backup = entryOf(world.town.parts, {
      ...{ kind: 'backup-taken', by: 'machine-owner', about: [], motive: 'control' },
      what: {
        ...{ folder: '/media/coffre', recipients: ['age1x'] },
        dayKeys: ['day-2026-11-22', 'day-2026-11-21'],
      },
    });
    await world.town.facts.transact((work) => work.register.append(backup));
    world.clock.advance(3 * 24 * hourMs);
    await world.erase();
    const copies = world
      .said('key-destroyed')
      .map(({ what }) => [what.day, what.copies.map(({ entry }) => entry)]);
    expect(copies).toEqual([
      ['2026-11-21', [backup.id]],
      ['2026-11-22', [backup.id]],
      ['2026-11-23', []],
    ]);
    const alarms = (await world.town.facts.read((facts) => facts.alarms.current())).filter(
      ({ code }) => code === 'key-copy-over',
    );
    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.detail).toContain('/media/coffre');
    world.office.close();
  });

  test('RET-6 REG-14 a read-only register erases nothing, and the alarm says until when that is lawful', async () => {
    const world = await World.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    world.clock.advance(4 * 24 * hourMs);
    await world.restart({ facts: readOnly(world.town.facts) });
    const lasting = async () =>
      (await world.town.facts.read((facts) => facts.alarms.current())).filter(
        ({ endedMs }) => endedMs === null,
      );
    await expect.poll(lasting).toMatchObject([{ code: 'erasure-stopped', level: 'alarm' }]);
    const [alarm] = await lasting();
    // 28 days after the day of the recording, whatever the shorter terms of the cameras.
    expect(alarm?.detail).toContain('3 files are past their term');
    expect(alarm?.detail).toContain('the oldest of 2026-11-20');
    expect(alarm?.detail).toContain('until 2026-12-18');
    expect(await world.town.facts.read((facts) => facts.erasures.all())).toEqual([]);
    expect((await world.ring.days()).some(({ day }) => day <= world.today)).toBe(true);
    await world.restart();
    await world.erase();
    expect(await lasting()).toEqual([]);
    await world.expectNothingDue();
    world.office.close();
  });
});

/** As the facts are when the register contradicts what was signed: read, and no entry taken. */
function readOnly(facts: Facts): Facts {
  return {
    ...facts,
    transact: (work) =>
      facts.transact((inside) => {
        const append = () => Promise.reject(new Failure('register-read-only', 'a fork'));
        return work({ ...inside, register: { ...inside.register, append } });
      }),
  };
}
