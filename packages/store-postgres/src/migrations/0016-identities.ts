/** Accounts at the town's identity provider, each linked to one named person (SEC-60). */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'identities',
    comment: 'Accounts at an identity provider (OpenID Connect), each of one person (SEC-60).',
    columns: [
      ['key', 'text primary key', 'SHA-256 of issuer and subject, hex; the subject is never kept.'],
      ['person_id', 'text not null references people', 'For whom it opens.'],
      ['issuer', 'text not null', 'The provider, as it names itself.'],
      ['enrolled_at', 'timestamptz(3) not null', 'When it was linked.'],
      ['last_used_at', 'timestamptz(3)', 'Last sign-in with it; null: none yet.'],
    ],
    indexes: ['create index identities_by_person on identities (person_id)'],
  });
  await run(db, 'alter table sessions drop constraint sessions_how_check');
  await run(
    db,
    `alter table sessions add constraint sessions_how_check
       check (how in ('password', 'passkey', 'oidc', 'demonstration'))`,
  );
}
