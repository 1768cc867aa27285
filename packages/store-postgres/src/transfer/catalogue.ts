/**
 * What the database says of its own tables: names, columns with their comments, keys, and the order in
 * which rows can be put back. A table that a later step adds is known here without a word more.
 */

import { type Kysely, sql } from 'kysely';
import type { FactsColumn } from './facts-format.ts';

export interface CatalogueColumn extends FactsColumn {
  /** It can't be left empty: neither null nor a default. */
  readonly needed: boolean;
  /** The database counts it up by itself. */
  readonly counted: boolean;
}

export interface CatalogueTable {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly CatalogueColumn[];
  /** Columns of its primary key, in their order. */
  readonly key: readonly string[];
  /** Tables that its rows point to, itself left out. */
  readonly pointsTo: readonly string[];
}

interface ColumnRow {
  readonly table: string;
  readonly about: string | null;
  readonly name: string;
  readonly type: string;
  readonly column_about: string | null;
  readonly needed: boolean;
  readonly counted: boolean;
  readonly key_place: number | null;
}

/** All tables of facts, each after those that it points to. */
export async function catalogueOf<DB>(db: Kysely<DB>): Promise<readonly CatalogueTable[]> {
  const { rows } = await sql<ColumnRow>`
    select c.relname as table, obj_description(c.oid) as about, a.attname as name,
           format_type(a.atttypid, a.atttypmod) as type,
           col_description(c.oid, a.attnum) as column_about,
           a.attnotnull and not a.atthasdef and a.attidentity = '' as needed,
           a.attidentity <> '' as counted,
           array_position(i.indkey::int2[], a.attnum) as key_place
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace
      and c.relname not like 'kysely%'
    order by c.relname, a.attnum`.execute(db);
  const links = await sql<{ readonly from: string; readonly to: string }>`
    select distinct f.relname as from, t.relname as to
    from pg_constraint k
    join pg_class f on f.oid = k.conrelid
    join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = current_schema()::regnamespace
      and k.conrelid <> k.confrelid and not f.relispartition`.execute(db);
  const tables = [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => ({
    name,
    about: columns[0]?.about ?? '',
    columns: columns.map(({ name: column, type, column_about, needed, counted }) => ({
      name: column,
      type,
      about: column_about ?? '',
      needed,
      counted,
    })),
    key: columns
      .filter(({ key_place }) => key_place !== null)
      .toSorted((a, b) => (a.key_place ?? 0) - (b.key_place ?? 0))
      .map(({ name: column }) => column),
    pointsTo: links.rows.filter(({ from }) => from === name).map(({ to }) => to),
  }));
  return ordered(tables);
}

function ordered(tables: readonly CatalogueTable[]): readonly CatalogueTable[] {
  const done: CatalogueTable[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const names = new Set(rest.map(({ name }) => name));
    const free = rest.filter(({ pointsTo }) => !pointsTo.some((name) => names.has(name)));
    // Tables that point to each other would wait for ever: they go as they come.
    const next = free.length > 0 ? free : rest;
    done.push(...next);
    rest = rest.filter((table) => !next.includes(table));
  }
  return done;
}
