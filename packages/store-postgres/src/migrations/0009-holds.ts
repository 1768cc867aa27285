/**
 * Holds (HLD-1): what justice keeps beyond its term, and the data keys re-wrapped for it. A hold's
 * row stays for the register's sake; its held keys go with its own key.
 */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'holds',
    comment: 'Recordings kept for justice: who asked, on what ground, what and until when.',
    columns: [
      ['id', 'text primary key', 'hld_...'],
      [
        'framework',
        "text not null check (framework in ('60-1', '77-1-1', '99-3'))",
        'Article of the code of criminal procedure.',
      ],
      ['reference', 'text not null', 'Of the requisition or the procedure.'],
      ['channel', "text not null check (channel in ('written', 'phone'))", 'How it came.'],
      ['requester', 'text not null', 'Officer and unit.'],
      ['camera_ids', 'text[] not null', 'Which cameras.'],
      ['from_ms', 'double precision not null', 'First instant kept, ms since 1970.'],
      ['to_ms', 'double precision not null', 'First instant no longer kept.'],
      ['placed_by', 'text not null', 'per_...'],
      ['placed_at', 'timestamptz(3) not null', 'When.'],
      ['until', 'date not null', 'Last civil day.'],
      ['confirmed', 'jsonb', 'When, by whom and under which reference; null while only phoned.'],
      ['ended', 'jsonb', 'When, by whom, why; null while it lasts.'],
      ['key_destroyed_at', 'timestamptz(3)', 'When the key ring had destroyed its key.'],
    ],
    indexes: ['create index holds_lasting on holds (placed_at) where key_destroyed_at is null'],
  });
  await createTable(db, {
    name: 'held_keys',
    comment: 'Data keys of recordings under the key of a hold.',
    columns: [
      ['key', 'text primary key', 'Hold and recording.'],
      ['hold_id', 'text not null', 'hld_...'],
      ['recording_id', 'text not null', 'rec_...'],
      ['key_id', 'text not null', 'Of the hold, as in the key ring.'],
      ['key_day', 'date not null', 'Day the file itself is sealed for; bound to this key too.'],
      ['encapsulated', 'bytea not null', 'HPKE (RFC 9180).'],
      ['ciphertext', 'bytea not null', 'The data key, sealed.'],
    ],
  });
  await run(db, 'create index held_keys_by_hold on held_keys (hold_id)');
  await run(db, 'create index held_keys_by_recording on held_keys (recording_id)');
}
