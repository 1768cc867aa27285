/** Groups of cameras, and the groups that a clearance names (OPS-15). */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'camera_groups',
    comment: 'Groups of cameras that clearances name (OPS-15).',
    columns: [
      ['id', 'text primary key', 'grp_...'],
      ['commune_id', 'text not null references communes', 'All its cameras are of this commune.'],
      ['name', 'text not null', 'As people call it, once in a commune.'],
      ['camera_ids', 'text[] not null', 'Which cameras; none is a group without reach.'],
    ],
  });
  await run(db, "alter table clearances add column group_ids text[] not null default '{}'");
  await run(
    db,
    "comment on column clearances.group_ids is 'Groups of cameras it is limited to, beside camera_ids; empty and no camera_ids: all of its communes.'",
  );
}
