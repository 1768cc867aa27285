/** Recorders and what they keep: one row a file, one row a gap. Groups of pictures are in the files. */

import type { Kysely } from 'kysely';
import { createTable } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'recorders',
    comment: 'Processes that hold cameras.',
    columns: [
      ['id', 'text primary key', 'rcd_...'],
      ['name', 'text not null', 'As the health page shows it.'],
      ['sealed_secret', 'bytea not null', 'Secret of the link, sealed by the secret box.'],
      ['last_sequence', 'bigint not null', 'Highest of its facts kept: each is kept once.'],
    ],
  });
  await createTable(db, {
    name: 'recordings',
    comment: 'One row for each recording file of about ten minutes.',
    columns: [
      ['id', 'text primary key', 'rec_...'],
      ['recorder_id', 'text not null', 'Who wrote it.'],
      ['site', 'text not null', 'Bound to its key.'],
      ['camera_id', 'text not null', 'Of which camera.'],
      ['stream', "text not null check (stream in ('main', 'sub'))", 'Which of its streams.'],
      ['start_ms', 'double precision not null', 'First picture, ms since 1970.'],
      ['end_ms', 'double precision', 'End of the last picture; null while being written.'],
      ['fence', 'integer not null', 'Lease of the recorder on the camera.'],
      ['path', 'text not null', 'Below the folder of recordings.'],
      ['key_id', 'text not null', 'Day key it is sealed to: destroying it erases the file.'],
      ['key_day', 'date not null', 'Civil day of that key.'],
      ['key_encapsulated', 'bytea not null', 'HPKE encapsulated key (RFC 9180).'],
      ['key_ciphertext', 'bytea not null', 'Data key under the day key.'],
      ['closing', 'jsonb', 'Size in bytes, SHA-256, pictures, masks...; null while open (VP-35).'],
    ],
    constraints: [
      'check ((end_ms is null) = (closing is null))',
      'check (end_ms is null or end_ms >= start_ms)',
    ],
    indexes: [
      // A seek is one descent of this index: the last file that begins at or before an instant.
      'create index recordings_seek on recordings (camera_id, stream, start_ms)',
    ],
  });
  await createTable(db, {
    name: 'gaps',
    comment: 'Times without pictures, each with its cause.',
    columns: [
      ['id', 'text primary key', 'gap_...'],
      ['camera_id', 'text not null', 'Of which camera.'],
      ['stream', "text not null check (stream in ('main', 'sub'))", 'Which of its streams.'],
      ['cause', 'text not null', 'Word of the closed list of causes.'],
      ['detail', 'text not null', 'One sentence for the technician.'],
      ['from_ms', 'double precision not null', 'Since when, ms since 1970.'],
      ['to_ms', 'double precision', 'Until when; null while it lasts.'],
    ],
    indexes: ['create index gaps_by_camera on gaps (camera_id, stream, from_ms)'],
  });
}
