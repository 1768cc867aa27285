/**
 * The line of the register that goes with an act (VP-33: author, day, hour, motive, recipients). It
 * is written in the same unit of work as the act's facts, before the act is answered. The leaf
 * commits to the record without revealing it, so that the record can be erased at its term (three
 * years at most) while the proof stays.
 */

import { canonicalJson, type Instant, instantFromMs, type Json, newId } from '@beffroi/kernel';
import { commitmentOf, makeSalt, writeLeaf } from '@beffroi/register';
import type { OfficeParts } from './parts.ts';
import type { RegisterEntry } from './ports/register.ts';
import type { EntryKind } from './words/entry-words.ts';

export interface ActRecord {
  /** A fact in the past participle: `mask-redrawn`, `viewing-opened`. */
  readonly kind: EntryKind;
  readonly log?: RegisterEntry['log'];
  /** The person, `machine-owner` for the owner of the machine, null for the system itself. */
  readonly by: string | null;
  /** Whom or what the act is about, by id. */
  readonly about: readonly string[];
  /** VP-33: a motive of the closed list, or `system` for what happens by itself. */
  readonly motive: string;
  readonly what: Json;
}

/** What a salt is made of; four bytes more check it (REG-8). */
const randomBytes = 16;

/** Makes the entry; whoever calls appends it in the unit of work of the act. */
export function entryOf(
  parts: Pick<OfficeParts, 'clock' | 'chance' | 'sha256'>,
  act: ActRecord,
): RegisterEntry {
  const at: Instant = instantFromMs(parts.clock.nowMs());
  const record = canonicalJson({
    kind: act.kind,
    at,
    by: act.by,
    about: act.about,
    motive: act.motive,
    what: act.what,
  });
  const salt = makeSalt(parts.sha256, parts.chance.bytes(randomBytes));
  return {
    id: newId('entry', parts.chance.bytes(10)),
    log: act.log ?? 'acts',
    kind: act.kind,
    at,
    personId: act.by,
    record,
    salt,
    leaf: commitmentOf(parts.sha256, { record, salt }),
  };
}

/** What the tree of the register grows by for an entry: it names nobody and is never erased (REG-1). */
export function treeLeafOf({
  kind,
  at,
  leaf,
}: Pick<RegisterEntry, 'kind' | 'at' | 'leaf'>): Uint8Array {
  return writeLeaf({ kind, at, commitment: leaf });
}
