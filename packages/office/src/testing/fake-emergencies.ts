/** The fake shelf of emergency accesses. */

import type { EmergencyAccess } from '@beffroi/town';
import type { EmergencyShelf, Shelf } from '../ports/facts.ts';

export function emergencyShelf(base: Shelf<EmergencyAccess>): EmergencyShelf {
  const sorted = async () =>
    (await base.all()).toSorted(
      (a, b) => a.openedAt.localeCompare(b.openedAt) || a.id.localeCompare(b.id),
    );
  return {
    ...base,
    current: async (openedSince) =>
      (await sorted()).filter((one) => one.reviewed === null || one.openedAt >= openedSince),
    newest: async (count) => (await sorted()).toReversed().slice(0, count),
    async removeOver(openedBefore) {
      const over = (await base.all()).filter(({ openedAt }) => openedAt < openedBefore);
      for (const { id } of over) {
        await base.remove(id);
      }
      return over.length;
    },
  };
}
