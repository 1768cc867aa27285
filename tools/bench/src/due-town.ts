/**
 * A town on the day on which a day of all its cameras is due: sealed files of ten minutes written by the
 * product's own store, their rows in PostgreSQL, the key ring, an office, and the recorder's half of an
 * erasure. Only syncs are left out while it is made: they are no part of what is measured.
 */

import { hash, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, civilDayOf, instantFromMs, msFromInstant, startOfDay } from '@beffroi/kernel';
import { createDataKeySealer, createFileKeyRing } from '@beffroi/keyring';
import {
  type Chance,
  type Clock,
  createOffice,
  erasureDayOf,
  type Facts,
  type RecorderFact,
  type RunningOffice,
} from '@beffroi/office';
import {
  fakePasswordHasher,
  fakeSecretBox,
  fakeTotp,
  seedExampleTown,
  silentStates,
  testSettings,
} from '@beffroi/office/testing';
import { connect } from '@beffroi/store-postgres';
import {
  type Disk,
  type DiskFile,
  openFactSpool,
  openRecorderStore,
  openRecordingFolder,
  realDisk,
} from '@beffroi/store-recordings';
import { formatForTests, pictureForTests } from '@beffroi/testing';

const { timeZone, site } = testSettings;
const streamNames = ['main', 'sub'] as const;
const fileMs = 600_000;
const filesPerStream = 144;
export const filesPerCamera = filesPerStream * streamNames.length;
const pictureBytes = 2500;
const gop = 25;
/** Head, first chunk and the chunks of one GOP. */
export const sizeOfAFile = 4152 + 16_400 * (1 + Math.ceil((gop * pictureBytes + 3000) / 16_384));
const retentionDays = 15;
const recordedDay = '2026-11-02';
const rowsAtOnce = 500;
const chance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };

export interface DueTown {
  readonly office: RunningOffice;
  /** Carries out every order there is, and tells of it. */
  readonly recorder: { obeyAll(): Promise<void> };
  close(): Promise<void>;
}

type Ring = ReturnType<typeof createFileKeyRing>;

/** The clock stands on the day on which everything is due; nothing runs by itself. */
export async function openDueTown(state: string, url: string, count: number): Promise<DueTown> {
  mkdirSync(state);
  const directory = join(state, 'recordings');
  const startMs = msFromInstant(startOfDay(recordedDay, timeZone));
  let nowMs = startMs;
  const clock: Clock = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    after: () => () => undefined,
  };
  const facts = await connect({ url });
  const cameraIds = await seedCameras(facts, nowMs, count);
  const ring = createFileKeyRing({ directory: join(state, 'keys'), chance });
  const office = await createOffice({
    ...{ facts, clock, chance, passwordHasher: fakePasswordHasher, totp: fakeTotp },
    ...{ secretBox: fakeSecretBox, keyRing: ring, liveStates: silentStates },
    sha256: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
    folder: openRecordingFolder(directory),
    settings: testSettings,
  });
  await office.erasures.eraseDue();
  const { recorderId } = await office.recorders.register('bench');
  await writeDay(directory, ring, cameraIds, (at) => {
    nowMs = Math.max(nowMs, at);
  }).then((written) => keepRows(facts, recorderId, written));
  nowMs = msFromInstant(startOfDay(addDays(recordedDay, retentionDays), timeZone)) + 1000;
  const spool = openFactSpool({ path: join(state, 'spool') });
  const store = await openRecorderStore({
    ...{ directory, site, clock, chance, diskFloor: 0, timeZone, syncPolicy: 'each-gop' },
    sealer: createDataKeySealer([], chance),
    places: () => ({ name: '', place: '' }),
    sink: (fact) => {
      spool.append(fact);
    },
  });
  const tell = async () => {
    for (let sent = spool.pending(64); sent.length > 0; sent = spool.pending(64)) {
      spool.acknowledge(await office.recorders.receiveFacts(recorderId, sent));
    }
  };
  return {
    office,
    recorder: {
      async obeyAll() {
        const next = () => office.erasures.ordersFor(recorderId);
        for (let orders = await next(); orders.length > 0; orders = await next()) {
          await store.erase(orders);
          await tell();
        }
      },
    },
    async close() {
      await store.close();
      spool.close();
      office.close();
      await ring.close();
      await facts.close();
    },
  };
}

async function seedCameras(facts: Facts, nowMs: number, count: number): Promise<readonly string[]> {
  await seedExampleTown(facts, nowMs);
  const ids = Array.from({ length: count }, (_, index) => `cam_bench${index}`);
  await facts.transact(async (work) => {
    const [first] = await work.cameras.all();
    for (const cameraId of first === undefined ? [] : ids) {
      const id = cameraId as NonNullable<typeof first>['camera']['id'];
      const camera = { ...first!.camera, id, retentionDays, name: cameraId, mask: null };
      await work.cameras.put({ ...first!, key: cameraId, camera });
    }
  });
  return ids;
}

/** A GOP at the beginning of each ten minutes of the day, of every camera and stream. */
async function writeDay(
  directory: string,
  ring: Ring,
  cameraIds: readonly string[],
  moveTo: (atMs: number) => void,
): Promise<readonly RecorderFact[]> {
  const facts: RecorderFact[] = [];
  const fromMs = msFromInstant(startOfDay(recordedDay, timeZone));
  let nowMs = fromMs;
  const keys = await ring.dayPublicKeys(
    addDays(civilDayOf(instantFromMs(fromMs), timeZone), 1),
    20,
  );
  const store = await openRecorderStore({
    ...{ directory, site, chance, diskFloor: 0, timeZone, syncPolicy: 'each-gop' },
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined },
    sealer: createDataKeySealer(keys, chance),
    places: (cameraId) => ({ name: cameraId, place: 'bench' }),
    sink: (fact) => facts.push(fact),
    erasureDay: (_, atMs) => erasureDayOf(atMs, retentionDays, timeZone),
    disk: unsynced,
  });
  for (let file = 0; file < filesPerStream; file++) {
    nowMs = fromMs + file * fileMs;
    const tracks = cameraIds.flatMap((cameraId) =>
      streamNames.map((stream) => store.track(cameraId, stream, 1)),
    );
    for (const track of tracks) {
      track.format(formatForTests);
      for (let index = 0; index < gop; index++) {
        track.append(pictureForTests({ startMs: nowMs, index, gop, sizeBytes: pictureBytes }));
      }
    }
    await Promise.all(tracks.map((track) => track.close('recorder-stopped')));
  }
  await store.close();
  moveTo(nowMs);
  return facts;
}

async function keepRows(
  facts: Facts,
  recorderId: string,
  written: readonly RecorderFact[],
): Promise<void> {
  const closed = written.flatMap((fact) =>
    fact.kind === 'recording-closed' ? [fact.recording] : [],
  );
  for (let from = 0; from < closed.length; from += rowsAtOnce) {
    await facts.transact(async (work) => {
      for (const recording of closed.slice(from, from + rowsAtOnce)) {
        await work.recordings.put({ recording, recorderId, closed: recording });
      }
    });
  }
}

const unsynced: Disk = {
  ...realDisk,
  create: async (path) => withoutSyncs(await realDisk.create(path)),
  openForUpdate: async (path) => withoutSyncs(await realDisk.openForUpdate(path)),
  syncDirectory: async () => undefined,
};

function withoutSyncs(file: DiskFile): DiskFile {
  return {
    write: (bytes, position) => file.write(bytes, position),
    read: (into, position) => file.read(into, position),
    datasync: async () => undefined,
    size: () => file.size(),
    close: () => file.close(),
  };
}
