/**
 * Pictures of reference are sealed to the key of their day of erasure (RET-9). Those of before lay in
 * the open: they leave, and their digests stay with their versions.
 */

import type { Kysely } from 'kysely';
import { run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(
    db,
    `alter table mask_versions
       add column reference_key_id text,
       add column reference_key_day date,
       add column reference_encapsulated bytea`,
  );
  // The trigger that keeps the history of decisions would refuse this too.
  await run(db, 'alter table mask_versions disable trigger mask_versions_stay');
  await run(db, 'update mask_versions set reference = null');
  await run(db, 'alter table mask_versions enable trigger mask_versions_stay');
  await run(
    db,
    `alter table mask_versions add constraint mask_versions_reference_sealed
       check ((reference is null) = (reference_key_id is null))`,
  );
  const comments = {
    reference: 'Picture that it was judged on, a PNG, sealed (HPKE); null at its term.',
    reference_key_id: 'Day key that it is sealed to.',
    reference_key_day: 'Civil day on which that key dies.',
    reference_encapsulated: 'HPKE (RFC 9180).',
  };
  for (const [name, comment] of Object.entries(comments)) {
    await run(db, `comment on column mask_versions.${name} is '${comment}'`);
  }
}
