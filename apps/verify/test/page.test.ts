/**
 * The page, built once and opened from disk in Chromium: it answers as the command line does, in both
 * languages, asks no network for anything, and axe finds nothing to complain of.
 */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { hasChromium, launchChromium } from '@beffroi/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPage } from '../src/build-page.ts';
import { type SmallRegister, writeSmallRegister } from './small-register.ts';

/** The next file is slow to read, as from a tired stick, until `goOn()`; what is shown is written down. */
const slowFirstRead = `
  const read = Blob.prototype.arrayBuffer;
  const slow = new Promise((done) => { globalThis.goOn = done; });
  Blob.prototype.arrayBuffer = function () {
    Blob.prototype.arrayBuffer = read;
    return slow.then(() => read.call(this));
  };
  const answer = document.querySelector('#answer');
  globalThis.shown = [];
  new MutationObserver(() => {
    shown.push(answer.querySelector('.verdict')?.className ?? 'none');
  }).observe(answer, { childList: true });
`;

// Skipped where Debian's Chromium is missing: nothing else can say what a browser does.
describe.skipIf(!hasChromium)('the page', () => {
  let register: SmallRegister;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const said: string[] = [];

  beforeAll(async () => {
    register = await writeSmallRegister();
    const file = await buildPage(join(register.folder, '..', `beffroi-page-${process.pid}.html`));
    browser = await launchChromium();
    const context = await browser.newContext({ locale: 'fr-FR' });
    page = await context.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(pathToFileURL(file).href);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(register.folder, { recursive: true, force: true });
    rmSync(join(register.folder, '..', `beffroi-page-${process.pid}.html`), { force: true });
  });

  const verdict = () => page.locator('#answer .verdict').textContent();
  const answered = () => page.locator('#answer .verdict').waitFor();

  test('REG-13 checks a whole folder, and says no with reasons when a row was altered', async () => {
    await page.fill('#keys', register.keyLine);
    await page.setInputFiles('#folder', register.folder);
    await answered();
    expect(await verdict()).toBe('OUI : tout concorde, rien n’a été modifié.');
    const path = join(register.folder, 'records/000.jsonl');
    writeFileSync(path, 'nothing\n');
    await page.setInputFiles('#folder', register.folder);
    await page.locator('#answer .no').waitFor();
    expect(await page.locator('#answer').textContent()).toContain('écriture n° 1 manque');
  });

  test('REG-10 checks a receipt in both languages', async () => {
    const receipt = join(register.folder, 'receipt.tlog-proof');
    writeFileSync(receipt, register.receipt);
    await page.setInputFiles('#file', receipt);
    await page.locator('#answer .yes').waitFor();
    expect(await page.locator('#answer').textContent()).toContain('Écriture n° 42');
    await page.click('#language');
    await page.getByText('YES: everything agrees').waitFor();
    await page.fill('#keys', '');
    await page.locator('#keys').blur();
    await page.locator('#answer .no').waitFor();
    expect(await page.locator('#answer').textContent()).toContain('No key of this register');
  });

  test('REG-13 never shows the answer to a former question', async () => {
    const [good, bad] = ['good.tlog-proof', 'bad.tlog-proof'].map((name) =>
      join(register.folder, name),
    ) as [string, string];
    writeFileSync(good, register.receipt);
    writeFileSync(bad, register.receipt.replace('index 41', 'index 40'));
    await page.fill('#keys', register.keyLine);
    await page.evaluate(slowFirstRead);
    await page.setInputFiles('#file', good);
    await page.setInputFiles('#file', bad);
    await page.locator('#answer .no').waitFor();
    await page.evaluate('goOn()');
    await page.setInputFiles('#file', []);
    await page.setInputFiles('#file', bad);
    await page.locator('#answer .no').waitFor();
    expect(await page.evaluate('shown')).not.toContain('verdict yes');
    await page.setInputFiles('#file', []);
    await page.waitForFunction("document.querySelector('#answer').textContent === ''");
  });

  test('REG-13 asks nothing of any network, and axe is content', async () => {
    expect(asked.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(said).toEqual([]);
    const refused = await page.evaluate(async () =>
      fetch('data:text/plain,x').then(
        () => 'answered',
        () => 'refused',
      ),
    );
    expect(refused).toBe('refused');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
