/** The town: communes, cameras, masks, people, clearances. */

import type { Kysely } from 'kysely';
import { createTable, run } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'town',
    comment: 'The town itself: one row.',
    columns: [
      ['key', "text primary key check (key = 'town')", 'Always town.'],
      ['name', 'text not null', 'As the console shows it.'],
    ],
  });
  await createTable(db, {
    name: 'imports',
    comment: 'What a town file last said of each thing (OPS-8).',
    columns: [
      ['key', 'text primary key', 'Kind and stable key: camera mairie, person claire.martin.'],
      ['id', 'text not null', 'The thing it made.'],
      ['digest', 'text not null', 'SHA-256 of its lines without a password, hex.'],
      ['sealed_password', 'bytea', 'The password of its lines, sealed; null without one.'],
    ],
  });
  await createTable(db, {
    name: 'communes',
    comment: 'Communes that the centre serves (OP-04, OP-05).',
    columns: [
      ['id', 'text primary key', 'com_...'],
      ['name', 'text not null', 'As written on notices.'],
      ['insee', 'text not null unique', 'Five characters of the national institute: stable key.'],
    ],
  });
  await createTable(db, {
    name: 'people',
    comment: 'Named persons; never removed, because the register points to them (VP-33).',
    columns: [
      ['id', 'text primary key', 'per_...'],
      ['login', 'text not null unique check (login = lower(login))', 'Typed at sign-in.'],
      ['display_name', 'text not null', 'Shown to colleagues and in the register.'],
      ['post', 'text not null', 'Word of the closed list of posts; bounds the rights (SEC-9).'],
      ['locale', "text not null check (locale in ('fr', 'en'))", 'Language of the console.'],
      ['theme', "text not null check (theme in ('dark', 'light'))", 'Look of the console.'],
      ['left_at', 'timestamptz(3)', 'When they left; null while in service (SEC-2).'],
      ['self_test', 'jsonb', 'What their browser could do when last tested; null before.'],
    ],
  });
  await createTable(db, {
    name: 'clearances',
    comment: 'Personal clearances: by whom, over what, from when to when (VP-40).',
    columns: [
      ['id', 'text primary key', 'clr_...'],
      ['person_id', 'text not null references people', 'Whose it is.'],
      ['authority', 'text not null', 'The act that gives it: order, number, date.'],
      ['commune_ids', 'text[] not null', 'Communes it covers (SEC-4).'],
      ['camera_ids', 'text[]', 'Cameras it is limited to; null means all of its communes.'],
      ['rights', 'text[] not null', 'Words of the closed list of rights (SEC-5).'],
      ['first_day', 'date not null', 'First civil day, of the time zone of the town (SEC-6).'],
      ['last_day', 'date not null', 'Last civil day, included (SEC-6).'],
      ['suspended', 'jsonb', 'Since when and why; null when not suspended (SEC-7).'],
    ],
    constraints: ['check (last_day >= first_day)'],
    indexes: ['create index clearances_by_person on clearances (person_id)'],
  });
  await createCameras(db);
}

async function createCameras(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'cameras',
    comment: 'The register of cameras (VP-08); never removed, because recordings point to them.',
    columns: [
      ['id', 'text primary key', 'cam_...'],
      ['key', 'text unique', 'Stable key of a town file; null when added in the console.'],
      ['commune_id', 'text not null references communes', 'On whose ground it stands (OP-04).'],
      ['name', 'text not null', 'Short name on the tile.'],
      ['place', 'text not null', 'Where it stands, in words (VP-63).'],
      ['position', 'jsonb', 'Degrees WGS 84, direction and opening in degrees, range in metres.'],
      [
        'state',
        'jsonb not null',
        'planned, notified, in-service or withdrawn, with dates (VP-09).',
      ],
      ['purposes', 'text[] not null', 'Of the eleven purposes of L251-2 (VP-01).'],
      ['objective', 'text not null', 'Main objective in a sentence (VP-68).'],
      ['framing', "text not null check (framing in ('narrow', 'wide'))", 'Order of 2007 (VP-66).'],
      ['fast_flow', 'boolean not null', 'Fast-moving people or vehicles: 12 pictures/s (VP-67).'],
      ['authorisation', 'jsonb', 'The order of the prefect: number, days, retention (VP-04).'],
      [
        'retention_days',
        'integer not null check (retention_days between 1 and 31)',
        'Days of 24 h that its recordings are kept (RET-1); the legal profile says less.',
      ],
      ['main_url', 'text not null', 'rtsp(s) address of the recorded stream, without user.'],
      ['sub_url', 'text', 'Address of the small stream for wall tiles; null when it has none.'],
      ['username', 'text', 'User name at the camera; null when it asks for none.'],
      ['sealed_password', 'bytea', 'Password at the camera, sealed by the secret box.'],
      ['mask_version', 'jsonb', 'Mask decision in force, whole; null means no picture (MSK-1).'],
      ['recorder_id', 'text', 'Recorder that holds it; null when none does.'],
      ['fence', 'integer not null check (fence >= 0)', 'Grows each time a recorder takes it.'],
    ],
  });
  await createTable(db, {
    name: 'mask_versions',
    comment: 'Every mask decision ever taken: who, when, why, on which picture (VP-22).',
    columns: [
      ['id', 'text primary key', 'msk_...'],
      ['number', 'bigint generated always as identity', 'Order of the decisions.'],
      ['camera_id', 'text not null references cameras deferrable initially deferred', 'Whose.'],
      ['version', 'jsonb not null', 'The decision as the law reads it.'],
      ['reference', 'bytea', 'PNG of the masked picture it was judged on; null without picture.'],
    ],
    indexes: ['create index mask_versions_by_camera on mask_versions (camera_id, number desc)'],
  });
  await run(db, refuseChange);
  await run(
    db,
    `create trigger mask_versions_stay before update or delete on mask_versions
     for each row execute function refuse_change()`,
  );
}

/** Some rows are history: an error of ours must not rewrite them. */
const refuseChange = `
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% keeps history: its rows are neither changed nor removed', tg_table_name
    using errcode = 'integrity_constraint_violation';
end
$$`;
