/**
 * The real clock and the real chance of this process. The wall clock is that of the machine at each
 * call, whatever it was when the process began: one that is set, or a machine that was asleep, is
 * followed (REC-28). What lasts is measured by the other one.
 */

import { randomBytes } from 'node:crypto';
import type { Chance, Clock } from '@beffroi/office';

export const realClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, what) {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};

export const realChance: Chance = { bytes: (length) => new Uint8Array(randomBytes(length)) };
