/** What a recorder's store keeps, on a disk in memory and a clock that is steered. */

import { createHash } from 'node:crypto';
import { assert } from '@beffroi/kernel';
import { pictureForTests } from '@beffroi/testing';
import { describe, expect, test } from 'vitest';
import { factsOf, formatForTests, newWorld, readerOf, send, settle, startMs } from './world.ts';

describe('recorder store', () => {
  test('REC-21 what is recorded is read back, picture by picture', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 3);
    track.format(formatForTests);
    send(world, track, 0, 76);
    await track.close('recorder-stopped');
    const [closed] = factsOf(world, 'recording-closed');
    expect(closed?.recording).toMatchObject({
      pictures: 76,
      gops: 4,
      closing: 'complete',
      fence: 3,
      timeSource: 'arrival',
      maskVersions: ['msk_test'],
      path: 'cam_a/2026-11-22/main-10-02-30.bfr',
    });
    const reader = readerOf(world);
    const file = closed?.recording ?? expect.fail('nothing was closed');
    const gop = await reader.gop(file, startMs + 1500, 'containing', false);
    expect(gop?.pictures).toHaveLength(25);
    expect(gop?.startMs).toBe(startMs + 1000);
    expect(gop?.endMs).toBe(startMs + 2000);
    expect(gop?.format).toEqual(formatForTests);
    expect(gop?.pictures.map((picture) => picture.data[10])).toEqual(
      Array.from({ length: 25 }, (_, i) => 25 + i),
    );
    const key = await reader.gop(file, startMs + 1500, 'containing', true);
    expect(key?.pictures).toHaveLength(1);
    expect((await reader.gop(file, startMs + 1000, 'previous', true))?.startMs).toBe(startMs);
    expect((await reader.gop(file, startMs + 1500, 'next', true))?.startMs).toBe(startMs + 2000);
    expect(await reader.gop(file, startMs + 60_000, 'containing', true)).toBeNull();
    expect(await reader.gop(file, startMs, 'previous', true)).toBeNull();
    await reader.close();
    await store.close();
  });

  test('REC-28 pictures of a stream with B-frames have the time at which they were taken', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format({ ...formatForTests, reorderFrames: 1 });
    // Taken in the order 0 1 2 3 4 ..., sent as I0 P2 B1 P4 B3 ...: each P at once, each B behind it.
    const taken = [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9];
    for (const [index, place] of [...taken, ...taken.map((at) => at + 11)].entries()) {
      const unit = pictureForTests({ startMs, index, gop: 11 });
      track.append({
        ...unit,
        presentationTicks: unit.ticks + (place - index + 1) * 3600,
      });
    }
    await track.close('recorder-stopped');
    const [closed] = factsOf(world, 'recording-closed');
    const reader = readerOf(world);
    const file = closed?.recording ?? expect.fail('nothing was closed');
    const gop = await reader.gop(file, startMs + 600, 'containing', false);
    const times = gop?.pictures.map(({ atMs }) => Math.round(atMs - (gop?.startMs ?? 0)) / 40);
    expect(times).toEqual(taken);
    await reader.close();
    await store.close();
  });

  test('REC-21 the SHA-256 that was told is that of the file as it lies', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 60);
    await store.close();
    const [closed] = factsOf(world, 'recording-closed');
    const bytes = world.disk.contentOf(`/rec/${closed?.recording.path}`);
    expect(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    ).toBe(closed?.recording.sha256);
    expect(bytes?.length).toBe(closed?.recording.sizeBytes);
    expect(world.disk.paths().filter((path) => path.startsWith('/rec/open/'))).toEqual([]);
  });

  test('REC-21 a file that still grows is read up to its last GOP, and on', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 51);
    await settle(track);
    const [opened] = factsOf(world, 'recording-opened');
    const file = opened?.recording ?? expect.fail('nothing was opened');
    const reader = readerOf(world);
    expect((await reader.gop(file, startMs + 1999, 'containing', true))?.startMs).toBe(
      startMs + 1000,
    );
    expect(await reader.gop(file, startMs + 2500, 'containing', true)).toBeNull();
    send(world, track, 51, 80);
    await settle(track);
    expect((await reader.gop(file, startMs + 2500, 'containing', true))?.startMs).toBe(
      startMs + 2000,
    );
    await store.close();
    expect((await reader.gop(file, startMs + 3100, 'containing', true))?.startMs).toBe(
      startMs + 3000,
    );
    await reader.close();
  });

  test('REC-22 another camera, a changed header and a destroyed day are refused before decryption', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 30);
    await store.close();
    const file = factsOf(world, 'recording-closed')[0]?.recording ?? expect.fail('none closed');
    const refused = { code: 'recording-refused' };
    const reader = readerOf(world);
    const other = { ...file, cameraId: 'cam_b' };
    await expect(reader.gop(other, startMs, 'containing', true)).rejects.toMatchObject(refused);
    await reader.forget();
    const away = { ...file, path: '../../etc/passwd' };
    await expect(reader.gop(away, startMs, 'containing', true)).rejects.toMatchObject(refused);
    // A byte of the bound header that isn't part of the identity.
    const path = `/rec/${file.path}`;
    const bytes = world.disk.contentOf(path) ?? expect.fail('the file is there');
    bytes[3000] = 1;
    world.disk.overwrite(path, bytes);
    await expect(reader.gop(file, startMs, 'containing', true)).rejects.toMatchObject(refused);
    bytes[3000] = 0;
    world.disk.overwrite(path, bytes);
    expect(await reader.gop(file, startMs, 'containing', true)).not.toBeNull();
    await world.ring.destroyDay('2026-11-22');
    await reader.forget('2026-11-22');
    await expect(reader.gop(file, startMs, 'containing', true)).rejects.toMatchObject({
      code: 'key-destroyed',
    });
    await reader.close();
  });

  test('REC-28 a new file begins at the first key picture after each ten minutes of the wall clock', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    // 450 s to 10:10:00; key pictures every 2 s.
    send(world, track, 0, 2300, { fps: 5, gop: 10 });
    await store.close();
    const files = factsOf(world, 'recording-closed').map((fact) => fact.recording);
    expect(files.map((file) => file.path)).toEqual([
      'cam_a/2026-11-22/main-10-02-30.bfr',
      'cam_a/2026-11-22/main-10-10-00.bfr',
    ]);
    expect(files[0]?.endMs).toBe(files[1]?.startMs);
    expect(files.reduce((sum, file) => sum + file.pictures, 0)).toBe(2300);
  });

  test('REC-28 a change of format closes the file and opens another', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 30);
    const wider = { ...formatForTests, width: 1280, height: 720 };
    track.format(wider);
    send(world, track, 30, 110);
    await store.close();
    const files = factsOf(world, 'recording-closed').map((fact) => fact.recording);
    expect(files.map((file) => file.pictures)).toEqual([30, 60]);
    const reader = readerOf(world);
    const second = files[1] ?? expect.fail('there are two files');
    const gop = await reader.gop(second, startMs + 2500, 'containing', true);
    expect(gop?.format).toEqual(wider);
    await reader.close();
  });

  test('REC-21 any GOP of a closed file is one read from disk, a walk goes on where it stopped', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 501);
    await settle(track);
    const file = factsOf(world, 'recording-opened')[0]?.recording ?? expect.fail('none opened');
    const reader = readerOf(world);
    const callsFor = async (atMs: number) => {
      const before = world.disk.calls;
      expect(await reader.gop(file, atMs, 'containing', true)).not.toBeNull();
      return world.disk.calls - before;
    };
    await callsFor(startMs + 7000);
    // Still growing: its size, and the fragment.
    expect(await callsFor(startMs + 12_500)).toBe(2);
    await store.close();
    await callsFor(startMs);
    for (const atMs of [startMs + 19_000, startMs + 3000, startMs + 11_999]) {
      expect(await callsFor(atMs)).toBe(1);
    }
    await reader.close();
  });

  test('REC-26 an outage is a gap from the last picture to the next, with its cause', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 30);
    world.clock.advance(5000);
    track.gap('camera-closed', 'the camera hung up', world.clock.nowMs());
    world.clock.advance(2000);
    track.gap('camera-unreachable', 'no answer', world.clock.nowMs());
    track.gap('camera-unreachable', 'no answer', world.clock.nowMs() + 10);
    world.clock.advance(3000);
    track.format(formatForTests);
    const backMs = world.clock.nowMs();
    send(world, track, 0, 30, { startMs: backMs, ticksBase: 77 });
    await store.close();
    const gaps = factsOf(world, 'gap').map(({ gap }) => [gap.cause, gap.fromMs, gap.toMs]);
    const lastMs = startMs + 1200;
    const secondMs = backMs - 3000;
    expect(gaps).toEqual([
      ['camera-closed', lastMs, null],
      ['camera-closed', lastMs, secondMs],
      ['camera-unreachable', secondMs, null],
      ['camera-unreachable', secondMs, backMs],
      ['recorder-stopped', backMs + 1160, null],
    ]);
    // The same format came back before the file's end: it goes on in the same file.
    expect(factsOf(world, 'recording-closed')).toHaveLength(1);
  });

  test.each([-3_600_000, 3_600_000])(
    'REC-26 REC-28 a clock set by %i ms during an outage leaves no gap open, and pictures have their time',
    async (byMs) => {
      const world = newWorld();
      const store = await world.open();
      const track = store.track('cam_a', 'main', 1);
      track.format(formatForTests);
      send(world, track, 0, 30);
      world.clock.advance(5000);
      track.gap('camera-closed', 'the camera hung up', world.clock.nowMs());
      await settle(track);
      world.clock.setWall(world.clock.nowMs() + byMs);
      track.format(formatForTests);
      const backMs = world.clock.nowMs();
      send(world, track, 0, 60, { startMs: backMs, ticksBase: 77 });
      await settle(track);
      const [gap] = factsOf(world, 'gap').slice(-1);
      expect(gap?.gap).toMatchObject({ cause: 'camera-closed', fromMs: startMs + 1200 });
      expect(gap?.gap.toMs).toBe(Math.max(backMs, startMs + 1200));
      await store.close();
      const closed = factsOf(world, 'recording-closed').map(({ recording }) => recording);
      expect(closed.map(({ startMs: from }) => from)).toEqual([startMs, backMs]);
      expect(closed[1]?.endMs).toBe(backMs + 60 * 40);
      const reader = readerOf(world);
      const file = closed[1] ?? expect.fail('a second file');
      expect((await reader.gop(file, backMs + 1500, 'containing', true))?.startMs).toBe(
        backMs + 1000,
      );
      await reader.close();
    },
  );

  test.each([-3_600_000, 3_600_000])(
    'REC-28 a clock set by %i ms while pictures come begins another file, within a group or a minute',
    async (byMs) => {
      const world = newWorld();
      const store = await world.open();
      const track = store.track('cam_a', 'main', 1);
      track.format(formatForTests);
      send(world, track, 0, 40);
      const setMs = world.clock.nowMs() + byMs;
      world.clock.setWall(setMs);
      send(world, track, 40, 1800, { startMs: startMs + byMs, sizeBytes: 100 });
      await store.close();
      const closed = factsOf(world, 'recording-closed').map(({ recording }) => recording);
      expect(closed).toHaveLength(2);
      expect(closed.reduce((sum, { pictures }) => sum + pictures, 0)).toBeGreaterThanOrEqual(1774);
      // Set forward it might have been a delay: that is known when a minute has passed.
      expect(closed[1]?.startMs).toBeGreaterThanOrEqual(setMs - 1000);
      expect(closed[1]?.startMs).toBeLessThan(setMs + (byMs < 0 ? 2000 : 66_000));
      expect(factsOf(world, 'gap').filter(({ gap }) => gap.toMs === null)).toHaveLength(1);
    },
  );

  test('REC-33 key pictures alone are synced a few times a second, each is read back, and a new file still begins at one', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 250, { gop: 1 });
    await settle(track);
    const { syncs } = store.figures;
    expect(syncs).toBeGreaterThan(15);
    expect(syncs).toBeLessThan(35);
    // To the other side of the ten minutes: 10:10:00.
    send(world, track, 11_240, 11_300, { gop: 1 });
    await store.close();
    const closed = factsOf(world, 'recording-closed').map(({ recording }) => recording);
    expect(closed.map(({ startMs: from }) => from - startMs)).toEqual([0, 450_000]);
    expect(closed.reduce((sum, { pictures }) => sum + pictures, 0)).toBe(310);
    const reader = readerOf(world);
    const file = closed[0] ?? expect.fail('a file');
    const gop = await reader.gop(file, startMs + 1700, 'containing', false);
    expect(gop?.pictures.every(({ key }) => key)).toBe(true);
    expect(gop?.pictures.some(({ atMs }) => atMs === startMs + 1680)).toBe(true);
    await reader.close();
  });

  test('REC-26 a gap that lasts over a restart is ended by the next run', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 30);
    await store.close();
    const opened = factsOf(world, 'gap').at(-1)?.gap;
    expect(opened).toMatchObject({ cause: 'recorder-stopped', toMs: null });
    world.clock.advance(60_000);
    const second = world.next(world.disk);
    const again = await second.open();
    const next = again.track('cam_a', 'main', 2);
    next.format(formatForTests);
    const backMs = world.clock.nowMs();
    send(second, next, 0, 30, { startMs: backMs });
    await settle(next);
    await again.close();
    const told = factsOf(world, 'gap').filter((fact) => fact.gap.gapId === opened?.gapId);
    expect(told.at(-1)?.gap).toEqual({ ...opened, toMs: backMs });
  });

  test('REC-29 what the disk does not take in time is dropped to the next key picture, counted and told', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    // Nothing is awaited: no job of the writer runs while these come in.
    send(world, track, 0, 300, { sizeBytes: 100_000 });
    expect(store.figures.droppedPictures).toBeGreaterThan(0);
    await settle(track);
    send(world, track, 300, 351, { sizeBytes: 1000 });
    await store.close();
    const [closed] = factsOf(world, 'recording-closed');
    expect((closed?.recording.pictures ?? 0) + store.figures.droppedPictures).toBe(351);
    const gap = factsOf(world, 'gap').filter((fact) => fact.gap.cause === 'disk-failed');
    expect(gap.map((fact) => fact.gap.toMs === null)).toEqual([true, false]);
  });

  test('REC-28 a long GOP is written in parts of four seconds and read as one', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 500, { gop: 10_000 });
    await settle(track);
    expect(world.synced.size).toBe(1);
    const [opened] = factsOf(world, 'recording-opened');
    const reader = readerOf(world);
    const file = opened?.recording ?? expect.fail('nothing was opened');
    const gop = await reader.gop(file, startMs + 9000, 'containing', false);
    expect(gop?.pictures).toHaveLength(400);
    expect(gop?.pictures.filter((picture) => picture.key)).toHaveLength(1);
    await store.close();
    await reader.close();
  });

  test('REC-23 without a day key there is a gap, and recording begins when the key comes', async () => {
    const world = newWorld();
    const keys: Awaited<ReturnType<typeof world.ring.dayPublicKeys>>[number][] = [];
    const store = await world.open({ sealer: world.ring.sealer(keys) });
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 10);
    await settle(track);
    expect(factsOf(world, 'recording-opened')).toEqual([]);
    keys.push(...(await world.ring.dayPublicKeys('2026-11-22', 1)));
    send(world, track, 10, 300);
    await store.close();
    expect(factsOf(world, 'recording-closed')).toHaveLength(1);
    expect(factsOf(world, 'gap')[1]?.gap).toMatchObject({
      cause: 'key-missing',
      toMs: startMs + 6000,
    });
  });

  test('REC-31 at the floor the oldest closed files go first, told one by one, and recording goes on', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 7000, { fps: 5, gop: 10 });
    await settle(track);
    expect(factsOf(world, 'recording-closed')).toHaveLength(2);
    const [oldest, second] = factsOf(world, 'recording-closed').map((fact) => fact.recording);
    world.disk.totalBytes = 1_000_000_000;
    world.disk.freeBytes = 0.052 * 1e9 - (oldest?.sizeBytes ?? 0);
    world.disk.freeBytes = Math.min(world.disk.freeBytes, 49_999_999);
    world.clock.advance(10_000);
    send(world, track, 7000, 7100, { fps: 5, gop: 10 });
    await store.close();
    const removed = factsOf(world, 'recording-removed').map((fact) => fact.recordingId);
    expect(removed[0]).toBe(oldest?.recordingId);
    expect(removed).toContain(second?.recordingId);
    expect(world.disk.paths()).not.toContain(`/rec/${oldest?.path}`);
    expect(world.alarms.some((alarm) => alarm.code === 'disk-floor')).toBe(true);
    expect(factsOf(world, 'recording-closed').at(-1)?.recording.pictures).toBeGreaterThan(0);
  });

  test('HLD-4 at the floor what justice keeps stays, and the next oldest go', async () => {
    const world = newWorld();
    const spared = new Set<number>();
    const isHeld = (_: string, fromMs: number) => spared.has(fromMs);
    const store = await world.open({ isHeld });
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 7000, { fps: 5, gop: 10 });
    await settle(track);
    const [oldest, second] = factsOf(world, 'recording-closed').map((fact) => fact.recording);
    spared.add(oldest?.startMs ?? 0);
    world.disk.totalBytes = 1_000_000_000;
    world.disk.freeBytes = 1;
    world.clock.advance(10_000);
    send(world, track, 7000, 7100, { fps: 5, gop: 10 });
    await store.close();
    const removed = factsOf(world, 'recording-removed').map((fact) => fact.recordingId);
    expect(removed).not.toContain(oldest?.recordingId);
    expect(removed).toContain(second?.recordingId);
    expect(world.disk.paths()).toContain(`/rec/${oldest?.path}`);
    const alarm = world.alarms.find(({ code }) => code === 'disk-floor');
    expect(alarm?.detail).toContain('1 are kept for justice');
  });

  test('REC-32 unlinks what is ordered and nothing else, never a file being written', async () => {
    const world = newWorld();
    const store = await world.open();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 7000, { fps: 5, gop: 10 });
    await settle(track);
    const [first, second, growing] = factsOf(world, 'recording-opened').map(
      ({ recording: { recordingId, path } }) => ({ recordingId, path }),
    );
    assert(
      first !== undefined && second !== undefined && growing !== undefined,
      'two closed files and one being written',
    );
    await store.erase([
      first,
      first,
      growing,
      { recordingId: first.recordingId, path: second.path },
      { recordingId: 'rec_x', path: '../rec/gaps.json' },
    ]);
    const told = factsOf(world, 'recording-removed');
    expect(told).toEqual([
      {
        kind: 'recording-removed',
        recordingId: first.recordingId,
        why: 'term',
        wasThere: true,
      },
      {
        kind: 'recording-removed',
        recordingId: first.recordingId,
        why: 'term',
        wasThere: false,
      },
    ]);
    expect(world.disk.paths()).not.toContain(`/rec/${first.path}`);
    expect(world.disk.paths()).toContain(`/rec/${second.path}`);
    expect(world.disk.paths()).toContain(`/rec/${growing.path}`);
    expect(world.alarms.map(({ code }) => code)).toEqual(['disk-failed', 'disk-failed']);
    await store.close();
  });

  test('REC-32 seals to the day that the camera’s retention names', async () => {
    const world = newWorld();
    const keys = await world.ring.dayPublicKeys('2026-12-07', 1);
    const store = await world.open({
      sealer: world.ring.sealer(keys),
      erasureDay: () => '2026-12-07',
    });
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    send(world, track, 0, 50, { fps: 5, gop: 10 });
    await store.close();
    const [opened] = factsOf(world, 'recording-opened').map(({ recording }) => recording);
    expect(opened?.sealedKey).toMatchObject({ day: '2026-12-07', keyId: keys[0]?.keyId });
    expect(opened?.path).toContain('cam_a/2026-11-22/');
  });

  test('REC-31 the forecast follows the rate at which it records', async () => {
    const world = newWorld();
    world.disk.totalBytes = 1e9;
    world.disk.freeBytes = 1e9;
    const store = await world.open();
    expect(store.figures.daysLeft).toBeNull();
    const track = store.track('cam_a', 'main', 1);
    track.format(formatForTests);
    for (let index = 0; index < 1500; index += 50) {
      send(world, track, index, index + 50, { sizeBytes: 16_000 });
      await settle(track);
    }
    await store.close();
    // 400 kB/s and some padding: 950 MB last about 39 minutes.
    expect(store.figures.daysLeft).toBeGreaterThan(0.02);
    expect(store.figures.daysLeft).toBeLessThan(0.04);
    expect(world.alarms.map((alarm) => alarm.code)).toEqual(['disk-low']);
  });
});
