/**
 * Fifteen days of the past, made in a minute: real sealed files of six cameras at different hours,
 * written by the product's store under a steered clock, among rows for 75 cameras.
 */

import { randomBytes } from 'node:crypto';
import { civilDayOf, instantFromMs } from '@beffroi/kernel';
import { createDataKeySealer, createFileKeyRing } from '@beffroi/keyring';
import { declaredNoneNeeded } from '@beffroi/mask-engine';
import type { Chance, ClosedRecording, DayPublicKey, RecorderFact } from '@beffroi/office';
import { type ClearAccessUnit, streamFormatOf } from '@beffroi/picture';
import { openRecorderStore } from '@beffroi/store-recordings';
import pg from 'pg';
import { camera720p25, clip } from './media.ts';
import { readClip } from './served-clip.ts';

const fileMs = 600_000;
const dayMs = 86_400_000;
const days = 15;
const cameraCount = 75;
const fps = 25;
const chance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };

/** Writes one file of ten minutes for each camera, at another hour of the fifteen days each. */
export async function writePastFiles(
  state: string,
  cameraIds: readonly string[],
  minutes: number,
): Promise<readonly ClosedRecording[]> {
  const closed: ClosedRecording[] = [];
  const now = Date.now();
  for (const [index, cameraId] of cameraIds.entries()) {
    const ageMs = (0.3 + (index * (days - 1)) / cameraIds.length) * dayMs;
    const startMs = Math.floor((now - ageMs) / fileMs) * fileMs;
    closed.push(...(await writeFileOf(state, cameraId, startMs, minutes)));
  }
  return closed;
}

async function writeFileOf(
  state: string,
  cameraId: string,
  startMs: number,
  minutes: number,
): Promise<readonly ClosedRecording[]> {
  const keys = await dayKeys(state, startMs);
  const closed: ClosedRecording[] = [];
  let nowMs = startMs;
  const store = await openRecorderStore({
    directory: `${state}/recordings`,
    site: 'bench',
    sealer: createDataKeySealer(() => keys, chance),
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs, after: () => () => undefined },
    chance,
    syncPolicy: 'each-gop',
    diskFloor: 0.01,
    places: () => ({ name: cameraId, place: 'bench' }),
    sink: (fact: RecorderFact) => {
      if (fact.kind === 'recording-closed') {
        closed.push(fact.recording);
      }
    },
  });
  const { pictures, parameterSets } = readClip(clip(camera720p25));
  const format = streamFormatOf(parameterSets, 'h264');
  if (!format.ok) {
    throw new Error('the clip has no usable parameter sets');
  }
  const track = store.track(cameraId, 'main', 1);
  track.format(format.value);
  for (let index = 0; index < minutes * 60 * fps - fps; index++) {
    const picture = pictures[index % pictures.length];
    nowMs = startMs + 400 + (index * 1000) / fps;
    const unit = {
      ...picture,
      codec: 'h264',
      ticks: Math.round((index * 90_000) / fps),
      receivedMs: nowMs,
      cameraMs: null,
    } as unknown as ClearAccessUnit;
    track.append(declaredNoneNeeded(unit, { mode: 'none-needed', version: 'msk_bench' }));
    if (picture?.key === true) {
      const before = store.figures.bytesWritten;
      const patienceMs = performance.now() + 200;
      while (store.figures.bytesWritten === before && performance.now() < patienceMs && index > 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
  await store.close();
  return closed;
}

async function dayKeys(state: string, startMs: number): Promise<readonly DayPublicKey[]> {
  const ring = await createFileKeyRing({ directory: `${state}/keys`, chance });
  const keys = await ring.dayPublicKeys(civilDayOf(instantFromMs(startMs), 'Europe/Paris'), 2);
  await ring.close();
  return keys;
}

/** Rows: the real files, and 162,000 of a like shape around them. */
export async function insertRows(
  databaseUrl: string,
  files: readonly ClosedRecording[],
): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const file of files) {
      await insertFile(client, file);
    }
    await client.query(syntheticRows, [
      cameraCount,
      days * 144,
      fileMs,
      Date.now(),
      files.map((file) => file.cameraId),
    ]);
    await client.query('analyze recordings');
    const { rows } = await client.query('select count(*)::int as count from recordings');
    return Number(rows[0].count);
  } finally {
    await client.end();
  }
}

/** Synthetic files of cameras that have no real one, every ten minutes for fifteen days. */
const syntheticRows = `
  insert into recordings (id, recorder_id, site, camera_id, stream, start_ms, end_ms, fence, path,
    key_id, key_day, key_encapsulated, key_ciphertext, closing)
  select 'rec_' || lpad(camera::text, 4, '0') || lpad(file::text, 8, '0'), 'rcd_bench', 'bench',
    coalesce(($5::text[])[camera], 'cam_synthetic' || camera), 'main',
    $4::float8 - 16 * 86400000 - file * $3::float8, $4::float8 - 16 * 86400000 - file * $3::float8 + $3::float8,
    1, 'synthetic/' || camera || '/' || file, 'key', current_date, '\\x00', '\\x00',
    (select closing from recordings where closing is not null limit 1)
  from generate_series(1, $1::int) camera, generate_series(1, $2::int) file`;

async function insertFile(client: pg.Client, file: ClosedRecording): Promise<void> {
  const { sizeBytes, sha256, pictures, gops, maskVersions, timeSource, closing } = file;
  const { sealedKey } = file;
  await client.query(
    `insert into recordings (id, recorder_id, site, camera_id, stream, start_ms, end_ms, fence, path,
       key_id, key_day, key_encapsulated, key_ciphertext, closing)
     values ($1,'rcd_bench',$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`,
    [
      file.recordingId,
      file.site,
      file.cameraId,
      file.stream,
      file.startMs,
      file.endMs,
      file.fence,
      file.path,
      sealedKey.keyId,
      sealedKey.day,
      Buffer.from(sealedKey.encapsulated),
      Buffer.from(sealedKey.ciphertext),
      JSON.stringify({ sizeBytes, sha256, pictures, gops, maskVersions, timeSource, closing }),
    ],
  );
}
