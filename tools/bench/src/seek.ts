/**
 * `npm run bench -- seek`: 200 random seeks through the whole house (right decided, file found among
 * 162,000 rows, GOP opened, sent, decoded in Chromium up to the exact picture). The rows of 75
 * cameras over 15 days are synthetic but for the six real files that are opened.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@beffroi/store-postgres';
import { launchChromium, signInOverHttp, startHouse } from '@beffroi/testing';
import type { Page } from 'playwright-core';
import { benchLogin, writeClockTown } from './clock-town.ts';
import { quantile, rounded, type Section } from './figures.ts';
import { seekInPage } from './page-seek.ts';
import { insertRows, writePastFiles } from './past-recordings.ts';

const realCameras = 6;
/** Nothing is recorded during the seeks: only the past is asked for. */
const absentCamera = { mainUrl: 'rtsp://127.0.0.1:9/main', subUrl: 'rtsp://127.0.0.1:9/sub' };

export async function benchSeek(quick: boolean): Promise<Section> {
  const folder = mkdtempSync('/var/tmp/beffroi-seek-');
  const state = join(folder, 'state');
  const database = await startEmbeddedPostgres({
    directory: join(folder, 'postgres'),
    log: () => undefined,
  });
  const wish = {
    townFile: join(folder, 'town.yaml'),
    state,
    environment: { DATABASE_URL: database.url },
  };
  try {
    writeClockTown(wish.townFile, absentCamera, realCameras, 0);
    const first = await startHouse(wish);
    const listed = await first.verb<{ id: string }[]>('camera', 'list');
    await first.stop();
    const files = await writePastFiles(
      state,
      listed.map((one) => one.id),
      quick ? 1 : 10,
    );
    const rows = await insertRows(database.url, files);
    const house = await startHouse(wish);
    const browser = await launchChromium();
    try {
      const person = await signInOverHttp(house, benchLogin);
      const context = await browser.newContext();
      const [name = '', value = ''] = person.cookie.split('=');
      await context.addCookies([{ name, value, url: house.url }]);
      const page: Page = await context.newPage();
      await page.goto(house.url);
      const viewing = await person.send<{ id: string }>('POST', '/api/viewings', {
        cameraIds: listed.map((one) => one.id),
        motive: 'technical-check',
        note: 'banc de mesure',
        fromMs: Date.now() - 15 * 86_400_000,
        toMs: Date.now(),
      });
      const targets = randomTargets(files, quick ? 20 : 200);
      const found = await seekInPage(page, viewing.id, targets);
      return sectionOf(found, rows);
    } finally {
      await browser.close();
      await house.stop();
    }
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function randomTargets(
  files: readonly { cameraId: string; startMs: number; endMs: number }[],
  count: number,
): { cameraId: string; atMs: number }[] {
  return Array.from({ length: count }, () => {
    const file = files[Math.floor(Math.random() * files.length)];
    if (file === undefined) {
      throw new Error('no file was written');
    }
    const spanMs = file.endMs - file.startMs - 3000;
    return { cameraId: file.cameraId, atMs: file.startMs + 1000 + Math.random() * spanMs };
  });
}

function sectionOf(
  found: readonly { readonly gopMs: number; readonly pictureMs: number; readonly offMs: number }[],
  rows: number,
): Section {
  const pictureMs = found.map((one) => one.pictureMs);
  const gopMs = found.map((one) => one.gopMs);
  const off = Math.max(...found.map((one) => Math.abs(one.offMs)));
  const row = (what: string, numbers: readonly number[]) => [
    what,
    numbers.length,
    rounded(quantile(numbers, 0.5), 1),
    rounded(quantile(numbers, 0.95), 1),
    rounded(Math.max(...numbers), 1),
  ];
  return {
    name: 'seek',
    title: 'Seek to any second of fifteen days',
    method:
      `Random instants in six real files of ten minutes (720p25, 2.5 Mbit/s, GOP 2 s) among ${rows} ` +
      'rows of 75 cameras; from the request on the socket to the exact picture decoded in Chromium ' +
      `(at most ${off.toFixed(0)} ms from the instant asked for: one picture).`,
    columns: ['what', 'seeks', 'median ms', 'p95 ms', 'worst ms'],
    rows: [row('GOP received', gopMs), row('exact picture decoded', pictureMs)],
    figures: {
      'seek.medianMs': {
        value: rounded(quantile(pictureMs, 0.5), 1),
        unit: 'ms',
        against: `${rows} files`,
      },
      'seek.p95Ms': {
        value: rounded(quantile(pictureMs, 0.95), 1),
        unit: 'ms',
        against: `bar 200, ${rows} files`,
      },
    },
  };
}
