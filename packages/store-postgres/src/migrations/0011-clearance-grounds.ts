/** What a clearance rests on: approvals and oath, with their days (OPS-14). */

import type { Kysely } from 'kysely';
import { run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(db, 'alter table clearances add column ground jsonb');
  await run(
    db,
    "comment on column clearances.ground is 'Kind and days of approvals and oath (OP-01 to OP-03); null: nobody has said it.'",
  );
}
