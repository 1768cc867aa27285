/** An alarm that comes back before anybody has acknowledged it is counted (LNK-6), not a second one. */

import type { Kysely } from 'kysely';
import { run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(db, 'alter table alarms add column times integer not null default 1');
  await run(db, 'alter table alarms add column first_ms double precision');
  await run(db, 'update alarms set first_ms = at_ms');
  await run(db, 'alter table alarms alter column first_ms set not null');
  await run(
    db,
    "comment on column alarms.times is 'How often it came since first_ms, unacknowledged.'",
  );
  await run(db, "comment on column alarms.first_ms is 'When it came first, ms since 1970.'");
}
