/**
 * Every page of the console, built once and opened in Chromium against the fake centre, in both
 * languages and both themes: no axe violation (WCAG 2.1 A and AA), nothing the browser complains of
 * (a strict CSP and a sentence without English included), the language and theme asked for, and nothing
 * that scrolls but the page, nor sideways at 320 CSS pixels (WCAG 1.4.10). A view is loaded once and changes language, theme and size in place.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { assert } from '@beffroi/kernel';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  changeVariant,
  hasChromium,
  openBrowser,
  showPage,
  sizes,
  type View,
  views,
} from './browse.ts';
import { type FakeCentre, startFakeCentre } from './fake-api.ts';
import { confirmationWanted } from './fake-confirmations.ts';
import { alarms } from './fake-town.ts';

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
    test(`${view.name}: accessible and quiet in both languages and themes`, async () => {
      const [first, second] = variants;
      const { page, complaints } = await showPage(browser, centre, view, first);
      await checkPage(page, view, first);
      await changeVariant(page, centre, second);
      await checkPage(page, view, second);
      await page.setViewportSize(sizes.narrow);
      expect(await beyond(page)).toMatchObject({ across: 0 });
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  }

  test('an alarm that comes while a page stands open is said, those before it are not', async () => {
    const { page, complaints } = await showPage(browser, centre, viewOf('cameras'), variants[0]);
    const said = page.locator('.s-bar .b-hidden[role=status]');
    expect(await said.textContent()).toBe('');
    const words = { fr: 'Le portail du parc ne répond plus.', en: 'The park’s gate is silent.' };
    const alarm = { ...alarms[0], id: 'alm_new', words, acknowledgedBy: null, endedMs: null };
    await page.route('**/api/alarms', (route) => route.fulfill({ json: [alarm, ...alarms] }));
    centre.changed(['alarms']);
    await said.getByText(words.fr).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the tree of cameras is one tab stop, walked with arrows, placed with Enter', async () => {
    const { page, complaints } = await showPage(browser, centre, viewOf('wall'), variants[0]);
    const lines = page.getByRole('treeitem');
    const stop = page.locator('[role=treeitem][tabindex="0"]');
    await expect.poll(() => stop.count()).toBe(1);
    await page.locator('.w-grouping button').focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => focused(page)).toContain('Valbruant');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => focused(page)).toContain('Place de la Mairie');
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toContain('Stade');
    await page.keyboard.press('Enter');
    await page.locator('[role=gridcell]').first().getByText('Stade').waitFor();
    await expect.poll(() => focused(page)).toContain('Stade');
    await page.keyboard.press('ArrowLeft');
    const count = await lines.count();
    await page.keyboard.press('ArrowLeft');
    await page.locator('[role=treeitem][aria-expanded=false]').waitFor();
    await expect.poll(() => lines.count()).toBe(count - 1);
    await page.locator('.w-grouping button').click();
    await page.getByRole('option', { name: 'Par groupe' }).click();
    await lines.filter({ hasText: 'Centre-ville' }).waitFor();
    await expect.poll(() => stop.textContent()).toMatch(/^Centre/);
    await stop.focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator('[role=tree] :focus').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a place that is enlarged gives the focus back, and a camera put up meanwhile is seen', async () => {
    const { page, complaints } = await showPage(browser, centre, viewOf('wall'), variants[0]);
    await page.locator('[role=gridcell]').nth(1).focus();
    const name = await page.locator('[role=gridcell]').nth(1).locator('.w-name').textContent();
    await page.keyboard.press('Enter');
    await page.locator('.w-enlarged').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.w-enlarged').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toContain(name);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem').filter({ hasText: 'Stade' }).click();
    await page.locator('.w-enlarged').getByText('Stade').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a tour waits while a camera is looked at from near, then goes on', async () => {
    const { page, complaints } = await showPage(browser, centre, viewOf('wall'), variants[0]);
    await page.clock.install();
    await page.reload();
    await page.locator('.w-columns button').click();
    await page.getByRole('option', { name: '2 × 2' }).click();
    await page.locator('[role=gridcell]').first().focus();
    await page.keyboard.press('t');
    await page.getByRole('dialog').getByRole('button', { name: 'Lancer' }).click();
    const step = page.locator('.w-tools [role=status]');
    const first = (await step.textContent()) ?? '';
    expect(first).toMatch(/\(1\//);
    await page.locator('[role=gridcell]').first().dblclick();
    await page.locator('.w-enlarged').waitFor();
    await page.clock.runFor(20_000);
    expect(await step.textContent()).toBe(first);
    await page.keyboard.press('Escape');
    await page.locator('.w-enlarged').waitFor({ state: 'detached' });
    await page.clock.runFor(16_000);
    await expect.poll(() => step.textContent()).toMatch(/\(2\//);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(['wall', 'camera', 'people', 'health', 'account'])(
    '%s: a name of 120 letters without a space widens nothing',
    async (name) => {
      const { page, complaints } = await showPage(browser, centre, viewOf(name), variants[0]);
      const long = 'Wabcdefghijk'.repeat(10);
      await page.route(/api\/(session|cameras|people|health|account)$/, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replaceAll(/Claire Vasseur|Place de la Mairie/g, long);
        await route.fulfill({ response, body });
      });
      await page.reload();
      await page.locator('.s-person-name').getByText(long).waitFor();
      await page.locator('main').getByText(long).first().waitFor();
      expect(await beyond(page)).toEqual({ across: 0, down: 0 });
      const place = page.locator('.s-place');
      expect(await place.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test('a page that is opened while the centre is away comes when it is back', async () => {
    const { page } = await showPage(browser, centre, viewOf('cameras'), variants[0]);
    await page.route(/\/(api|assets)\//, (route) => route.abort());
    const tried = page.waitForEvent('requestfailed', (asked) =>
      asked.url().includes('people-page'),
    );
    await page.locator('.s-rail a[href="/people"]').click();
    await tried;
    await page.waitForEvent('requestfailed', (asked) => asked.url().endsWith('/api/session'));
    // What is still shown keeps its name.
    expect(await page.locator('.s-title').textContent()).toBe('Caméras');
    expect(await page.title()).toMatch(/^Caméras/);
    await page.unroute(/\/(api|assets)\//);
    await page.locator('main table').first().getByText('Samir Benali').waitFor();
    await page.locator('.s-title').getByText('Personnes').waitFor();
    expect(await page.title()).toMatch(/^Personnes/);
    await page.context().close();
  });

  test('the sign of a centre that is away leaves room for all that stands in the bar', async () => {
    const gone = await startFakeCentre(distDir);
    const { page } = await showPage(browser, gone, viewOf('cameras'), variants[0]);
    await gone.close();
    await page.locator('.s-lost').waitFor();
    expect(await beyond(page)).toMatchObject({ across: 0 });
    const end = await page.locator('.s-person').boundingBox();
    expect((end?.x ?? 0) + (end?.width ?? 0)).toBeLessThanOrEqual(variants[0].size.width);
    await page.context().close();
  });

  test('an act that still wants something says what, stays in reach and waits', async () => {
    const { page, complaints } = await showPage(
      browser,
      centre,
      viewOf('person-revoke'),
      variants[0],
    );
    const act = page.getByRole('dialog').locator('.b-dialog-actions button').last();
    await act.focus();
    expect(await act.evaluate((one) => one === document.activeElement)).toBe(true);
    const told = await act.getAttribute('aria-describedby');
    // The space before the colon doesn't break (i18n/french-spaces.ts).
    expect(await page.locator(`[id="${told}"]`).textContent()).toBe('Il manque\u00a0: le motif.');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.getByRole('dialog').locator('input').fill('Clé perdue');
    expect(await act.getAttribute('aria-disabled')).toBeNull();
    await act.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a proof asked over a dialog takes the focus, and gives it back when it is left', async () => {
    const { page, complaints } = await showPage(
      browser,
      centre,
      viewOf('person-revoke'),
      variants[0],
    );
    await page.route('**/api/people/**', (route) =>
      route.fulfill({ status: 428, json: confirmationWanted }),
    );
    const lower = page.getByRole('dialog', { name: /Révoquer les accès/ });
    const upper = page.getByRole('dialog', { name: 'Lever les masques' });
    await lower.locator('input').fill('Clé perdue');
    const act = lower.locator('.b-dialog-actions button').last();
    await act.press('Enter');
    await upper.locator('.s-act-lines').waitFor();
    const isWithin = (dialog: typeof upper): Promise<boolean> =>
      dialog.evaluate((one) => one.contains(document.activeElement));
    await expect.poll(() => isWithin(upper)).toBe(true);
    // Whatever Tab does, the focus stays in what must be answered first.
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press('Tab');
      expect(await isWithin(upper)).toBe(true);
    }
    await page.keyboard.press('Escape');
    await upper.waitFor({ state: 'detached' });
    await expect.poll(() => act.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await lower.locator('input').inputValue()).toBe('Clé perdue');
    await page.keyboard.press('Escape');
    await lower.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('Révoquer ses accès…');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each([
    { view: 'map', mark: '.p-gl-mark' },
    { view: 'map-svg', mark: '.p-svg-mark' },
  ])(
    '$view: a camera is dragged off it by its mark, and chosen by it from the keyboard',
    async (map) => {
      const { page, complaints } = await showPage(browser, centre, viewOf(map.view), variants[0]);
      await layWall(page);
      const mark = page.locator(`${map.mark}[title="Place de la Mairie"]`);
      const before = await mark.boundingBox();
      await mark.dragTo(page.locator('#a-wall'));
      expect(await page.locator('#a-wall').textContent()).toBe('cam_mairie');
      expect(await mark.boundingBox()).toEqual(before);
      await page.locator('#a-wall').evaluate((wall) => wall.remove());
      const other = page.locator(`${map.mark}[title*="Halle"]`);
      await other.press('Enter');
      await page.waitForURL(/camera=cam_halle/);
      expect(await other.getAttribute('aria-pressed')).toBe('true');
      expect(await other.evaluate((one) => one === document.activeElement)).toBe(true);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? '');
}

function viewOf(wanted: string): View {
  const view = views.find(({ name }) => name === wanted);
  assert(view !== undefined, `there is a view ${wanted}`);
  return view;
}

/** A corner of the page that takes a camera as a place of the wall does, and shows which. */
async function layWall(page: Page): Promise<void> {
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
}

async function checkPage(
  page: Page,
  view: View,
  { locale, theme, other }: (typeof variants)[number],
): Promise<void> {
  const html = page.locator('html');
  expect(await html.getAttribute('lang')).toBe(locale);
  expect(await html.getAttribute('data-theme')).toBe(theme);
  expect(await violationsIn(page, (axe) => axe.withTags(tags)), `${locale} ${theme}`).toEqual([]);
  await html.evaluate((root, next) => root.setAttribute('data-theme', next), other);
  const repainted = await violationsIn(page, (axe) => axe.withRules(colourRules));
  expect(repainted, `${locale} ${other}`).toEqual([]);
  const { across, down } = await beyond(page);
  // Behind the sign-in the frame stays, and the page scrolls in its place.
  expect({ across, down: view.signedIn ? down : 0 }).toEqual({ across: 0, down: 0 });
  await html.evaluate((root, next) => root.setAttribute('data-theme', next), theme);
}

/** How far the document goes beyond its window, in CSS pixels. */
function beyond(page: Page): Promise<{ readonly across: number; readonly down: number }> {
  return page.locator('html').evaluate((root) => ({
    across: root.scrollWidth - root.clientWidth,
    down: root.scrollHeight - root.clientHeight,
  }));
}

/** The console has no frame within a page: axe runs in the page itself, without opening one for its report. */
async function violationsIn(
  page: Page,
  choose: (axe: AxeBuilder) => AxeBuilder,
): Promise<readonly string[]> {
  return violationsOf(await choose(new AxeBuilder({ page }).setLegacyMode()).analyze());
}

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
