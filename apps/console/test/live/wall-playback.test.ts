/**
 * The wall and playback with moving pictures, the built console against a fake centre that streams:
 * by keyboard alone, without a fault of accessibility (axe, WCAG 2.2 AA), in both languages.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasChromium, openBrowser } from './browser.ts';
import { hasFfmpeg, movingClip } from './clip.ts';
import { answerTo, refusedCameraId } from './fake-answers.ts';
import { FakeCentre, type Recording } from './fake-centre.ts';

/** Neighbours share the machine. */
const patience = { timeout: 20_000 };
/** Axe and fifteen moving tiles on a machine that others use too. */
const slow = { timeout: 180_000 };
const viewed = ['cam_demo-0', 'cam_demo-1', 'cam_demo-2', 'cam_demo-3'];

describe.skipIf(!hasChromium || !hasFfmpeg)(
  'wall and playback (need Chromium and ffmpeg)',
  slow,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'beffroi-console-'));
    const facts = { locale: 'fr' as 'fr' | 'en', theme: 'dark' as 'dark' | 'light' };
    let recording: Recording;
    let centre: FakeCentre;
    let browser: Browser;
    let context: BrowserContext;
    let page: Page;
    let faults: string[];

    beforeAll(async () => {
      const root = join(import.meta.dirname, '..', '..');
      await build({
        configFile: join(root, 'vite.config.ts'),
        build: { outDir: folder, emptyOutDir: true },
        logLevel: 'error',
      });
      const clip = movingClip(320, 180, 12);
      const fromMs = Math.floor(Date.now() / 2000) * 2000 - 600_000;
      const gap = { fromMs: fromMs + 100_000, toMs: fromMs + 160_000 };
      recording = { clip, fromMs, toMs: fromMs + 590_000, gap };
      centre = await FakeCentre.start(folder, clip, recording);
      centre.refusedCameras.add(refusedCameraId);
      centre.answerJson((url) => answerTo(url, { ...facts, recording, viewed }));
      browser = await openBrowser();
    });

    afterAll(async () => {
      await browser?.close();
      await centre?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    beforeEach(async () => {
      Object.assign(facts, { locale: 'fr', theme: 'dark' });
      context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
      page = await context.newPage();
      faults = [];
      page.on('pageerror', (error) => faults.push(error.message));
    });

    afterEach(async () => {
      await context.close();
      expect(faults).toEqual([]);
    });

    test.each([
      ['fr', 'dark', 'Place 16, vide'],
      ['en', 'light', 'Place 16, empty'],
    ] as const)('the wall is accessible and alive (%s, %s)', async (locale, theme, empty) => {
      Object.assign(facts, { locale, theme });
      await page.goto(`${centre.url}/`);
      await page.getByText(empty).waitFor();
      const dated = page.locator('.w-tile[data-state="live"] .w-foot');
      await expect.poll(() => dated.count(), patience).toBe(15);
      expect(await violations(page)).toEqual([]);
    });

    test('on small places too, who looks stands whole and over no time', async () => {
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.goto(`${centre.url}/`);
      const dated = page.locator('.w-tile[data-state="live"] .w-foot');
      await expect.poll(() => dated.count(), patience).toBe(15);
      expect(await covered(page)).toEqual([]);
      await page.locator('.w-columns button').click();
      await page.getByRole('option', { name: '6 × 6' }).click();
      await page.getByText('Place 36, vide').waitFor();
      await expect.poll(() => dated.count(), patience).toBe(15);
      expect(await covered(page)).toEqual([]);
    });

    test('the wall is arranged by keyboard alone', async () => {
      await page.goto(`${centre.url}/`);
      const places = page.getByRole('gridcell');
      await places.first().focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      const isChosen = (): Promise<string | null> => places.nth(5).getAttribute('aria-selected');
      await expect.poll(isChosen, patience).toBe('true');
      await page.keyboard.press('Enter');
      const enlarged = page.getByRole('region', { name: 'Halle aux grains, agrandie' });
      await enlarged.waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await enlarged.waitFor({ state: 'detached' });
      await places.nth(5).focus();
      await page.keyboard.press('Delete');
      await page.getByText('Place 6, vide').waitFor();
      await page.getByRole('treeitem', { name: /^Halle aux grains quai/ }).focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => places.nth(5).textContent(), patience).toContain('Halle aux grains');
    });

    test('a camera that may not be watched says why and is not put up', async () => {
      await page.goto(`${centre.url}/`);
      // A refused line stays reachable by keyboard, and does nothing.
      await page.getByRole('treeitem', { name: /Hors de votre habilitation/ }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Place 16, vide').waitFor();
    });

    test('a recording opens after a motive, plays, skips its gap and gives a still', async () => {
      const at = recording.gap.fromMs - 2_000;
      await page.goto(`${centre.url}/playback?cameras=${viewed.join(',')}&at=${at}`);
      const open = page.getByRole('button', { name: 'Ouvrir' });
      await expect.poll(() => open.isDisabled(), patience).toBe(true);
      expect(await violations(page)).toEqual([]);
      await page.getByText('Suites d’un incident').click();
      await open.click();
      await page.locator('.p-track-time').nth(3).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('l');
      await page.getByText(/^Sauté\s: rien d’enregistré/).waitFor();
      await page.keyboard.press('k');
      const saved = page.waitForEvent('download');
      await page.keyboard.press('s');
      expect((await saved).suggestedFilename()).toMatch(/_place-du-marche_mark-demo-1\.png$/);
    });

    test('where nothing was recorded a still is refused, not said to be done', async () => {
      const at = recording.gap.fromMs + 30_000;
      await page.goto(`${centre.url}/playback?cameras=cam_demo-0&at=${at}`);
      await page.getByText('Suites d’un incident').click();
      await page.getByRole('button', { name: 'Ouvrir' }).click();
      await page.getByText('Pas d’enregistrement').first().waitFor();
      await page.keyboard.press('s');
      const told = page.locator('.b-notice', { hasText: 'Il n’y a pas d’image' });
      await told.waitFor();
      expect(await told.getAttribute('class')).not.toContain('good');
    });

    test('the timeline is a slider for the keyboard and a table for readers', async () => {
      await page.goto(`${centre.url}/playback?cameras=cam_demo-0&at=${recording.fromMs + 10_000}`);
      await page.getByText('Secours à personne').click();
      await page.getByRole('button', { name: 'Ouvrir' }).click();
      const slider = page.getByRole('slider', { name: 'Position dans l’enregistrement' });
      const position = async (): Promise<number> =>
        Number(await slider.getAttribute('aria-valuenow'));
      const before = await position();
      await slider.focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(position, patience).toBeGreaterThan(before);
      await page.getByText(/^Chronologie en liste/).click();
      const gapLine = page.getByRole('row', { name: /Interruption/ }).first();
      expect(await gapLine.textContent()).toContain('La caméra ne répondait plus.');
      expect(await violations(page)).toEqual([]);
    });
  },
);

async function violations(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const result = await new AxeBuilder({ page }).withTags(tags).analyze();
  return result.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target).join(', ')}`,
  );
}

/** Places whose name of who looks leaves the place, or lies on the time of the picture. */
function covered(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.w-tile[data-state="live"]')].flatMap((tile) => {
      const boxOf = (what: string) => tile.querySelector(what)?.getBoundingClientRect();
      const [mark, foot, all] = [boxOf('.b-watermark-corner'), boxOf('.w-foot'), boxOf('.w-head')];
      if (mark === undefined || foot === undefined || all === undefined) {
        return [];
      }
      const isOut = mark.left < all.left - 1 || mark.right > all.right + 1;
      const isOnTime = mark.left < foot.right && mark.bottom > foot.top;
      return isOut || isOnTime ? [tile.querySelector('.w-name')?.textContent ?? ''] : [];
    }),
  );
}
