/**
 * Sensitive acts that wait for a proof (SEC-30), for some minutes; and which acts of the town want two
 * persons (SEC-31).
 */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'confirmations',
    comment:
      'Sensitive acts that wait for a proof; a row goes when its act is done or its time over.',
    columns: [
      ['id', 'text primary key', 'cnf_...'],
      ['person_id', 'text not null', 'Who asks: per_...'],
      ['session_id', 'text not null', 'Session of the asking: ses_...'],
      ['act', 'text not null', 'A word of the closed list of sensitive acts.'],
      ['signed', 'text not null', 'Canonical JSON (RFC 8785) of the act: what is signed.'],
      ['digest', 'text not null', 'SHA-256 of it, hex: the challenge.'],
      ['persons', 'integer not null check (persons in (1, 2))', 'How many prove it.'],
      ['asked_at', 'timestamptz(3) not null', 'When.'],
      ['prove_until', 'timestamptz(3) not null', 'Whoever asks proves before this.'],
      ['until', 'timestamptz(3) not null', 'Spent before this.'],
      ['proofs', 'jsonb not null', 'Who has proved it, how and when, with the assertion.'],
      ['refused', 'jsonb', 'Who has refused it, when and why; null while nobody has.'],
    ],
    indexes: ['create index confirmations_by_person on confirmations (person_id, asked_at)'],
  });
  await run(db, 'alter table town add column four_eyes text[]');
  await run(
    db,
    "comment on column town.four_eyes is 'Sensitive acts that want two persons; null: the default of the law.'",
  );
}
