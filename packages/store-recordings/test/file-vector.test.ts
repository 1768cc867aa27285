/** The published file: the same bytes come out of the same input, and they are opened again. */

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingIdentity } from '@beffroi/office';
import { formatForTests } from '@beffroi/testing';
import { expect, test } from 'vitest';
import { openChunk, openChunkKeys, sealedChunkBytes } from '../src/chunked-encryption.ts';
import { decodeHeader, headerBytes, sealingContext } from '../src/file-header.ts';
import { decodeProgress } from '../src/progress.ts';
import { RecordingFile } from '../src/recording-file.ts';
import { SlabPool } from '../src/slab-pool.ts';
import { MemoryDisk } from './memory-disk.ts';

const path = join(import.meta.dirname, '../vectors/recording-file.json');
const fill = (length: number, first: number) =>
  Uint8Array.from({ length }, (_, index) => (first + index) & 255);

const identity: RecordingIdentity = {
  recordingId: 'rec_0123456789abcdef',
  site: 'autun',
  cameraId: 'cam_0123456789abcdef',
  stream: 'main',
  startMs: Date.UTC(2026, 10, 22, 9, 2, 30),
  fence: 7,
  path: 'cam_0123456789abcdef/2026-11-22/main-10-02-30.bfr',
  sealedKey: {
    keyId: 'day-2026-11-22-0011223344556677',
    day: '2026-11-22',
    encapsulated: fill(32, 1),
    ciphertext: fill(48, 101),
  },
};
const dataKey = fill(32, 33);
const salt = fill(24, 65);

async function makeFile(): Promise<{ readonly whole: Buffer; readonly growing: Buffer }> {
  const disk = new MemoryDisk();
  const { recordingId, site, cameraId, stream, startMs } = identity;
  const place = { cameraName: 'Place du Champ de Mars', place: 'Autun' };
  const label = { recordingId, site, cameraId, stream, startMs, ...place };
  const plan = {
    directory: '/rec',
    identity,
    dataKey,
    salt,
    format: formatForTests,
    label,
    slabs: new SlabPool(),
  };
  const file = await RecordingFile.create(disk, plan);
  for (const gop of [0, 1]) {
    const pictures = [0, 1, 2].map((index) => ({
      data: fill(gop === 0 ? 900 : 9000, index),
      key: index === 0,
      ticks: gop * 10_800 + index * 3600,
      atMs: startMs + gop * 120 + index * 40,
      cameraMs: index === 1 ? null : startMs + 7500.25,
      maskVersion: gop === 0 ? 'msk_a' : 'msk_b',
    }));
    const endTicks = (gop + 1) * 10_800;
    const endMs = startMs + (gop + 1) * 120;
    await file.append({ sequence: gop + 1, pictures, endTicks, endMs });
  }
  const place2 = `/rec/${identity.path}`;
  const growing = disk.contentOf(place2) ?? expect.fail('the file is there');
  await file.finish();
  await file.release();
  return { whole: disk.contentOf(place2) ?? expect.fail('the file is there'), growing };
}

function describeFile({ whole, growing }: { readonly whole: Buffer; readonly growing: Buffer }) {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  return {
    identity: JSON.parse(
      whole.subarray(16, 16 + whole.readUInt32BE(12)).toString('utf8'),
    ) as unknown,
    dataKey: Buffer.from(dataKey).toString('hex'),
    salt: Buffer.from(salt).toString('hex'),
    context: sealingContext(whole).toString('hex'),
    headerSha256: sha256(whole.subarray(0, 3072)),
    progress: decodeProgress(growing),
    sizeBytes: whole.length,
    sha256: sha256(whole),
  };
}

test('REC-23 the published file is made byte for byte, and opens', async () => {
  const made = await makeFile();
  if (process.env['WRITE_VECTORS'] === '1') {
    writeFileSync(path, `${JSON.stringify(describeFile(made), null, 2)}\n`);
  }
  expect(describeFile(made)).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  expect(decodeHeader(made.whole)).toEqual(identity);
  const keys = openChunkKeys(made.whole.subarray(headerBytes), dataKey, sealingContext(made.whole));
  const first = made.whole.subarray(headerBytes + 56, headerBytes + 56 + sealedChunkBytes);
  const plain = openChunk(keys, 0, first);
  expect(Buffer.from(plain?.subarray(4, 8) ?? '').toString('latin1')).toBe('ftyp');
});
