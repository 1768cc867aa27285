/** How an act of two persons ended, so that the second one is told too (SEC-31). */

import type { Kysely } from 'kysely';
import { run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(db, 'alter table confirmations add column done_at timestamptz(3)');
  await run(
    db,
    "comment on column confirmations.done_at is 'When its act was carried out; null while it was not.'",
  );
}
