/**
 * Every call to the disk fails once, every call is the last before a kill, and the power goes at
 * any moment: whatever was synced is read back, everything is told, and recording goes on.
 */

import type { RecordingIdentity } from '@beffroi/office';
import { seededRandom } from '@beffroi/testing';
import { describe, expect, test } from 'vitest';
import { MemoryDisk } from './memory-disk.ts';
import {
  factsOf,
  formatForTests,
  newWorld,
  readerOf,
  send,
  settle,
  startMs,
  type World,
} from './world.ts';

/** A run that opens, rotates (format), has an outage and ends; GOP by GOP, so that calls interleave. */
async function run(world: World): Promise<void> {
  const store = await world.open();
  const track = store.track('cam_a', 'main', 1);
  track.format(formatForTests);
  for (let gop = 0; gop < 3; gop++) {
    send(world, track, gop * 25, (gop + 1) * 25);
    await settle(track);
  }
  track.format({ ...formatForTests, width: 1280 });
  send(world, track, 75, 130);
  await settle(track);
  track.gap('camera-closed', 'the camera hung up', world.clock.nowMs());
  world.clock.advance(6000);
  const backMs = world.clock.nowMs();
  for (let gop = 0; gop < 7; gop++) {
    send(world, track, gop * 25, (gop + 1) * 25, { startMs: backMs });
    await settle(track);
  }
  await store.close();
}

/** Every GOP that was acknowledged is there, whole and right. */
async function expectSynced(world: World, synced: ReadonlyMap<string, number>): Promise<number> {
  const reader = readerOf(world);
  let gops = 0;
  for (const [recordingId, endMs] of synced) {
    const file = identityOf(world, recordingId);
    for (let atMs = file.startMs; atMs < endMs; ) {
      const gop =
        (await reader.gop(file, atMs, 'containing', false)) ??
        (await reader.gop(file, atMs, 'next', false));
      expect(gop, `${file.path} at ${atMs} of ${endMs}`).not.toBeNull();
      if (gop === null) {
        break;
      }
      expect(gop.pictures[0]?.key).toBe(true);
      gop.pictures.forEach((picture, index) => {
        const number = new DataView(picture.data.buffer, picture.data.byteOffset).getUint32(4);
        expect(number % 25).toBe(index);
        expect(picture.data.at(-1)).toBe(number % 251);
      });
      gops += 1;
      atMs = gop.endMs;
    }
  }
  await reader.close();
  return gops;
}

function identityOf(world: World, recordingId: string): RecordingIdentity {
  const opened = factsOf(world, 'recording-opened').map((fact) => fact.recording);
  return opened.find((one) => one.recordingId === recordingId) ?? expect.fail('never announced');
}

/** Each file that was announced is closed once more or less; each gap ends or is the last one. */
function expectEverythingTold(world: World): void {
  const closed = new Set(
    factsOf(world, 'recording-closed').map((fact) => fact.recording.recordingId),
  );
  for (const { recording } of factsOf(world, 'recording-opened')) {
    expect(closed, `${recording.path} was opened and never closed`).toContain(
      recording.recordingId,
    );
  }
  const last = new Map<string, number | null>();
  for (const { gap } of factsOf(world, 'gap')) {
    last.set(gap.gapId, gap.toMs);
    expect(gap.toMs ?? gap.fromMs).toBeGreaterThanOrEqual(gap.fromMs);
  }
  expect([...last.values()].filter((toMs) => toMs === null)).toHaveLength(1);
  expect(world.disk.paths().filter((path) => path.startsWith('/rec/open/'))).toEqual([]);
}

async function callsOfRun(): Promise<number> {
  const world = newWorld();
  await run(world);
  expectEverythingTold(world);
  return world.disk.calls;
}

describe('faults', () => {
  test.each(['EIO', 'ENOSPC'])('REC-27 each call to the disk fails once with %s', async (code) => {
    const calls = await callsOfRun();
    expect(calls).toBeGreaterThan(60);
    // Every call fails with EIO; a full disk takes the same way, every third is enough.
    for (let failAt = 4; failAt <= calls; failAt += code === 'EIO' ? 1 : 3) {
      const world = newWorld();
      world.disk.failAt = failAt;
      world.disk.failCode = code;
      await run(world);
      await expectSynced(world, world.synced);
      // What couldn't be closed in this run is closed by the next.
      const next = world.next(world.disk);
      await (await next.open()).close();
      expectEverythingTold(next);
    }
  });

  test('REC-27 a disk that stays full is a gap until there is room, then recording goes on', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    for (let index = 0; index < 500; index += 25) {
      if (index === 100) {
        Object.assign(world.disk, {
          failAt: world.disk.calls + 1,
          failCode: 'ENOSPC',
          failures: 1e9,
        });
      }
      if (index === 300) {
        world.disk.failures = 0;
      }
      send(world, track, index, index + 25);
      await settle(track);
    }
    await store.close();
    const gaps = factsOf(world, 'gap').map(({ gap }) => [
      gap.cause,
      gap.fromMs - startMs,
      gap.toMs === null ? null : gap.toMs - startMs,
    ]);
    expect(gaps[0]).toEqual(['disk-full', 3000, null]);
    const [cause, from, to] = gaps[1] ?? [];
    expect([cause, from]).toEqual(['disk-full', 3000]);
    expect(to).toBeGreaterThanOrEqual(12_000);
    expect(to).toBeLessThanOrEqual(18_000);
    expect(gaps).toHaveLength(3);
    const closings = factsOf(world, 'recording-closed').map((fact) => fact.recording.closing);
    expect(closings.toSorted()).toEqual(['complete', 'cut-short']);
    expect(world.alarms.some((alarm) => alarm.code === 'disk-full')).toBe(true);
    await expectSynced(world, world.synced);
  });

  test('REC-25 a kill after any call is recovered without a key', async () => {
    const calls = await callsOfRun();
    let gops = 0;
    for (let failAt = 4; failAt <= calls; failAt++) {
      const world = newWorld();
      Object.assign(world.disk, { failAt, killAtFailure: true });
      await run(world).catch(() => undefined);
      const told = world.facts.length;
      // What a dead process would still have told is not told: only what came before the kill.
      const next = world.next(world.disk.afterKill());
      const store = await next.open();
      const track = store.track('cam_a', 'main', 2);
      track.format(formatForTests);
      send(next, track, 0, 50, { startMs: next.clock.nowMs() + 10 });
      await store.close();
      gops += await expectSynced(next, world.synced);
      if (told > 0) {
        expectEverythingTold(next);
      }
    }
    expect(gops).toBeGreaterThan(300);
  });

  test('REC-21 a power cut at any moment loses no synced GOP', async () => {
    const calls = await callsOfRun();
    const random = seededRandom(11);
    let gops = 0;
    for (let round = 0; round < 100; round++) {
      const world = newWorld({ seed: round + 1 });
      Object.assign(world.disk, {
        failAt: 4 + Math.floor(random() * (calls - 4)),
        killAtFailure: true,
      });
      await run(world).catch(() => undefined);
      const next = world.next(world.disk.afterPowerCut(random));
      const store = await next.open();
      await store.close();
      gops += await expectSynced(next, world.synced);
      const closed = factsOf(next, 'recording-closed').map((fact) => fact.recording);
      for (const [recordingId, endMs] of world.synced) {
        const recording = closed.find((one) => one.recordingId === recordingId);
        expect(recording?.endMs ?? 0).toBeGreaterThanOrEqual(endMs);
      }
    }
    expect(gops).toBeGreaterThan(150);
  });

  test('REC-24 nothing is written to a file after a failed write', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 26);
    await settle(track);
    const path = `/rec/${factsOf(world, 'recording-opened')[0]?.recording.path}`;
    world.disk.failAt = world.disk.calls + 1;
    send(world, track, 26, 51);
    await settle(track);
    const torn = world.disk.contentOf(path);
    send(world, track, 51, 60);
    await settle(track);
    expect(world.disk.contentOf(path)?.subarray(4096)).toEqual(torn?.subarray(4096));
    await store.close();
    expect(world.disk.contentOf(path)?.subarray(4096)).toEqual(torn?.subarray(4096));
  });
});

test('the disk of these tests does fail, tear and forget', async () => {
  const disk = new MemoryDisk();
  const file = await disk.create('/a/b');
  await file.write(new Uint8Array(1000).fill(1), 0);
  await file.datasync();
  disk.failAt = disk.calls + 1;
  await expect(file.write(new Uint8Array(1000).fill(2), 1000)).rejects.toMatchObject({
    code: 'EIO',
  });
  expect(disk.contentOf('/a/b')?.length).toBe(1500);
  const lengths = new Set<number | undefined>();
  for (let seed = 0; seed < 40; seed++) {
    lengths.add(disk.afterPowerCut(seededRandom(seed * 7919)).contentOf('/a/b')?.length);
  }
  expect(lengths.size).toBeGreaterThan(3);
  expect(lengths.has(undefined)).toBe(true);
});
