/** Sessions, passkeys, linked accounts, passwords, enrolment links and failures as rows. */

import type { Id, Instant } from '@beffroi/kernel';
import type {
  EnrolmentShelf,
  IdentityShelf,
  PasskeyShelf,
  SessionShelf,
  Shelf,
  StoredEnrolment,
  StoredFailures,
  StoredIdentity,
  StoredPasskey,
  StoredPassword,
  StoredSession,
} from '@beffroi/office';
import { bytes, type Database, type Row, shelf, type TableOf } from '../shelf.ts';

interface SessionRow extends Row {
  readonly token_hash: string;
  readonly id: Id<'session'>;
  readonly person_id: Id<'person'>;
  readonly how: StoredSession['how'];
  readonly started_at: Instant;
  readonly last_seen_at: Instant;
  readonly until: Instant;
  readonly ended_at: Instant | null;
}

const sessionTable: TableOf<StoredSession, SessionRow> = {
  table: 'sessions',
  key: 'token_hash',
  toRow: (value) => ({
    token_hash: value.tokenHash,
    id: value.id,
    person_id: value.personId,
    how: value.how,
    started_at: value.startedAt,
    last_seen_at: value.lastSeenAt,
    until: value.until,
    ended_at: value.endedAt,
  }),
  fromRow: (row) => ({
    id: row.id,
    tokenHash: row.token_hash,
    personId: row.person_id,
    how: row.how,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    until: row.until,
    endedAt: row.ended_at,
  }),
};

export function sessions(db: Database): SessionShelf {
  return {
    ...shelf(db, sessionTable),
    async open(at) {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('ended_at', 'is', null)
        .where('until', '>', at)
        .execute();
      return rows.map((row) => sessionTable.fromRow(row as SessionRow));
    },
    removeOver: (before) => removeOver(db, 'sessions', before),
  };
}

async function removeOver(
  db: Database,
  table: 'sessions' | 'enrolments',
  before: Instant,
): Promise<number> {
  const gone = await db.deleteFrom(table).where('until', '<', before).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

interface PasskeyRow extends Row {
  readonly credential_id: string;
  readonly person_id: Id<'person'>;
  readonly public_key: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly enrolled_at: Instant | null;
  readonly last_used_at: Instant | null;
}

const passkeyTable: TableOf<StoredPasskey, PasskeyRow> = {
  table: 'passkeys',
  key: 'credential_id',
  toRow: (value) => ({
    credential_id: value.credentialId,
    person_id: value.personId,
    public_key: value.publicKey,
    counter: value.counter,
    transports: value.transports,
    enrolled_at: value.enrolledAt,
    last_used_at: value.lastUsedAt,
  }),
  fromRow: (row) => ({
    credentialId: row.credential_id,
    personId: row.person_id,
    publicKey: bytes(row.public_key),
    counter: row.counter,
    transports: row.transports,
    enrolledAt: row.enrolled_at,
    lastUsedAt: row.last_used_at,
  }),
};

export function passkeys(db: Database): PasskeyShelf {
  return {
    ...shelf(db, passkeyTable),
    async ofPerson(personId) {
      const rows = await db
        .selectFrom('passkeys')
        .selectAll()
        .where('person_id', '=', personId)
        .execute();
      return rows.map((row) => passkeyTable.fromRow(row as PasskeyRow));
    },
  };
}

interface IdentityRow extends Row {
  readonly key: string;
  readonly person_id: Id<'person'>;
  readonly issuer: string;
  readonly enrolled_at: Instant;
  readonly last_used_at: Instant | null;
}

const identityTable: TableOf<StoredIdentity, IdentityRow> = {
  table: 'identities',
  key: 'key',
  toRow: (value) => ({
    key: value.key,
    person_id: value.personId,
    issuer: value.issuer,
    enrolled_at: value.enrolledAt,
    last_used_at: value.lastUsedAt,
  }),
  fromRow: (row) => ({
    key: row.key,
    personId: row.person_id,
    issuer: row.issuer,
    enrolledAt: row.enrolled_at,
    lastUsedAt: row.last_used_at,
  }),
};

export function identities(db: Database): IdentityShelf {
  return {
    ...shelf(db, identityTable),
    async ofPerson(personId) {
      const rows = await db
        .selectFrom('identities')
        .selectAll()
        .where('person_id', '=', personId)
        .orderBy('enrolled_at')
        .execute();
      return rows.map((row) => identityTable.fromRow(row as IdentityRow));
    },
  };
}

interface PasswordRow extends Row {
  readonly person_id: Id<'person'>;
  readonly hash: string;
  readonly sealed_totp: Uint8Array;
  readonly confirmed_at: Instant | null;
  readonly last_step: number;
}

export function passwords(db: Database): Shelf<StoredPassword> {
  return shelf<StoredPassword, PasswordRow>(db, {
    table: 'passwords',
    key: 'person_id',
    toRow: (value) => ({
      person_id: value.personId,
      hash: value.hash,
      sealed_totp: value.sealedTotp,
      confirmed_at: value.confirmedAt,
      last_step: value.lastStep,
    }),
    fromRow: (row) => ({
      personId: row.person_id,
      hash: row.hash,
      sealedTotp: bytes(row.sealed_totp),
      confirmedAt: row.confirmed_at,
      lastStep: row.last_step,
    }),
  });
}

interface EnrolmentRow extends Row {
  readonly token_hash: string;
  readonly person_id: Id<'person'>;
  readonly until: Instant;
  readonly used_at: Instant | null;
  readonly pending_hash: string | null;
  readonly pending_totp: Uint8Array | null;
}

export function enrolments(db: Database): EnrolmentShelf {
  const base = shelf<StoredEnrolment, EnrolmentRow>(db, {
    table: 'enrolments',
    key: 'token_hash',
    toRow: (value) => ({
      token_hash: value.tokenHash,
      person_id: value.personId,
      until: value.until,
      used_at: value.usedAt,
      pending_hash: value.pending?.hash ?? null,
      pending_totp: value.pending?.sealedTotp ?? null,
    }),
    fromRow: (row) => ({
      tokenHash: row.token_hash,
      personId: row.person_id,
      until: row.until,
      usedAt: row.used_at,
      pending:
        row.pending_hash === null || row.pending_totp === null
          ? null
          : { hash: row.pending_hash, sealedTotp: bytes(row.pending_totp) },
    }),
  });
  return { ...base, removeOver: (before) => removeOver(db, 'enrolments', before) };
}

interface FailuresRow extends Row {
  readonly person_id: Id<'person'>;
  readonly count: number;
  readonly last_ms: number;
}

export function failures(db: Database): Shelf<StoredFailures> {
  return shelf<StoredFailures, FailuresRow>(db, {
    table: 'sign_in_failures',
    key: 'person_id',
    toRow: (value) => ({
      person_id: value.personId,
      count: value.count,
      last_ms: value.lastMs,
    }),
    fromRow: (row) => ({ personId: row.person_id, count: row.count, lastMs: row.last_ms }),
  });
}
