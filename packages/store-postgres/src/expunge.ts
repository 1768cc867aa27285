/**
 * Takes erased records out of the database's files (REG-17). PostgreSQL leaves the bytes of a changed
 * row in its page until something else is written over them, and in the write-ahead log: so each part of
 * the register in which something was erased is written anew, a table of facts with names too when
 * rows of it were removed, and the log is cut before it. Whoever reads or appends to that very part waits meanwhile; the
 * newest part of a log is seldom among them. What is marked in `register_rewrites` is done again after a
 * crash.
 */

import type { Expunged } from '@beffroi/office';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from './shelf.ts';

/** SQLSTATE of a server that doesn't let our role do this. */
const notAllowed = '42501';

/** Facts that leave at a term and name people. */
const tables = ['viewings', 'emergencies'] as const;

/** Their bytes are taken out of the files like those of the register. */
export async function markForExpunging(
  db: Database,
  table: (typeof tables)[number],
): Promise<void> {
  await sql`insert into register_rewrites values (${table}, 0) on conflict do nothing`.execute(db);
}

/** On a connection of its own, without the limits of other statements: rewriting takes its time. */
export async function expunge(config: pg.ClientConfig): Promise<Expunged> {
  const client = new pg.Client(config);
  // One that breaks tells its statement.
  client.on('error', () => {});
  await client.connect();
  try {
    return await expungeWith(client);
  } finally {
    await client.end();
  }
}

async function expungeWith(client: pg.Client): Promise<Expunged> {
  const { rows } = await client.query<{ log: string; part: number; name: string | null }>(
    `select log, part, to_regclass(case when log = any ($1) then log
       else 'register_parts.' || log || '_' || part end)::text as name
     from register_rewrites order by log, part`,
    [tables],
  );
  if (rows.length === 0) {
    return { parts: 0, isLogCleared: true };
  }
  for (const { log, part, name } of rows) {
    if (name !== null) {
      await client.query(`vacuum (full) ${name}`);
    }
    await client.query('delete from register_rewrites where (log, part) = ($1, $2)', [log, part]);
  }
  const parts = rows.filter(({ log }) => !tables.some((table) => table === log)).length;
  return { parts, isLogCleared: await cutLog(client) };
}

/** What was logged before now is no longer needed after a checkpoint, and its files go. */
async function cutLog(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_switch_wal()');
    await client.query('checkpoint');
    return true;
  } catch (thrown) {
    if (thrown instanceof pg.DatabaseError && thrown.code === notAllowed) {
      return false;
    }
    throw thrown;
  }
}
