/**
 * The register as rows. Numbers have no holes because units of work run one at a time; the table
 * refuses to be rewritten.
 */

import type { Instant } from '@beffroi/kernel';
import type { NumberedEntry, Register } from '@beffroi/office';
import { sql } from 'kysely';
import { bytes, type Database } from '../shelf.ts';

interface EntryRow {
  readonly log: NumberedEntry['log'];
  readonly number: number;
  readonly id: NumberedEntry['id'];
  readonly kind: string;
  readonly at: Instant;
  readonly person_id: string | null;
  readonly record: string | null;
  readonly salt: Uint8Array | null;
  readonly leaf: Uint8Array;
}

export function register(db: Database): Register {
  return {
    async append(entry) {
      const { rows } = await sql<{ number: number }>`
        insert into register_entries (log, number, id, kind, at, person_id, record, salt, leaf)
        select ${entry.log}, coalesce(max(number), 0) + 1, ${entry.id}, ${entry.kind},
               ${entry.at}::timestamptz, ${entry.personId}, ${entry.record}, ${entry.salt},
               ${entry.leaf}
        from register_entries where log = ${entry.log}
        returning number`.execute(db);
      return rows[0]?.number ?? 0;
    },
    async page(log, below, count) {
      const rows = await db
        .selectFrom('register_entries')
        .selectAll()
        .where('log', '=', log)
        .where('number', '<', below)
        .orderBy('number', 'desc')
        .limit(count)
        .execute();
      return rows.map((row) => entryOf(row as unknown as EntryRow));
    },
    async after(log, above, count) {
      const rows = await db
        .selectFrom('register_entries')
        .selectAll()
        .where('log', '=', log)
        .where('number', '>', above)
        .orderBy('number')
        .limit(count)
        .execute();
      return rows.map((row) => entryOf(row as unknown as EntryRow));
    },
    async erase(log, before, count) {
      const { rows } = await sql`
        update register_entries set record = null, salt = null, person_id = null
        where log = ${log} and number in (
          select number from register_entries
          where log = ${log} and record is not null and at < ${before}::timestamptz
          order by number limit ${count})
        returning number`.execute(db);
      return rows.length;
    },
  };
}

/** A record whose term is over reads as an empty text. */
function entryOf(row: EntryRow): NumberedEntry {
  return {
    id: row.id,
    log: row.log,
    number: row.number,
    kind: row.kind,
    at: row.at,
    personId: row.person_id,
    record: row.record ?? '',
    salt: bytes(row.salt ?? new Uint8Array()),
    leaf: bytes(row.leaf),
  };
}
