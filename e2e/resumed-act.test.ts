/**
 * Whoever asked an act of two persons loads their page anew while it waits: the act waits on in the same
 * tab, and is done by itself once the second person has signed; how it ended is told there.
 */

import { entered, hasChromium, send } from '@beffroi/testing';
import { describe, expect, test } from 'vitest';
import { demonstration } from './world/demonstration.ts';

describe.skipIf(!hasChromium)('an act that waits over a reload (needs /usr/bin/chromium)', () => {
  const at = demonstration();

  test('SEC-31 SEC-32 loaded anew, the tab of whoever asked carries the act out all the same', async () => {
    const asker = await entered(at.browser, at.house, 'nadia.benali');
    const second = await entered(at.browser, at.house, 'yann.kerbrat');
    const [camera] = await send<{ id: string }[]>(asker, 'GET', '/api/cameras');
    const path = `/api/cameras/${camera?.id}`;
    await asker.goto(new URL(`/cameras/${camera?.id}?tab=masks`, at.house.url).href);
    await asker.locator('main input[type=radio][value=none-needed]').focus();
    await asker.keyboard.press('Space');
    await asker.getByText('Toute l’image se verra.').waitFor();
    await asker.getByLabel(/Pourquoi rien n’est à masquer/).fill('Le mur a été construit');
    await asker.getByRole('button', { name: 'Décider ces masques' }).click();
    const dialog = asker.getByRole('dialog');
    await dialog.getByRole('button', { name: /Signer avec ma clé d’accès/ }).click();
    await dialog.getByText(/En attente d’une seconde personne/).waitFor();

    await asker.reload();
    await dialog.getByText(/En attente d’une seconde personne/).waitFor();
    await second.getByRole('link', { name: /1 acte à confirmer/ }).click();
    await second.getByRole('button', { name: /Signer avec ma clé d’accès/ }).click();
    await dialog.getByText(/l’acte est fait/).waitFor();
    // Whoever signed is told so too, where they signed.
    await second.getByText('Signé par les deux personnes : l’acte est fait.').waitFor();
    const one = await send<{ mask: { choice: { mode: string } } | null }>(asker, 'GET', path);
    expect(one.mask?.choice.mode).toBe('none-needed');

    await asker.reload();
    await asker.locator('main input[type=radio][value=none-needed]').waitFor();
    expect(await dialog.count()).toBe(0);
  });
});
