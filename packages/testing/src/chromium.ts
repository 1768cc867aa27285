/** Debian's Chromium, headless, driven by playwright-core; and how to come in without a person. */

import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import type { RunningHouse } from './running-house.ts';

export const chromiumPath = '/usr/bin/chromium';
export const hasChromium: boolean = existsSync(chromiumPath);

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

/** Time-based one-time password (RFC 6238, SHA-1, 6 digits, 30 s) of a base 32 secret. */
export function totpCode(secretBase32: string, atMs: number): string {
  const key = Buffer.from(base32Bytes(secretBase32));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest[19] ?? 0) & 15;
  const code = (digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000;
  return String(code).padStart(6, '0');
}

/** Signs a person of the demonstration in. */
export async function signInForDemonstration(page: Page, url: string, name: RegExp): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** Chromium's own authenticator, as a device with a person before it (WebAuthn over CDP). */
export interface VirtualAuthenticator {
  readonly session: CDPSession;
  readonly id: string;
}

/** Present and verified without a hand, in this page. */
export async function virtualAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { session, id: authenticatorId };
}

/** Enrols a passkey by a one-time link, as a person does it; `virtualAuthenticator` came before. */
export async function enrolPasskey(page: Page, house: RunningHouse, login: string): Promise<void> {
  await page.goto((await house.verb<{ url: string }>('link', login)).url);
  await page.getByRole('button', { name: /Créer ma clé d’accès/ }).click();
  await page.getByText(/C’est fait/).waitFor();
}

/** Comes in with the passkey of this page. */
export async function enterWithPasskey(page: Page, house: RunningHouse): Promise<void> {
  await page.goto(house.url);
  await page.getByRole('button', { name: /Entrer avec une clé d’accès/ }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** A page of a French person who came in by a one-time link and a passkey of this page. */
export async function entered(browser: Browser, house: RunningHouse, login: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'fr-FR' })).newPage();
  await virtualAuthenticator(page);
  await enrolPasskey(page, house, login);
  await enterWithPasskey(page, house);
  return page;
}

/** Signs a person in by a one-time link, a password and a TOTP code, through the real routes. */
export async function signInByLink(page: Page, house: RunningHouse, login: string): Promise<void> {
  const link = await house.verb<{ url: string }>('link', login);
  const token = link.url.split('/').at(-1) ?? '';
  const password = 'corneille-vigie-tocsin-42-ardoise';
  await page.goto(house.url);
  const { secret } = await post<{ secret: string }>(page, `/api/enrol/${token}/password`, {
    password,
  });
  await post(page, `/api/enrol/${token}/totp`, { code: totpCode(secret, Date.now()) });
  // The code of the enrolment is spent; the next interval's is accepted as one step ahead.
  const code = totpCode(secret, Date.now() + 30_000);
  await post(page, '/api/sign-in/password', { login, password, code });
  await page.goto(house.url);
  await page.getByRole('navigation').first().waitFor();
}

/** POSTs from inside the page, so that cookies and origin are the browser's own. */
export async function post<T>(page: Page, path: string, body: unknown): Promise<T> {
  return send<T>(page, 'POST', path, body);
}

export async function send<T>(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await page.evaluate(
    async ([verb, address, text]) => {
      const response = await fetch(address ?? '', {
        method: verb ?? 'GET',
        headers: { 'content-type': 'application/json', 'x-beffroi': '1' },
        ...(text === null ? {} : { body: text ?? '' }),
      });
      return { status: response.status, text: await response.text() };
    },
    [method, path, body === undefined ? null : JSON.stringify(body)],
  );
  if (answer.status >= 300) {
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  }
  return (answer.text === '' ? null : JSON.parse(answer.text)) as T;
}

function base32Bytes(text: string): number[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text.replaceAll('=', '')) {
    held = ((held << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
    }
  }
  return bytes;
}
