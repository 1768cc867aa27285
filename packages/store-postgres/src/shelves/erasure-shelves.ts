/** What is being erased, as rows: condemned files until their receipt, condemned day keys for good. */

import type { CivilDay, Instant } from '@beffroi/kernel';
import type { ErasureShelf, Shelf, StoredErasure, StoredKeyErasure } from '@beffroi/office';
import { sql } from 'kysely';
import { type Database, type Row, shelf, type TableOf } from '../shelf.ts';

interface ErasureRow extends Row {
  readonly id: string;
  readonly recorder_id: string;
  readonly camera_id: string;
  readonly stream: StoredErasure['stream'];
  readonly path: string;
  readonly start_ms: number;
  readonly end_ms: number | null;
  readonly sha256: string | null;
  readonly key_id: string;
  readonly key_day: CivilDay;
  readonly condemned_at: Instant;
  readonly unlinked_at: Instant | null;
  readonly was_there: boolean | null;
}

const erasureTable: TableOf<StoredErasure, ErasureRow> = {
  table: 'erasures',
  key: 'id',
  toRow: (value) => ({
    id: value.recordingId,
    recorder_id: value.recorderId,
    camera_id: value.cameraId,
    stream: value.stream,
    path: value.path,
    start_ms: value.startMs,
    end_ms: value.endMs,
    sha256: value.sha256,
    key_id: value.keyId,
    key_day: value.keyDay,
    condemned_at: value.condemnedAt,
    unlinked_at: value.unlinkedAt,
    was_there: value.wasThere,
  }),
  fromRow: (row) => ({
    recordingId: row.id,
    recorderId: row.recorder_id,
    cameraId: row.camera_id,
    stream: row.stream,
    path: row.path,
    startMs: row.start_ms,
    endMs: row.end_ms,
    sha256: row.sha256,
    keyId: row.key_id,
    keyDay: row.key_day,
    condemnedAt: row.condemned_at,
    unlinkedAt: row.unlinked_at,
    wasThere: row.was_there,
  }),
};

export function erasures(db: Database): ErasureShelf {
  return {
    ...shelf(db, erasureTable),
    async waiting(recorderId, count, after) {
      const rows = await db
        .selectFrom('erasures')
        .selectAll()
        .where('recorder_id', '=', recorderId)
        .where('unlinked_at', 'is', null)
        .$if(after !== null, (those) =>
          those.where(sql<boolean>`(start_ms, id) > (${after?.startMs}, ${after?.recordingId})`),
        )
        .orderBy('start_ms')
        .orderBy('id')
        .limit(count)
        .execute();
      return rows.map((row) => erasureTable.fromRow(row as ErasureRow));
    },
  };
}

interface KeyErasureRow extends Row {
  readonly key_id: string;
  readonly day: CivilDay;
  readonly condemned_at: Instant;
  readonly destroyed_at: Instant | null;
}

export function keyErasures(db: Database): Shelf<StoredKeyErasure> {
  return shelf<StoredKeyErasure, KeyErasureRow>(db, {
    table: 'key_erasures',
    key: 'key_id',
    toRow: (value) => ({
      key_id: value.keyId,
      day: value.day,
      condemned_at: value.condemnedAt,
      destroyed_at: value.destroyedAt,
    }),
    fromRow: (row) => ({
      keyId: row.key_id,
      day: row.day,
      condemnedAt: row.condemned_at,
      destroyedAt: row.destroyed_at,
    }),
  });
}
