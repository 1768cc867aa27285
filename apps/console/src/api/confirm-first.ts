/**
 * Acts that want a proof first (SEC-30). `ask` hands such a refusal in here and waits; the shell's dialog
 * shows what is to be signed, and settles it: confirmed, the act is asked again; left, the refusal is the
 * answer. Pages know nothing of it. One is shown at a time.
 */

import { useSyncExternalStore } from 'react';

export interface ConfirmationWish {
  readonly id: string;
  /** True: proved by whoever it takes; false: the person has turned away. */
  settle(isConfirmed: boolean): void;
}

let wishes: readonly ConfirmationWish[] = [];
const listeners = new Set<() => void>();

function change(next: readonly ConfirmationWish[]): void {
  wishes = next;
  for (const listener of listeners) {
    listener();
  }
}

/** Whether the act may be asked again with this confirmation. */
export function confirmFirst(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    const wish: ConfirmationWish = {
      id,
      settle(isConfirmed) {
        change(wishes.filter((other) => other !== wish));
        resolve(isConfirmed);
      },
    };
    change([...wishes, wish]);
  });
}

/** The one to show now, undefined when there is none. */
export function useConfirmationWish(): ConfirmationWish | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wishes[0],
  );
}
