/**
 * Somebody wants an emergency access (OPS-17): asked from the menu, a refused tile or a refused viewing,
 * shown by the one dialog of the shell. Holds nothing but whether it is open.
 */

import { useSyncExternalStore } from 'react';

/** Refusals that an emergency access may lift: a place, a right of a clearance. */
export const lentRules: readonly string[] = ['SEC-4', 'SEC-5'];

let isWished = false;
const listeners = new Set<() => void>();

export function wishEmergency(wished: boolean): void {
  isWished = wished;
  for (const listener of listeners) {
    listener();
  }
}

export function useEmergencyWish(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isWished,
  );
}
