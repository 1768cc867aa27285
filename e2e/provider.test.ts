/**
 * The way in by an identity provider as a person goes it, in a real browser against a real provider:
 * an account linked by a one-time link, a sign-in with it to the page they wanted, the end of the
 * session there too, and an account that is nobody's.
 */

import {
  freePort,
  hasChromium,
  launchChromium,
  type RunningHouse,
  startHouse,
} from '@beffroi/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ProviderBeside, startProvider } from './world/identity-provider.ts';

const login = 'camille.roussel';

describe.skipIf(!hasChromium)('a way in by ProConnect (needs /usr/bin/chromium)', () => {
  let provider: ProviderBeside;
  let house: RunningHouse;
  let browser: Browser;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startProvider(`http://localhost:${port}`);
    house = await startHouse({ townFile: null, port, environment: provider.environment });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
    await provider?.stop();
  });

  const freshPage = async (): Promise<Page> =>
    await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  /** By the name that the provider sends people back to. */
  const here = (path: string): string => `http://localhost:${new URL(house.url).port}${path}`;

  test('SEC-60 SEC-64 an account is linked by a link, opens the page that was wanted, and ends there too', async () => {
    await provider.become('camille-at-the-provider');
    const page = await freshPage();
    const link = await house.verb<{ url: string }>('link', login);
    await page.goto(here(new URL(link.url).pathname));
    await page.getByRole('button', { name: /Relier plutôt mon compte ProConnect/ }).click();
    await page.getByText(/Votre compte est relié/).waitFor();
    expect(new URL(page.url()).search).toBe('');

    await page.goto(here('/account'));
    await page.getByRole('button', { name: /Entrer avec ProConnect/ }).click();
    await page.waitForURL(here('/account'));
    await page.getByText(/Par un compte relié/).waitFor();
    await page.getByText(/Compte de 127\.0\.0\.1/).waitFor();

    await page.getByRole('button', { name: /Camille Roussel/ }).click();
    await page.getByRole('menuitem', { name: /Se déconnecter aussi de ProConnect/ }).click();
    // The provider asks before it ends its own session.
    await page.locator('button[name=logout]').click();
    await page.waitForURL(/\/sign-in\?state=[\w-]{43}$/);
    await page.goto(here('/account'));
    await page.waitForURL(/\/sign-in/);
    await page.context().close();
  });

  test('SEC-60 an account that is nobody’s is refused in words, and leaves nothing in the address', async () => {
    await provider.become('a-stranger');
    const page = await freshPage();
    await page.goto(here('/sign-in'));
    await page.getByRole('button', { name: /Entrer avec ProConnect/ }).click();
    await page
      .getByRole('alert')
      .getByText(/relié à personne/)
      .waitFor();
    expect(page.url()).toBe(here('/sign-in/return'));
    // The history holds no code either: going back begins nothing again.
    await page.getByRole('link', { name: /Revenir à la connexion/ }).click();
    await page.getByRole('button', { name: /Entrer avec ProConnect/ }).waitFor();
    await page.context().close();
  });

  test('SEC-62 a page to go on to that is elsewhere is forgotten', async () => {
    const page = await freshPage();
    await page.goto(here(`/sign-in?from=${encodeURIComponent('/\\evil.example')}`));
    await page.locator('.p-demo-person').first().click();
    await page.waitForURL(here('/'));
    await page.context().close();
  });
});
