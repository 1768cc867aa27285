/**
 * The wall of a real house under an operator's hands: a camera dragged from the list and from the
 * map, places swapped by mouse, one to thirty-six places, a layout shared with a colleague, a tour
 * that is held, a second window as a second screen.
 */

import { hasChromium, launchChromium, type RunningHouse, send, startHouse } from '@beffroi/testing';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const patience = { timeout: 30_000 } as const;

describe.skipIf(!hasChromium)('the wall in a house (needs /usr/bin/chromium)', () => {
  let house: RunningHouse;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    house = await startHouse({ townFile: null });
    browser = await launchChromium();
    context = await entered('operator');
    page = await opened(context);
  });

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  const entered = async (post: string): Promise<BrowserContext> => {
    const made = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const first = await made.newPage();
    await first.goto(house.url);
    const people = await send<{ id: string; post: string }[]>(first, 'GET', '/api/demo/people');
    const personId = people.find((person) => person.post === post)?.id;
    await send(first, 'POST', '/api/demo/sign-in', { personId });
    await first.close();
    return made;
  };

  const opened = async (from: BrowserContext, path = '/'): Promise<Page> => {
    const made = await from.newPage();
    made.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        complaints.push(message.text());
      }
    });
    await made.goto(new URL(path, house.url).href);
    await places(made).first().waitFor(patience);
    return made;
  };

  test('a camera is dragged from the list and from the map onto a place, and places are swapped', async () => {
    await choose(page, '4 × 4');
    const last = places(page).nth(15);
    await expect.poll(() => last.textContent(), patience).toContain('Place 16');
    const camera = page.locator('.w-tree-camera').first();
    const name = await nameOf(camera);
    await camera.dragTo(last);
    await expect.poll(() => last.textContent(), patience).toContain(name);

    await page.getByRole('button', { name: 'Carte' }).click();
    const mark = page.locator('.p-svg-mark').last();
    const marked = (await mark.getAttribute('title')) ?? '';
    await mark.dragTo(places(page).nth(14));
    await expect.poll(() => places(page).nth(14).textContent(), patience).toContain(marked);

    await places(page).nth(14).dragTo(places(page).nth(13));
    await expect.poll(() => places(page).nth(13).textContent(), patience).toContain(marked);
    await page.getByRole('button', { name: 'Carte' }).click();
  });

  test('the wall has one to thirty-six places', async () => {
    await choose(page, '6 × 6');
    await expect.poll(() => places(page).count(), patience).toBe(36);
    await choose(page, '1 × 1');
    await expect.poll(() => places(page).count(), patience).toBe(1);
    await choose(page, '3 × 3');
    await expect.poll(() => places(page).count(), patience).toBe(9);
  });

  test('every picture says its camera, place, time, age, mask, recording and who looks', async () => {
    await page.locator('.w-tree-camera').first().click();
    const tile = page.locator('.w-tile[data-state="live"]').first();
    await tile.waitFor({ timeout: 90_000 });
    await expect.poll(() => tile.locator('.w-foot').textContent(), patience).toMatch(/\d:\d\d.* s/);
    const said = (await tile.textContent()) ?? '';
    expect(said).toMatch(/Masquée|Sans masque/);
    expect(said).toMatch(/Enregistrement en cours|Non enregistrée/);
    expect(await tile.locator('.b-watermark-corner').textContent()).toMatch(
      /^Camille Roussel · \d\d\/\d\d\/\d{4}\s\d\d:\d\d$/,
    );
    await tile.dblclick();
    await page.getByRole('region', { name: /agrandie/ }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('a layout is saved, shared and shown by a colleague', async () => {
    await page.getByRole('button', { name: 'Dispositions' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=text]').fill('Nuit');
    await dialog.locator('label', { hasText: 'Partager' }).click();
    await dialog.getByRole('button', { name: 'Enregistrer' }).click();
    await dialog.getByText('Partagée').waitFor();
    await page.keyboard.press('Escape');
    const head = await opened(await entered('csu-head'));
    await choose(head, '2 × 2');
    await head.getByRole('button', { name: 'Dispositions' }).click();
    await head
      .getByRole('dialog')
      .getByText(/par Camille Roussel/)
      .waitFor();
    await head.getByRole('dialog').getByRole('button', { name: 'Afficher' }).click();
    await expect.poll(() => places(head).count(), patience).toBe(9);
    await head.context().close();
  });

  test('a tour starts, is held, goes on and stops', async () => {
    await choose(page, '1 × 1');
    await page.getByRole('button', { name: 'Ronde' }).click();
    await page.getByRole('dialog').locator('input').last().fill('5');
    await page.keyboard.press('Tab');
    await page.getByRole('dialog').getByRole('button', { name: 'Lancer' }).click();
    const step = page.getByRole('status').filter({ hasText: /\(\d\/\d\)/ });
    await step.filter({ hasText: '(1/' }).waitFor();
    await step.filter({ hasText: '(2/' }).waitFor(patience);
    await page.getByRole('button', { name: 'Suspendre' }).click();
    const held = await step.textContent();
    await page.waitForTimeout(6000);
    expect(await step.textContent()).toBe(held);
    await page.getByRole('button', { name: 'Reprendre' }).click();
    await expect.poll(() => step.textContent(), patience).not.toBe(held);
    await page.getByRole('button', { name: 'Arrêter la ronde' }).click();
    await step.waitFor({ state: 'detached' });
  });

  test('a second window is a second screen with its own cameras, and full screen opens and closes', async () => {
    const [second] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: 'Autre écran' }).click(),
    ]);
    await places(second).first().waitFor(patience);
    await second.getByText('Écran 2').waitFor();
    await choose(second, '2 × 2');
    await second.locator('.w-tree-camera').nth(1).click();
    const name = await nameOf(second.locator('.w-tree-camera').nth(1));
    await second.reload();
    await expect.poll(() => places(second).first().textContent(), patience).toContain(name);
    await second.close();
    await page.keyboard.press('f');
    await expect.poll(() => isFullScreen(page), patience).toBe(true);
    await page.keyboard.press('f');
    await expect.poll(() => isFullScreen(page), patience).toBe(false);
  });

  test('a camera asked for by address, as from the map, is enlarged', async () => {
    const cameras = await send<{ id: string; name: string }[]>(page, 'GET', '/api/cameras');
    const asked = cameras.at(-1);
    const other = await context.newPage();
    await other.goto(new URL(`/?camera=${asked?.id}`, house.url).href);
    await other.getByRole('region', { name: `${asked?.name}, agrandie` }).waitFor(patience);
    expect(other.url()).not.toContain('camera=');
    await other.close();
  });

  test('the browser had nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});

function places(page: Page): Locator {
  return page.getByRole('gridcell');
}

/** The name without the place that stands below it. */
function nameOf(camera: Locator): Promise<string> {
  return camera
    .locator('.w-tree-name')
    .evaluate((one: { readonly firstChild: { readonly textContent: string } }) =>
      one.firstChild.textContent.trim(),
    );
}

async function choose(page: Page, grid: string): Promise<void> {
  await page.locator('.w-columns button').click();
  await page.getByRole('option', { name: grid }).click();
}

function isFullScreen(page: Page): Promise<boolean> {
  return page.evaluate(() => document.fullscreenElement !== null);
}
