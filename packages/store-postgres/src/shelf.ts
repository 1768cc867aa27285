/**
 * A shelf of facts as a table: how a value becomes a row and a row a value. The only place that knows
 * tables by name at run time; names come from the code below `shelves/`, never from outside.
 */

import type { Shelf } from '@beffroi/office';
import type { Kysely } from 'kysely';

/** Any table of any columns: the schema's types live in the rows of each shelf. */
export interface Tables {
  [table: string]: { [column: string]: unknown };
}

export type Database = Kysely<Tables>;

export type Row = { readonly [column: string]: unknown };

export interface TableOf<Value, R extends Row> {
  readonly table: string;
  readonly key: string;
  toRow(value: Value): R;
  fromRow(row: R): Value;
}

export function shelf<Value, R extends Row>(db: Database, of: TableOf<Value, R>): Shelf<Value> {
  const { table, key } = of;
  return {
    async one(id) {
      const row = await db.selectFrom(table).selectAll().where(key, '=', id).executeTakeFirst();
      return row === undefined ? null : of.fromRow(row as R);
    },
    async all() {
      const rows = await db.selectFrom(table).selectAll().orderBy(key).execute();
      return rows.map((row) => of.fromRow(row as R));
    },
    async put(value) {
      const row = of.toRow(value);
      await db
        .insertInto(table)
        .values(row)
        .onConflict((conflict) => conflict.column(key).doUpdateSet(row))
        .execute();
    },
    async remove(id) {
      await db.deleteFrom(table).where(key, '=', id).execute();
    },
  };
}

/** For `jsonb`: pg would write an array as an array of PostgreSQL. */
export function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** A plain byte array: what the driver gives is a `Buffer` over a shared pool. */
export function bytes(value: Uint8Array): Uint8Array {
  return new Uint8Array(value);
}

export function bytesOrNull(value: Uint8Array | null): Uint8Array | null {
  return value === null ? null : bytes(value);
}
