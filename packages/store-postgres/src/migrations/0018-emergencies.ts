/** Emergency accesses (OPS-17): a row stays after its end, for its review, to the register's term. */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'emergencies',
    comment: 'Emergency accesses: who took which, why, until when, and what was found of it.',
    columns: [
      ['id', 'text primary key', 'urg_...'],
      ['person_id', 'text not null references people', 'Who took it.'],
      ['motive', 'text not null', 'Word of the closed list of motives.'],
      ['reason', 'text not null', 'In their words.'],
      ['opened_at', 'timestamptz(3) not null', 'When.'],
      ['until', 'timestamptz(3) not null', 'Its term, if nobody ends it before (OPS-19).'],
      ['ended', 'jsonb', 'When, by whom and why; null while it is open.'],
      ['reviewed', 'jsonb', 'When, by whom, finding and words; null until somebody has (OPS-20).'],
      ['alarm_id', 'text not null', 'alm_..., lasting until it is reviewed.'],
    ],
    constraints: ['check (until > opened_at)'],
    indexes: [
      'create index emergencies_by_opening on emergencies (opened_at)',
      'create index emergencies_to_review on emergencies (id) where reviewed is null',
    ],
  });
  // REG-17: PostgreSQL would copy samples of names and reasons into a table of its own.
  for (const column of ['person_id', 'reason', 'ended', 'reviewed']) {
    await run(db, `alter table emergencies alter ${column} set statistics 0`);
  }
}
