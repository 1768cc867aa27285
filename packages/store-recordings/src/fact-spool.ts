/**
 * What a recorder has to tell its centre, on its own disk until the centre has it (REC-30): SQLite in
 * WAL mode with `synchronous=FULL`, so that a fact is safe when `append` returns, through kill -9 and
 * power cuts. Sequences count up for the life of the file and are never used twice. Bounded: beyond
 * the limit the oldest gap facts make room, counted and said; recordings are never dropped.
 */

import { DatabaseSync } from 'node:sqlite';
import { Failure } from '@beffroi/kernel';
import type { RecorderFact } from '@beffroi/office';
import { factFromText, factText } from './fact-text.ts';

export interface FactSpool {
  /** Keeps a fact durably; returns its sequence. */
  append(fact: RecorderFact): number;
  /** The oldest facts not yet acknowledged, in order. */
  pending(limit: number): readonly SpooledFact[];
  /** The centre has every fact up to this sequence. */
  acknowledge(upTo: number): void;
  readonly figures: { readonly pending: number; readonly dropped: number };
  close(): void;
}

export interface SpooledFact {
  readonly sequence: number;
  readonly fact: RecorderFact;
}

export interface FactSpoolOptions {
  readonly path: string;
  /** Facts kept at most; 1 000 000 (some 500 MB, half a year of 75 cameras) when absent. */
  readonly factsMax?: number;
  /** Called when the spool is over nine tenths full, and each time something had to go. */
  readonly alarm?: (detail: string) => void;
}

const schema = `
  create table if not exists fact (
    sequence integer primary key autoincrement, -- never used twice, even after acknowledgement
    kind text not null,                         -- of the fact, so that gaps can make room
    body text not null                          -- canonical JSON of the fact
  ) strict;`;

/** Opens or creates the spool. Throws Failure `spool-unreadable` when the file is no spool. */
export function openFactSpool({ path, factsMax = 1_000_000, alarm }: FactSpoolOptions): FactSpool {
  const database = openDatabase(path);
  const insert = database.prepare('insert into fact (kind, body) values (?, ?)');
  const select = database.prepare('select sequence, body from fact order by sequence limit ?');
  const remove = database.prepare('delete from fact where sequence <= ?');
  const count = database.prepare('select count(*) as facts from fact');
  const dropGap = database.prepare(
    "delete from fact where sequence = (select min(sequence) from fact where kind = 'gap')",
  );
  let held = Number(count.get()?.['facts'] ?? 0);
  let dropped = 0;
  const warn = (detail: string) => alarm?.(`${detail}: connect ${path} to its centre`);

  return {
    append(fact) {
      if (held >= factsMax) {
        const removed = Number(dropGap.run().changes);
        held -= removed;
        dropped += removed;
        warn(`the spool holds ${held} facts and drops the oldest gaps (${dropped} so far)`);
      }
      const { lastInsertRowid } = insert.run(fact.kind, factText(fact));
      held += 1;
      if (held === Math.ceil(factsMax * 0.9)) {
        warn(`the spool holds ${held} facts, nine tenths of what it may`);
      }
      return Number(lastInsertRowid);
    },
    pending: (limit) =>
      select.all(limit).map((row) => ({
        sequence: Number(row['sequence']),
        fact: factFromText(String(row['body'])),
      })),
    acknowledge(upTo) {
      held -= Number(remove.run(upTo).changes);
    },
    get figures() {
      return { pending: held, dropped };
    },
    close: () => database.close(),
  };
}

function openDatabase(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    database.exec('pragma journal_mode = wal; pragma synchronous = full;');
    database.exec(schema);
    return database;
  } catch (thrown) {
    throw new Failure(
      'spool-unreadable',
      `the spool ${path} can't be opened: move it aside and keep it, a new one is made at next start`,
      { cause: thrown },
    );
  }
}
