/**
 * Brings the demonstration to the states worth a picture: an hour in playback, a hold announced by
 * telephone, an act that waits for its second person, an emergency access to be reviewed. Through the
 * routes that the pages use, as the persons who would do it.
 */

import { type RunningHouse, send } from '@beffroi/testing';
import type { Page } from 'playwright-core';

export interface Variant {
  readonly locale: 'fr' | 'en';
  readonly theme: 'dark' | 'light';
}

export type Prepare = (page: Page, house: RunningHouse, variant: Variant) => Promise<void>;

interface DemoPerson {
  readonly id: string;
  readonly displayName: string;
}

/** Signs a person of the demonstration in, by a part of their name. */
export async function enterAs(page: Page, name: string): Promise<void> {
  const people = await send<readonly DemoPerson[]>(page, 'GET', '/api/demo/people');
  const personId = people.find(({ displayName }) => displayName.includes(name))?.id;
  await send(page, 'POST', '/api/demo/sign-in', { personId });
}

export async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(2500);
}

export async function moving(page: Page): Promise<void> {
  await page.waitForFunction(
    () => [...document.querySelectorAll('video')].filter((one) => one.videoWidth > 0).length >= 4,
    undefined,
    { timeout: 30_000 },
  );
  await page.waitForTimeout(2000);
}

export async function openPlayback(page: Page): Promise<void> {
  await page.getByRole('radio').nth(5).check({ force: true });
  for (const index of [0, 3, 4, 5]) {
    await page.getByRole('checkbox').nth(index).check({ force: true });
  }
  await page.getByRole('button', { name: /^(Ouvrir|Open)$/ }).click();
  await page.waitForTimeout(3000);
  // It begins with the camera that was there first; half a minute later all of them are.
  await page.getByRole('slider').first().press('ArrowRight');
  await page.waitForTimeout(3000);
}

/** One an hour old, announced by telephone; placed once, seen in every picture. */
export async function placeHold(page: Page): Promise<void> {
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

export async function openRegister(page: Page): Promise<void> {
  await page.getByRole('radio').first().check({ force: true });
  await page.locator('main .b-button-primary').first().click();
  await page.getByRole('table').first().waitFor();
}

export async function openFirstCamera(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /Mairie/ })
    .first()
    .click();
  await page.waitForTimeout(3000);
}

export async function openMasks(page: Page): Promise<void> {
  await openFirstCamera(page);
  await page
    .getByRole('tab', { name: /Mas(ques|ks)/ })
    .first()
    .click();
  await page.waitForTimeout(4000);
}

/** The ways in that a one-time link offers. */
export async function openEnrolment(page: Page, house: RunningHouse): Promise<void> {
  const { url } = await house.verb<{ url: string }>('link', 'camille.roussel');
  await page.goto(new URL(new URL(url).pathname, house.url).href);
  await page.getByRole('heading').first().waitFor();
}

/** One head asks to lift a camera's masks; the other looks at it. */
export async function openConfirmation(
  page: Page,
  house: RunningHouse,
  variant: Variant,
): Promise<void> {
  await enterAs(page, 'Yann');
  await send(page, 'PUT', '/api/preferences', variant);
  const waiting = await send<readonly unknown[]>(page, 'GET', '/api/confirmations');
  if (waiting.length === 0) {
    await enterAs(page, 'Nadia');
    const cameras = await send<readonly { id: string }[]>(page, 'GET', '/api/cameras');
    await askSensitive(page, 'PUT', `/api/cameras/${cameras[0]?.id}/masks`, {
      choice: { mode: 'none-needed' },
      reason: 'Les façades en vue ont été démolies',
    });
    await enterAs(page, 'Yann');
  }
  await page.goto(new URL('/confirmations', house.url).href);
  await settle(page);
}

/** An operator took an emergency access and gave it back; the head has it to review. */
export async function openEmergencies(page: Page, house: RunningHouse): Promise<void> {
  const taken = await send<readonly unknown[]>(page, 'GET', '/api/emergencies');
  if (taken.length === 0) {
    await enterAs(page, 'Camille');
    await askSensitive(page, 'POST', '/api/emergencies', {
      motive: 'danger-to-life',
      reason: 'Un homme est tombé dans le canal, quai des Tanneurs',
      minutes: 30,
    });
    const [own] = await send<readonly { id: string }[]>(page, 'GET', '/api/emergencies');
    await send(page, 'POST', `/api/emergencies/${own?.id}/end`);
    await enterAs(page, 'Nadia');
  }
  await page.goto(new URL('/emergencies', house.url).href);
  await settle(page);
}

/** Asks a sensitive act, proves it as a demonstration does, and asks again if that is enough. */
async function askSensitive(page: Page, method: string, path: string, body: object): Promise<void> {
  await page.evaluate(
    async ([verb, address, text]) => {
      const headers = { 'content-type': 'application/json', 'x-beffroi': '1' };
      const ask = (more: Record<string, string>): Promise<Response> =>
        fetch(address ?? '', {
          method: verb ?? 'POST',
          headers: { ...headers, ...more },
          body: text ?? '',
        });
      const asked = (await (await ask({})).json()) as { confirmationId?: string };
      const id = asked.confirmationId ?? '';
      await fetch(`/api/confirmations/${id}/demonstration`, {
        method: 'POST',
        headers: { 'x-beffroi': '1' },
      });
      await ask({ 'x-beffroi-confirmation': id });
    },
    [method, path, JSON.stringify(body)],
  );
}
