/** The fake shelves of sessions, ways in and links. */

import type { Instant } from '@beffroi/kernel';
import type { EnrolmentShelf, SessionShelf, Shelf, StoredSession } from '../ports/facts.ts';

interface OfTerm {
  readonly tokenHash: string;
  readonly until: Instant;
}

/** A shelf whose rows have a term, after which they are let go. */
export function withTerm<V extends OfTerm>(
  base: Shelf<V>,
): Shelf<V> & Pick<EnrolmentShelf, 'removeOver'> {
  return {
    ...base,
    async removeOver(before) {
      const over = (await base.all()).filter(({ until }) => until < before);
      for (const { tokenHash } of over) {
        await base.remove(tokenHash);
      }
      return over.length;
    },
  };
}

export function sessionShelf(base: Shelf<StoredSession>): SessionShelf {
  return {
    ...withTerm(base),
    open: async (at) =>
      (await base.all()).filter((session) => session.endedAt === null && session.until > at),
  };
}

export function ofPerson<V extends { readonly personId: string }>(base: Shelf<V>) {
  return {
    ...base,
    ofPerson: async (personId: string): Promise<readonly V[]> =>
      (await base.all()).filter((each) => each.personId === personId),
  };
}
