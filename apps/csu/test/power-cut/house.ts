/**
 * The stores of a house on one disk: database, register, key ring, a recorder's files and its spool,
 * with an office over them whose days go by at the worker's word. Worker and recovery open the same.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import {
  createDataKeySealer,
  createFileKeyRing,
  openRootKeeper,
  type RootKeeper,
} from '@beffroi/keyring';
import { createOffice, erasureDayOf, type Facts, type RunningOffice } from '@beffroi/office';
import {
  createSteeredClock,
  fakePasswordHasher,
  fakeSecretBox,
  fakeTotp,
  seedExampleTown,
  silentStates,
  testSettings,
} from '@beffroi/office/testing';
import { connect, startEmbeddedPostgres } from '@beffroi/store-postgres';
import {
  type Disk,
  openFactSpool,
  openRecorderStore,
  openRecordingFolder,
  realDisk,
} from '@beffroi/store-recordings';
import { sha256 } from '../../src/register/ed25519.ts';
import { RegisterKeeper } from '../../src/register/register-keeper.ts';
import { systemChance as chance, systemClock } from '../../src/system-clock.ts';

const { timeZone, site } = testSettings;
/** Short, so that days die while the test looks. */
const retentionDays = 2;
const keyDays = 4;
export const startMs = 1_795_305_600_000;

type Store = Awaited<ReturnType<typeof openRecorderStore>>;

export interface CutHouse {
  readonly facts: Facts;
  readonly keeper: RegisterKeeper;
  readonly ring: ReturnType<typeof createFileKeyRing>;
  readonly office: RunningOffice;
  readonly store: Store;
  readonly clock: ReturnType<typeof createSteeredClock>;
  readonly recorderId: string;
  /** Makes the keys of the days to come. */
  makeKeys(): Promise<readonly { readonly keyId: string; readonly day: string }[]>;
  /** Sends what the recorder has to tell until all of it is kept. */
  sendFacts(): Promise<void>;
  /** Erases what is due to the end: condemned, destroyed, unlinked, receipted. */
  erase(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface CutWish {
  readonly mount: string;
  readonly nowMs: number;
  readonly synced?: (recordingId: string, endMs: number) => void;
  /** A server that runs already; one of its own on the same disk otherwise. */
  readonly databaseUrl?: string;
  /** Called before and after everything that changes a disk or the database. */
  readonly step?: () => void;
}

export async function openCutHouse(wish: CutWish): Promise<CutHouse> {
  const { mount, nowMs, synced = () => {}, step = () => {} } = wish;
  const at = (name: string) => join(mount, name);
  const server =
    wish.databaseUrl === undefined
      ? await startEmbeddedPostgres({ directory: at('postgres'), log: () => {} })
      : null;
  const database = steppedFacts(
    await connect({ url: server?.url ?? wish.databaseUrl ?? '' }),
    step,
  );
  const disk = steppedDisk(step);
  const keeper = await RegisterKeeper.open({
    facts: database,
    clock: systemClock,
    disk,
    folder: at('register'),
    townName: 'Vermeil',
  });
  const facts = keeper.watching(database);
  const clock = createSteeredClock(nowMs);
  const isNew = (await facts.read((work) => work.people.all())).length === 0;
  if (isNew) {
    await seedExampleTown(facts, nowMs);
    await facts.transact(async (work) => {
      for (const stored of await work.cameras.all()) {
        await work.cameras.put({ ...stored, camera: { ...stored.camera, retentionDays } });
      }
    });
  }
  const root = steppedRoot(await openRootKeeper({ kind: 'file' }, at('keys'), chance), step);
  const ring = createFileKeyRing({ directory: at('keys'), chance, root });
  const office = await createOffice({
    ...{ facts, clock, chance, sha256, passwordHasher: fakePasswordHasher, totp: fakeTotp },
    ...{ secretBox: fakeSecretBox, keyRing: ring, liveStates: silentStates },
    folder: openRecordingFolder(at('recordings')),
    settings: testSettings,
  });
  const recorderId = await recorderOf(office, at('recorder.json'));
  const today = () => civilDayOf(instantFromMs(clock.nowMs()), timeZone);
  const makeKeys = () => ring.dayPublicKeys(addDays(today(), 1), keyDays);
  let keys = await makeKeys();
  mkdirSync(at('recorder'), { recursive: true });
  const spool = openFactSpool({ path: at('recorder/spool') });
  const store = await openRecorderStore({
    ...{ directory: at('recordings'), site, clock, chance, diskFloor: 0.01 },
    disk,
    sealer: createDataKeySealer(() => keys, chance),
    syncPolicy: 'each-gop',
    places: () => ({ name: 'Place', place: 'Vermeil' }),
    sink: (fact) => {
      spool.append(fact);
    },
    timeZone,
    erasureDay: (_, atMs) => erasureDayOf(atMs, retentionDays, timeZone),
    synced: ({ recordingId, endMs }) => synced(recordingId, endMs),
  });
  const sendFacts = async () => {
    for (;;) {
      const pending = spool.pending(64);
      if (pending.length === 0) {
        return;
      }
      spool.acknowledge(await office.recorders.receiveFacts(recorderId, pending));
    }
  };
  return {
    ...{ facts, keeper, ring, office, store, clock, recorderId, sendFacts },
    async makeKeys() {
      keys = await makeKeys();
      return keys.map(({ keyId, day }) => ({ keyId, day }));
    },
    async erase() {
      const { destroyedKeys } = await office.erasures.eraseDue();
      await store.erase(await office.erasures.ordersFor(recorderId));
      await sendFacts();
      await office.erasures.eraseDue();
      return destroyedKeys;
    },
    async close() {
      await store.close();
      await sendFacts();
      spool.close();
      office.close();
      await ring.close();
      await keeper.close();
      await facts.close();
      await server?.stop();
    },
  };
}

/** As the supervisor keeps the local recorder's identity. */
async function recorderOf(office: RunningOffice, path: string): Promise<string> {
  if (existsSync(path)) {
    return readFileSync(path, 'utf8');
  }
  const known = (await office.recorders.list())[0]?.id;
  const id = known ?? (await office.recorders.register('one')).recorderId;
  writeFileSync(path, id, { flush: true });
  return id;
}

function steppedFacts(facts: Facts, step: () => void): Facts {
  return {
    ...facts,
    async transact(work) {
      step();
      const value = await facts.transact(work);
      step();
      return value;
    },
  };
}

function steppedDisk(step: () => void): Disk {
  return {
    ...realDisk,
    async replace(path, bytes) {
      step();
      await realDisk.replace(path, bytes);
      step();
    },
    async remove(path) {
      step();
      await realDisk.remove(path);
      step();
    },
  };
}

function steppedRoot(root: RootKeeper, step: () => void): RootKeeper {
  return {
    ...root,
    keepNext(key) {
      step();
      root.keepNext(key);
      step();
    },
    forgetOld() {
      step();
      root.forgetOld();
      step();
    },
  };
}
