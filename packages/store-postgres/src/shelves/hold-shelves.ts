/** Holds and the data keys re-wrapped for them, as rows. */

import type { CivilDay, Id, Instant } from '@beffroi/kernel';
import type { HeldKeyShelf, HoldShelf, StoredHeldKey, StoredHold } from '@beffroi/office';
import { bytes, type Database, json, type Row, shelf, type TableOf } from '../shelf.ts';

type Hold = StoredHold['hold'];

interface HoldRow extends Row {
  readonly id: Id<'hold'>;
  readonly framework: Hold['framework'];
  readonly reference: string;
  readonly channel: Hold['channel'];
  readonly requester: string;
  readonly camera_ids: readonly string[];
  readonly from_ms: number;
  readonly to_ms: number;
  readonly placed_by: Id<'person'>;
  readonly placed_at: Instant;
  readonly until: CivilDay;
  readonly confirmed: unknown;
  readonly ended: unknown;
  readonly key_destroyed_at: Instant | null;
}

const holdTable: TableOf<StoredHold, HoldRow> = {
  table: 'holds',
  key: 'id',
  toRow: ({ hold, keyDestroyedAt }) => ({
    id: hold.id,
    framework: hold.framework,
    reference: hold.reference,
    channel: hold.channel,
    requester: hold.requester,
    camera_ids: hold.cameraIds,
    from_ms: hold.fromMs,
    to_ms: hold.toMs,
    placed_by: hold.placedBy,
    placed_at: hold.placedAt,
    until: hold.until,
    confirmed: json(hold.confirmed),
    ended: json(hold.ended),
    key_destroyed_at: keyDestroyedAt,
  }),
  fromRow: (row) => ({
    hold: {
      id: row.id,
      framework: row.framework,
      reference: row.reference,
      channel: row.channel,
      requester: row.requester,
      cameraIds: row.camera_ids,
      fromMs: row.from_ms,
      toMs: row.to_ms,
      placedBy: row.placed_by,
      placedAt: row.placed_at,
      until: row.until,
      confirmed: row.confirmed as Hold['confirmed'],
      ended: row.ended as Hold['ended'],
    },
    keyDestroyedAt: row.key_destroyed_at,
  }),
};

export function holds(db: Database): HoldShelf {
  return {
    ...shelf(db, holdTable),
    async lasting() {
      const rows = await db
        .selectFrom('holds')
        .selectAll()
        .where('key_destroyed_at', 'is', null)
        .orderBy('placed_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => holdTable.fromRow(row as HoldRow));
    },
  };
}

interface HeldKeyRow extends Row {
  readonly key: string;
  readonly hold_id: string;
  readonly recording_id: string;
  readonly key_id: string;
  readonly key_day: CivilDay;
  readonly encapsulated: Uint8Array;
  readonly ciphertext: Uint8Array;
}

const heldKeyTable: TableOf<StoredHeldKey, HeldKeyRow> = {
  table: 'held_keys',
  key: 'key',
  toRow: ({ key, holdId, recordingId, sealedKey }) => ({
    key,
    hold_id: holdId,
    recording_id: recordingId,
    key_id: sealedKey.keyId,
    key_day: sealedKey.day,
    encapsulated: sealedKey.encapsulated,
    ciphertext: sealedKey.ciphertext,
  }),
  fromRow: (row) => ({
    key: row.key,
    holdId: row.hold_id,
    recordingId: row.recording_id,
    sealedKey: {
      keyId: row.key_id,
      day: row.key_day,
      encapsulated: bytes(row.encapsulated),
      ciphertext: bytes(row.ciphertext),
    },
  }),
};

export function heldKeys(db: Database): HeldKeyShelf {
  return {
    ...shelf(db, heldKeyTable),
    async ofRecording(recordingId) {
      const rows = await db
        .selectFrom('held_keys')
        .selectAll()
        .where('recording_id', '=', recordingId)
        .orderBy('key')
        .execute();
      return rows.map((row) => heldKeyTable.fromRow(row as HeldKeyRow));
    },
    async countOf(holdId) {
      const row = await db
        .selectFrom('held_keys')
        .select((select) => select.fn.countAll().as('count'))
        .where('hold_id', '=', holdId)
        .executeTakeFirst();
      return Number(row?.['count'] ?? 0);
    },
    async removeOf(holdId) {
      await db.deleteFrom('held_keys').where('hold_id', '=', holdId).execute();
    },
  };
}
