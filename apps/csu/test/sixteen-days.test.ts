/**
 * Sixteen days of a town of twenty cameras, hour by hour on a steered clock: a real PostgreSQL, sealed
 * files on a real disk, the real key ring, a backup each day. At each hour every file has a ground to be
 * there; at the end everything that was ever written down is tried with every ring that can be made:
 * nothing erased opens, what is held does. `BEFFROI_SIXTEEN_DAYS=full` records every hour.
 */

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyRing, type RingCopy } from '@beffroi/keyring';
import type { KeyRing } from '@beffroi/office';
import {
  connect,
  type EmbeddedPostgres,
  importFacts,
  startEmbeddedPostgres,
} from '@beffroi/store-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decryptWith } from '../src/backup/age-file.ts';
import { BackedUpTown, Databases, restoreTown } from './backed-up-town.ts';
import { heldCameras, LivedTown, lapsingCamera } from './sixteen-days/lived-town.ts';
import { filesHolding, formsOf, type Thief } from './sixteen-days/thief.ts';

const days = 16;
const isFull = process.env['BEFFROI_SIXTEEN_DAYS'] === 'full';
const recordedEveryHours = isFull ? 1 : 12;

let folder: string;
let server: EmbeddedPostgres;
let databases: Databases;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'beffroi-sixteen-'));
  chmodSync(folder, 0o711);
  server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), log: () => {} });
  databases = new Databases(server);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The facts of a backup as anybody may read them: put into an empty database. */
async function takeFactsOf(backup: string, thief: Thief): Promise<void> {
  const url = await databases.fresh();
  await importFacts({ url, folder: join(backup, 'facts') });
  const facts = await connect({ url });
  await facts.read((work) => thief.takeFacts(work));
  await facts.close();
}

/** Lives the days; answers how it went. */
async function live(): Promise<LivedTown> {
  const lived = await LivedTown.begin(folder, await databases.fresh());
  for (let hour = 0; hour < days * 24; hour++) {
    if (hour % recordedEveryHours === 0) {
      await lived.record();
    }
    if (hour === 2 * 24 + 3) {
      await lived.hold(heldCameras, 'written');
      await lived.hold([lapsingCamera], 'phone');
    }
    if (hour % 96 === 5) {
      await lived.drawMasks(`cam_no${hour % 20}`);
    }
    await lived.passHour();
    if (hour % 24 === 12) {
      await lived.takeBackup(Math.floor(hour / 24));
    }
  }
  return lived;
}

/** Every ring there is at the end: the town's own, and that of a centre made anew from each backup. */
async function ringsOf(lived: LivedTown): Promise<readonly BackedUpTown[]> {
  const { clock } = lived.town.parts;
  const restored: BackedUpTown[] = [];
  for (const backup of lived.backups) {
    const state = `${backup.folder}-restored`;
    const parts = { state, url: await databases.fresh(), clock };
    await restoreTown(parts, backup.folder, lived.identity);
    restored.push(await BackedUpTown.open(parts));
  }
  return restored;
}

/** Ids of the keys in the copies that backups took along, as the holder of the identity reads them. */
async function copiedKeys({ backups, identity }: LivedTown): Promise<readonly string[]> {
  const copies = await Promise.all(
    backups
      .filter(({ withKeys }) => withKeys)
      .map(async (backup) => {
        const sealed = await readFile(join(backup.folder, 'day-keys.age'));
        const plain = await decryptWith(identity, sealed, 'day-keys.age');
        return (JSON.parse(Buffer.from(plain).toString('utf8')) as RingCopy).keys;
      }),
  );
  return [...new Set(copies.flat().map(({ keyId }) => keyId))];
}

/** What became of every file that was ever there, tried with every key and every ring. */
async function tryAll({ town, thief }: LivedTown, rings: readonly KeyRing[]) {
  const rows = await town.facts.read((work) => work.recordings.all());
  const kept = new Set(rows.map(({ recording }) => recording.recordingId));
  const heldKeys = await town.facts.read((work) => work.heldKeys.all());
  const held = new Set(heldKeys.map(({ recordingId }) => recordingId));
  const tried = { erased: 0, erasedOpened: 0, lapsed: 0, held: 0, heldPlayed: 0 };
  const alive = { files: 0, opened: 0 };
  for (const recording of await thief.recordings()) {
    const { recordingId, cameraId } = recording;
    if (!kept.has(recordingId)) {
      tried.erased += 1;
      tried.erasedOpened += (await thief.opens(recording, rings)) ? 1 : 0;
      tried.lapsed += cameraId === lapsingCamera ? 1 : 0;
    } else if (held.has(recordingId)) {
      tried.held += 1;
      tried.heldPlayed += (await thief.play(recording, town.ring)) > 0 ? 1 : 0;
    } else {
      alive.files += 1;
      alive.opened += (await thief.opens(recording, [town.ring])) ? 1 : 0;
    }
  }
  return { tried, alive };
}

test('RET-6 RET-8 RET-9 HLD-1 BAK-4 sixteen days of twenty cameras: a ground at each hour, nothing erased opens', async () => {
  const lived = await live();
  const { town, thief } = lived;
  await town.facts.read((work) => thief.takeFacts(work));
  for (const backup of lived.backups) {
    await takeFactsOf(backup.folder, thief);
  }
  const restored = await ringsOf(lived);
  const rings: readonly KeyRing[] = [town.ring, ...restored.map(({ ring }) => ring)];

  const { tried, alive } = await tryAll(lived, rings);
  expect(tried.erased + tried.held + alive.files).toBe(thief.files);
  expect(tried.erased).toBeGreaterThan(250);
  expect(tried.erasedOpened).toBe(0);
  expect(tried.lapsed).toBeGreaterThan(0);
  expect(tried.held).toBeGreaterThanOrEqual(heldCameras.length);
  expect(tried.heldPlayed).toBe(tried.held);
  expect(alive.files).toBeGreaterThan(400);
  expect(alive.opened).toBe(alive.files);
  const references = await thief.references(rings);
  expect(references.filter(({ isOpen, day }) => isOpen !== day > town.today)).toEqual([]);
  expect(new Set(references.map(({ isOpen }) => isOpen)).size).toBe(2);
  await Promise.all(restored.map((one) => one.close()));

  const living = copyRing({ directory: join(town.parts.state, 'keys') });
  const livingIds = [...living.keys, ...(living.holds ?? [])].map(({ keyId }) => keyId);
  const dead = [...lived.privateKeys].filter(([keyId]) => !livingIds.includes(keyId));
  expect(dead.length).toBeGreaterThan(days);
  // The one copy that outlives them is the owner's, and the register names every key in it.
  const copied = await copiedKeys(lived);
  expect(dead.some(([keyId]) => copied.includes(keyId))).toBe(true);
  const acts = await town.facts.read((work) => work.register.after('acts', 0, 10_000));
  const told = acts.filter(({ kind }) => kind === 'backup-taken').map(({ record }) => record);
  expect(copied.filter((keyId) => !told.some((record) => record.includes(keyId)))).toEqual([]);
  const log = await town.facts.read((work) => work.register.after('recordings', 0, 100_000));
  const destroyed = log.filter(({ kind }) => kind === 'key-destroyed').map(({ record }) => record);
  for (const [keyId] of dead.filter(([id]) => id.startsWith('day-'))) {
    const entry = destroyed.find((record) => record.includes(keyId)) ?? '';
    expect(entry.includes('"copies":[{'), keyId).toBe(copied.includes(keyId));
  }
  const [[deadId] = ['']] = dead;
  const wanted = dead.flatMap(([, privateKey]) => formsOf(privateKey));
  expect(await filesHolding([folder], wanted)).toEqual([]);
  expect(await filesHolding([folder], [Buffer.from(deadId)])).not.toEqual([]);
  lived.recorder.close();
  await town.close();
}, 1_800_000);
