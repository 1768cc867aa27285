/** Ways in: sessions, passkeys, passwords, enrolment links, failures. No secret lies here in clear. */

import type { Kysely } from 'kysely';
import { createTable } from './table.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(db, {
    name: 'sessions',
    comment: 'Logins of named persons (SEC-12).',
    columns: [
      ['token_hash', 'text primary key', 'SHA-256 of the token, hex; the token is never kept.'],
      ['id', 'text not null unique', 'ses_..., for the register.'],
      ['person_id', 'text not null references people', 'Who signed in.'],
      ['how', "text not null check (how in ('password', 'passkey', 'demonstration'))", 'By what.'],
      ['started_at', 'timestamptz(3) not null', 'When.'],
      ['last_seen_at', 'timestamptz(3) not null', 'Last use, at most five minutes late.'],
      ['until', 'timestamptz(3) not null', 'Ends then at the latest: 12 hours.'],
      ['ended_at', 'timestamptz(3)', 'Signed out or ended by the office; null while open.'],
    ],
    indexes: ['create index sessions_open on sessions (until) where ended_at is null'],
  });
  await createTable(db, {
    name: 'passkeys',
    comment: 'Public halves of passkeys (WebAuthn).',
    columns: [
      ['credential_id', 'text primary key', 'Base64url, given by the authenticator.'],
      ['person_id', 'text not null references people', 'Whose it is.'],
      ['public_key', 'bytea not null', 'COSE public key.'],
      ['counter', 'bigint not null check (counter >= 0)', 'Last signature counter seen.'],
      ['transports', 'text[] not null', 'How the browser may reach it.'],
    ],
    indexes: ['create index passkeys_by_person on passkeys (person_id)'],
  });
  await createTable(db, {
    name: 'passwords',
    comment: 'The other way in: password with TOTP (SEC-10, SEC-16).',
    columns: [
      ['person_id', 'text primary key references people', 'Whose it is.'],
      ['hash', 'text not null', 'argon2id in PHC form.'],
      ['sealed_totp', 'bytea not null', 'TOTP secret, sealed by the secret box.'],
      ['confirmed_at', 'timestamptz(3)', 'When a code first proved the authenticator.'],
      ['last_step', 'bigint not null', 'Last 30 s step used; a code is good once (SEC-16).'],
    ],
  });
  await createTable(db, {
    name: 'enrolments',
    comment: 'One-time links that give a person their first way in (SEC-13).',
    columns: [
      ['token_hash', 'text primary key', 'SHA-256 of the token of the link, hex.'],
      ['person_id', 'text not null references people', 'Whom it is for.'],
      ['until', 'timestamptz(3) not null', 'Good until then: 24 hours.'],
      ['used_at', 'timestamptz(3)', 'When it was used; null while it may be.'],
      ['pending_hash', 'text', 'Password chosen but not yet proved with a code.'],
      ['pending_totp', 'bytea', 'Its TOTP secret, sealed.'],
    ],
    constraints: ['check ((pending_hash is null) = (pending_totp is null))'],
  });
  await createTable(db, {
    name: 'sign_in_failures',
    comment: 'Attempts since the last success: the lock-out of SEC-11.',
    columns: [
      ['person_id', 'text primary key references people', 'Whose name was typed.'],
      ['count', 'integer not null check (count >= 0)', 'Attempts not yet followed by a success.'],
      ['last_ms', 'double precision not null', 'The last one, ms since 1970.'],
    ],
  });
}
