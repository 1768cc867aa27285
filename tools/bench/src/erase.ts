/**
 * `npm run bench -- erase`: what it costs to erase a day of a camera, from due to receipted, on a real
 * PostgreSQL, sealed files on a real disk and the real key ring: condemned, the key destroyed, ordered
 * away, unlinked by a recorder's store, told through its spool, receipted. The peer unlinks and syncs as
 * many plain files of the same size, and proves nothing.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@beffroi/store-postgres';
import { family } from '@beffroi/testing';
import pg from 'pg';
import { type DueTown, filesPerCamera, openDueTown, sizeOfAFile } from './due-town.ts';
import { type Figure, rounded, type Section } from './figures.ts';
import { cpuSeconds } from './process-cost.ts';

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export async function benchErase(quick: boolean): Promise<Section> {
  const counts = quick ? [1] : [1, 10, 75];
  const folder = mkdtempSync('/var/tmp/beffroi-bench-erase-');
  const server = await startEmbeddedPostgres({ directory: join(folder, 'pg'), log: () => {} });
  const rows: (string | number)[][] = [];
  let perDay = { wallMs: Number.NaN, cpuMs: Number.NaN };
  try {
    const peer = await unlinkPlainFiles(join(folder, 'plain'));
    rows.push(['unlink and sync alone', 1, rounded(peer.wallMs, 1), rounded(peer.cpuMs, 1), '']);
    for (const count of counts) {
      const state = join(folder, `town-${count}`);
      const town = await openDueTown(state, await freshDatabase(server.url, count), count);
      const cost = await costOf(() => eraseAll(town, count));
      await town.close();
      perDay = { wallMs: cost.wallMs / count, cpuMs: cost.cpuMs / count };
      const each = perDay.wallMs / filesPerCamera;
      rows.push(['Beffroi', count, ...rounds([perDay.wallMs, perDay.cpuMs], 1), rounded(each, 2)]);
    }
    return sectionOf(rows, perDay, peer, counts.at(-1) ?? 0);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const rounds = (values: readonly number[], digits: number) =>
  values.map((value) => rounded(value, digits));

/** Due, until every receipt is written; throws when anything stays. */
async function eraseAll({ office, recorder }: DueTown, cameras: number): Promise<void> {
  const condemned = await office.erasures.eraseDue();
  await recorder.obeyAll();
  const receipted = await office.erasures.eraseDue();
  const wanted = cameras * filesPerCamera;
  if (condemned.condemnedRecordings !== wanted || receipted.receipts !== cameras) {
    throw new Error(
      `${condemned.condemnedRecordings} of ${wanted} files condemned, ${receipted.receipts} of ${cameras} receipts`,
    );
  }
}

/** Of this process (centre and recorder) and of the database's. */
async function costOf(work: () => Promise<void>): Promise<Cost> {
  const database = family(process.pid).filter(({ pid }) => pid !== process.pid);
  const used = () => database.reduce((sum, { pid }) => sum + cpuSeconds(pid) * 1000, 0);
  const before = used();
  const own = process.cpuUsage();
  const startMs = performance.now();
  await work();
  const wallMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(own);
  return { wallMs, cpuMs: (user + system) / 1000 + used() - before };
}

/** A camera's day of plain files, each unlinked and its folder synced, as an erasure must be. */
async function unlinkPlainFiles(folder: string): Promise<Cost> {
  mkdirSync(folder);
  const paths = Array.from({ length: filesPerCamera }, (_, index) => join(folder, `file-${index}`));
  for (const path of paths) {
    await writeFile(path, new Uint8Array(sizeOfAFile), { flush: true });
  }
  return await costOf(async () => {
    for (const path of paths) {
      await unlink(path);
      const handle = await open(folder);
      await handle.sync();
      await handle.close();
    }
  });
}

async function freshDatabase(url: string, count: number): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database due${count}`);
  await client.end();
  return url.replace('/beffroi?', `/due${count}?`);
}

function sectionOf(
  rows: readonly (readonly (string | number)[])[],
  perDay: Cost,
  peer: Cost,
  cameras: number,
): Section {
  const against = `${rounded(peer.wallMs, 1)} by unlink and sync of as many plain files, ${cameras} cameras`;
  const figures: Record<string, Figure> = {
    'erase.msPerCameraDay': { value: rounded(perDay.wallMs, 1), unit: 'ms', against },
    'erase.cpuMsPerCameraDay': {
      value: rounded(perDay.cpuMs, 1),
      unit: 'ms CPU',
      against: `${rounded(peer.cpuMs, 1)} by unlink and sync of as many plain files, ${cameras} cameras`,
    },
  };
  return {
    name: 'erase',
    title: 'Erasing a day of a camera',
    method:
      `A day of a camera is ${filesPerCamera} sealed files of ten minutes (two streams), of ${Math.round(sizeOfAFile / 1024)} KiB ` +
      'each: unlinking larger ones costs the file system more. From due to receipted: condemned in the register, ' +
      'the key of the day destroyed, ordered away, header read, unlinked, folder synced, told through the spool, ' +
      'receipt written. CPU is of centre, recorder and database together; checkpoints are not made.',
    columns: ['what', 'cameras', 'ms per camera-day', 'CPU ms per camera-day', 'ms per file'],
    rows,
    figures,
  };
}
