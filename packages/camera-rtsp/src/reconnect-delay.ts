/**
 * How long to wait before the next attempt: 1 to 2 s after the first failure, doubling to 15 to
 * 30 s, each delay drawn anew so that a town's cameras don't all knock at once after a power cut.
 */

import type { GapCause } from '@beffroi/office';

export const reconnectLimits = { firstMs: 2_000, mostMs: 30_000 } as const;

/** `failures` in a row, from 1; `chance` from 0 to 1. Answers 1,000 to 30,000 ms. */
export function reconnectDelayMs(failures: number, cause: GapCause, chance: number): number {
  const { firstMs, mostMs } = reconnectLimits;
  // A refused password never gets right by itself, and cameras lock accounts: knock rarely.
  const ceiling =
    cause === 'camera-refused-login'
      ? mostMs
      : Math.min(mostMs, firstMs * 2 ** Math.min(16, failures - 1));
  return Math.round(ceiling * (0.5 + chance / 2));
}
