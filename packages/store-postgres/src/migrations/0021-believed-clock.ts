/**
 * The last instant at which the centre's clock was believed (RET-11), so that a start knows by how much
 * the clock has leapt since. One row.
 */

import type { Kysely } from 'kysely';
import { createTable } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'clock',
    comment: 'When the clock of the centre was last believed: a leap from there is doubted.',
    columns: [
      ['key', "text primary key check (key = 'clock')", 'One row: clock.'],
      [
        'believed_at',
        'timestamptz(3) not null',
        'Kept each quarter of an hour while it runs well.',
      ],
    ],
  });
}
