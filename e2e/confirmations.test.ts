/**
 * Lifting masks, as two heads do it: each signs in by passkey (Chromium's virtual authenticator), one asks
 * and signs the act, the other sees it in the bar and signs it too; then it is done by itself.
 */

import { hasChromium, launchChromium, type RunningHouse, send, startHouse } from '@beffroi/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe.skipIf(!hasChromium)('acts that two persons sign (needs /usr/bin/chromium)', () => {
  let house: RunningHouse;
  let browser: Browser;

  beforeAll(async () => {
    house = await startHouse({ townFile: null });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  test('SEC-31 SEC-34 masks are lifted once two heads have signed with their passkeys, and not before', async () => {
    const [asker, second] = [await entered('nadia.benali'), await entered('yann.kerbrat')];
    const [camera] = await send<{ id: string }[]>(asker, 'GET', '/api/cameras');
    const maskOf = async () => {
      const one = await send<{ mask: { choice: { mode: string } } | null }>(
        asker,
        'GET',
        `/api/cameras/${camera?.id}`,
      );
      return one.mask?.choice.mode;
    };
    await asker.goto(new URL(`/cameras/${camera?.id}?tab=masks`, house.url).href);
    await asker.locator('main input[type=radio][value=none-needed]').focus();
    await asker.keyboard.press('Space');
    await asker.getByLabel(/Pourquoi rien n’est à masquer/).fill('Le mur a été construit');
    await asker.getByRole('button', { name: 'Décider ces masques' }).click();

    const dialog = asker.getByRole('dialog');
    await dialog.getByText(/toute l’image se voit/).waitFor();
    await dialog.getByRole('button', { name: /Signer avec ma clé d’accès/ }).click();
    await dialog.getByText(/En attente d’une seconde personne/).waitFor();
    await dialog.getByText(/Yann Kerbrat/).waitFor();
    expect(await maskOf()).not.toBe('none-needed');

    // Told over the live socket: the page was open before.
    await second.getByRole('link', { name: /1 acte à confirmer/ }).click();
    await second.getByText(/Demandé par Nadia Benali/).waitFor();
    await second.getByRole('button', { name: /Signer avec ma clé d’accès/ }).click();
    await second.getByText(/Rien n’attend votre confirmation/).waitFor();

    await asker.getByText(/Les masques sont en vigueur/).waitFor();
    await dialog.waitFor({ state: 'detached' });
    expect(await maskOf()).toBe('none-needed');
  });

  /** A page of a person who came in by a one-time link and a passkey. */
  const entered = async (login: string): Promise<Page> => {
    const context = await browser.newContext({ locale: 'fr-FR' });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('WebAuthn.enable');
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.goto((await house.verb<{ url: string }>('link', login)).url);
    await page.getByRole('button', { name: /Créer ma clé d’accès/ }).click();
    await page.getByText(/C’est fait/).waitFor();
    await page.goto(house.url);
    await page.getByRole('button', { name: /Entrer avec une clé d’accès/ }).click();
    await page.getByRole('navigation').first().waitFor();
    await page.goto(new URL('/account', house.url).href);
    return page;
  };
});
