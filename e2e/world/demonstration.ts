/**
 * The demonstration town in a house of its own, and a browser before it: begun before the first test of
 * a group and ended after its last. For `describe` blocks that `hasChromium` lets run.
 */

import { launchChromium, type RunningHouse, startHouse } from '@beffroi/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

export interface Demonstration {
  readonly house: RunningHouse;
  readonly browser: Browser;
}

/** Both are there from the first `beforeAll` that comes after this one, and in every test. */
export function demonstration(): Demonstration {
  let house: RunningHouse | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    house = await startHouse({ townFile: null });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  return {
    get house() {
      return begun(house);
    },
    get browser() {
      return begun(browser);
    },
  };
}

function begun<T>(thing: T | undefined): T {
  if (thing === undefined) {
    throw new Error('the house is asked for before the tests have begun');
  }
  return thing;
}
