/**
 * Measures the store alone, in CPU time: `node packages/store-recordings/test/measure-store.ts
 * [folder] [cameras] [seconds]`. Pictures of 20 kB at 25 a second with a key each 2 s (4 Mbit/s) are
 * appended as fast as the disk takes them; receiving is not in it.
 */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecorderFact } from '@beffroi/office';
import { MemoryKeyRing, maskedForTests, SteeredClock, seededChance } from '@beffroi/testing';
import {
  openRecorderStore,
  openRecordingReader,
  openSealedFiles,
  type SyncPolicy,
} from '../src/index.ts';
import { formatForTests, startMs } from './world.ts';

const [parent = tmpdir(), cameraText = '20', secondText = '20'] = process.argv.slice(2);
const cameras = Number(cameraText);
const seconds = Number(secondText);
const pictureBytes = 20_000;

async function measure(syncPolicy: SyncPolicy): Promise<void> {
  const directory = mkdtempSync(join(parent, 'rec-'));
  const ring = new MemoryKeyRing(seededChance(3));
  const clock = new SteeredClock(startMs);
  const facts: RecorderFact[] = [];
  const store = await openRecorderStore({
    directory,
    site: 'measure',
    sealer: ring.sealer(await ring.dayPublicKeys('2026-11-22', 1)),
    clock,
    chance: seededChance(5),
    syncPolicy,
    diskFloor: 0,
    places: () => ({ name: 'Camera', place: '' }),
    sink: (fact) => facts.push(fact),
  });
  const names = Array.from({ length: cameras }, (_, index) => `cam_${index}`);
  const tracks = names.map((name) => store.track(name, 'main', 1));
  const data = new Uint8Array(randomBytes(pictureBytes));
  for (const track of tracks) {
    track.format(formatForTests);
  }
  const before = process.cpuUsage();
  for (let index = 0; index < seconds * 25; index++) {
    const [ticks, receivedMs, key] = [index * 3600, startMs + index * 40, index % 50 === 0];
    for (const track of tracks) {
      track.append(maskedForTests({ codec: 'h264', key, data, ticks, receivedMs, cameraMs: null }));
    }
    clock.advance(40);
    if (key) {
      await Promise.all(
        tracks.map((track) => (track as typeof track & { drained(): Promise<void> }).drained()),
      );
    }
  }
  await store.close();
  const cpuS = cpuSeconds(before);
  const mib = (cameras * seconds * 25 * pictureBytes) / 2 ** 20;
  const perCameraSecondMs = (1000 * cpuS) / (cameras * seconds);
  console.log(
    `${syncPolicy}: ${(mib / cpuS).toFixed(0)} MiB per CPU second, ${perCameraSecondMs.toFixed(2)} ms of CPU per camera-second,`,
    `75 cameras ${((75 * perCameraSecondMs) / 1000).toFixed(3)} core, ${store.figures.syncs} syncs, ${store.figures.droppedPictures} dropped`,
  );
  await measureReads(directory, ring, facts);
  rmSync(directory, { recursive: true });
}

async function measureReads(
  directory: string,
  opener: MemoryKeyRing,
  facts: readonly RecorderFact[],
): Promise<void> {
  const files = facts.flatMap((fact) => (fact.kind === 'recording-closed' ? [fact.recording] : []));
  const reader = openRecordingReader({ files: openSealedFiles(directory), opener });
  for (const keyOnly of [false, true]) {
    const times: number[] = [];
    const before = process.cpuUsage();
    const rounds = 200;
    for (let i = 0; i < rounds; i++) {
      const file = files[(i * 7) % files.length];
      const atMs = startMs + ((i * 7919) % (seconds * 1000 - 2000));
      const start = performance.now();
      if (file !== undefined) {
        await reader.gop(file, atMs, 'containing', keyOnly);
      }
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const cpuMs = (1000 * cpuSeconds(before)) / rounds;
    const median = times[rounds >> 1]?.toFixed(1);
    const p95 = times[Math.floor(rounds * 0.95)]?.toFixed(1);
    console.log(
      `  read ${keyOnly ? 'a key picture' : 'a GOP of 1 MB'}: median ${median} ms, p95 ${p95} ms, ${cpuMs.toFixed(1)} ms of CPU`,
    );
  }
  await reader.close();
}

function cpuSeconds(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

await measure('each-gop');
await measure('two-seconds');
