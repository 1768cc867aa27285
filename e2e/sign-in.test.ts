/**
 * How a person comes in, as a person does it: a one-time link, a passkey of Chromium's virtual
 * authenticator (WebAuthn over CDP), a second one, one taken back; password and code; lock-out; and
 * the ways in which a session ends.
 */

import {
  enrolPasskey,
  enterWithPasskey,
  hasChromium,
  send,
  totpCode,
  type VirtualAuthenticator,
  virtualAuthenticator,
} from '@beffroi/testing';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { demonstration } from './world/demonstration.ts';

const login = 'camille.roussel';
const phrase = 'corneille-vigie-tocsin-42-ardoise';
const patience = { timeout: 30_000 } as const;

describe.skipIf(!hasChromium)('ways in (needs /usr/bin/chromium)', () => {
  const at = demonstration();

  const linkFor = async (who: string): Promise<string> =>
    (await at.house.verb<{ url: string }>('link', who)).url;

  const freshPage = async (): Promise<Page> => {
    const context = await at.browser.newContext({ locale: 'fr-FR' });
    return await context.newPage();
  };

  test('SEC-48 a passkey is enrolled by a link, opens the console, and no longer once taken back', async () => {
    const page = await freshPage();
    const device = await virtualAuthenticator(page);
    await enrolPasskey(page, at.house, login);
    await enterWithPasskey(page, at.house);

    // A second device, by a second link, in the same browser.
    const first = await credentialsOf(device);
    await device.session.send('WebAuthn.clearCredentials', { authenticatorId: device.id });
    await signOut(page);
    await enrolPasskey(page, at.house, login);
    await enterWithPasskey(page, at.house);

    await page.goto(new URL('/account', at.house.url).href);
    const keys = page.getByRole('list', { name: /Clés d’accès/ }).getByRole('listitem');
    await expect.poll(() => keys.count(), patience).toBe(2);
    // The one in use now was used last; the other is the one that is lost.
    await keys
      .last()
      .getByRole('button', { name: /Révoquer/ })
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Révoquer/ })
      .click();
    await expect.poll(() => keys.count(), patience).toBe(1);

    await signOut(page);
    await device.session.send('WebAuthn.clearCredentials', { authenticatorId: device.id });
    for (const credential of first) {
      await device.session.send('WebAuthn.addCredential', {
        authenticatorId: device.id,
        credential,
      });
    }
    await page.goto(new URL('/sign-in', at.house.url).href);
    await page.getByRole('button', { name: /clé d’accès/ }).click();
    await page
      .getByRole('alert')
      .getByText(/clé d’accès/)
      .waitFor();
    await page.context().close();
  });

  test('SEC-10 SEC-16 a weak password is refused in words, and a password with its code opens', async () => {
    const page = await freshPage();
    const link = await linkFor('theo.garnier');
    await page.goto(link);
    await page.getByRole('button', { name: /plutôt un mot de passe/ }).click();
    const secret = await choosePassword(page, link);
    await page.getByRole('link', { name: /Se connecter/ }).click();
    // The step of the enrolment is spent; the next one is within the tolerance.
    await enterWithPassword(page, 'theo.garnier', phrase, totpCode(secret, Date.now() + 30_000));
    await page.getByRole('navigation').first().waitFor();

    // Another session of the same person is seen here, and closed from here.
    const other = await freshPage();
    await enterAs(other, 'technician');
    await page.goto(new URL('/account', at.house.url).href);
    const sessions = page.getByRole('list', { name: /Sessions ouvertes/ }).getByRole('listitem');
    await expect.poll(() => sessions.count(), patience).toBe(2);
    await sessions.getByRole('button', { name: /Fermer/ }).click();
    await expect.poll(() => sessions.count(), patience).toBe(1);
    // Its page leaves by itself, and asks in vain afterwards.
    await other.waitForURL(/sign-in/);
    await other.waitForLoadState('networkidle');
    await expect(send(other, 'GET', '/api/cameras')).rejects.toThrow('401');
    await page.context().close();
    await other.context().close();
  });

  test('SEC-11 failures lock the name, in words, and say what still opens', async () => {
    const page = await freshPage();
    await page.goto(new URL('/sign-in', at.house.url).href);
    for (let tries = 0; tries < 6; tries++) {
      await enterWithPassword(page, 'theo.garnier', 'ce-n-est-pas-celui-la', '000000');
      await page.getByRole('alert').waitFor();
    }
    await page
      .getByRole('alert')
      .getByText(/Trop d’essais.*clé d’accès/)
      .waitFor();
    await page.context().close();
  });

  test('SEC-7 a suspended clearance empties the wall long before its lease ends, and says why', async () => {
    const page = await freshPage();
    await enterAs(page, 'operator');
    await page.goto(at.house.url);
    await page.locator('.w-tile[data-state="live"]').first().waitFor({ timeout: 90_000 });
    const head = await freshPage();
    await enterAs(head, 'csu-head');
    const people = await send<
      { login: string; id: string; clearances: { id: string; suspended: unknown }[] }[]
    >(head, 'GET', '/api/people');
    const camille = people.find((person) => person.login === login);
    const clearances = camille?.clearances.filter((one) => one.suspended === null) ?? [];
    expect(clearances.length).toBeGreaterThan(0);
    for (const { id } of clearances) {
      await send(head, 'POST', `/api/clearances/${id}/suspend`, { reason: 'Fin de mission' });
    }
    const suspendedMs = performance.now();
    await page.waitForFunction(
      () => [...document.querySelectorAll('video')].every((video) => video.videoWidth === 0),
      undefined,
      { polling: 20 },
    );
    await page
      .getByText(/Fin de mission/)
      .first()
      .waitFor();
    // It was cut, and did not run out: a lease lasts a minute (SEC-8).
    expect(performance.now() - suspendedMs).toBeLessThan(25_000);
    await page.context().close();
    await head.context().close();
  });

  const enterAs = async (page: Page, post: string): Promise<void> => {
    await page.goto(at.house.url);
    const people = await send<{ id: string; post: string }[]>(page, 'GET', '/api/demo/people');
    const personId = people.find((person) => person.post === post)?.id;
    await send(page, 'POST', '/api/demo/sign-in', { personId });
    await page.goto(new URL('/account', at.house.url).href);
    await page.getByRole('navigation').first().waitFor();
  };

  /** Types a weak password, which is refused by page and centre alike, then a good one. */
  const choosePassword = async (page: Page, link: string): Promise<string> => {
    const token = link.split('/').at(-1) ?? '';
    const [first, again] = [page.locator('input').nth(0), page.locator('input').nth(1)];
    await first.fill('theo2026');
    await again.fill('theo2026');
    await page.getByText(/bits sur 50/).waitFor();
    const next = page.getByRole('button', { name: /Continuer/ });
    expect(await next.isDisabled()).toBe(true);
    await expect(
      send(page, 'POST', `/api/enrol/${token}/password`, { password: 'theo2026' }),
    ).rejects.toThrow(/SEC-10.*trop facile/s);
    await first.fill(phrase);
    await again.fill(phrase);
    await next.click();
    const secret = (await page.locator('.p-secret').textContent()) ?? '';
    await page.locator('input').fill(totpCode(secret, Date.now()));
    await page.getByRole('button', { name: /Terminer/ }).click();
    await page.getByText(/C’est fait/).waitFor();
    return secret;
  };
});

async function credentialsOf({ session, id }: VirtualAuthenticator) {
  return (await session.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials;
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Camille Roussel/ }).click();
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click();
  await page.waitForURL(/sign-in/);
  await page.waitForLoadState('networkidle');
}

async function enterWithPassword(
  page: Page,
  name: string,
  password: string,
  code: string,
): Promise<void> {
  const form = page.getByRole('form');
  await form.locator('input').nth(0).fill(name);
  await form.locator('input').nth(1).fill(password);
  await form.locator('input').nth(2).fill(code);
  await form.getByRole('button').click();
}
