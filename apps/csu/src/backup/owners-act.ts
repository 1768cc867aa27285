/** Acts that the owner of the machine does on the facts as a whole, each with its line in the register. */

import type { Json } from '@beffroi/kernel';
import { type Chance, type Clock, type EntryKind, entryOf, type Facts } from '@beffroi/office';
import { sha256 } from '../register/ed25519.ts';

export interface OwnersActParts {
  readonly facts: Pick<Facts, 'transact'>;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** Writes an act of the owner in the register of acts. */
export async function noteOwnersAct(
  { facts, clock, chance }: OwnersActParts,
  kind: EntryKind,
  what: Json,
): Promise<void> {
  const act = { kind, by: 'machine-owner', about: [], motive: 'control', what };
  const entry = entryOf({ clock, chance, sha256 }, act);
  await facts.transact((work) => work.register.append(entry));
}
