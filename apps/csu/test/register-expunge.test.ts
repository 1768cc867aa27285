/**
 * The term of the register on a real PostgreSQL, down to the raw bytes of its files: names and salts of
 * entries at their term are nowhere any more, not in the write-ahead log either, while everything
 * younger and every later proof stands.
 */

import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type Id, instantFromMs } from '@beffroi/kernel';
import type { Facts, RegisterEntry } from '@beffroi/office';
import { createSteeredClock, seedExampleTown } from '@beffroi/office/testing';
import {
  commitmentOf,
  makeSalt,
  type RegisterReader,
  verifyProof,
  verifyRegister,
} from '@beffroi/register';
import { connect, startEmbeddedPostgres } from '@beffroi/store-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256, verifyEd25519 } from '../src/register/ed25519.ts';
import { eraseRecordsOver } from '../src/register/record-terms.ts';
import { exportLog } from '../src/register/register-export.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import { newFolder, startMs } from './register-world.ts';

const dayMs = 86_400_000;
const oldName = 'Marguerite Oubliée';
const youngName = 'Lucien Présent';

let folder: string;
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
let facts: Facts;
beforeAll(async () => {
  folder = await newFolder();
  await chmod(folder, 0o755);
  server = await startEmbeddedPostgres({ directory: join(folder, 'postgres'), log: () => {} });
  facts = await connect({ url: server.url });
});
afterAll(async () => {
  await facts.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Entry n is of n days after the start; every fifth is a technical one. */
function dailyEntry(day: number, name: string): RegisterEntry {
  const kind = day % 5 === 0 ? 'signed-in' : 'viewing-opened';
  const at = instantFromMs(startMs + day * dayMs);
  const by = `per_${name.replaceAll(/\W/g, '').toLowerCase()}${day}`;
  const what = { name: `${name} ${day}`, note: 'recherche '.repeat(40) };
  const record = canonicalJson({ at, by, kind, what });
  const salt = makeSalt(sha256, sha256(Buffer.from(`daily ${day}`)).subarray(0, 16));
  const leaf = commitmentOf(sha256, { record, salt });
  const id = `ent_daily${day}` as Id<'entry'>;
  return { id, log: 'acts', kind, at, personId: by, record, salt, leaf };
}

/** Files of the server, from the raw disk, that hold these bytes. */
async function filesWith(...wanted: readonly (string | Uint8Array)[]): Promise<string[]> {
  const data = join(folder, 'postgres/data');
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    // A file may go between the two looks: then it holds nothing.
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    if (wanted.some((one) => bytes.includes(Buffer.from(one)))) {
      found.push(path.slice(data.length));
    }
  }
  return found;
}

test('REG-17 at their term names and salts leave the database’s files, and later proofs verify', async () => {
  const days = 1600;
  const termDays = 1094;
  const overDays = 500;
  const open = () =>
    RegisterKeeper.open({
      facts,
      clock: createSteeredClock(),
      folder: join(folder, 'register'),
      townName: 'Vermeil',
    });
  const entries = Array.from({ length: days }, (_, index) =>
    dailyEntry(index + 1, index < overDays ? oldName : youngName),
  );
  await facts.transact(async (work) => {
    for (const entry of entries) {
      await work.register.append(entry);
    }
  });
  const before = await open();
  await before.sealNow();
  await before.close();
  const salts = entries.filter((_, index) => index < overDays && index % 17 === 0);
  expect(await filesWith(oldName)).not.toEqual([]);
  expect(await filesWith(...salts.map(({ salt }) => salt))).not.toEqual([]);

  const nowMs = startMs + (overDays + termDays) * dayMs;
  const clock = createSteeredClock(nowMs);
  const erased = await eraseRecordsOver({ facts, clock, timeZone: 'Europe/Paris' });
  const isOver = ({ kind, at }: RegisterEntry) =>
    at < instantFromMs(nowMs - (kind === 'signed-in' ? 364 : termDays) * dayMs);
  expect(erased.records).toBe(entries.filter(isOver).length);
  expect(erased.records).toBeGreaterThan(overDays);
  expect(erased.expunged).toEqual({ parts: 1, isLogCleared: true });
  expect(await filesWith(oldName, 'per_margueriteoublie')).toEqual([]);
  expect(await filesWith(...salts.map(({ salt }) => salt))).toEqual([]);
  expect(await filesWith(`${youngName} 501`)).not.toEqual([]);
  // REG-16: a technical entry of more than a year is gone, its neighbour stands.
  expect(await filesWith(`${youngName} 505"`)).toEqual([]);
  expect(await filesWith(`${youngName} 506"`)).not.toEqual([]);

  const after = await open();
  expect(after.fault).toBeNull();
  await facts.transact((work) => work.register.append(dailyEntry(days + 1, youngName)));
  await after.sealNow();
  const wish = { sha256, verify: verifyEd25519, keys: [after.key.signerOf('acts').key] };
  for (const [number, hasRecord] of [
    [1, false],
    [overDays, false],
    [overDays + 1, true],
    [days + 1, true],
  ] as const) {
    const [entry] = await facts.read((work) => work.register.after('acts', number - 1, 1));
    const report = await verifyProof((entry && (await after.receipt(entry))) ?? '', wish);
    expect(report).toMatchObject({ number, holds: true });
    expect(report.record !== null).toBe(hasRecord);
  }
  const sealed = after.logs.acts;
  const target = join(folder, 'export');
  if (sealed !== undefined) {
    await exportLog(facts, 'acts', sealed, target);
  }
  const reader: RegisterReader = {
    read: (path) => readFile(join(target, 'acts', path)).catch(() => undefined),
    list: (path) => readdir(join(target, 'acts', path)).catch(() => []),
  };
  const terms = {
    legal: { earliestDays: 365, latestDays: 1096 },
    technical: { earliestDays: 182, latestDays: 366 },
  };
  const report = await verifyRegister(reader, { ...wish, nowMs, terms, timeStamps: null });
  expect(report).toMatchObject({
    holds: true,
    records: { erased: erased.records },
    findings: [{ code: 'records-erased' }],
  });
  await after.close();
});

test('REG-17 a viewing that is over leaves the database’s files too', async () => {
  const note = 'Cherche le vélo bleu de la petite Ondine';
  const openedMs = startMs + 5000 * dayMs;
  await seedExampleTown(facts, openedMs);
  await facts.transact(async (work) => {
    for (let index = 0; index < 40; index++) {
      await work.viewings.put({
        ...{ motive: 'rescue', note, fromMs: 0, toMs: 1, cameraIds: ['cam_place'] },
        id: `vie_over${index}` as Id<'viewing'>,
        personId: 'per_operator' as Id<'person'>,
        openedAt: instantFromMs(openedMs),
        until: instantFromMs(openedMs + 3_600_000),
      });
    }
  });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  // As the server does by itself after some time: samples of the rows would go into its catalogue.
  await client.query('analyze viewings');
  await client.query('checkpoint');
  await client.end();
  expect(await filesWith(note)).not.toEqual([]);
  const clock = createSteeredClock(openedMs + 2 * dayMs);
  await eraseRecordsOver({ facts, clock, timeZone: 'Europe/Paris' });
  expect(await facts.read((work) => work.viewings.all())).toEqual([]);
  expect(await filesWith(note)).toEqual([]);
});

test('REG-17 an emergency access of three years ago leaves the database’s files too', async () => {
  const reason = 'Un enfant a disparu près du lavoir des Ursulines';
  const openedMs = startMs + 6000 * dayMs;
  await seedExampleTown(facts, openedMs);
  await facts.transact((work) =>
    work.emergencies.put({
      ...{ motive: 'danger-to-life', reason, ended: null, reviewed: null },
      id: 'urg_over' as Id<'emergency'>,
      personId: 'per_operator' as Id<'person'>,
      openedAt: instantFromMs(openedMs),
      until: instantFromMs(openedMs + 1_800_000),
      alarmId: 'alm_over' as Id<'alarm'>,
    }),
  );
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('analyze emergencies');
  await client.query('checkpoint');
  await client.end();
  const lookAt = (days: number) =>
    eraseRecordsOver({
      ...{ facts, timeZone: 'Europe/Paris' },
      clock: createSteeredClock(openedMs + days * dayMs),
    });
  await lookAt(3 * 365 - 2);
  expect(await filesWith(reason)).not.toEqual([]);
  await lookAt(3 * 365);
  expect(await facts.read((work) => work.emergencies.newest(1))).toEqual([]);
  expect(await filesWith(reason)).toEqual([]);
});
