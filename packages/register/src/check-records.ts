/**
 * Records and salts against the commitments of their entries. A record that was erased at its term is
 * as it should be; one that is gone before, or was changed, is named (REG-8, REG-9). How long a term
 * is comes from the law's dated figures, which the caller brings.
 */

import { type EpochMs, equalBytes, msFromInstant } from '@beffroi/kernel';
import type { Sha256 } from './crypto.ts';
import { commitmentOf, type Entry, isSalt, readLeaf, type SaltedRecord } from './entry.ts';
import { classOf, type EntryClass } from './entry-class.ts';
import { type Finding, type FindingCode, finding } from './finding.ts';
import { readObject } from './log-proof.ts';
import {
  fileBytesMax,
  type RecordLine,
  type RegisterReader,
  readRecordFile,
  recordsPath,
} from './register-folder.ts';
import { tileWidth } from './tile.ts';
import { isConverted } from './utf8-text.ts';

export interface Term {
  /** Nothing is erased sooner. */
  readonly earliestDays: number;
  /** Nothing is kept longer. */
  readonly latestDays: number;
}

export type RecordTerms = Readonly<Record<EntryClass, Term>>;

export interface RecordWish {
  readonly sha256: Sha256;
  readonly reader: RegisterReader;
  readonly terms: RecordTerms;
  readonly nowMs: EpochMs;
}

const dayMs = 86_400_000;

export class RecordCheck {
  /** With the index of its entry: said only if the entry itself is as it was. */
  readonly findings: { readonly index: number; readonly finding: Finding }[] = [];
  kept = 0;
  erased = 0;
  readonly #wish: RecordWish;

  constructor(wish: RecordWish) {
    this.#wish = wish;
  }

  /** The records of one bundle of entries. */
  async visit(first: number, entries: readonly Uint8Array[]): Promise<void> {
    const bytes = await this.#wish.reader.read(recordsPath(first / tileWidth));
    if (bytes === undefined) {
      const last = first + entries.length;
      this.#add(first, 'records-missing', { number: first + 1, last });
      return;
    }
    const name = recordsPath(first / tileWidth);
    if (bytes.length > fileBytesMax) {
      this.#add(first, 'file-too-large', { name });
      return;
    }
    const { lines, unknown } = readRecordFile(bytes);
    if (isConverted(bytes)) {
      this.#add(first, 'file-converted', { name });
    }
    const ours = entries.map((_, at) => lines.has(first + at + 1)).filter(Boolean).length;
    const count = unknown + lines.size - ours;
    if (count > 0) {
      this.#add(first, 'lines-unknown', { name, count });
    }
    for (const [at, leaf] of entries.entries()) {
      this.#checkOne(first + at, leaf, lines.get(first + at + 1));
    }
  }

  #checkOne(index: number, leaf: Uint8Array, line: RecordLine | undefined): void {
    const entry = readLeaf(leaf);
    if (entry === undefined) {
      this.#add(index, 'entry-unreadable');
    } else if (line === undefined) {
      this.#add(index, 'record-missing');
    } else if (line.kind === 'erased') {
      this.erased++;
      if (this.#isYounger(entry, this.#termOf(entry).earliestDays)) {
        this.#add(index, 'record-erased-early');
      }
    } else {
      this.kept++;
      const fault = faultOfRecord(this.#wish.sha256, entry, line.salted);
      if (fault !== undefined) {
        this.#add(index, fault);
      }
      if (!this.#isYounger(entry, this.#termOf(entry).latestDays)) {
        this.#add(index, 'record-kept-too-long');
      }
    }
  }

  #termOf({ kind }: Entry): Term {
    return this.#wish.terms[classOf(kind)];
  }

  #isYounger(entry: Entry, days: number): boolean {
    return this.#wish.nowMs < msFromInstant(entry.at) + days * dayMs;
  }

  #add(index: number, code: FindingCode, about: Finding['about'] = { number: index + 1 }): void {
    // As many as are ever said; a million of the same would only fill the memory.
    if (this.findings.length < 2000) {
      this.findings.push({ index, finding: finding(code, about) });
    }
  }
}

/** What is wrong with a record and its salt, or undefined when the entry commits to them. */
export function faultOfRecord(
  sha256: Sha256,
  entry: Entry,
  salted: SaltedRecord,
): 'record-altered' | 'salt-altered' | 'record-disagrees' | undefined {
  if (!equalBytes(commitmentOf(sha256, salted), entry.commitment)) {
    // A salt checks itself: when it is as it was made, the text is what changed.
    return isSalt(sha256, salted.salt) ? 'record-altered' : 'salt-altered';
  }
  const fields = readObject(salted.record);
  return fields?.['kind'] === entry.kind && fields['at'] === entry.at
    ? undefined
    : 'record-disagrees';
}
