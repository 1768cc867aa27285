/**
 * Every page of the console, built once and opened in Chromium against the fake centre, in both
 * languages and both themes: no axe violation (WCAG 2.1 A and AA), nothing the browser complains of
 * (a strict CSP included), the language and theme asked for, and nothing that scrolls but the page.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { assert } from '@beffroi/kernel';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openBrowser, showPage, sizes, views } from './browse.ts';
import { type FakeCentre, startFakeCentre } from './fake-api.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const distDir = mkdtempSync(join(tmpdir(), 'beffroi-console-'));

/** What a theme can break; everything else is checked once a language. */
const colourRules = ['color-contrast', 'link-in-text-block'];

const variants = [
  { locale: 'fr', theme: 'dark', other: 'light', size: sizes.small },
  { locale: 'en', theme: 'light', other: 'dark', size: sizes.large },
] as const;

// Skipped where Debian's Chromium is missing: nothing else can say what axe and the CSP say.
describe.skipIf(!hasChromium)('the pages of the console', () => {
  let centre: FakeCentre;
  let browser: Browser;

  beforeAll(async () => {
    // The runner says `test`: without this, what is checked is React's development build.
    process.env['NODE_ENV'] = 'production';
    await build({
      configFile: join(import.meta.dirname, '..', 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: distDir, emptyOutDir: true },
    });
    centre = await startFakeCentre(distDir);
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await centre.close();
    rmSync(distDir, { recursive: true });
  });

  for (const view of views) {
    for (const variant of variants) {
      const { locale, theme, other } = variant;
      test(`${view.name}, ${locale}: accessible and quiet in both themes`, async () => {
        const { page, complaints } = await showPage(browser, centre, view, variant);
        const html = page.locator('html');
        expect(await html.getAttribute('lang')).toBe(locale);
        expect(await html.getAttribute('data-theme')).toBe(theme);
        expect(violationsOf(await new AxeBuilder({ page }).withTags(tags).analyze())).toEqual([]);
        await html.evaluate((root, next) => root.setAttribute('data-theme', next), other);
        const repainted = new AxeBuilder({ page }).withRules(colourRules);
        expect(violationsOf(await repainted.analyze())).toEqual([]);
        expect(complaints).toEqual([]);
        const beyond = await html.evaluate((root) => ({
          across: root.scrollWidth - root.clientWidth,
          down: root.scrollHeight - root.clientHeight,
        }));
        expect(beyond.across).toBeLessThanOrEqual(0);
        // Behind the sign-in the frame stays, and the page scrolls in its place.
        expect(view.signedIn ? beyond.down : 0).toBeLessThanOrEqual(0);
        await page.context().close();
      });
    }
  }

  test('a camera is dragged off the map by its mark, and chosen by it from the keyboard', async () => {
    const map = views.find(({ name }) => name === 'map');
    assert(map !== undefined, 'there is a view of the map');
    const [variant] = variants;
    const { page, complaints } = await showPage(browser, centre, map, variant);
    await page.evaluate(() => {
      const wall = document.createElement('div');
      wall.id = 'a-wall';
      wall.style.cssText =
        'position:fixed;inset:auto auto 0 0;inline-size:80px;block-size:80px;z-index:99';
      wall.addEventListener('dragover', (event) => event.preventDefault());
      wall.addEventListener('drop', (event) => {
        wall.textContent = event.dataTransfer?.getData('application/x-beffroi-camera') ?? '';
      });
      document.body.append(wall);
    });
    const mark = page.locator('.p-gl-mark', { hasText: 'Place de la Mairie' });
    const before = await mark.boundingBox();
    await mark.dragTo(page.locator('#a-wall'));
    expect(await page.locator('#a-wall').textContent()).toBe('cam_mairie');
    expect(await mark.boundingBox()).toEqual(before);
    await page.locator('#a-wall').evaluate((wall) => wall.remove());
    const other = page.locator('.p-gl-mark', { hasText: 'Halle' });
    await other.press('Enter');
    await page.waitForURL(/camera=cam_halle/);
    expect(await other.getAttribute('aria-pressed')).toBe('true');
    expect(await other.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Rule and first elements of each violation: what one needs to mend it. */
function violationsOf(found: Found): readonly string[] {
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
  );
}
