/**
 * On a real disk, with real pictures and the real clock's files: what is opened plays in Debian's
 * ffmpeg without a word, with as many pictures as were recorded; a kill -9 loses no told fact.
 */

import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecorderFact } from '@beffroi/office';
import type { VideoCodec } from '@beffroi/picture';
import { MemoryKeyRing, maskedForTests, SteeredClock, seededChance } from '@beffroi/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  measureSync,
  openedToMp4,
  openFactSpool,
  openRecorderStore,
  openSealedFiles,
} from '../src/index.ts';
import { hasFfmpeg, realPictures, run } from './real-pictures.ts';
import { startMs } from './world.ts';

const footage = join(import.meta.dirname, '../../../../shared/data');
const clips: readonly (readonly [string, VideoCodec])[] = [
  ['footage/openh264-street-1080p.264', 'h264'],
  ['footage/kvs-aquarium-640x360.h265', 'h265'],
  ['tricky/h264-es/CVFC1_Sony_C.jsv', 'h264'],
  ['footage/kvs-dusk-street-640x480.h264', 'h264'],
];

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rec-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function recordClip(path: string, codec: VideoCodec) {
  const { format, units } = realPictures(path, codec, startMs);
  const clock = new SteeredClock(startMs);
  const ring = new MemoryKeyRing(seededChance(3));
  const facts: RecorderFact[] = [];
  const store = await openRecorderStore({
    directory,
    site: 'autun',
    sealer: ring.sealer(await ring.dayPublicKeys('2026-11-22', 1)),
    clock,
    chance: seededChance(5),
    syncPolicy: 'each-gop',
    diskFloor: 0,
    places: () => ({ name: 'Caméra 1', place: 'Place du Champ de Mars' }),
    sink: (fact) => facts.push(fact),
  });
  const track = store.track('cam_a', 'main', 1);
  track.format(format);
  for (const unit of units) {
    track.append(maskedForTests(unit));
  }
  await store.close();
  const closed = facts.flatMap((fact) =>
    fact.kind === 'recording-closed' ? [fact.recording] : [],
  );
  return { closed, ring, units, format, dropped: store.figures.droppedPictures };
}

describe('real pictures', () => {
  // Skipped where the shared footage or ffmpeg is missing: nothing here is copied into the tree.
  const missing = !existsSync(footage) || !hasFfmpeg();
  test.skipIf(missing).each(clips)('REC-21 %s plays in ffmpeg once opened', async (clip, codec) => {
    const path = join(footage, clip);
    const { closed, ring, units, format, dropped } = await recordClip(path, codec);
    const file = closed[0] ?? expect.fail('a file was closed');
    expect(file.timeSource).toBe('camera');
    expect(file.pictures + dropped).toBe(units.length);
    expect(statSync(join(directory, file.path)).mode & 0o777).toBe(0o600);
    const mp4 = join(directory, 'opened.mp4');
    const pieces: Uint8Array[] = [];
    await openedToMp4({ files: openSealedFiles(directory), opener: ring, file }, (piece) => {
      pieces.push(Uint8Array.from(piece));
    });
    writeFileSync(mp4, Buffer.concat(pieces));
    const probe = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-show_entries'];
    const entries = 'stream=nb_read_frames,width,height,start_pts';
    const said = run('ffprobe', [...probe, entries, '-of', 'json', mp4]).toString();
    const stream = (JSON.parse(said) as { streams: readonly Record<string, unknown>[] }).streams[0];
    expect(stream).toMatchObject({ width: format.width, height: format.height });
    const decoded = spawnDecode(mp4);
    expect((await decoded).errors).toBe('');
    expect(Number(stream?.['nb_read_frames'])).toBe((await spawnDecode(path)).frames);
    // The clear header says nothing that the pictures would: sealed bytes hold no box.
    expect(readFileSync(join(directory, file.path)).includes('moof')).toBe(false);
  });
});

/** Decodes all of a file with Debian's ffmpeg: what it complains of, and how many frames came. */
function spawnDecode(path: string): Promise<{ readonly errors: string; readonly frames: number }> {
  const child = spawn('ffmpeg', [
    '-v',
    'error',
    '-i',
    path,
    '-f',
    'framecrc',
    '-fps_mode',
    'passthrough',
    '-',
  ]);
  let errors = '';
  let lines = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  child.stdout.on('data', (data: Buffer) => {
    lines += data.toString();
  });
  return new Promise((resolve) => {
    child.on('close', () => {
      const frames = lines.split('\n').filter((line) => /^0,/.test(line)).length;
      resolve({ errors, frames });
    });
  });
}

test('REC-30 no fact whose append returned is lost to kill -9, and sequences never repeat', async () => {
  const path = join(directory, 'facts.sqlite');
  let highest = 0;
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'spool-writer.ts'), path]);
    const seen = await new Promise<number>((resolve) => {
      let last = 0;
      child.stdout.on('data', (data: Buffer) => {
        const lines = data.toString().trim().split('\n');
        last = Number(lines.at(-1));
        if (last > highest + 200) {
          child.kill('SIGKILL');
        }
      });
      child.on('close', () => resolve(last));
    });
    const spool = openFactSpool({ path });
    const kept = spool.pending(100_000).map((one) => one.sequence);
    expect(kept.at(-1)).toBeGreaterThanOrEqual(seen);
    expect(seen).toBeGreaterThan(highest);
    highest = kept.at(-1) ?? 0;
    spool.acknowledge(highest - 1);
    expect(spool.figures.pending).toBe(1);
    spool.close();
  }
});

test('REC-30 the spool gives facts back as they were, in order, and is bounded', () => {
  const alarms: string[] = [];
  const spool = openFactSpool({
    path: ':memory:',
    factsMax: 10,
    alarm: (detail) => alarms.push(detail),
  });
  const sealedKey = {
    keyId: 'k',
    day: '2026-11-22',
    encapsulated: Uint8Array.of(1, 2, 255),
    ciphertext: Uint8Array.of(3),
  };
  const opened: RecorderFact = {
    kind: 'recording-opened',
    recording: {
      recordingId: 'rec_a',
      site: 's',
      cameraId: 'cam_a',
      stream: 'main',
      startMs,
      fence: 1,
      path: 'p',
      sealedKey,
    },
  };
  expect(spool.append(opened)).toBe(1);
  expect(spool.pending(1)[0]?.fact).toEqual(opened);
  for (let i = 0; i < 20; i++) {
    const span = { fromMs: i, toMs: null };
    const about = {
      cameraId: 'cam_a',
      stream: 'main',
      cause: 'camera-closed',
      detail: '',
    } as const;
    spool.append({ kind: 'gap', gap: { gapId: `gap_${i}`, ...about, ...span } });
  }
  expect(spool.figures).toEqual({ pending: 10, dropped: 11 });
  expect(spool.pending(3).map((one) => one.sequence)).toEqual([1, 13, 14]);
  expect(alarms.length).toBeGreaterThan(1);
  spool.close();
});

test('the sync of a disk is measured, and leaves nothing behind', async () => {
  const { medianMs, p99Ms } = await measureSync(directory);
  expect(medianMs).toBeGreaterThan(0);
  expect(p99Ms).toBeGreaterThanOrEqual(medianMs);
  expect(readdirSync(directory)).toEqual([]);
});
