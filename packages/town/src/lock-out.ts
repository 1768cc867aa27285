/**
 * The lock-out of password sign-in (SEC-11): five failures are forgiven, then each further attempt
 * waits, from one minute doubling to four hours, which leaves fewer than 25 attempts a day (CNIL
 * 2022-100, DP-08). It can't be switched off. A passkey isn't guessed, so it isn't locked: nobody
 * can keep an operator out of the wall by typing their name.
 */

import type { EpochMs } from '@beffroi/kernel';

/** Failures since the last success. */
export interface SignInFailures {
  readonly count: number;
  readonly lastMs: EpochMs;
}

export const lockOutRule = {
  freeFailures: 5,
  firstWaitMs: 60_000,
  waitMsMax: 4 * 3_600_000,
} as const;

/** When the next attempt may be made; `lastMs` or before means at once. */
export function lockedUntilMs({ count, lastMs }: SignInFailures): EpochMs {
  const over = count - lockOutRule.freeFailures;
  if (over < 0) {
    return lastMs;
  }
  // 2 to the 20 minutes is far beyond the longest wait: the exponent needs no more.
  const waitMs = lockOutRule.firstWaitMs * 2 ** Math.min(over, 20);
  return lastMs + Math.min(waitMs, lockOutRule.waitMsMax);
}
