/**
 * `npm run screens`: pictures of every page of the demonstration in both languages and themes, into
 * docs/screens, at 1366x768 (and 1920x1080 for the wall and playback). Only drawn streets are shown.
 */

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchChromium, send, startHouse } from '@beffroi/testing';
import type { Browser, Page } from 'playwright-core';

const folder = resolve(import.meta.dirname, '../../../docs/screens');
const small = { width: 1366, height: 768 };
const large = { width: 1920, height: 1080 };
/** So that playback has something to show, and health its first minute. */
const recordedSeconds = 75;

interface Shot {
  readonly name: string;
  readonly path: string;
  /** Post of the person who looks; null: nobody is signed in. */
  readonly post: string | null;
  readonly large?: true;
  /** Brings the page to the state worth showing. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const shots: readonly Shot[] = [
  { name: 'sign-in', path: '/', post: null },
  { name: 'wall', path: '/', post: 'operator', large: true, prepare: moving },
  { name: 'playback-motive', path: '/playback', post: 'csu-head' },
  { name: 'playback', path: '/playback', post: 'csu-head', large: true, prepare: openPlayback },
  { name: 'map', path: '/map', post: 'csu-head', prepare: settle },
  { name: 'cameras', path: '/cameras', post: 'csu-head' },
  { name: 'camera', path: '/cameras', post: 'csu-head', prepare: openFirstCamera },
  { name: 'health', path: '/health', post: 'csu-head', prepare: settle },
  { name: 'people', path: '/people', post: 'csu-head' },
  { name: 'holds', path: '/holds', post: 'csu-head', prepare: placeHold },
  { name: 'registers', path: '/registers', post: 'dpo', prepare: openRegister },
  { name: 'account', path: '/account', post: 'csu-head' },
  { name: 'accessibility', path: '/accessibilite', post: 'operator' },
];

const chosen = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const house = await startHouse({ townFile: null });
const browser = await launchChromium();
try {
  await sleep(recordedSeconds * 1000);
  for (const locale of ['fr', 'en'] as const) {
    for (const theme of ['dark', 'light'] as const) {
      for (const shot of shots) {
        if (chosen.length === 0 || chosen.includes(shot.name)) {
          await take(browser, shot, locale, theme);
        }
      }
    }
  }
} finally {
  await browser.close();
  await house.stop();
}
process.exit(0);

async function take(
  opened: Browser,
  shot: Shot,
  locale: 'fr' | 'en',
  theme: 'dark' | 'light',
): Promise<void> {
  const context = await opened.newContext({
    viewport: small,
    locale: locale === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
    colorScheme: theme,
  });
  const page = await context.newPage();
  try {
    await page.goto(house.url);
    if (shot.post !== null) {
      const people = await send<{ id: string; post: string }[]>(page, 'GET', '/api/demo/people');
      const personId = people.find((person) => person.post === shot.post)?.id;
      await send(page, 'POST', '/api/demo/sign-in', { personId });
      await send(page, 'PUT', '/api/preferences', { locale, theme });
    }
    await page.goto(new URL(shot.path, house.url).href);
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await shot.prepare?.(page);
    const stem = `${shot.name}-${locale}-${theme}`;
    await page.screenshot({ path: join(folder, `${stem}.jpg`), type: 'jpeg', quality: 82 });
    if (shot.large === true) {
      await page.setViewportSize(large);
      await sleep(1500);
      const path = join(folder, `${stem}-1920.jpg`);
      await page.screenshot({ path, type: 'jpeg', quality: 82 });
    }
    if (shot.post !== null) {
      // So that the next page doesn't list this session among the open ones.
      await send(page, 'POST', '/api/sign-out');
    }
    process.stdout.write(`${stem}\n`);
  } catch (thrown) {
    process.stdout.write(`${shot.name}-${locale}-${theme}: FAILED ${String(thrown)}\n`);
    process.exitCode = 1;
  } finally {
    await context.close();
  }
}

async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(2500);
}

async function moving(page: Page): Promise<void> {
  await page.waitForFunction(
    () => [...document.querySelectorAll('video')].filter((one) => one.videoWidth > 0).length >= 4,
    undefined,
    { timeout: 30_000 },
  );
  await page.waitForTimeout(2000);
}

async function openPlayback(page: Page): Promise<void> {
  await page.getByRole('radio').nth(5).check({ force: true });
  for (const index of [0, 3, 4, 5]) {
    await page.getByRole('checkbox').nth(index).check({ force: true });
  }
  await page.getByRole('button', { name: /^(Ouvrir|Open)$/ }).click();
  await page.waitForTimeout(5000);
}

/** One an hour old, announced by telephone; placed once, seen in every picture. */
async function placeHold(page: Page): Promise<void> {
  const held = await send<readonly unknown[]>(page, 'GET', '/api/holds');
  if (held.length === 0) {
    const cameras = await send<readonly { id: string }[]>(page, 'GET', '/api/cameras');
    const [day] = new Date(Date.now() + 90 * 86_400_000).toISOString().split('T');
    await send(page, 'POST', '/api/holds', {
      framework: '60-1',
      reference: 'PV 2026/01042',
      channel: 'phone',
      requester: 'Brigadier Martin, commissariat de Valmont',
      cameraIds: cameras.slice(0, 2).map(({ id }) => id),
      fromMs: Date.now() - 3_600_000,
      toMs: Date.now(),
      until: day,
    });
  }
  await page.reload();
  await page.getByRole('table').waitFor();
}

async function openRegister(page: Page): Promise<void> {
  await page.getByRole('radio').first().check({ force: true });
  await page.locator('main .b-button-primary').first().click();
  await page.getByRole('table').first().waitFor();
}

async function openFirstCamera(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /Mairie/ })
    .first()
    .click();
  await page.waitForTimeout(3000);
}
