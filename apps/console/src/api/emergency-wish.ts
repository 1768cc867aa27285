/**
 * Somebody wants an emergency access (OPS-17): asked from the menu, a refused tile or a refused viewing,
 * shown by the one dialog of the shell. Holds nothing but whether it is open.
 */

import { useSyncExternalStore } from 'react';

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
