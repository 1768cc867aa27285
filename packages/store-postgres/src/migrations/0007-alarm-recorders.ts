/** Alarms of each recorder: two that are away, or two full disks, are two alarms (LNK-6). */

import type { Kysely } from 'kysely';
import { run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(db, 'alter table alarms add column recorder_id text');
  await run(
    db,
    "comment on column alarms.recorder_id is 'About which recorder; null: a camera or the whole house.'",
  );
  await run(db, 'drop index alarms_lasting');
  await run(
    db,
    `create unique index alarms_lasting
       on alarms (code, coalesce(camera_id, ''), coalesce(recorder_id, ''))
       where ended_ms is null`,
  );
  // Nobody could end these any more: they were about some recorder, without saying which.
  await run(
    db,
    `update alarms set ended_ms = at_ms
       where ended_ms is null and camera_id is null and code in ('recorder-away', 'disk-low')`,
  );
}
