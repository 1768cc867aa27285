/**
 * `npm run bench -- live`: the whole house with a camera that draws the time into its pictures, and
 * Chromium on the same machine reading it back: camera clock to decoded picture, first picture of a
 * tile, and what viewers cost the centre.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  family,
  type HttpPerson,
  launchChromium,
  type RunningHouse,
  signInOverHttp,
  startHouse,
} from '@beffroi/testing';
import { startClockCamera } from '@beffroi/town-sim';
import type { Browser, Page } from 'playwright-core';
import { startLineChild } from './child-line.ts';
import { benchLogin, benchLogins, writeClockTown } from './clock-town.ts';
import { quantile, rounded, type Section } from './figures.ts';
import { type PageLatency, readLatencies } from './page-latency.ts';
import { costDuring } from './process-cost.ts';

interface Camera {
  readonly id: string;
  readonly name: string;
}

type Row = readonly (string | number)[];

const clearCameras = 16;
const warmUpMs = 6000;
/** Four attempts each, enrolment and all: a machine has twenty a minute (SEC-43). */
const signInPaceMs = 12_500;

export async function benchLive(quick: boolean): Promise<Section> {
  const wall = await withTown({ mainLines: 720, clear: clearCameras, masked: 1 }, (town) =>
    measure(town, quick),
  );
  // A house of its own: masking 1080p should not slow the tiles that are measured without a mask.
  const masked1080 = await withTown({ mainLines: 1080, clear: 0, masked: 1 }, (town) =>
    measureMasked(town, quick),
  );
  return sectionOf(wall, masked1080);
}

interface ClockTown {
  readonly house: RunningHouse;
  readonly browser: Browser;
  readonly person: HttpPerson;
  readonly cameras: readonly Camera[];
}

async function withTown<T>(
  wish: { readonly mainLines: 720 | 1080; readonly clear: number; readonly masked: number },
  act: (town: ClockTown) => Promise<T>,
): Promise<T> {
  const { mainLines, clear, masked } = wish;
  const folder = mkdtempSync('/var/tmp/beffroi-live-');
  const camera = await startClockCamera({ host: '127.0.0.1', port: 0, mainLines });
  let house: RunningHouse | null = null;
  let browser: Browser | null = null;
  try {
    const townFile = join(folder, 'town.yaml');
    writeClockTown(townFile, camera, clear, masked);
    house = await startHouse({ townFile });
    browser = await launchChromium();
    const person = await signInOverHttp(house, benchLogin);
    const cameras = await person.send<Camera[]>('GET', '/api/cameras');
    return await act({ house, browser, person, cameras });
  } finally {
    await browser?.close();
    await house?.stop();
    await camera.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureMasked(
  { house, browser, person, cameras }: ClockTown,
  quick: boolean,
): Promise<PageLatency> {
  const page = await openPage(browser, house, person);
  return wallLatency(page, house, cameras, quick ? 3 : 10);
}

interface WallFigures {
  readonly rows: readonly Row[];
  readonly clear: PageLatency;
  readonly firstMs: readonly number[];
}

async function measure(
  { house, browser, person, cameras }: ClockTown,
  quick: boolean,
): Promise<WallFigures> {
  const clear = cameras.filter((one) => one.name.startsWith('clear'));
  const masked = cameras.filter((one) => one.name.startsWith('masked'));
  const page = await openPage(browser, house, person);
  const seconds = quick ? 3 : 10;
  const rows: Row[] = [];
  const one = await wallLatency(page, house, clear.slice(0, 1), seconds);
  rows.push(rowOf('pass-through, 1 tile 720p25 (main)', one));
  for (const count of quick ? [4] : [4, 9, 16]) {
    const latency = await wallLatency(page, house, clear.slice(0, count), seconds);
    rows.push(rowOf(`pass-through, ${count} tiles 360p25 (sub)`, latency));
  }
  const behindMask = await wallLatency(page, house, masked, seconds);
  rows.push(rowOf('server-masked, 1 tile 720p25 (main)', behindMask));
  const firstMs = await firstPictures(page, house, clear, quick ? 3 : 12);
  rows.push(['first picture of a tile', quantile(firstMs, 0.5), quantile(firstMs, 0.95), '', '']);
  await page.context().close();
  const cookies = [person.cookie];
  for (const login of benchLogins.slice(1)) {
    await sleep(signInPaceMs);
    cookies.push((await signInOverHttp(house, login)).cookie);
  }
  for (const viewers of quick ? [1, 10] : [1, 10, 50, 100]) {
    rows.push(await crowdCost({ house, cookies, camera: clear[0], viewers, seconds }));
  }
  return { rows, clear: one, firstMs };
}

function sectionOf({ rows, clear, firstMs }: WallFigures, masked: PageLatency): Section {
  const ms = (value: number, against: string) => ({
    value: rounded(value, 1),
    unit: 'ms',
    against,
  });
  return {
    name: 'live',
    title: 'Live: camera clock to decoded picture in Chromium',
    method:
      'A camera encodes its own clock into its pictures (x264 zerolatency, 25 pictures a second); ' +
      'the console shows it in headless Chromium without GPU on the same machine, and the page ' +
      'reads the time back when the browser presents the decoded picture. Encoding in the camera ' +
      'is included. CPU of the centre is for so many viewers of one 3 Mbit/s stream.',
    columns: ['what', 'median ms', 'p95 ms', 'pictures read', 'unreadable'],
    rows: [...rows, rowOf('server-masked, 1 tile 1080p25 (main), nothing else running', masked)],
    figures: {
      'live.medianMs': ms(
        quantile(clear.latenciesMs, 0.5),
        'bar 60, pass-through, one 720p25 tile',
      ),
      'live.p95Ms': ms(quantile(clear.latenciesMs, 0.95), 'bar 120, pass-through, one 720p25 tile'),
      'live.maskedMedianMs': ms(
        quantile(masked.latenciesMs, 0.5),
        'bar 120, server-masked 1080p25 tile',
      ),
      'live.maskedP95Ms': ms(
        quantile(masked.latenciesMs, 0.95),
        'bar 250, server-masked 1080p25 tile',
      ),
      'live.firstPictureMs': ms(quantile(firstMs, 0.5), 'bar 200, from the request to the picture'),
    },
  };
}

function rowOf(what: string, { latenciesMs, unreadable }: PageLatency): Row {
  const median = rounded(quantile(latenciesMs, 0.5), 1);
  const p95 = rounded(quantile(latenciesMs, 0.95), 1);
  return [what, median, p95, latenciesMs.length, unreadable];
}

async function openPage(browser: Browser, house: RunningHouse, person: HttpPerson): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await context.addCookies(
    person.cookie.split('; ').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return { name, value, url: house.url };
    }),
  );
  return context.newPage();
}

async function wallLatency(
  page: Page,
  house: RunningHouse,
  cameras: readonly Camera[],
  seconds: number,
): Promise<PageLatency> {
  await showWall(page, house, cameras);
  await page.waitForTimeout(warmUpMs);
  return readLatencies(page, seconds, cameras.length > 4 ? 7 : 3);
}

/** Puts the cameras on the wall as the console remembers it, and opens it. */
async function showWall(
  page: Page,
  house: RunningHouse,
  cameras: readonly Camera[],
): Promise<void> {
  const columns = Math.ceil(Math.sqrt(cameras.length));
  const wall = JSON.stringify({ columns, tiles: cameras.map((one) => one.id) });
  await page.addInitScript(`localStorage.setItem('beffroi.wall.1', ${JSON.stringify(wall)})`);
  await page.goto(house.url);
  await page.waitForFunction(
    (wanted) => {
      const { document } = globalThis as unknown as { document: PlainPage };
      const videos = [...document.querySelectorAll('video')];
      return videos.filter((one) => (one.videoWidth ?? 0) > 0).length >= wanted;
    },
    cameras.length,
    { timeout: 60_000 },
  );
}

/** Opens one camera after the other on a fresh page of the wall; milliseconds to its first picture. */
async function firstPictures(
  page: Page,
  house: RunningHouse,
  cameras: readonly Camera[],
  times: number,
): Promise<number[]> {
  await showWall(page, house, cameras.slice(0, 1));
  const found: number[] = [];
  for (let time = 0; time < times; time++) {
    const camera = cameras[1 + (time % (cameras.length - 1))];
    const script = `(${firstPicture.toString()})(${JSON.stringify(camera?.name)})`;
    found.push(rounded(await page.evaluate<number>(script), 1));
    await page.waitForTimeout(400);
  }
  return found;
}

interface PlainPage {
  querySelectorAll(selector: string): Iterable<{
    readonly textContent: string;
    readonly srcObject?: object;
    readonly videoWidth?: number;
    click(): void;
    requestVideoFrameCallback(shown: () => void): void;
  }>;
}

/** In the page: clicks a camera of the tree, answers when its first picture is presented. */
async function firstPicture(name: string): Promise<number> {
  const { document } = globalThis as unknown as { document: PlainPage };
  const line = [...document.querySelectorAll('[role=treeitem]')].find((one) =>
    one.textContent.startsWith(name),
  );
  if (line === undefined) {
    throw new Error(`the tree of cameras has no ${name}`);
  }
  const startedMs = performance.now();
  line.click();
  const before = new Set([...document.querySelectorAll('video')].map((one) => one.srcObject));
  for (;;) {
    for (const video of document.querySelectorAll('video')) {
      if (video.srcObject && !before.has(video.srcObject)) {
        await new Promise<void>((resolve) => video.requestVideoFrameCallback(resolve));
        return performance.now() - startedMs;
      }
    }
    if (performance.now() - startedMs > 5000) {
      throw new Error(`${name} had no picture within 5 s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

interface Crowd {
  readonly house: RunningHouse;
  readonly cookies: readonly string[];
  readonly camera: Camera | undefined;
  readonly viewers: number;
  readonly seconds: number;
}

async function crowdCost({ house, cookies, camera, viewers, seconds }: Crowd): Promise<Row> {
  const args = [house.url, cookies.join('|'), camera?.id ?? '', String(viewers)];
  const crowd = startLineChild('./viewer-crowd.ts', args);
  try {
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const csu = family(house.pid).filter((one) => /apps\/csu\/src\/main/.test(one.command));
    const before = await crowd.ask<{ pictures: number }>();
    const cost = await costDuring(() => csu.map((one) => one.pid), seconds);
    const after = await crowd.ask<{ pictures: number }>();
    const fps = (after.pictures - before.pictures) / cost.wall / viewers;
    const percent = (100 * cost.cpuSeconds) / cost.wall;
    return [
      `${viewers} viewers of one camera: ${rounded(percent, 1)} % of a core`,
      '',
      '',
      `${rounded(fps, 1)} fps each`,
      '',
    ];
  } finally {
    await crowd.end();
  }
}
