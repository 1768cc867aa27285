/**
 * Sixteen days of a town of twenty cameras, hour by hour on a steered clock, with the real key ring:
 * at each hour every file has a ground to be there; at the end everything ever written down (each day
 * a copy of the facts is put aside, as a backup would) is tried against the ring that is left.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import { createDataKeySealer, createFileKeyRing } from '@beffroi/keyring';
import {
  erasureDayOf,
  type FoundFile,
  purposeOf,
  type RecordingFolder,
  type RecordingIdentity,
  type SealedDataKey,
} from '@beffroi/office';
import {
  createSeededChance,
  createSteeredClock,
  createTestOffice,
  type TestOffice,
} from '@beffroi/office/testing';
import { expect, test } from 'vitest';

const hourMs = 3_600_000;
const zone = 'Europe/Paris';
const cameraCount = 20;
const days = 16;
/** A file of each camera every so many hours; the inventory is taken every hour. */
const fileHours = 12;

class Disk implements RecordingFolder {
  readonly kept = new Map<
    string,
    { readonly file: FoundFile; readonly identity: RecordingIdentity }
  >();

  async *files(): AsyncGenerator<FoundFile> {
    for (const path of [...this.kept.keys()].sort()) {
      yield this.kept.get(path)!.file;
    }
  }

  async identityOf(path: string): Promise<RecordingIdentity | null> {
    return this.kept.get(path)?.identity ?? null;
  }
}

/** One data key as somebody may have put it aside. */
interface Copy {
  readonly recording: RecordingIdentity;
  readonly sealed: SealedDataKey;
}

async function copyOfFacts({ facts }: TestOffice): Promise<readonly Copy[]> {
  return await facts.read(async (work) => {
    const rows = await work.recordings.all();
    const held = await work.heldKeys.all();
    return rows.flatMap(({ recording }) => [
      { recording, sealed: recording.sealedKey },
      ...held
        .filter(({ recordingId }) => recordingId === recording.recordingId)
        .map(({ sealedKey }) => ({ recording, sealed: sealedKey })),
    ]);
  });
}

async function twentyCameras({ facts }: TestOffice): Promise<readonly string[]> {
  await facts.transact(async (work) => {
    const [first] = await work.cameras.all();
    for (let index = 0; index < cameraCount && first !== undefined; index++) {
      const id = `cam_no${index}` as typeof first.camera.id;
      await work.cameras.put({
        ...first,
        camera: { ...first.camera, id, name: `Caméra ${index}` },
      });
    }
  });
  return Array.from({ length: cameraCount }, (_, index) => `cam_no${index}`);
}

test('RET-6 RET-8 HLD-1 sixteen days of twenty cameras: a ground at each hour, nothing erased opens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'beffroi-sixteen-'));
  const chance = createSeededChance('sixteen days');
  const clock = createSteeredClock(Date.parse('2026-10-18T08:00Z'));
  const keyRing = createFileKeyRing({ directory: folder, chance });
  const disk = new Disk();
  const town = await createTestOffice({ clock, keyRing, folder: disk });
  const { office } = town;
  try {
    const cameras = await twentyCameras(town);
    const { recorderId } = await office.recorders.register('nord');
    await office.recorders.configurationFor(recorderId);
    let sequence = 0;
    const record = async (cameraId: string): Promise<void> => {
      const startMs = clock.nowMs();
      const today = civilDayOf(instantFromMs(startMs), zone);
      const keyDay = erasureDayOf(startMs, 15, zone);
      const keys = await keyRing.dayPublicKeys(addDays(today, 1), 20);
      const place = { site: 'vermeil', cameraId, startMs };
      const { sealed } = await createDataKeySealer(keys, chance).newDataKey(
        keyDay,
        purposeOf(place),
      );
      const recording: RecordingIdentity = {
        ...place,
        recordingId: `rec_${cameraId.slice(4)}-${startMs}`,
        stream: 'main',
        fence: 1,
        path: `${cameraId}/${today}/main-${startMs}.bfr`,
        sealedKey: sealed,
      };
      const endMs = startMs + fileHours * hourMs;
      const closing = { endMs, sizeBytes: 1, sha256: 'ab', pictures: 1, gops: 1, maskVersions: [] };
      const file = { path: recording.path, sizeBytes: 1, modifiedMs: startMs, growing: false };
      disk.kept.set(recording.path, { file, identity: recording });
      await office.recorders.receiveFacts(recorderId, [
        { sequence: ++sequence, fact: { kind: 'recording-opened', recording } },
        {
          sequence: ++sequence,
          fact: {
            kind: 'recording-closed',
            recording: { ...recording, ...closing, timeSource: 'arrival', closing: 'complete' },
          },
        },
      ]);
    };
    const obey = async (): Promise<void> => {
      for (const { recordingId, path } of await office.erasures.ordersFor(recorderId)) {
        const wasThere = disk.kept.delete(path);
        const fact = { kind: 'recording-removed', recordingId, why: 'term', wasThere } as const;
        await office.recorders.receiveFacts(recorderId, [{ sequence: ++sequence, fact }]);
      }
    };
    const backups: Copy[] = [];
    const heldFromMs = clock.nowMs() + 30 * hourMs;
    for (let hour = 0; hour < days * 24; hour++) {
      if (hour % fileHours === 0) {
        for (const cameraId of cameras) {
          await record(cameraId);
        }
      }
      if (hour === 3 * 24) {
        const { actor } = await town.signIn('per_head');
        const placed = await office.holds.place(actor, {
          framework: '60-1',
          reference: 'PV 2026/1042',
          channel: 'written',
          requester: 'Brigadier Martin',
          cameraIds: [cameras[3]!, cameras[7]!],
          fromMs: heldFromMs,
          toMs: heldFromMs + 12 * hourMs,
          until: '2027-01-31',
        });
        expect(placed.ok && placed.value.files).toBeGreaterThanOrEqual(2);
      }
      clock.advance(hourMs);
      await office.erasures.eraseDue();
      await obey();
      const { groundless, lines } = await office.erasures.inventory();
      expect(groundless, `hour ${hour}`).toEqual([]);
      expect(lines.reduce((sum, line) => sum + line.files, 0)).toBe(disk.kept.size);
      if (hour % 24 === 12) {
        backups.push(...(await copyOfFacts(town)));
      }
    }
    const today = civilDayOf(instantFromMs(clock.nowMs()), zone);
    const held = new Set(
      (await town.facts.read((work) => work.heldKeys.all())).map(({ recordingId }) => recordingId),
    );
    const tried = { erased: 0, erasedOpened: 0, held: 0, heldOpened: 0, aliveOpened: 0 };
    for (const { recording, sealed } of [...backups, ...(await copyOfFacts(town))]) {
      const opened = await keyRing.openDataKey(sealed, purposeOf(recording)).then(
        () => 1,
        () => 0,
      );
      const isDue = recording.sealedKey.day <= today;
      if (!isDue) {
        tried.aliveOpened += opened;
      } else if (sealed.keyId.startsWith('hold-')) {
        tried.held += 1;
        tried.heldOpened += opened;
      } else {
        tried.erased += 1;
        tried.erasedOpened += opened;
      }
    }
    expect(tried.erased).toBeGreaterThan(500);
    expect(tried.erasedOpened).toBe(0);
    expect(held.size).toBeGreaterThanOrEqual(2);
    expect(tried.heldOpened).toBe(tried.held);
    expect(tried.held).toBeGreaterThan(0);
    expect(tried.aliveOpened).toBeGreaterThan(0);
    // What is left on the disk is what isn't due, and what is held.
    for (const { identity } of disk.kept.values()) {
      expect(identity.sealedKey.day > today || held.has(identity.recordingId)).toBe(true);
    }
  } finally {
    office.close();
    await keyRing.close();
    await rm(folder, { recursive: true });
  }
}, 120_000);
