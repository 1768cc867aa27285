/** The sealer on a real disk: killed at every step, rolled back, altered (REG-14, REG-15). */

import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Facts } from '@beffroi/office';
import { createFakeFacts, createSteeredClock } from '@beffroi/office/testing';
import { openNote, readCheckpoint, verifyProof } from '@beffroi/register';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256, verifyEd25519 } from '../src/register/ed25519.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import {
  appendEntries,
  CheckpointWatch,
  DyingDisk,
  exampleEntry,
  newFolder,
} from './register-world.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => rm(folder, { recursive: true }));

function open(facts: Facts, disk = new DyingDisk()): Promise<RegisterKeeper> {
  return RegisterKeeper.open({
    facts,
    clock: createSteeredClock(),
    folder,
    townName: 'Saint-Éloi sur Mer',
    disk,
  });
}

async function sealed(facts: Facts): Promise<RegisterKeeper> {
  const keeper = await open(facts);
  await keeper.sealNow();
  return keeper;
}

describe('sealing', () => {
  test('REG-15 killed after any step, or in it, it grows on and never signs two trees of one size', async () => {
    const watch = new CheckpointWatch();
    let kills = 0;
    for (const isLastDone of [true, false]) {
      for (let diesAt = 1; ; diesAt++) {
        await rm(folder, { recursive: true, force: true });
        const facts = createFakeFacts();
        await appendEntries(facts, 1, 250);
        const first = await sealed(facts);
        await first.close();
        await appendEntries(facts, 251, 520);
        const disk = new DyingDisk(watch.look);
        disk.diesAt = diesAt;
        disk.isLastDone = isLastDone;
        const killed = await open(facts, disk).then(
          async (keeper) => {
            await keeper.sealNow().catch(() => undefined);
            await keeper.close();
          },
          () => undefined,
        );
        expect(killed).toBeUndefined();
        // The next start has as many rows as the killed one saw, or more.
        const rows = diesAt % 2 === 0 ? 530 : 520;
        await appendEntries(facts, 521, rows);
        const again = await open(facts, new DyingDisk(watch.look));
        expect(again.fault).toBeNull();
        await again.sealNow();
        expect(again.logs.acts?.size).toBe(rows);
        await again.close();
        if (!disk.isDead) {
          break;
        }
        kills += 1;
      }
    }
    expect(kills).toBeGreaterThan(20);
    expect(watch.contradictions).toEqual([]);
    expect(watch.rootOfSize.size).toBeGreaterThanOrEqual(2);
  }, 300_000);

  test('an act is under a checkpoint 100 ms later, however many follow', async () => {
    const facts = createFakeFacts();
    const clock = createSteeredClock();
    const sealedLogs: string[] = [];
    const keeper = await RegisterKeeper.open({
      facts,
      clock,
      folder,
      townName: 'Vermeil',
      onSealed: (log) => sealedLogs.push(log),
    });
    clock.advance(0);
    await expect.poll(() => keeper.logs.recordings?.note).not.toBeNull();
    const watched = keeper.watching(facts);
    await appendEntries(watched, 1, 1);
    clock.advance(60);
    await appendEntries(watched, 2, 2);
    clock.advance(40);
    await expect.poll(() => keeper.logs.acts?.size).toBe(2);
    await keeper.close();
    expect(sealedLogs).toContain('acts');
  });

  test('a disk that fails is told and tried again; nothing is lost', async () => {
    const facts = createFakeFacts();
    const clock = createSteeredClock();
    const disk = new DyingDisk();
    const late: (string | null)[] = [];
    const keeper = await RegisterKeeper.open({
      facts,
      clock,
      folder,
      townName: 'Vermeil',
      disk,
      onLate: (why) => late.push(why),
    });
    disk.isDead = true;
    clock.advance(0);
    await expect.poll(() => late.length).toBe(1);
    disk.isDead = false;
    await appendEntries(keeper.watching(facts), 1, 3);
    clock.advance(200);
    await expect.poll(() => late.at(-1)).toBeNull();
    expect(keeper.logs.acts?.size).toBe(3);
    await keeper.close();
  });

  test('the key is made once, closed to others, and named after the town', async () => {
    const first = await sealed(createFakeFacts());
    await first.close();
    const second = await open(createFakeFacts());
    await second.close();
    expect(second.key.lines).toEqual(first.key.lines);
    expect(first.key.lines.acts).toMatch(/^saint-eloi-sur-mer-[0-9a-f]{8}\/acts\+/);
    const published = await readFile(join(folder, 'keys'), 'utf8');
    expect(published).toBe(`${first.key.lines.acts}\n${first.key.lines.recordings}\n`);
  });

  test('only the tiles of the last checkpoint stay', async () => {
    const facts = createFakeFacts();
    const keeper = await open(facts);
    for (const to of [3, 200, 256, 300]) {
      await appendEntries(facts, (keeper.logs.acts?.size ?? 0) + 1, to);
      await keeper.sealNow();
    }
    await keeper.close();
    const names = await readdir(join(folder, 'acts/tile'), { recursive: true });
    expect(names.filter((name) => /\d$/.test(name) && /\//.test(name)).sort()).toEqual([
      '0/000',
      '0/001.p/44',
      '1/000.p/1',
    ]);
  });
});

test('REG-10 a receipt verifies alone, sealed first when the act is fresh', async () => {
  const facts = createFakeFacts();
  const keeper = await open(facts);
  await appendEntries(facts, 1, 300);
  const [entry] = await facts.read((work) => work.register.after('acts', 41, 1));
  const receipt = await keeper.receipt(entry!);
  const { key } = keeper.key.signerOf('acts');
  const report = await verifyProof(receipt ?? '', { sha256, verify: verifyEd25519, keys: [key] });
  expect(report).toMatchObject({ holds: true, number: 42, kind: 'viewing-opened' });
  expect(report.record).toBe(exampleEntry(42).record);
  await keeper.close();
});

describe('REG-14 at the start', () => {
  const cases = [
    ['an older database', 'rollback', async () => factsOf(290)],
    ['an emptied database', 'rollback', async () => createFakeFacts()],
    ['an older database that grew on otherwise', 'entry-altered', async () => factsOf(310, 280)],
    [
      'an altered tile',
      'tile-altered',
      async () => {
        await flip('acts/tile/0/000');
        return await factsOf(300);
      },
    ],
    [
      'an altered checkpoint',
      'checkpoint-altered',
      async () => {
        await flip('acts/checkpoint');
        return await factsOf(300);
      },
    ],
  ] as const;

  test.each(cases)('%s is named %s, and no act is written', async (_, code, spoil) => {
    const before = await sealed(await factsOf(300));
    await before.close();
    const facts = await spoil();
    const rows = facts.entries.length;
    const keeper = await open(facts);
    expect(keeper.fault).toMatchObject({ rule: 'REG-14', code, log: 'acts' });
    expect(keeper.fault?.words.fr).toMatch(/^Registre des actes : /);
    const refused = appendEntries(keeper.watching(facts), 301, 301);
    await expect(refused).rejects.toMatchObject({ code: 'register-read-only' });
    expect(facts.entries).toHaveLength(rows);
    await keeper.sealNow();
    await keeper.close();
    const note = await readFile(join(folder, 'acts/checkpoint'), 'utf8');
    const opened = await openNote(note, [keeper.key.signerOf('acts').key], verifyEd25519);
    expect(opened.ok ? readCheckpoint(opened.value.text)?.size : 'altered').toBe(
      code === 'checkpoint-altered' ? 'altered' : 300,
    );
  });

  test('the altered entry is named', async () => {
    await (await sealed(await factsOf(300))).close();
    const keeper = await open(await factsOf(300, 270));
    expect(keeper.fault?.words.en).toContain('entry 271 ');
    await keeper.close();
  });

  test('tiles that are gone are made again from the rows', async () => {
    await (await sealed(await factsOf(300))).close();
    const tile = await readFile(join(folder, 'acts/tile/0/000'));
    await rm(join(folder, 'acts/tile'), { recursive: true });
    const keeper = await open(await factsOf(300));
    expect(keeper.fault).toBeNull();
    await keeper.close();
    expect(await readFile(join(folder, 'acts/tile/0/000'))).toEqual(tile);
  });

  /** So many entries; from `otherAfter` on they are others. */
  async function factsOf(count: number, otherAfter = count) {
    const facts = createFakeFacts();
    await appendEntries(facts, 1, otherAfter);
    await appendEntries(facts, 5001, 5000 + count - otherAfter);
    return facts;
  }

  async function flip(path: string): Promise<void> {
    const bytes = await readFile(join(folder, path));
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await writeFile(join(folder, path), bytes);
  }
});
