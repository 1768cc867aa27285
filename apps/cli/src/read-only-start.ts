/**
 * A start while the register contradicts itself (REG-14) or the clock is behind it (RET-12): the house
 * opens all the same, shows what it can, and says what it could not write. Anything else that fails ends
 * the start as ever.
 */

import { CentreRefusal } from './owner-client.ts';

const codes = ['register-read-only', 'clock-behind'];

/** What the act answers; null when the register takes no entry, which is told in the centre's words. */
export async function unlessReadOnly<T>(
  act: Promise<T>,
  say: (sentence: string) => void,
): Promise<T | null> {
  try {
    return await act;
  } catch (thrown) {
    if (thrown instanceof CentreRefusal && codes.includes(thrown.reason ?? '')) {
      say(thrown.message);
      return null;
    }
    throw thrown;
  }
}
