/**
 * Copies of day keys that left with a backup because its owner asked (BAK-2). No program can destroy
 * them, so nothing pretends that they are gone: the entry of a key's destruction names every copy that
 * holds it, and the head is told once, when the first key of a copy is over (decision 0010).
 */

import type { Instant } from '@beffroi/kernel';
import type { FactsWork } from '../ports/facts.ts';
import { saidIn } from '../said-record.ts';

export interface KeyCopy {
  /** Of the entry that says that the backup was taken. */
  readonly entry: string;
  readonly at: Instant;
  readonly folder: string;
  /** The key asked for is the first of the copy to be over. */
  readonly isFirst: boolean;
}

/** Keys lie some 30 days ahead in the ring: no more backups than these name one of them. */
const copiesMax = 1000;

interface Taken {
  readonly folder: string;
  readonly dayKeys: readonly string[];
}

export async function copiesOf(facts: FactsWork, keyId: string): Promise<readonly KeyCopy[]> {
  const query = { log: 'acts', kinds: ['backup-taken'], about: keyId } as const;
  const entries = await facts.register.find(query, copiesMax);
  return entries.map(({ id, at, number, record }) => {
    const what = saidIn(record)?.what as Taken | undefined;
    // An id begins with its day. Of a line that can't be read the head is told too.
    const [first] = what?.dayKeys.toSorted() ?? [keyId];
    return { entry: id, at, folder: what?.folder ?? `(entry ${number})`, isFirst: first === keyId };
  });
}

/** What the head is told of copies whose first key is over. */
export function copyWords(copies: readonly KeyCopy[]): string {
  const backups = copies.map(({ at, folder }) => `that of ${at} in ${folder}`).join(', ');
  return `keys that are destroyed here live on in backups taken with keys: ${backups}. Destroy day-keys.age in each copy of them, wherever it was carried`;
}
