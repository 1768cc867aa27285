/** The desk: viewings, bookmarks, layouts, alarms. */

import type { Kysely } from 'kysely';
import { createTable } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'viewings',
    comment: 'Each looking at recordings, with its motive (VP-33).',
    columns: [
      ['id', 'text primary key', 'view_...'],
      ['person_id', 'text not null references people', 'Who looks.'],
      ['camera_ids', 'text[] not null', 'At what.'],
      ['motive', 'text not null', 'Word of the closed list of motives (LIV-3).'],
      ['note', 'text not null', 'Free text beside the motive; may be empty.'],
      ['from_ms', 'double precision not null', 'Span asked for, ms since 1970.'],
      ['to_ms', 'double precision not null', 'Its end, ms since 1970.'],
      ['opened_at', 'timestamptz(3) not null', 'When the motive was given.'],
      ['until', 'timestamptz(3) not null', 'The motive is asked again after this (LIV-6).'],
    ],
    constraints: ['check (to_ms > from_ms)'],
  });
  await createTable(db, {
    name: 'bookmarks',
    comment: 'Marks that operators set on the timeline.',
    columns: [
      ['id', 'text primary key', 'bmk_...'],
      ['camera_id', 'text not null references cameras', 'On which camera.'],
      ['person_id', 'text not null references people', 'Who set it.'],
      ['at_ms', 'double precision not null', 'On which instant, ms since 1970.'],
      ['title', 'text not null', 'What the operator noted.'],
    ],
    indexes: ['create index bookmarks_by_camera on bookmarks (camera_id, at_ms)'],
  });
  await createTable(db, {
    name: 'layouts',
    comment: 'Saved walls.',
    columns: [
      ['id', 'text primary key', 'lay_...'],
      ['person_id', 'text not null references people', 'Whose it is; only they change it.'],
      ['name', 'text not null', 'As the list shows it.'],
      ['columns', 'integer not null check (columns between 1 and 6)', 'Tiles a row.'],
      ['tiles', 'jsonb not null', 'A camera id or null for each place, row by row.'],
      ['shared', 'boolean not null', 'Shown to the others too.'],
    ],
  });
  await createTable(db, {
    name: 'alarms',
    comment: 'Lasting states that somebody must see.',
    columns: [
      ['id', 'text primary key', 'alm_...'],
      ['code', 'text not null', 'Stable word: a cause of a gap, or disk-low, recorder-away...'],
      ['level', "text not null check (level in ('notice', 'warning', 'alarm'))", 'How loud.'],
      ['camera_id', 'text', 'About which camera; null for the whole house.'],
      ['detail', 'text not null', 'One sentence for the technician, without credentials.'],
      ['at_ms', 'double precision not null', 'Since when, ms since 1970.'],
      ['ended_ms', 'double precision', 'Until when; null while it lasts.'],
      ['acknowledged_by', 'text references people', 'Who has seen it; null when nobody has.'],
    ],
    indexes: [
      `create unique index alarms_lasting on alarms (code, coalesce(camera_id, ''))
         where ended_ms is null`,
      `create index alarms_current on alarms (at_ms desc)
         where ended_ms is null or acknowledged_by is null`,
    ],
  });
}
