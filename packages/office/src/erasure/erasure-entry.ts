/** What the register of recordings says of an erasure: always by the system, never by a person. */

import type { House } from '../house.ts';
import type { FactsWork } from '../ports/facts.ts';
import { entryOf } from '../register-entry.ts';
import type { EntryKind } from '../words/entry-words.ts';

/** VP-33: an automatic erasure carries the motive of the system. */
export async function appendErasure(
  house: House,
  facts: FactsWork,
  kind: EntryKind,
  about: readonly string[],
  what: Parameters<typeof entryOf>[1]['what'],
): Promise<void> {
  const act = { kind, about, what, log: 'recordings', by: null, motive: 'system' } as const;
  await facts.register.append(entryOf(house.parts, act));
}
