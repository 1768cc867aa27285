/**
 * The media core in a real browser against a fake centre: pictures come, are acknowledged and let
 * go; a cut wipes; a lost centre comes back; every seek shows exactly the picture of its instant, read
 * back from the pixels. Bounds are generous: neighbours share the machine.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Player } from '../../src/media/player.ts';
import type { TileHandle, Viewer } from '../../src/media/viewer.ts';
import { hasChromium, openBrowser } from './browser.ts';
import { greyClip, greyIndex, hasFfmpeg, movingClip } from './clip.ts';
import { FakeCentre } from './fake-centre.ts';
import type { trial } from './trial-page/trial.ts';

declare global {
  interface Window {
    trial: typeof trial;
    viewer: Viewer;
    handles: TileHandle[];
    player: Player;
  }
}

const patience = { timeout: 20_000 };
const startMs = Date.parse('2026-11-22T10:00:00Z');
const gap = { fromMs: startMs + 100_000, toMs: startMs + 160_000 };

describe.skipIf(!hasChromium || !hasFfmpeg)('media core (needs Chromium and ffmpeg)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-trial-'));
  let centre: FakeCentre;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    await build({
      configFile: false,
      root: join(import.meta.dirname, 'trial-page'),
      worker: { format: 'es' },
      build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, target: 'chrome130' },
      logLevel: 'error',
    });
    const recording = { clip: greyClip(320, 180), fromMs: startMs, toMs: startMs + 600_000, gap };
    centre = await FakeCentre.start(folder, movingClip(320, 180, 12), recording);
    browser = await openBrowser();
    page = await browser.newPage();
    await page.goto(centre.url);
    await page.evaluate(() => {
      window.viewer = window.trial.createViewer();
    });
  });

  afterAll(async () => {
    await browser?.close();
    await centre?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the self-test really decodes Main and High and holds nothing back', async () => {
    const result = await page.evaluate(() => window.trial.runSelfTest());
    expect(result).toMatchObject({ secureContext: true, webCodecs: true, h264: true });
    expect(result.heldFrames).toBe(0);
  });

  test('four tiles show, acknowledge and close every picture', async () => {
    await page.evaluate(() => {
      const wall = document.getElementById('wall')!;
      window.handles = ['cam_a', 'cam_b', 'cam_c', 'cam_d'].map((cameraId) => {
        const place = wall.appendChild(document.createElement('div'));
        return window.viewer.attach(place, { cameraId, stream: 'sub' });
      });
    });
    await page.waitForFunction(() => window.handles.every((one) => one.getStatus().fps > 4));
    await expect.poll(() => centre.acks.size, patience).toBe(4);
    const status = await page.evaluate(() => window.handles[0]!.getStatus());
    expect(status).toMatchObject({ state: 'live', recording: true, mask: 'server', width: 320 });
    expect(status.watchers).toEqual(['Claire Petit']);
    const figures = await page.evaluate(() => window.viewer.statistics());
    expect(figures.openFrames).toBeLessThan(20);
  });

  test('a cut wipes the tile at once, says the rule, and leaves the others', async () => {
    centre.cut('cam_b');
    await page.waitForFunction(() => window.handles[1]!.getStatus().state === 'cut');
    const cut = await page.evaluate(() => ({
      status: window.handles[1]!.getStatus(),
      pictureWidth: document.querySelectorAll('video')[1]?.videoWidth ?? 0,
      others: window.handles.filter((one) => one.getStatus().state === 'live').length,
    }));
    expect(cut.status).toMatchObject({ rule: 'LIV-21', pictureAtMs: null, ageMs: null });
    expect(cut.status.words?.fr).toContain('habilitation');
    expect(cut).toMatchObject({ pictureWidth: 0, others: 3 });
  });

  test('a lost centre wipes every tile, and every tile comes back', async () => {
    centre.dropSockets();
    await page.waitForFunction(() =>
      window.handles.every((one) => one.getStatus().pictureAtMs === null),
    );
    await page.waitForFunction(() => window.handles.every((one) => one.getStatus().fps > 1));
    await page.evaluate(() => {
      for (const handle of window.handles) {
        handle.detach();
      }
    });
    await expect
      .poll(
        () => page.evaluate(async () => (await window.viewer.statistics()).openFrames),
        patience,
      )
      .toBe(0);
  });

  test('every seek shows exactly the picture of its instant', async () => {
    await openPlayer(page, 'cam_a', startMs);
    await page.waitForFunction(() => window.player.getStatus().lastSeekMs !== null);
    const seeks = Array.from({ length: 12 }, (_, i) => startMs + i * 8_123 + 17 * i);
    for (const atMs of seeks) {
      const shown = await shownAt(page, atMs);
      const index = Math.floor(((atMs - startMs) % 2000) / 40);
      expect({ index: greyIndex(shown.grey), atMs: shown.atMs }).toEqual({
        index,
        atMs: startMs + Math.floor((atMs - startMs) / 40) * 40,
      });
    }
  });

  test('steps one picture either way, across the edge of a GOP', async () => {
    await shownAt(page, startMs + 4_000);
    expect(await steppedTo(page, -1)).toBe(startMs + 3_960);
    expect(await steppedTo(page, 1)).toBe(startMs + 4_000);
    expect(await steppedTo(page, 1)).toBe(startMs + 4_040);
  });

  test.each([1, -1, 4, 32, -32])('plays at %dx', async (speed) => {
    await shownAt(page, startMs + 300_000);
    await page.evaluate((wanted) => window.player.play(wanted), speed);
    // Far enough for several GOPs at speed; how long that takes is the machine's business.
    await page.waitForFunction(
      ({ fromMs, wayMs }) => (window.player.getStatus().positionMs - fromMs) / wayMs >= 1,
      { fromMs: startMs + 300_000, wayMs: speed * 600 },
    );
    await page.evaluate(() => window.player.pause());
  });

  test('a seek after playing backwards finds its picture, wherever it lies in its GOP', async () => {
    for (const [round, index] of [37, 49, 44, 21, 38, 30, 46, 0].entries()) {
      await shownAt(page, startMs + 300_000 + round * 160);
      await page.evaluate((speed) => window.player.play(speed), round % 2 === 0 ? -4 : -32);
      await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), 40 * round);
      await page.evaluate(() => window.player.pause());
      const atMs = startMs + 202_000 + round * 4_000 + index * 40;
      const shown = await shownAt(page, atMs + 20);
      expect({ index: greyIndex(shown.grey), atMs: shown.atMs }).toEqual({ index, atMs });
    }
  });

  test('a hand that goes on dragging sees pictures, and the exact one where it rests', async () => {
    const fromMs = startMs + 200_000;
    await shownAt(page, fromMs);
    const served = centre.gopsServed;
    // Never still for two beats, and never twice in the same GOP before a minute has gone by.
    const drag = await page.evaluate(async (from) => {
      const seen = new Set<number | null>();
      const stop = window.player.subscribe(() =>
        seen.add(window.player.getStatus().tracks[0]!.shownAtMs),
      );
      let seeks = 0;
      for (const startedMs = performance.now(); seen.size < 5; seeks += 1) {
        if (performance.now() - startedMs > 60_000) {
          break;
        }
        window.player.seek(from + ((seeks * 2_530) % 200_000));
        await new Promise((resolve) => setTimeout(resolve, 12));
      }
      stop();
      return { seen: seen.size, seeks };
    }, fromMs);
    expect(drag.seen).toBeGreaterThanOrEqual(5);
    const restMs = fromMs + 79 * 1_530;
    const shown = await shownAt(page, restMs);
    expect(shown.atMs).toBe(startMs + Math.floor((restMs - startMs) / 40) * 40);
    expect(greyIndex(shown.grey)).toBe(Math.floor(((restMs - startMs) % 2000) / 40));
    // What was overtaken before it was asked for never is.
    expect(centre.gopsServed - served).toBeLessThan(drag.seeks + 5);
  });

  test('jumps over what nobody recorded, and says so', async () => {
    await shownAt(page, gap.fromMs - 500);
    await page.evaluate(() => window.player.play(1));
    await page.waitForFunction((at) => window.player.getStatus().positionMs >= at, gap.toMs);
    const { skipped } = await page.evaluate(() => window.player.getStatus());
    expect(skipped?.toMs).toBe(gap.toMs);
    await page.evaluate(() => window.player.pause());
  });

  test('a refused recording is black and says by which rule', async () => {
    centre.refusedCameras.add('cam_a');
    await page.evaluate((at) => window.player.seek(at), startMs + 590_000);
    await page.waitForFunction(() => window.player.getStatus().tracks[0]!.condition === 'refused');
    const track = await page.evaluate(() => window.player.getStatus().tracks[0]!);
    expect(track).toMatchObject({ shownAtMs: null, words: { fr: 'Vous n’avez pas le droit.' } });
  });

  test('opens where recording begins, or stays at the instant that was asked for', async () => {
    await openPlayer(page, 'cam_b', gap.fromMs + 1_000);
    await page.waitForFunction(() => window.player.getStatus().tracks[0]!.shownAtMs !== null);
    const opened = await page.evaluate(() => window.player.getStatus());
    expect(opened).toMatchObject({ positionMs: gap.toMs, playing: false });
    expect(opened.skipped).toEqual({ fromMs: gap.fromMs + 1_000, toMs: gap.toMs });
    await openPlayer(page, 'cam_b', gap.fromMs + 1_000, false);
    await page.waitForFunction(() => window.player.getStatus().tracks[0]!.condition === 'hole');
    const stayed = await page.evaluate(() => window.player.getStatus());
    expect(stayed).toMatchObject({ positionMs: gap.fromMs + 1_000, skipped: null });
  });

  test('what this browser can’t decode is asked for as a copy, and says so', async () => {
    centre.h265Cameras.add('cam_h');
    centre.isRecoderBusy = true;
    await openPlayer(page, 'cam_h', startMs + 20_000);
    await page.waitForFunction(() => window.player.getStatus().tracks[0]!.condition === 'busy');
    const busy = await page.evaluate(() => window.player.getStatus().tracks[0]!);
    expect(busy).toMatchObject({ shownAtMs: null, words: { en: 'Too many copies at once.' } });
    centre.isRecoderBusy = false;
    const shown = await shownAt(page, startMs + 31_000, 'cam_h');
    expect(greyIndex(shown.grey)).toBe(25);
    const track = await page.evaluate(() => window.player.getStatus().tracks[0]!);
    expect(track).toMatchObject({ condition: 'picture', recoded: true });
  });

  test('without track generators a tile is drawn on a canvas, and wiped on a cut', async () => {
    const other = await browser.newPage();
    await other.addInitScript(() => Reflect.deleteProperty(window, 'MediaStreamTrackGenerator'));
    await other.goto(centre.url);
    await other.evaluate(() => {
      window.viewer = window.trial.createViewer();
      const place = document.getElementById('wall')!.appendChild(document.createElement('div'));
      window.handles = [window.viewer.attach(place, { cameraId: 'cam_e', stream: 'sub' })];
    });
    await other.waitForFunction(() => window.handles[0]!.getStatus().fps > 4);
    expect(await other.locator('video').count()).toBe(0);
    expect(await brightest(other)).toBeGreaterThan(100);
    centre.cut('cam_e');
    await other.waitForFunction(() => window.handles[0]!.getStatus().state === 'cut');
    await expect.poll(() => brightest(other), patience).toBe(0);
    const figures = await other.evaluate(() => window.viewer.statistics());
    expect(figures.openFrames).toBe(0);
    await other.close();
  });
});

/** The brightest sample of what the page's canvas shows. */
function brightest(page: Page): Promise<number> {
  return page.evaluate(() => {
    const shown = document.querySelector('canvas')!;
    const context = new OffscreenCanvas(64, 36).getContext('2d', { willReadFrequently: true })!;
    context.drawImage(shown, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    return data.filter((_, i) => i % 4 !== 3).reduce((most, value) => Math.max(most, value), 0);
  });
}

async function openPlayer(
  page: Page,
  cameraId: string,
  positionMs: number,
  skipToRecorded = true,
): Promise<void> {
  await page.evaluate(
    (place) => {
      const canvas = document.body.appendChild(document.createElement('canvas'));
      window.player = window.viewer.openPlayer({
        viewingId: 'view_a',
        cameras: [{ cameraId: place.cameraId, canvas }],
        range: { fromMs: place.fromMs, toMs: place.fromMs + 600_000 },
        positionMs: place.positionMs,
        skipToRecorded: place.skipToRecorded,
      });
    },
    { cameraId, positionMs, skipToRecorded, fromMs: startMs },
  );
}

/** Seeks, waits for the exact picture, and reads its grey back from the pixels. */
async function shownAt(
  page: Page,
  atMs: number,
  cameraId = 'cam_a',
): Promise<{ grey: number; atMs: number }> {
  await page.evaluate((at) => window.player.seek(at), atMs);
  await page.waitForFunction((at) => {
    const status = window.player.getStatus();
    return Math.abs(status.positionMs - at) < 1 && status.lastSeekMs !== null;
  }, atMs);
  return await page.evaluate(async (camera) => {
    const picture = await window.player.grab(camera);
    const context = new OffscreenCanvas(1, 1).getContext('2d')!;
    context.drawImage(picture!.bitmap, 0, 0, 1, 1);
    return { grey: context.getImageData(0, 0, 1, 1).data[0]!, atMs: picture!.atMs };
  }, cameraId);
}

async function steppedTo(page: Page, by: 1 | -1): Promise<number | null> {
  const before = await page.evaluate(() => window.player.getStatus().tracks[0]!.shownAtMs);
  await page.evaluate((way) => window.player.step(way, 'cam_a'), by);
  await page.waitForFunction(
    (was) => window.player.getStatus().tracks[0]!.shownAtMs !== was,
    before,
  );
  return await page.evaluate(() => window.player.getStatus().tracks[0]!.shownAtMs);
}
