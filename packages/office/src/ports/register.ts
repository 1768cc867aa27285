/**
 * The register as the facts keep it: entries appended in the unit of work of the facts they speak of,
 * numbered without holes in each of two logs, found again by author, subject and time. What is erased
 * at its term is the record, its salt and its author; the leaf stays (REG-9).
 */

import type { Id, Instant } from '@beffroi/kernel';

export interface RegisterEntry {
  readonly id: Id<'entry'>;
  /** Two registers: what people do, and what happens to recordings. */
  readonly log: 'acts' | 'recordings';
  readonly kind: string;
  readonly at: Instant;
  readonly personId: string | null;
  /** Canonical JSON of the record (RFC 8785): who, what, motive. Erasable at its term. */
  readonly record: string;
  readonly salt: Uint8Array;
  /** SHA-256(salt || record): what the leaf of the tree commits to; stays for ever. */
  readonly leaf: Uint8Array;
}

export interface NumberedEntry extends RegisterEntry {
  /** Counts up from 1 in each log, without holes. */
  readonly number: number;
}

/** Which entries of a log; what is left out isn't asked for. */
export interface RegisterQuery {
  readonly log: RegisterEntry['log'];
  /** Only numbers below. */
  readonly below?: number;
  readonly kinds?: readonly string[];
  /** Their author. */
  readonly personId?: string;
  /** An id that the record names. */
  readonly about?: string;
  /** At or after, and before. */
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface Register {
  append(entry: RegisterEntry): Promise<number>;
  /** Newest first, at most `count`. */
  find(query: RegisterQuery, count: number): Promise<readonly NumberedEntry[]>;
  /** Newest first: entries of a log below a number. */
  page(log: RegisterEntry['log'], below: number, count: number): Promise<readonly NumberedEntry[]>;
  /** Oldest first: entries of a log above a number. An erased record is an empty text, its salt no bytes. */
  after(log: RegisterEntry['log'], above: number, count: number): Promise<readonly NumberedEntry[]>;
  /**
   * Erases record, salt and author of entries older than an instant, at most `count` of them, the
   * oldest first, and only of `kinds` when these are given; answers how many. What the tree stands on
   * stays (REG-9). The store's files forget them with `Facts.expunge`.
   */
  erase(
    log: RegisterEntry['log'],
    before: Instant,
    count: number,
    kinds?: readonly string[],
  ): Promise<number>;
}
