/**
 * Erasure at term (RET-6): condemned recordings leave `recordings` for `erasures` without their sealed
 * key, and leave that with their receipt; condemned day keys stay as rows, without a key in them.
 */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'erasures',
    comment: 'Files that are condemned and not yet receipted.',
    columns: [
      ['id', 'text primary key', 'rec_..., of the recording.'],
      ['recorder_id', 'text not null', 'Who has the file.'],
      ['camera_id', 'text not null', 'Of which camera.'],
      ['stream', "text not null check (stream in ('main', 'sub'))", 'Which of its streams.'],
      ['path', 'text not null', 'Below the folder of recordings.'],
      ['start_ms', 'double precision not null', 'First picture, ms since 1970.'],
      ['end_ms', 'double precision', 'End of the last picture; null when never closed.'],
      ['sha256', 'text', 'Of the whole file, hex; null when never closed.'],
      ['key_id', 'text not null', 'Day key it is sealed to.'],
      ['key_day', 'date not null', 'Civil day on which that key dies.'],
      ['condemned_at', 'timestamptz(3) not null', 'When the register said so.'],
      ['unlinked_at', 'timestamptz(3)', 'When its recorder said that it is gone.'],
      ['was_there', 'boolean', 'Whether the recorder still had it.'],
    ],
    constraints: ['check ((unlinked_at is null) = (was_there is null))'],
    indexes: [
      'create index erasures_by_recorder on erasures (recorder_id, start_ms) where unlinked_at is null',
    ],
  });
  await createTable(db, {
    name: 'key_erasures',
    comment: 'Day keys that are condemned or destroyed: their names and days, no key.',
    columns: [
      ['key_id', 'text primary key', 'day-..., as in the files sealed to it.'],
      ['day', 'date not null', 'Civil day of its end.'],
      ['condemned_at', 'timestamptz(3) not null', 'When the register said so.'],
      ['destroyed_at', 'timestamptz(3)', 'When the key ring had destroyed it; null before.'],
    ],
  });
  await run(db, 'create index recordings_by_key on recordings (key_id)');
}
