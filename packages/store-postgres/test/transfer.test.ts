/**
 * The open form of the facts: what leaves comes back the same to the byte, in our own server, in
 * another major of PostgreSQL and back; secrets stay behind; nothing altered or half gets in.
 */

import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Facts, RegisterEntry } from '@beffroi/office';
import { exampleRecording, seedExampleTown } from '@beffroi/office/testing';
import { noPostgres15, type Postgres15, startPostgres15 } from '@beffroi/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../src/connect.ts';
import { connect, exportFacts, type FactsManifest, importFacts } from '../src/index.ts';
import { catalogueOf } from '../src/transfer/catalogue.ts';
import { hasServer, noServer, startTownServer, type TownServer } from './town-server.ts';

const nowMs = 1_795_305_600_000;
const madeAt = '2026-11-22T00:00:00.000Z';
/** Ends of lines of every kind, quotes, and a letter beyond the first 65 536. */
const hardText = 'ligne\u2028suite\n"à côté"\\ 🗼';
const secret = Uint8Array.from({ length: 40 }, (_, place) => 160 + place);

function entry(number: number): RegisterEntry {
  return {
    id: `ent_${number}` as RegisterEntry['id'],
    log: 'acts',
    kind: 'tried',
    at: '2026-11-22T00:00:00.123Z' as RegisterEntry['at'],
    personId: 'per_operator',
    record: JSON.stringify({ number, note: hardText }),
    salt: Uint8Array.of(1, number),
    leaf: new Uint8Array(32).fill(number),
  };
}

/** Something on most shelves, and what is hard to carry. */
async function fill(facts: Facts): Promise<void> {
  await seedExampleTown(facts, nowMs);
  await facts.transact(async (work) => {
    const [camera] = await work.cameras.all();
    if (camera === undefined) {
      throw new Error('the example town has cameras');
    }
    await work.cameras.put({ ...camera, sealedPassword: secret });
    await work.recorders.put({
      id: 'rcd_one' as never,
      name: 'one',
      sealedSecret: secret,
      lastSequence: 7,
    });
    await work.passwords.put({
      personId: 'per_operator' as never,
      hash: '$argon2id$v=19$secret',
      sealedTotp: secret,
      confirmedAt: null,
      lastStep: -1,
    });
    await work.alarms.put({
      id: 'alm_one' as never,
      code: 'disk-low',
      level: 'alarm',
      cameraId: null,
      recorderId: null,
      detail: hardText,
      atMs: nowMs + 0.25,
      endedMs: null,
      times: 3,
      firstMs: nowMs - 0.5,
      acknowledgedBy: null,
    });
    await work.recordings.put(exampleRecording('rec_one', nowMs + 0.5, nowMs + 1000));
    for (let number = 1; number <= 3; number++) {
      await work.register.append(entry(number));
    }
    await work.register.erase('acts', '2027-01-01T00:00:00.000Z' as never, 1);
  });
}

const digests = ({ shelves }: FactsManifest) =>
  shelves.map(({ shelf, lines, sha256 }) => ({ shelf, lines, sha256 }));

describe.skipIf(!hasServer)(`open facts${hasServer ? '' : ` (skipped: ${noServer})`}`, () => {
  let town: TownServer;
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    town = await startTownServer();
    folder = mkdtempSync(join(tmpdir(), 'beffroi-facts-'));
  });
  afterAll(async () => {
    await town.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const fresh = () => join(folder, String(count++));
  async function filledUrl(): Promise<string> {
    const url = await town.freshUrl();
    const facts = await connect({ url });
    await fill(facts);
    await facts.close();
    return url;
  }
  async function exported(url: string, sealed = true) {
    const into = fresh();
    return { into, manifest: await exportFacts({ url, folder: into, sealed, madeAt }) };
  }

  test('BAK-6 what comes back is the same to the byte, and goes on', async () => {
    const { into, manifest } = await exported(await filledUrl());
    const url = await town.freshUrl();
    await importFacts({ url, folder: into });
    const again = await exported(url);
    expect(digests(again.manifest)).toEqual(digests(manifest));
    expect(manifest.shelves.map(({ shelf }) => shelf)).not.toContain('sessions');
    expect(manifest.shelves.find(({ shelf }) => shelf === 'people')?.lines).toBeGreaterThan(5);
    const facts = await connect({ url });
    const number = await facts.transact((work) => work.register.append(entry(4)));
    expect(number).toBe(4);
    const [first, second] = await facts.read((work) => work.register.after('acts', 0, 2));
    expect(first).toMatchObject({ number: 1, record: '' });
    expect(second?.record).toBe(entry(2).record);
    const [version] = (await facts.read((work) => work.masks.all())).slice(-1);
    expect(version).toBeDefined();
    await facts.transact(async (work) => {
      if (version !== undefined) {
        const decided = { ...version.version, id: 'msk_after' as never };
        await work.masks.put({ version: decided, reference: null });
      }
    });
    const cameraId = version?.version.cameraId ?? '';
    const [newest] = await facts.read((work) => work.masks.ofCamera(cameraId));
    expect(newest?.id).toBe('msk_after');
    await facts.close();
  });

  test('BAK-6 no secret that is sealed to the machine leaves unless it is asked for', async () => {
    const url = await filledUrl();
    const { into, manifest } = await exported(url, false);
    const all = readdirSync(into).map((name) => readFileSync(join(into, name), 'utf8'));
    expect(all.some((text) => text.includes(Buffer.from(secret).toString('hex')))).toBe(false);
    expect(all.some((text) => text.includes('$argon2id$v=19$secret'))).toBe(false);
    expect(manifest.leftOut).toContain('cameras.sealed_password');
    const back = await town.freshUrl();
    await importFacts({ url: back, folder: into });
    const facts = await connect({ url: back });
    expect((await facts.read((work) => work.recorders.one('rcd_one')))?.sealedSecret.length).toBe(
      0,
    );
    await facts.close();
    // A column that seals something and is added later must be named among what stays.
    const { db } = openDatabase(url);
    const sealed = (await catalogueOf(db)).flatMap(({ name, columns }) =>
      columns
        .filter((column) => column.name.startsWith('sealed_'))
        .map((column) => [name, `${name}.${column.name}`]),
    );
    await db.destroy();
    const stays = (names: readonly string[]) =>
      names.some((each) => manifest.leftOut.includes(each));
    expect(sealed.filter((names) => !stays(names))).toEqual([]);
    expect(sealed.length).toBeGreaterThan(3);
  });

  test('BAK-6 altered, foreign or on top of others: refused, and nothing is kept', async () => {
    const { into } = await exported(await filledUrl());
    const used = await filledUrl();
    await expect(importFacts({ url: used, folder: into })).rejects.toMatchObject({
      code: 'facts-not-empty',
    });
    const url = await town.freshUrl();
    const refusal = async () => Promise.reject(new Error('this register is altered'));
    await expect(importFacts({ url, folder: into, check: refusal })).rejects.toThrow('altered');
    const facts = await connect({ url });
    expect(await facts.read((work) => work.people.all())).toEqual([]);
    await facts.close();
    appendFileSync(join(into, 'people.jsonl'), '{}\n');
    await expect(importFacts({ url, folder: into })).rejects.toMatchObject({
      code: 'facts-altered',
    });
    await expect(importFacts({ url, folder })).rejects.toMatchObject({ code: 'facts-unreadable' });
  });

  test('SEC-52 a day that no calendar has is refused with its line, wherever it stands, before anything is written', async () => {
    const { into } = await exported(await filledUrl());
    const manifestPath = join(into, 'facts.json');
    const url = await town.freshUrl();
    for (const [shelf, key] of [
      ['cameras', 'until'],
      ['cameras', 'noticeDay'],
      ['recordings', 'key_day'],
    ] as const) {
      const path = join(into, `${shelf}.jsonl`);
      const [text, manifest] = [readFileSync(path, 'utf8'), readFileSync(manifestPath, 'utf8')];
      const whole = text.replace(
        new RegExp(`("${key}": ?")\\d{4}-\\d{2}-\\d{2}`),
        (_, before: string) => `${before}2026-02-30`,
      );
      expect(whole, `${shelf} ${key}`).not.toBe(text);
      const digest = (of: string) => createHash('sha256').update(of).digest('hex');
      writeFileSync(path, whole);
      writeFileSync(manifestPath, manifest.replace(digest(text), digest(whole)));
      await expect(importFacts({ url, folder: into })).rejects.toMatchObject({
        code: 'facts-unreadable',
        message: expect.stringMatching(`line \\d+ of ${shelf}.jsonl says "2026-02-30`) as string,
      });
      writeFileSync(path, text);
      writeFileSync(manifestPath, manifest);
    }
    await importFacts({ url, folder: into });
  });

  test('BAK-6 an export while others write is of one instant', async () => {
    const url = await filledUrl();
    const facts = await connect({ url });
    let isOver = false;
    let next = 4;
    const writer = (async () => {
      while (!isOver) {
        // Each unit of work: one entry and the count of entries in the recorder's row.
        await facts.transact(async (work) => {
          const number = await work.register.append(entry(next++ % 250));
          const recorder = await work.recorders.one('rcd_one');
          if (recorder !== null) {
            await work.recorders.put({ ...recorder, lastSequence: number });
          }
        });
      }
    })();
    for (let round = 0; round < 3; round++) {
      const before = next;
      await expect.poll(() => next).toBeGreaterThan(before + 3);
      const { into, manifest } = await exported(url);
      const recorder = readFileSync(join(into, 'recorders.jsonl'), 'utf8');
      const { last_sequence } = JSON.parse(recorder) as { readonly last_sequence: number };
      const register = manifest.shelves.find(({ shelf }) => shelf === 'register_entries');
      expect(register?.lines).toBe(last_sequence);
    }
    isOver = true;
    await writer;
    await facts.close();
  });

  describe.skipIf(noPostgres15 !== null)(`majors (${noPostgres15 ?? 'PostgreSQL 15'})`, () => {
    let other: Postgres15;
    beforeAll(() => {
      other = startPostgres15();
    });
    afterAll(() => other.end());

    test('BAK-6 facts cross from PostgreSQL 15 to our own major, and are the same', async () => {
      const facts = await connect({ url: other.url });
      await fill(facts);
      await facts.close();
      const { into, manifest } = await exported(other.url);
      const url = await town.freshUrl();
      await importFacts({ url, folder: into });
      expect(digests((await exported(url)).manifest)).toEqual(digests(manifest));
    });
  });
});
