/**
 * `npm run screens`: pictures of every page of the demonstration in both languages and themes, into
 * docs/screens, at 1366x768 (and 1920x1080 for the wall and playback). Only drawn streets are shown.
 */

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killMatching, launchChromium, send, startHouse } from '@beffroi/testing';
import type { Browser } from 'playwright-core';
import {
  enterAs,
  moving,
  openConfirmation,
  openEmergencies,
  openEnrolment,
  openFirstCamera,
  openMasks,
  openPlayback,
  openRegister,
  type Prepare,
  placeHold,
  settle,
} from './screen-states.ts';

const folder = resolve(import.meta.dirname, '../../../docs/screens');
const small = { width: 1366, height: 768 };
const large = { width: 1920, height: 1080 };
/** Chromium in software has been seen to wait for itself for ever: a picture, or its end, takes no longer. */
const [takeMsMax, closeMsMax] = [120_000, 20_000];
/** So that playback has something to show, and health its first minute. */
const recordedSeconds = 75;

interface Shot {
  readonly name: string;
  readonly path: string;
  /** A part of the name of the person who looks; null: nobody is signed in. */
  readonly person: string | null;
  readonly large?: true;
  /** Seconds without any browser before it, so that what it shows is a centre left alone. */
  readonly quietSeconds?: number;
  /** Brings the page to the state worth showing. */
  readonly prepare?: Prepare;
}

const head = 'Nadia';
const operator = 'Camille';

/** Those first that show figures of the machine: a browser in software takes it for itself. */
const shots: readonly Shot[] = [
  { name: 'health', path: '/health', person: head, prepare: settle, quietSeconds: 40 },
  { name: 'sign-in', path: '/', person: null },
  { name: 'enrol', path: '/', person: null, prepare: openEnrolment },
  { name: 'wall', path: '/', person: operator, large: true, prepare: moving, quietSeconds: 10 },
  { name: 'playback-motive', path: '/playback', person: head },
  {
    ...{ name: 'playback', path: '/playback', person: head, large: true },
    ...{ prepare: openPlayback, quietSeconds: 20 },
  },
  { name: 'map', path: '/map', person: head, prepare: settle },
  { name: 'cameras', path: '/cameras', person: head },
  { name: 'camera-new', path: '/cameras/new', person: head },
  { name: 'camera', path: '/cameras', person: head, prepare: openFirstCamera },
  { name: 'masks', path: '/cameras', person: head, prepare: openMasks },
  { name: 'people', path: '/people', person: head },
  { name: 'holds', path: '/holds', person: head, prepare: placeHold },
  { name: 'confirmations', path: '/confirmations', person: head, prepare: openConfirmation },
  { name: 'emergencies', path: '/emergencies', person: head, prepare: openEmergencies },
  { name: 'registers', path: '/registers', person: 'Sophie', prepare: openRegister },
  { name: 'account', path: '/account', person: head },
  { name: 'accessibility', path: '/accessibilite', person: operator },
];

const variants = (['fr', 'en'] as const).flatMap((locale) =>
  (['dark', 'light'] as const).map((theme) => ({ locale, theme })),
);

const chosen = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const house = await startHouse({ townFile: null });
try {
  await sleep(recordedSeconds * 1000);
  for (const shot of shots.filter(({ name }) => chosen.length === 0 || chosen.includes(name))) {
    for (const { locale, theme } of variants) {
      await sleep((shot.quietSeconds ?? 0) * 1000);
      const browser = await launchChromium();
      const stem = stemOf(shot, locale, theme);
      try {
        await within(takeMsMax, take(browser, shot, locale, theme));
        process.stdout.write(`${stem}\n`);
      } catch (thrown) {
        process.stdout.write(`${stem}: FAILED ${String(thrown)}\n`);
        process.exitCode = 1;
      } finally {
        await within(closeMsMax, browser.close()).catch(() => undefined);
        killMatching(process.pid, /chromium/);
      }
    }
  }
} finally {
  await house.stop();
}
process.exit();

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
  // What a browser keeps of the person before it: the pages that are open to nobody in particular read it.
  await context.addInitScript(
    ([language, colours]) => {
      localStorage.setItem('beffroi.locale', language);
      localStorage.setItem('beffroi.theme', colours);
    },
    [locale, theme] as const,
  );
  const page = await context.newPage();
  if (shot.person !== null) {
    // No page of ours: one that learns of the session leaves by itself, in the middle of a word.
    await page.goto(new URL('/healthz', house.url).href);
    await enterAs(page, shot.person);
    await send(page, 'PUT', '/api/preferences', { locale, theme });
  }
  await page.goto(new URL(shot.path, house.url).href);
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await shot.prepare?.(page, house, { locale, theme });
  await page.locator('.b-waiting').first().waitFor({ state: 'detached' });
  const stem = stemOf(shot, locale, theme);
  await page.screenshot({ path: join(folder, `${stem}.jpg`), type: 'jpeg', quality: 82 });
  if (shot.large === true) {
    await page.setViewportSize(large);
    await sleep(1500);
    const path = join(folder, `${stem}-1920.jpg`);
    await page.screenshot({ path, type: 'jpeg', quality: 82 });
  }
  if (shot.person !== null) {
    // So that the next page doesn't list this session among the open ones.
    await page.goto(new URL('/healthz', house.url).href);
    await send(page, 'POST', '/api/sign-out');
  }
}

/** The name of its picture, without the ending. */
function stemOf({ name }: Shot, locale: 'fr' | 'en', theme: 'dark' | 'light'): string {
  return `${name}-${locale}-${theme}`;
}

/** The promise's own end, or an error when it hasn't come by then. */
async function within(msMax: number, done: Promise<void>): Promise<void> {
  const limit = sleep(msMax, 'limit' as const, { ref: false });
  if ((await Promise.race([done, limit])) === 'limit') {
    throw new Error(`not done within ${msMax / 1000} s`);
  }
}
