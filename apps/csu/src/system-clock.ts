/**
 * The real clock and the real chance of this process: the one place of this room that reads them.
 * Everything else holds a `Clock` and a `Chance`, so that tests advance time instead of waiting.
 */

import { randomBytes } from 'node:crypto';
import type { Chance, Clock } from '@beffroi/office';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, what) {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};

export const systemChance: Chance = { bytes: (length) => randomBytes(length) };
