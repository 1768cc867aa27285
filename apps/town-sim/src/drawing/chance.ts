/**
 * Chance from a seed (mulberry32): the same seed draws the same street on every machine, so a loop
 * can be kept and a test can be repeated. Not for secrets.
 */

export type Dice = () => number;

/** A die that answers 0 to 1 (1 excluded), always in the same order for the same seed. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of a list; the list is not empty. */
export function pick<T>(dice: Dice, list: readonly [T, ...T[]]): T {
  return list[Math.floor(dice() * list.length)] ?? list[0];
}

/** A number between two others. */
export function between(dice: Dice, low: number, high: number): number {
  return low + (high - low) * dice();
}
