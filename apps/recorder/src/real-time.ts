/** The real clock and the real chance of this process. */

import { randomBytes } from 'node:crypto';
import type { Chance, Clock } from '@beffroi/office';

export const realClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  monotonicMs: () => performance.now(),
  after(ms, what) {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};

export const realChance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };
