/** When a passkey was enrolled and last used, so that its person can tell one from another (SEC-19). */

import type { Kysely } from 'kysely';
import { run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(db, 'alter table passkeys add column enrolled_at timestamptz(3)');
  await run(db, 'alter table passkeys add column last_used_at timestamptz(3)');
  await run(
    db,
    "comment on column passkeys.enrolled_at is 'When it was enrolled; null: before this was kept.'",
  );
  await run(
    db,
    "comment on column passkeys.last_used_at is 'Last sign-in with it; null: none since this is kept.'",
  );
}
