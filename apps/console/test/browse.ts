/**
 * Opens one page of the built console in Chromium, against the fake centre, in a language, a theme and
 * a size, at a fixed hour, and turns it into another in place; and gathers what the browser complains
 * of (errors, refused by the CSP, a sentence without English).
 */

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { claire, type FakeCentre } from './fake-api.ts';
import { ownEmergency } from './fake-emergencies.ts';
import { nowMs } from './fake-town.ts';

export const chromiumPath = '/usr/bin/chromium';
export const hasChromium: boolean = existsSync(chromiumPath);

export const sizes = {
  small: { width: 1366, height: 768 },
  large: { width: 1920, height: 1080 },
  /** A page of 1280 x 1024 at 400 % (WCAG 1.4.10). */
  narrow: { width: 320, height: 256 },
} as const;

export interface Variant {
  readonly locale: 'fr' | 'en';
  readonly theme: 'dark' | 'light';
  readonly size: { readonly width: number; readonly height: number };
}

export interface View {
  readonly name: string;
  readonly path: string;
  readonly signedIn: boolean;
  /** What a person does before looking. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Opens the register for the first purpose, by keyboard alone, and goes to one of its tabs. */
async function openRegister(page: Page, tab: number): Promise<void> {
  await page.locator('main input[type=radio]').first().focus();
  await page.keyboard.press('Space');
  await page.locator('main button[type=submit]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab').first().focus();
  for (let step = 0; step < tab; step++) {
    await page.keyboard.press('ArrowRight');
  }
  if (tab === 2) {
    await page.locator('main button[type=submit]').click();
  }
  await page.locator('main table').waitFor();
}

/** Declares that nothing is to be masked: an act that wants a proof and a second person. */
async function liftMasks(page: Page): Promise<void> {
  await page.locator('main input[type=radio][value=none-needed]').focus();
  await page.keyboard.press('Space');
  await page.locator('main section input[type=text]').last().fill('Le bâtiment a été démoli');
  await page.locator('main .b-button-primary').last().click();
  await page.getByRole('dialog').locator('.s-act-lines').waitFor();
}

/** Every page of the shell's room, and the states of it that are worth a look. */
export const views: readonly View[] = [
  { name: 'sign-in', path: '/sign-in', signedIn: false },
  {
    name: 'sign-in-refused',
    path: '/sign-in',
    signedIn: false,
    act: async (page) => {
      await page.locator('input').nth(0).fill('samir.benali');
      await page.locator('input').nth(1).fill('faux');
      await page.locator('input').nth(2).fill('123456');
      await page.locator('button[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'enrol',
    path: '/enrol/abc',
    signedIn: false,
    act: async (page) => {
      await page.getByRole('button', { name: /mot de passe|password/ }).click();
      await page.locator('input').nth(0).fill('corneille-vigie-tocsin-42-ardoise');
      await page.locator('input').nth(1).fill('corneille-vigie-tocsin-42-ardoise');
      await page.locator('button[type=submit]').click();
      await page.locator('.p-qr').waitFor();
    },
  },
  { name: 'enrol-ways', path: '/enrol/abc', signedIn: false },
  { name: 'return-refused', path: '/sign-in/return?state=x&error=no', signedIn: false },
  { name: 'return-linked', path: '/sign-in/return?state=linked&code=y', signedIn: false },
  { name: 'accessibility', path: '/accessibilite', signedIn: false },
  { name: 'wall', path: '/', signedIn: true },
  {
    name: 'wall-map',
    path: '/',
    signedIn: true,
    act: async (page) => {
      await page.locator('.w-tree-head button').last().click();
      await page.locator('.p-svg-mark').first().waitFor();
    },
  },
  { name: 'playback', path: '/playback', signedIn: true },
  { name: 'cameras', path: '/cameras', signedIn: true },
  { name: 'camera', path: '/cameras/cam_mairie', signedIn: true },
  { name: 'camera-notified', path: '/cameras/cam_pont', signedIn: true },
  {
    name: 'camera-edit',
    path: '/cameras/cam_mairie',
    signedIn: true,
    act: async (page) => {
      await page.locator('main .b-card button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'camera-place', path: '/cameras/cam_mairie?tab=place', signedIn: true },
  {
    name: 'camera-masks',
    path: '/cameras/cam_mairie?tab=masks',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-mask-canvas image').waitFor({ state: 'attached' });
      await page.locator('.p-corner').first().focus();
    },
  },
  { name: 'camera-streams', path: '/cameras/cam_gare?tab=streams', signedIn: true },
  {
    name: 'camera-new',
    path: '/cameras/new',
    signedIn: true,
    act: async (page) => {
      await page.locator('main input').first().fill('rtsp://10.12.0.40/stream1');
      await page.locator('main .b-button-primary').click();
      await page.locator('.p-findings').waitFor();
    },
  },
  {
    name: 'camera-new-card',
    path: '/cameras/new',
    signedIn: true,
    act: async (page) => {
      await page.locator('main input').first().fill('rtsp://10.12.0.40/stream1');
      await page.locator('main .b-button').last().click();
      await page.locator('main .b-button-primary').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'map',
    path: '/map?camera=cam_mairie',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-gl-mark').first().waitFor();
    },
  },
  {
    name: 'map-svg',
    path: '/map?camera=cam_quai',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-map-form input').last().check({ force: true });
      await page.locator('.p-svg').waitFor();
    },
  },
  {
    name: 'health',
    path: '/health',
    signedIn: true,
    act: async (page) => {
      await page.locator('main button[aria-expanded]').first().click();
      await page.locator('.u-wrap').first().waitFor();
    },
  },
  { name: 'register-opening', path: '/registers', signedIn: true },
  ...([0, 1, 2] as const).map((tab) => ({
    name: `register-${['entries', 'paper', 'fate'][tab]}`,
    path: '/registers',
    signedIn: true,
    act: (page: Page) => openRegister(page, tab),
  })),
  { name: 'people', path: '/people', signedIn: true },
  {
    name: 'people-group',
    path: '/people',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-groups td .b-button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'person', path: '/people?person=per_yann', signedIn: true },
  {
    name: 'person-link',
    path: '/people?person=per_samir',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-panel section .b-button').last().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'person-clearance',
    path: '/people?person=per_samir',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-panel > section').first().locator('.b-button').last().click();
      await page.getByRole('dialog').waitFor();
      await page.locator('.b-check', { hasText: 'Valbruant' }).click();
      await page.getByRole('dialog').locator('.b-check').last().click();
      await page.getByRole('dialog').locator('.b-check').last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'clearance-calendar',
    path: '/people?person=per_samir',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-panel > section').first().locator('.b-button').last().click();
      await page.locator('.b-calendar-open').first().click();
      await page.locator('.b-calendar').waitFor();
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'person-revoke',
    path: '/people?person=per_samir',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-panel .b-button-danger').nth(1).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'emergencies', path: '/emergencies', signedIn: true },
  {
    name: 'emergency-open',
    path: '/emergencies',
    signedIn: true,
    act: async (page) => {
      await page.route('**/api/emergencies', (route) => route.fulfill({ json: [ownEmergency] }));
      await page.reload();
      await page.locator('.s-emergency').waitFor();
    },
  },
  {
    name: 'emergency-review',
    path: '/emergencies',
    signedIn: true,
    act: async (page) => {
      await page.locator('td .b-button').nth(1).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'emergency-take',
    path: '/emergencies',
    signedIn: true,
    act: async (page) => {
      await page.locator('.s-person').click();
      await page.getByRole('menuitem').nth(1).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'holds', path: '/holds', signedIn: true },
  {
    name: 'hold-new',
    path: '/holds',
    signedIn: true,
    act: async (page) => {
      await page.locator('main .b-button-primary').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'masks-uncovered',
    path: '/cameras/cam_quai?tab=masks',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-corner').last().focus();
      await page.locator('.p-mask-tools .b-button-danger').click();
      await page.locator('main .p-zone-uncovered').waitFor();
      await page.locator('main').getByRole('alert').waitFor();
    },
  },
  { name: 'confirmations', path: '/confirmations', signedIn: true },
  { name: 'confirm', path: '/cameras/cam_quai?tab=masks', signedIn: true, act: liftMasks },
  {
    name: 'confirm-second',
    path: '/cameras/cam_quai?tab=masks',
    signedIn: true,
    act: async (page) => {
      await liftMasks(page);
      await page.getByRole('dialog').locator('input').nth(0).fill('corneille-vigie');
      await page.getByRole('dialog').locator('input').nth(1).fill('123456');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('alert').waitFor();
    },
  },
  { name: 'account', path: '/account', signedIn: true },
  {
    name: 'account-revoke',
    path: '/account',
    signedIn: true,
    act: async (page) => {
      await page.locator('.p-own .b-button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'alarms',
    path: '/cameras',
    signedIn: true,
    act: async (page) => {
      await page.keyboard.press('a');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'shortcuts',
    path: '/cameras',
    signedIn: true,
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'not-found', path: '/nulle-part', signedIn: true },
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Shown {
  readonly page: Page;
  /** What the browser's console said that it should not have. */
  readonly complaints: readonly string[];
}

/** A 401 is a sign-in refused, a 428 an act that wants a proof; the other, a machine without a graphics card. */
const expected = /401|428|GL Driver Message/;

export async function showPage(
  browser: Browser,
  centre: FakeCentre,
  view: View,
  { locale, theme, size }: Variant,
): Promise<Shown> {
  centre.signIn(view.signedIn ? { ...claire, locale, theme } : null);
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  await context.addInitScript(
    ([chosenLocale, chosenTheme]) => {
      localStorage.setItem('beffroi.locale', chosenLocale ?? 'fr');
      localStorage.setItem('beffroi.theme', chosenTheme ?? 'dark');
    },
    [locale, theme],
  );
  const page = await context.newPage();
  await page.clock.setFixedTime(nowMs);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !expected.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await page.goto(`${centre.url}${view.path}`);
  await page.locator('main').first().waitFor();
  await page.waitForLoadState('networkidle');
  await view.act?.(page);
  return { page, complaints };
}

/**
 * Shows the open page in another language, theme and size, without loading it again: what is open, typed
 * or chosen in it stays. By the buttons of the open frame; in the shell as preferences that
 * were changed at another post, because a dialog may stand before the menu.
 */
export async function changeVariant(
  page: Page,
  centre: FakeCentre,
  { locale, theme, size }: Variant,
): Promise<void> {
  await page.setViewportSize(size);
  const isInOpenFrame = (await page.locator('.s-open-head').count()) > 0;
  if (isInOpenFrame) {
    const root = page.locator('html');
    if ((await root.getAttribute('data-theme')) !== theme) {
      await page.locator('.s-open-head button').first().click();
    }
    if ((await root.getAttribute('lang')) !== locale) {
      await page.locator('.s-open-head button').last().click();
    }
  } else {
    centre.prefer({ locale, theme });
  }
  await page.locator(`html[lang=${locale}][data-theme=${theme}]`).waitFor();
}
