/** Recorders, recordings and gaps as rows. A seek is one descent of `recordings_seek`. */

import type { Id } from '@beffroi/kernel';
import type {
  GapShelf,
  RecordedGap,
  RecordingClosing,
  RecordingIdentity,
  RecordingShelf,
  Shelf,
  StoredRecorder,
  StoredRecording,
} from '@beffroi/office';
import type { ExpressionBuilder } from 'kysely';
import {
  bytes,
  type Database,
  json,
  type Row,
  shelf,
  type TableOf,
  type Tables,
} from '../shelf.ts';

const rowsMax = 10_000;

interface RecorderRow extends Row {
  readonly id: Id<'recorder'>;
  readonly name: string;
  readonly sealed_secret: Uint8Array;
  readonly last_sequence: number;
}

export function recorders(db: Database): Shelf<StoredRecorder> {
  return shelf<StoredRecorder, RecorderRow>(db, {
    table: 'recorders',
    key: 'id',
    toRow: (value) => ({
      id: value.id,
      name: value.name,
      sealed_secret: value.sealedSecret,
      last_sequence: value.lastSequence,
    }),
    fromRow: (row) => ({
      id: row.id,
      name: row.name,
      sealedSecret: bytes(row.sealed_secret),
      lastSequence: row.last_sequence,
    }),
  });
}

interface RecordingRow extends Row {
  readonly id: string;
  readonly recorder_id: string;
  readonly site: string;
  readonly camera_id: string;
  readonly stream: RecordingIdentity['stream'];
  readonly start_ms: number;
  readonly end_ms: number | null;
  readonly fence: number;
  readonly path: string;
  readonly key_id: string;
  readonly key_day: string;
  readonly key_encapsulated: Uint8Array;
  readonly key_ciphertext: Uint8Array;
  readonly closing: unknown;
}

const recordingTable: TableOf<StoredRecording, RecordingRow> = {
  table: 'recordings',
  key: 'id',
  toRow: ({ recording, recorderId, closed }) => ({
    id: recording.recordingId,
    recorder_id: recorderId,
    site: recording.site,
    camera_id: recording.cameraId,
    stream: recording.stream,
    start_ms: recording.startMs,
    end_ms: closed?.endMs ?? null,
    fence: recording.fence,
    path: recording.path,
    key_id: recording.sealedKey.keyId,
    key_day: recording.sealedKey.day,
    key_encapsulated: recording.sealedKey.encapsulated,
    key_ciphertext: recording.sealedKey.ciphertext,
    closing: json(closed),
  }),
  fromRow: (row) => ({
    recording: {
      recordingId: row.id,
      site: row.site,
      cameraId: row.camera_id,
      stream: row.stream,
      startMs: row.start_ms,
      fence: row.fence,
      path: row.path,
      sealedKey: {
        keyId: row.key_id,
        day: row.key_day,
        encapsulated: bytes(row.key_encapsulated),
        ciphertext: bytes(row.key_ciphertext),
      },
    },
    recorderId: row.recorder_id,
    closed: row.closing as RecordingClosing | null,
  }),
};

/** The data keys of the row at hand that were re-wrapped for a hold. */
function heldOf(where: ExpressionBuilder<Tables, string>) {
  return where
    .selectFrom('held_keys')
    .select('held_keys.key')
    .whereRef('held_keys.recording_id', '=', 'recordings.id');
}

/** Those of a hold that hasn't ended. */
function keptOf(where: ExpressionBuilder<Tables, string>) {
  return heldOf(where)
    .innerJoin('holds', 'holds.id', 'held_keys.hold_id')
    .where('holds.ended', 'is', null);
}

export function recordings(db: Database): RecordingShelf {
  const of = (cameraId: string, stream: string) =>
    db
      .selectFrom('recordings')
      .selectAll()
      .where('camera_id', '=', cameraId)
      .where('stream', '=', stream);
  return {
    ...shelf(db, recordingTable),
    async between(cameraId, stream, fromMs, toMs) {
      const rows = await of(cameraId, stream)
        .where('start_ms', '<', toMs)
        .where((where) => where.or([where('end_ms', 'is', null), where('end_ms', '>', fromMs)]))
        .orderBy('start_ms')
        .limit(rowsMax)
        .execute();
      return rows.map((row) => recordingTable.fromRow(row as RecordingRow));
    },
    async near(cameraId, stream, atMs, side) {
      const isAfter = side === 'after';
      const row = await of(cameraId, stream)
        .where('start_ms', isAfter ? '>' : '<=', atMs)
        .orderBy('start_ms', isAfter ? 'asc' : 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : recordingTable.fromRow(row as RecordingRow);
    },
    ...recordingsAndHolds(db),
  };
}

/** What is due, what a hold keeps, and what has still to be kept by one. */
function recordingsAndHolds(
  db: Database,
): Pick<RecordingShelf, 'mayBeDue' | 'notHeld' | 'anyToTake' | 'anyUnder'> {
  /** Of both streams. */
  const touching = (cameraId: string, fromMs: number, toMs: number) =>
    db
      .selectFrom('recordings')
      .selectAll()
      .where('camera_id', '=', cameraId)
      .where('start_ms', '<', toMs)
      .where((where) => where.or([where('end_ms', 'is', null), where('end_ms', '>', fromMs)]));
  return {
    async mayBeDue(cameraId, keyDay, startedBeforeMs) {
      const rows = await db
        .selectFrom('recordings')
        .selectAll()
        .where('camera_id', '=', cameraId)
        .where((where) =>
          where.or([where('key_day', '<=', keyDay), where('start_ms', '<', startedBeforeMs)]),
        )
        .where((where) => where.not(where.exists(keptOf(where))))
        .orderBy('start_ms')
        .limit(rowsMax)
        .execute();
      return rows.map((row) => recordingTable.fromRow(row as RecordingRow));
    },
    async notHeld(holdId, cameraId, fromMs, toMs, count) {
      const rows = await touching(cameraId, fromMs, toMs)
        .where((where) => where.not(where.exists(heldOf(where).where('hold_id', '=', holdId))))
        .orderBy('start_ms')
        .orderBy('id')
        .limit(count)
        .execute();
      return rows.map((row) => recordingTable.fromRow(row as RecordingRow));
    },
    async anyToTake(fromHoldId, forHoldId, cameraId, fromMs, toMs) {
      const row = await touching(cameraId, fromMs, toMs)
        .where((where) => where.exists(heldOf(where).where('hold_id', '=', fromHoldId)))
        .where((where) => where.not(where.exists(heldOf(where).where('hold_id', '=', forHoldId))))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    async anyUnder(keyId) {
      const row = await db
        .selectFrom('recordings')
        .select('id')
        .where('key_id', '=', keyId)
        .where((where) => where.not(where.exists(keptOf(where))))
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

interface GapRow extends Row {
  readonly id: string;
  readonly camera_id: string;
  readonly stream: RecordedGap['stream'];
  readonly cause: RecordedGap['cause'];
  readonly detail: string;
  readonly from_ms: number;
  readonly to_ms: number | null;
}

const gapTable: TableOf<RecordedGap, GapRow> = {
  table: 'gaps',
  key: 'id',
  toRow: (value) => ({
    id: value.gapId,
    camera_id: value.cameraId,
    stream: value.stream,
    cause: value.cause,
    detail: value.detail,
    from_ms: value.fromMs,
    to_ms: value.toMs,
  }),
  fromRow: (row) => ({
    gapId: row.id,
    cameraId: row.camera_id,
    stream: row.stream,
    cause: row.cause,
    detail: row.detail,
    fromMs: row.from_ms,
    toMs: row.to_ms,
  }),
};

export function gaps(db: Database): GapShelf {
  return {
    ...shelf(db, gapTable),
    async between(cameraId, stream, fromMs, toMs) {
      const rows = await db
        .selectFrom('gaps')
        .selectAll()
        .where('camera_id', '=', cameraId)
        .where('stream', '=', stream)
        .where('from_ms', '<', toMs)
        .where((where) => where.or([where('to_ms', 'is', null), where('to_ms', '>', fromMs)]))
        .orderBy('from_ms')
        .limit(rowsMax)
        .execute();
      return rows.map((row) => gapTable.fromRow(row as GapRow));
    },
  };
}
