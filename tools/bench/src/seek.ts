/**
 * `npm run bench -- seek`: 200 random seeks through the whole house (right decided, file found among
 * 162,000 rows, GOP opened, sent, decoded and drawn in Chromium by the product's own player, on a
 * page with nothing else). The rows of 75 cameras over 15 days are synthetic but for the six real
 * files that are opened.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@beffroi/store-postgres';
import { launchChromium, signInOverHttp, startHouse } from '@beffroi/testing';
import type { Page } from 'playwright-core';
import { benchLogin, writeClockTown } from './clock-town.ts';
import { quantile, rounded, type Section } from './figures.ts';
import { type CameraTargets, openBarePage, type Seek, seekInPage } from './page-seek.ts';
import { insertRows, writePastFiles } from './past-recordings.ts';

const realCameras = 6;
const gopMs = 2000;
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
      await openBarePage(page, new URL(house.url).origin, join(folder, 'bare-page'));
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

/** Random instants, spread over the cameras, no two in the same GOP: none is in the page already. */
function randomTargets(
  files: readonly { cameraId: string; startMs: number; endMs: number }[],
  count: number,
): CameraTargets[] {
  return files.map(({ cameraId, startMs, endMs }, n) => {
    const gops = Math.floor((endMs - startMs) / gopMs) - 3;
    const wanted = Math.floor(count / files.length) + (n < count % files.length ? 1 : 0);
    const order = Array.from({ length: Math.max(0, gops) }, (_, gop) => ({
      gop,
      at: Math.random(),
    }))
      .toSorted((a, b) => a.at - b.at)
      // Every other GOP only: the player fetches the next one ahead.
      .filter(({ gop }) => gop % 2 === 1)
      .slice(0, wanted);
    const atMs = order.map(({ gop }) => startMs + (gop + 1 + Math.random()) * gopMs);
    return { cameraId, fromMs: startMs, toMs: endMs, atMs };
  });
}

function sectionOf(found: readonly Seek[], rows: number): Section {
  const exactMs = found.map((one) => one.exactMs);
  const firstMs = found.map((one) => one.firstMs);
  const behind = Math.max(...found.map((one) => Math.abs(one.behindMs)));
  const row = (what: string, numbers: readonly number[]) => [
    what,
    numbers.length,
    rounded(quantile(numbers, 0.5), 1),
    rounded(quantile(numbers, 0.95), 1),
    rounded(Math.max(...numbers), 1),
  ];
  const figure = (numbers: readonly number[], share: number, against: string) => ({
    value: rounded(quantile(numbers, share), 1),
    unit: 'ms',
    against,
  });
  return {
    name: 'seek',
    title: 'Seek to any second of fifteen days',
    method:
      `Random instants in six real files of ten minutes (720p25, 2.5 Mbit/s, GOP 2 s) among ${rows} ` +
      "rows of 75 cameras, none of them in the page already; the product's player on a page of its own, " +
      'from the seek to the exact picture on its canvas in Chromium without GPU ' +
      `(at most ${behind.toFixed(0)} ms before the instant asked for: one picture).`,
    columns: ['what', 'seeks', 'median ms', 'p95 ms', 'worst ms'],
    rows: [row('first picture of the new place', firstMs), row('exact picture', exactMs)],
    figures: {
      'seek.firstPictureMs': figure(firstMs, 0.5, `median, ${rows} files`),
      'seek.medianMs': figure(exactMs, 0.5, `${rows} files`),
      'seek.p95Ms': figure(exactMs, 0.95, `bar 200, ${rows} files`),
    },
  };
}
