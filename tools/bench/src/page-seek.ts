/**
 * Seeks with the product's own player, on a page of the centre's origin with nothing else on it: the
 * bare page of the console's tests, built once and given to the browser in place of an answer of the
 * centre. The player, its worker, socket and decoder are the ones that operators use.
 */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const root = join(import.meta.dirname, '../../..');
const barePage = join(root, 'apps/console/test/live/trial-page');
const path = '/bench-seek/';

export interface CameraTargets {
  readonly cameraId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly atMs: readonly number[];
}

export interface Seek {
  /** From the seek to the first picture of the new place, which may stand in for the exact one. */
  readonly firstMs: number;
  /** From the seek to the exact picture on the canvas, as the page is told. */
  readonly exactMs: number;
  /** Time asked for minus the time of the picture shown. */
  readonly behindMs: number;
}

/** Builds the bare page into `folder` and opens it under the origin of the centre. */
export async function openBarePage(page: Page, origin: string, folder: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const wish = ['build', barePage, '--outDir', folder, '--emptyOutDir', '--base', path];
  execFileSync(process.execPath, [vite, ...wish, '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await page.context().route(`${origin}${path}**`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(path.length);
    return route.fulfill({ path: join(folder, file) });
  });
  // What is not fetched from the network has no address; Chromium asks before it may reach loopback.
  await page.context().grantPermissions(['local-network-access'], { origin });
  await page.goto(`${origin}${path}index.html`);
}

/** One player a camera, one seek after the other, each after the hand has rested. */
export function seekInPage(
  page: Page,
  viewingId: string,
  cameras: readonly CameraTargets[],
): Promise<Seek[]> {
  const given = `${JSON.stringify(viewingId)}, ${JSON.stringify(cameras)}`;
  return page.evaluate<Seek[]>(`(${seekAll.toString()})(${given})`);
}

interface BarePlayer {
  seek(atMs: number): void;
  getStatus(): {
    readonly positionMs: number;
    readonly lastSeekMs: number | null;
    readonly tracks: readonly { readonly shownAtMs: number | null; readonly condition: string }[];
  };
  subscribe(listener: () => void): () => void;
  close(): void;
}

interface Browserish {
  readonly trial: { createViewer(): { openPlayer(place: object): BarePlayer } };
  readonly document: { createElement(name: string): object };
}

/** Runs in the browser, sent as source text: it may use nothing from outside itself. */
async function seekAll(viewingId: string, cameras: readonly CameraTargets[]): Promise<Seek[]> {
  const restMs = 300;
  const web = globalThis as unknown as Browserish;
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, restMs));
  const viewer = web.trial.createViewer();
  await rest();
  const found: Seek[] = [];
  for (const { cameraId, fromMs, toMs, atMs } of cameras) {
    const canvas = web.document.createElement('canvas');
    const range = { fromMs, toMs };
    const place = { viewingId, cameras: [{ cameraId, canvas }], range, positionMs: fromMs };
    const player = viewer.openPlayer({ ...place, skipToRecorded: true });
    const settled = (wanted: number | null): Promise<Seek> =>
      new Promise((resolve, reject) => {
        const startedMs = performance.now();
        const before = player.getStatus().tracks[0]?.shownAtMs ?? null;
        let firstMs: number | undefined;
        const late = setTimeout(() => {
          const status = JSON.stringify(player.getStatus());
          reject(new Error(`no picture at ${wanted} within 20 s: ${status}`));
        }, 20_000);
        const stop = player.subscribe(() => {
          const { positionMs, lastSeekMs, tracks } = player.getStatus();
          const shownAtMs = tracks[0]?.shownAtMs ?? null;
          const isHere = wanted === null || Math.abs(positionMs - wanted) < 1;
          if (isHere && shownAtMs !== null && shownAtMs !== before) {
            firstMs ??= performance.now() - startedMs;
          }
          if (isHere && lastSeekMs !== null && shownAtMs !== null) {
            clearTimeout(late);
            stop();
            const exactMs = performance.now() - startedMs;
            const behindMs = (wanted ?? shownAtMs) - shownAtMs;
            resolve({ firstMs: firstMs ?? exactMs, exactMs, behindMs });
          }
        });
      });
    await settled(null);
    for (const wanted of atMs) {
      await rest();
      const done = settled(wanted);
      player.seek(wanted);
      found.push(await done);
    }
    player.close();
  }
  return found;
}
