/** Sensitive acts that wait for a proof, as rows. */

import type { Id, Instant } from '@beffroi/kernel';
import type { ConfirmationShelf, StoredConfirmation } from '@beffroi/office';
import { type Database, json, type Row, shelf, type TableOf } from '../shelf.ts';

interface ConfirmationRow extends Row {
  readonly id: Id<'confirmation'>;
  readonly person_id: Id<'person'>;
  readonly session_id: Id<'session'>;
  readonly act: StoredConfirmation['act'];
  readonly signed: string;
  readonly digest: string;
  readonly persons: StoredConfirmation['persons'];
  readonly asked_at: Instant;
  readonly prove_until: Instant;
  readonly until: Instant;
  readonly proofs: unknown;
  readonly refused: unknown;
  readonly done_at: Instant | null;
}

const confirmationTable: TableOf<StoredConfirmation, ConfirmationRow> = {
  table: 'confirmations',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    person_id: value.personId,
    session_id: value.sessionId,
    act: value.act,
    signed: value.signed,
    digest: value.digest,
    persons: value.persons,
    asked_at: value.askedAt,
    prove_until: value.proveUntil,
    until: value.until,
    proofs: json(value.proofs),
    refused: json(value.refused),
    done_at: value.doneAt,
  }),
  fromRow: (row) => ({
    id: row.id,
    personId: row.person_id,
    sessionId: row.session_id,
    act: row.act,
    signed: row.signed,
    digest: row.digest,
    persons: row.persons,
    askedAt: row.asked_at,
    proveUntil: row.prove_until,
    until: row.until,
    proofs: row.proofs as StoredConfirmation['proofs'],
    refused: row.refused as StoredConfirmation['refused'],
    doneAt: row.done_at,
  }),
};

export function confirmations(db: Database): ConfirmationShelf {
  return {
    ...shelf(db, confirmationTable),
    async ofPerson(personId) {
      const rows = await db
        .selectFrom('confirmations')
        .selectAll()
        .where('person_id', '=', personId)
        .orderBy('asked_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => confirmationTable.fromRow(row as ConfirmationRow));
    },
    async removeOver(at) {
      const removed = await db
        .deleteFrom('confirmations')
        .where('until', '<=', at)
        .executeTakeFirst();
      return Number(removed.numDeletedRows);
    },
  };
}
