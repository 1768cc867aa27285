/**
 * The register as rows, in parts of 50 000. Numbers have no holes because units of work run one at a
 * time; the table refuses to be rewritten. What is erased is marked, to be taken out of the files too.
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

const partEntries = 50_000;

/** The highest number that a process has seen of each log: what is asked for lies near it. */
export type Heights = Map<NumberedEntry['log'], number>;

export function register(db: Database, heights: Heights): Register {
  return {
    async append(entry) {
      const number = (await lastNumber(db, entry.log, heights)) + 1;
      if ((number - 1) % partEntries === 0) {
        await sql`select ensure_register_part(${entry.log}, ${number})`.execute(db);
      }
      await sql`
        insert into register_entries (log, number, id, kind, at, person_id, record, salt, leaf)
        values (${entry.log}, ${number}, ${entry.id}, ${entry.kind}, ${entry.at}::timestamptz,
                ${entry.personId}, ${entry.record}, ${entry.salt}, ${entry.leaf})`.execute(db);
      heights.set(entry.log, number);
      return number;
    },
    async find({ log, below, kinds, personId, about, from, to }, count) {
      let query = db.selectFrom('register_entries').selectAll().where('log', '=', log);
      query = below === undefined ? query : query.where('number', '<', below);
      query = kinds === undefined ? query : query.where('kind', 'in', [...kinds]);
      query = personId === undefined ? query : query.where('person_id', '=', personId);
      query = from === undefined ? query : query.where('at', '>=', from);
      query = to === undefined ? query : query.where('at', '<', to);
      if (about !== undefined) {
        // Canonical JSON writes an id as it is, between quotes.
        query = query.where(sql<boolean>`position(${`"${about}"`} in record) > 0`);
      }
      const rows = await query.orderBy('number', 'desc').limit(count).execute();
      return rows.map((row) => entryOf(row as unknown as EntryRow));
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
        // So few parts are looked at. A hole of more than a part is a rollback to whoever asks.
        .where('number', '<=', above + count + partEntries)
        .orderBy('number')
        .limit(count)
        .execute();
      return rows.map((row) => entryOf(row as unknown as EntryRow));
    },
    async erase(log, before, count, kinds) {
      const { rows } = await sql<{ erased: number }>`
        with erased as (
          update register_entries set record = null, salt = null, person_id = null
          where log = ${log} and number in (
            select number from register_entries
            where log = ${log} and record is not null and at < ${before}::timestamptz
              and (${kinds ?? null}::text[] is null or kind = any(${kinds ?? null}::text[]))
            order by number limit ${count})
          returning (number - 1) / ${partEntries}::bigint as part),
        marked as (
          insert into register_rewrites select distinct ${log}, part from erased
          on conflict do nothing)
        select count(*)::integer as erased from erased`.execute(db);
      return rows[0]?.erased ?? 0;
    },
  };
}

/**
 * The number of the newest entry. Only the last two parts are looked at, so that nobody waits for an
 * old one that is being written anew; a unit of work that was rolled back leaves the height too high
 * by no more than what it had appended.
 */
async function lastNumber(
  db: Database,
  log: NumberedEntry['log'],
  heights: Heights,
): Promise<number> {
  const floor = Math.max((heights.get(log) ?? 0) - partEntries, 0);
  const { rows } = await sql<{ last: number | null }>`
    select max(number) as last from register_entries
    where log = ${log} and number > ${floor}`.execute(db);
  const last = rows[0]?.last ?? null;
  if (last !== null || floor === 0) {
    return last ?? 0;
  }
  heights.delete(log);
  return lastNumber(db, log, heights);
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
