/**
 * Takes erased records out of the database's files (REG-17). PostgreSQL leaves the bytes of a changed
 * row in its page until something else is written over them, and in the write-ahead log: so each part of
 * the register in which something was erased is written anew, the table of viewings too when some were
 * removed, and the log is cut before it. Whoever reads or appends to that very part waits meanwhile; the
 * newest part of a log is seldom among them. What is marked in `register_rewrites` is done again after a
 * crash.
 */

import type { Expunged } from '@beffroi/office';
import pg from 'pg';

/** SQLSTATE of a server that doesn't let our role do this. */
const notAllowed = '42501';

export async function expunge(pool: pg.Pool): Promise<Expunged> {
  const { rows } = await pool.query<{ log: string; part: number; name: string | null }>(
    `select log, part, to_regclass(case log when 'viewings' then 'viewings'
       else 'register_parts.' || log || '_' || part end)::text as name
     from register_rewrites order by log, part`,
  );
  if (rows.length === 0) {
    return { parts: 0, isLogCleared: true };
  }
  const client = await pool.connect();
  try {
    // A rewriting takes as long as the disk asks; the limit of other statements isn't its own.
    await client.query('set statement_timeout = 0');
    for (const { log, part, name } of rows) {
      if (name !== null) {
        await client.query(`vacuum (full) ${name}`);
      }
      await client.query('delete from register_rewrites where (log, part) = ($1, $2)', [log, part]);
    }
    const parts = rows.filter(({ log }) => log !== 'viewings').length;
    return { parts, isLogCleared: await cutLog(client) };
  } finally {
    await client.query('reset statement_timeout');
    client.release();
  }
}

/** What was logged before now is no longer needed after a checkpoint, and its files go. */
async function cutLog(client: pg.PoolClient): Promise<boolean> {
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
