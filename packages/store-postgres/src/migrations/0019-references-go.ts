/**
 * The picture of reference of a mask version leaves at its term (RET-9), and nothing else of the row ever
 * does: the history of decisions stays as it was taken (MSK-53). Before, the database refused both.
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
