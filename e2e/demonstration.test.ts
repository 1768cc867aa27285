/**
 * The first journey of a newcomer: start, sign in, see the wall move behind its masks; change a
 * mask while it runs; lose the right to look; look back with a motive.
 */

import {
  hasChromium,
  launchChromium,
  type RunningHouse,
  send,
  signInForDemonstration,
  startHouse,
} from '@beffroi/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const picturesWanted = 4;

describe.skipIf(!hasChromium)('the demonstration town (needs /usr/bin/chromium)', () => {
  let house: RunningHouse;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    house = await startHouse({ townFile: null });
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    page = await context.newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  test('LIV-1 an operator signs in and sees moving pictures', async () => {
    await signInForDemonstration(page, house.url, /Camille Roussel/);
    await page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('video')].filter(
          (video) => video.videoWidth > 0 && !video.paused,
        ).length >= wanted,
      picturesWanted,
      { timeout: 60_000 },
    );
    const before = await framesShown(page);
    await page.waitForFunction(
      (seen) =>
        [...document.querySelectorAll('video')].reduce(
          (sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames,
          0,
        ) >
        seen + 40,
      before,
      { timeout: 20_000 },
    );
  });

  test('SEC-1 nothing of the API answers without a session', async () => {
    const context = await browser.newContext();
    const stranger = await context.newPage();
    await stranger.goto(house.url);
    for (const path of ['/api/cameras', '/api/people', '/api/health', '/api/alarms']) {
      await expect(send(stranger, 'GET', path)).rejects.toThrow('401');
    }
    await context.close();
  });

  test('OPS-1 a technician manages cameras and sees no picture', async () => {
    const context = await browser.newContext();
    const technician = await context.newPage();
    await technician.goto(house.url);
    const people = await send<{ id: string; post: string }[]>(
      technician,
      'GET',
      '/api/demo/people',
    );
    const personId = people.find((person) => person.post === 'technician')?.id;
    await send(technician, 'POST', '/api/demo/sign-in', { personId });
    const cameras = await send<{ may: { watchLive: { allowed: boolean } } }[]>(
      technician,
      'GET',
      '/api/cameras',
    );
    expect(cameras.length).toBeGreaterThanOrEqual(6);
    expect(cameras.every((camera) => !camera.may.watchLive.allowed)).toBe(true);
    await context.close();
  });
});

function framesShown(page: Page): Promise<number> {
  return page.evaluate(() =>
    [...document.querySelectorAll('video')].reduce(
      (sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames,
      0,
    ),
  );
}
