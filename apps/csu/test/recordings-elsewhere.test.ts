/**
 * Recordings that lie with a recorder on another machine: sealed there by a real store, handed over the
 * link piece by piece, opened here by the real ring, played over the live socket; and their whole life,
 * with the recorder away and back, a hold, and the erasure at their term.
 */

import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import { createDataKeySealer, createFileKeyRing } from '@beffroi/keyring';
import { type Actor, erasureDayOf, type KeyRing, type RecorderFact } from '@beffroi/office';
import {
  confirmed,
  createSeededChance,
  sealedFilesContract,
  testSettings,
} from '@beffroi/office/testing';
import {
  factText,
  openRecorderStore,
  openRecordingReader,
  openSealedFiles,
} from '@beffroi/store-recordings';
import { formatForTests, pictureForTests } from '@beffroi/testing';
import type { ServerMessage } from '@beffroi/wire';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesAnywhere } from '../src/link/files-anywhere.ts';
import { RecorderFiles } from '../src/link/recorder-files.ts';
import type { FakeRecorder, Identity } from './fake-recorder.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

const cameraId = 'cam_place';
const { timeZone, site } = testSettings;
const dayMs = 86_400_000;
const chance = createSeededChance('elsewhere');

let shared: TestCentre | null = null;
afterAll(() => shared?.close());

sealedFilesContract('a recorder elsewhere', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'beffroi-there-'));
  const centre = shared ?? (await startTestCentre());
  shared = centre;
  const identity = await centre.newIdentity();
  const recorder = await centre.recorder(identity);
  recorder.serve(openSealedFiles(directory));
  const folder = await centre.board.folderOf(identity.recorderId);
  return {
    files: folder === null || folder === 'here' ? expect.fail('it is elsewhere') : folder,
    async write(path, bytes) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), bytes);
    },
    async close() {
      recorder.close();
      await recorder.closed;
      await rm(directory, { recursive: true });
    },
  };
});

test('LNK-13 of one recorder four pieces are asked at once, of one read two, and a place is handed on', async () => {
  let now = 0;
  let most = 0;
  const going: (() => void)[] = [];
  const files = new RecorderFiles(async (_, __, lengthBytes) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise<void>((go) => (lengthBytes === 0 ? go() : going.push(go)));
    now -= 1;
    return { request: 1, fileBytes: 1e9, bytes: new Uint8Array(lengthBytes) };
  });
  const opened = await files.open({ path: 'any' });
  const alone = opened.read(new Uint8Array(400_000), 0);
  await Promise.resolve();
  expect(going).toHaveLength(2);
  const reads = Array.from({ length: 300 }, () => opened.read(new Uint8Array(10), 0));
  const refused = Promise.allSettled(reads);
  while (going.length > 0) {
    going.shift()?.();
    for (let turn = 0; turn < 10; turn++) {
      await Promise.resolve();
    }
  }
  expect(await alone).toBe(400_000);
  const busy = (await refused).filter(({ status }) => status === 'rejected');
  expect(busy.length).toBeGreaterThan(20);
  expect(busy[0]).toMatchObject({ reason: { code: 'recorder-busy' } });
  expect(most).toBe(4);
  expect(await opened.size()).toBe(1e9);
});

describe('a recorder elsewhere', () => {
  let folder: string;
  let ring: KeyRing;
  let centre: TestCentre;
  let identity: Identity;
  let recorder: FakeRecorder;
  let sequence: number;
  const there = () => join(folder, 'there');

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'beffroi-elsewhere-'));
    sequence = 0;
    ring = createFileKeyRing({ directory: join(folder, 'keys'), chance });
    const own = openSealedFiles(join(folder, 'here'));
    centre = await startTestCentre({
      keyRing: ring,
      reader: (board) => openRecordingReader({ files: filesAnywhere(own, board), opener: ring }),
    });
    identity = await centre.newIdentity();
    recorder = await dial();
  });
  afterEach(async () => {
    await centre.close();
    await ring.close();
    rmSync(folder, { recursive: true });
  });

  async function dial(): Promise<FakeRecorder> {
    const dialled = await centre.recorder(identity);
    dialled.serve(openSealedFiles(there()));
    return dialled;
  }

  async function away(): Promise<void> {
    recorder.close();
    await recorder.closed;
    await expect.poll(() => centre.board.folderOf(identity.recorderId)).toBeNull();
  }

  /** Time in which that machine is away. */
  async function pass(ms: number): Promise<void> {
    recorder.close();
    await recorder.closed;
    centre.clock.advance(ms);
  }

  const actorOf = async (id: string): Promise<Actor> => (await centre.town.signIn(id)).actor;

  /** Works with the store of that machine, then tells the centre what it did. */
  async function atWork(
    work: (store: Awaited<ReturnType<typeof openRecorderStore>>) => Promise<void>,
  ): Promise<readonly RecorderFact[]> {
    const { clock } = centre;
    const today = civilDayOf(instantFromMs(clock.nowMs()), timeZone);
    const facts: RecorderFact[] = [];
    const store = await openRecorderStore({
      ...{ directory: there(), site, clock, chance, diskFloor: 0, timeZone },
      sealer: createDataKeySealer(await ring.dayPublicKeys(addDays(today, 1), 31), chance),
      syncPolicy: 'each-gop',
      places: () => ({ name: 'Place', place: 'Vermeil' }),
      sink: (fact) => facts.push(fact),
      erasureDay: (_, atMs) => erasureDayOf(atMs, 15, timeZone),
    });
    await work(store);
    await store.close();
    for (const fact of facts) {
      sequence += 1;
      recorder.sendRaw({ type: 'fact', sequence, fact: JSON.parse(factText(fact)) });
    }
    await recorder.heard.next('facts-received', ({ upTo }) => upTo === sequence);
    return facts;
  }

  /** Twenty groups of a second each. */
  async function recorded(): Promise<{ readonly startMs: number; readonly path: string }> {
    const startMs = centre.clock.nowMs();
    const facts = await atWork(async (store) => {
      const track = store.track(cameraId, 'main', 1);
      track.format(formatForTests);
      for (let index = 0; index < 500; index++) {
        track.append(pictureForTests({ startMs, index, sizeBytes: 4000 }));
      }
      await track.close('recorder-stopped');
    });
    centre.clock.advance(20_000);
    const [opened] = facts.flatMap((fact) =>
      fact.kind === 'recording-opened' ? [fact.recording] : [],
    );
    return { startMs, path: opened?.path ?? expect.fail('nothing was opened') };
  }

  async function viewing(startMs: number, motive: 'incident-followed-up' | 'requisition-prepared') {
    const actor = await actorOf('per_head');
    const opened = await centre.town.office.playback.open(actor, {
      ...{ cameraIds: [cameraId], motive, note: '' },
      ...{ fromMs: startMs, toMs: startMs + 20_000 },
    });
    const viewingId = opened.ok ? opened.value.id : expect.fail('no viewing');
    const viewer = await centre.live('per_head');
    let request = 0;
    return {
      viewer,
      async play(atMs: number): Promise<Extract<ServerMessage, { type: 'gop' }>> {
        request += 1;
        const how = { choice: 'containing', keyOnly: false } as const;
        viewer.say({ type: 'gop', channel: 5, request, viewingId, cameraId, atMs, ...how });
        return await viewer.heard.next('gop', (said) => said.request === request);
      },
    };
  }

  test('LNK-12 a group recorded on another machine is played, and only what it needs is fetched', async () => {
    const { startMs, path } = await recorded();
    const { viewer, play } = await viewing(startMs, 'incident-followed-up');
    const { gop } = await play(startMs + 7300);
    expect(gop).toMatchObject({ startMs: startMs + 7000, endMs: startMs + 8000, pictures: 25 });
    const first = await viewer.heard.next('picture');
    expect(first).toMatchObject({ key: true, serverMs: startMs + 7000 });
    expect([...first.annexB.subarray(0, 8)]).toEqual([0, 0, 0, 1, 0, 0, 0, 175]);
    const afterOne = recorder.handedOverBytes;
    expect(afterOne).toBeLessThan(250_000);
    expect((await play(startMs + 8300)).gop).toMatchObject({ startMs: startMs + 8000 });
    expect(recorder.handedOverBytes - afterOne).toBeLessThan(140_000);
    expect(existsSync(join(folder, 'here', path))).toBe(false);
  });

  test('LNK-12 while its recorder is away that is said, what was put back here opens, and it plays once it is back', async () => {
    const { startMs } = await recorded();
    const { play } = await viewing(startMs, 'incident-followed-up');
    expect((await play(startMs)).gop).not.toBeNull();
    await away();
    for (const atMs of [startMs, startMs + 3000]) {
      const { gop, refusal } = await play(atMs);
      expect(gop).toBeNull();
      expect(refusal).toMatchObject({ rule: 'LNK-12', words: { en: /recorder .* is away/ } });
    }
    recorder = await dial();
    expect((await play(startMs)).gop).toMatchObject({ startMs });
    await away();
    cpSync(there(), join(folder, 'here'), { recursive: true });
    expect((await play(startMs + 3000)).gop).toMatchObject({ startMs: startMs + 3000 });
  });

  test('LNK-12 what another puts there in its place is not opened', async () => {
    const { startMs, path } = await recorded();
    const bytes = Buffer.alloc(200_000, 7);
    await writeFile(join(there(), path), bytes);
    const { play } = await viewing(startMs, 'incident-followed-up');
    const { gop, refusal } = await play(startMs);
    expect(gop).toBeNull();
    expect(refusal).toMatchObject({ rule: 'LIV-28' });
  });

  test('LNK-12 a recorder that goes away in the middle of a group, or never answers, is said to be so', async () => {
    const { startMs } = await recorded();
    const { play } = await viewing(startMs, 'incident-followed-up');
    recorder.serve({ open: () => new Promise(() => undefined) });
    const silent = play(startMs);
    await recorder.heard.next('read-file');
    centre.clock.advance(8000);
    expect((await silent).refusal).toMatchObject({ rule: 'LNK-13' });
    const leaving = play(startMs);
    await recorder.heard.next('read-file');
    recorder.close();
    expect((await leaving).refusal).toMatchObject({ rule: 'LNK-12' });
  });

  test('LNK-12 RET-4 at its term it is unlinked there, receipted here, and nothing is read any more', async () => {
    const { startMs, path } = await recorded();
    const { office, facts } = centre.town;
    await pass(17 * dayMs);
    await office.erasures.eraseDue();
    recorder = await dial();
    const { orders } = await recorder.heard.next('erase');
    expect(orders).toMatchObject([{ path }]);
    await atWork((store) => store.erase(orders));
    await office.erasures.eraseDue();
    expect(existsSync(join(there(), path))).toBe(false);
    const kinds = facts.entries.map(({ kind }) => kind);
    expect(kinds).toContain('recordings-erased');
    const { play } = await viewing(startMs, 'incident-followed-up');
    expect((await play(startMs)).refusal?.rule).toMatch(/^RET-/);
  });

  test('LNK-12 HLD-5 what is held plays past its term from the machine where it lies', async () => {
    const { startMs, path } = await recorded();
    const { office } = centre.town;
    const placed = await office.holds.place(await actorOf('per_head'), {
      ...{ framework: '60-1', reference: 'PV 2026/1042', requester: 'Brigadier Martin' },
      ...{ until: '2027-01-31', fromMs: startMs, toMs: startMs + 20_000 },
      ...{ cameraIds: [cameraId], channel: 'written' },
    });
    expect(placed).toMatchObject({ ok: true, value: { files: 1 } });
    await pass(17 * dayMs);
    await office.erasures.eraseDue();
    recorder = await dial();
    const { play } = await viewing(startMs, 'requisition-prepared');
    expect((await play(startMs)).gop).toMatchObject({ startMs });
    const holdId = placed.ok ? placed.value.id : '';
    const [head, chief] = [await actorOf('per_head'), await actorOf('per_chief')];
    const lift = (by: Actor) => office.holds.lift(by, holdId, 'Classée');
    expect(await confirmed(office.confirmations, head, lift, chief)).toMatchObject({ ok: true });
    await office.erasures.eraseDue();
    expect((await play(startMs)).refusal?.rule).toMatch(/^(RET|HLD)-/);
    expect((await recorder.heard.next('erase')).orders).toMatchObject([{ path }]);
  });
});
