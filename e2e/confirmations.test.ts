/**
 * Lifting masks, as two heads do it: each signs in by passkey (Chromium's virtual authenticator), one asks
 * and signs the act, the other sees it in the bar and signs it too; then it is done by itself.
 */

import { entered, hasChromium, send } from '@beffroi/testing';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { demonstration } from './world/demonstration.ts';

describe.skipIf(!hasChromium)('acts that two persons sign (needs /usr/bin/chromium)', () => {
  const at = demonstration();

  test('SEC-31 SEC-34 masks are lifted once two heads have signed with their passkeys, and not before', async () => {
    const [asker, second] = [await accountOf('nadia.benali'), await accountOf('yann.kerbrat')];
    const [camera] = await send<{ id: string }[]>(asker, 'GET', '/api/cameras');
    const maskOf = async () => {
      const one = await send<{ mask: { choice: { mode: string } } | null }>(
        asker,
        'GET',
        `/api/cameras/${camera?.id}`,
      );
      return one.mask?.choice.mode;
    };
    await asker.goto(new URL(`/cameras/${camera?.id}?tab=masks`, at.house.url).href);
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

  const accountOf = async (login: string): Promise<Page> => {
    const page = await entered(at.browser, at.house, login);
    await page.goto(new URL('/account', at.house.url).href);
    return page;
  };
});
