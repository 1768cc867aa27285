/**
 * What leaves at its term leaves whole. The picture of reference of a mask version can go (RET-9), and
 * nothing else of the row ever does: the history of decisions stays as it was taken (MSK-53); before, the
 * database refused both. Of viewings no statistics are kept: PostgreSQL would copy samples of names and
 * notes into a table of its own (REG-17).
 */

import type { Kysely } from 'kysely';
import { run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(db, keepDecision);
  await run(db, 'drop trigger mask_versions_stay on mask_versions');
  await run(
    db,
    `create trigger mask_versions_stay before update or delete on mask_versions
     for each row execute function keep_mask_decision()`,
  );
  for (const column of ['person_id', 'camera_ids', 'note']) {
    await run(db, `alter table viewings alter ${column} set statistics 0`);
  }
}

const keepDecision = `
create function keep_mask_decision() returns trigger language plpgsql as $$
declare
  picture constant text[] := array['reference', 'reference_key_id', 'reference_key_day', 'reference_encapsulated'];
begin
  if tg_op = 'UPDATE' and new.reference is null and to_jsonb(new) - picture = to_jsonb(old) - picture then
    return new;
  end if;
  raise exception '% keeps history: its rows are neither changed nor removed', tg_table_name
    using errcode = 'integrity_constraint_violation';
end
$$`;
