/**
 * How long to wait before dialling the centre again: growing, so that a centre that restarts is not
 * overrun, and jittered, so that forty consoles don't come back in the same millisecond. No DOM.
 */

const firstMs = 250;
const longestMs = 10_000;

/** Delay in ms before attempt number `attempt` (0 is the first retry); `random` is in 0..1. */
export function reconnectDelayMs(attempt: number, random: number): number {
  const fullMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(fullMs / 2 + (fullMs / 2) * random);
}
