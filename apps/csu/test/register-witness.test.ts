/** A centre and its witness over real HTTP: growth is cosigned, a rollback or a fork is refused. */

import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createFakeFacts, createSteeredClock } from '@beffroi/office/testing';
import {
  GrowingTree,
  openNote,
  readKey,
  type Signer,
  signCheckpoint,
  writeKey,
  writeWitnessRequest,
} from '@beffroi/register';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newPrivateKey, sha256, signerOf, verifyEd25519 } from '../src/register/ed25519.ts';
import { RegisterKeeper } from '../src/register/register-keeper.ts';
import { startWitness, type Witness } from '../src/witness/witness-server.ts';
import { appendEntries, DyingDisk, newFolder, startMs } from './register-world.ts';

let folder: string;
let witness: Witness | null;
const clock = createSteeredClock(startMs);
beforeEach(async () => {
  folder = await newFolder();
  witness = null;
});
afterEach(async () => {
  await witness?.close();
  await rm(folder, { recursive: true });
});

async function watch(registers: readonly string[], disk = new DyingDisk()): Promise<Witness> {
  await witness?.close();
  witness = await startWitness({
    folder: join(folder, 'witness'),
    name: 'temoin.example',
    host: '127.0.0.1',
    port: 0,
    registers,
    clock,
    disk,
  });
  return witness;
}

describe('REG-7 over HTTP', () => {
  const signer = signerOf(newPrivateKey(), 'town-0000/acts');

  async function ask(size: number, oldSize: number, by: Signer = signer, text = 'leaf') {
    const tree = new GrowingTree(sha256);
    for (let index = 0; index < size; index++) {
      tree.append(Buffer.from(`${text} ${index}`));
    }
    const note = await signCheckpoint({ origin: by.key.name, size, root: tree.root() }, by);
    const body = writeWitnessRequest({ oldSize, proof: [], note });
    const answer = await fetch(`http://127.0.0.1:${witness?.port}/add-checkpoint`, {
      method: 'POST',
      body,
    });
    return { status: answer.status, text: await answer.text(), note };
  }

  test('200 with a line that verifies; 409 with the size seen; 422, 404, 403, 400', async () => {
    const { keyLine } = await watch([writeKey(signer.key)]);
    const first = await ask(3, 0);
    expect(first.status).toBe(200);
    const key = readKey(sha256, keyLine);
    const opened = await openNote(`${first.note}${first.text}`, key ? [key] : [], verifyEd25519);
    expect(opened).toMatchObject({
      ok: true,
      value: { vouchers: [{ atSeconds: Math.floor(startMs / 1000) }] },
    });
    expect(await ask(2, 0)).toMatchObject({ status: 409, text: '3\n' });
    expect(await ask(3, 3, signer, 'other')).toMatchObject({ status: 409, text: '3\n' });
    expect((await ask(5, 3)).status).toBe(422);
    const stranger = signerOf(newPrivateKey(), 'stranger/acts');
    expect((await ask(1, 0, stranger)).status).toBe(404);
    const impostor = signerOf(newPrivateKey(), signer.key.name);
    expect((await ask(4, 3, impostor)).status).toBe(403);
    const rubbish = await fetch(`http://127.0.0.1:${witness?.port}/add-checkpoint`, {
      method: 'POST',
      body: 'rubbish',
    });
    expect(rubbish.status).toBe(400);
    const long = await fetch(`http://127.0.0.1:${witness?.port}/add-checkpoint`, {
      method: 'POST',
      body: 'x'.repeat(70_000),
    });
    expect(long.status).toBe(413);
  });

  test('what was seen outlives the witness, and no line leaves before it is on the disk', async () => {
    const disk = new DyingDisk();
    await watch([writeKey(signer.key)], disk);
    expect((await ask(3, 0)).status).toBe(200);
    disk.isDead = true;
    expect((await ask(3, 3)).status).toBe(500);
    await watch([writeKey(signer.key)]);
    expect(await ask(3, 0)).toMatchObject({ status: 409, text: '3\n' });
  });
});

describe('REG-14 with a witness', () => {
  function open(
    facts = createFakeFacts(),
    state = 'register',
    onTime: (atMs: number, by: string) => void = () => undefined,
  ): Promise<RegisterKeeper> {
    return RegisterKeeper.open({
      facts,
      onTime,
      clock,
      folder: join(folder, state),
      townName: 'Vermeil',
      witness: { url: `http://127.0.0.1:${witness?.port}`, keyLine: witness?.keyLine ?? '' },
    });
  }

  async function factsOf(count: number, otherAfter = count) {
    const facts = createFakeFacts();
    await appendEntries(facts, 1, otherAfter);
    await appendEntries(facts, 5001, 5000 + count - otherAfter);
    return facts;
  }

  /** A register of 300 entries that the witness has vouched for, and a copy of it at 200. */
  async function vouched(): Promise<void> {
    await watch([]);
    const early = await open(await factsOf(200));
    await early.sealNow();
    await early.close();
    await mkdir(join(folder, 'copy'));
    await cp(join(folder, 'register'), join(folder, 'copy'), { recursive: true });
    await watch(Object.values(early.key.lines));
    const facts = await factsOf(200);
    const keeper = await open(facts);
    await appendEntries(facts, 201, 300);
    await keeper.sealNow();
    clock.advance(1000);
    await expect
      .poll(() => keeper.logs.acts?.note, { timeout: 10_000 })
      .toContain('— temoin.example ');
    await keeper.close();
    const kept = await readFile(join(folder, 'register/acts/witnessed'), 'utf8');
    expect(kept).toBe(await readFile(join(folder, 'register/acts/checkpoint'), 'utf8'));
  }

  test('growth is cosigned, and a new start finds the witness content', async () => {
    await vouched();
    const again = await open(await factsOf(300));
    expect(again.fault).toBeNull();
    await again.close();
  });

  test('RET-11 each start hears the time of the witness, also when nothing has grown', async () => {
    await vouched();
    const heard: string[] = [];
    const onTime = (atMs: number, by: string): void => {
      heard.push(`${by} ${atMs - Math.floor(clock.nowMs() / 1000) * 1000}`);
    };
    await (await open(await factsOf(300), 'register', onTime)).close();
    expect(heard).toContain('temoin.example 0');
  });

  test('database and folder both put back to an older state are named', async () => {
    await vouched();
    const keeper = await open(await factsOf(200), 'copy');
    expect(keeper.fault).toMatchObject({ code: 'witness-ahead', log: 'acts' });
    expect(keeper.fault?.words.fr).toContain('le témoin a vu 300 écritures');
    await keeper.close();
  });

  test('a register that grew on otherwise from an older copy is refused, and nothing more is written', async () => {
    await vouched();
    const forked = await factsOf(350, 200);
    // The forger keeps the witness out of it until the other register is longer.
    const alone = await RegisterKeeper.open({
      facts: forked,
      clock,
      folder: join(folder, 'copy'),
      townName: 'Vermeil',
    });
    await alone.sealNow();
    expect(alone.fault).toBeNull();
    await alone.close();
    const keeper = await open(forked, 'copy');
    expect(keeper.fault).toMatchObject({ code: 'witness-fork', log: 'acts' });
    await expect(appendEntries(keeper.watching(forked), 901, 901)).rejects.toMatchObject({
      code: 'register-read-only',
    });
    await keeper.close();
  });

  test('a witness that is away stops nothing and is told', async () => {
    const away: (string | null)[] = [];
    const facts = await factsOf(3);
    const keeper = await RegisterKeeper.open({
      facts,
      clock,
      folder: join(folder, 'register'),
      townName: 'Vermeil',
      witness: { url: 'http://127.0.0.1:9', keyLine: 'none' },
      onWitnessAway: (why) => away.push(why),
    });
    await keeper.sealNow();
    expect(keeper.fault).toBeNull();
    expect(keeper.logs.acts?.size).toBe(3);
    clock.advance(2000);
    await expect.poll(() => away.filter((why) => why !== null).length).toBeGreaterThan(0);
    await keeper.close();
  });
});
