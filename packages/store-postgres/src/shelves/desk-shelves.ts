/** Viewings, bookmarks, layouts and alarms as rows. */

import type { Id, Instant } from '@beffroi/kernel';
import type {
  AlarmShelf,
  BookmarkShelf,
  Shelf,
  StoredAlarm,
  StoredBookmark,
  StoredLayout,
  StoredViewing,
  ViewingShelf,
} from '@beffroi/office';
import type { ExpressionBuilder } from 'kysely';
import { markForExpunging } from '../expunge.ts';
import { type Database, json, type Row, shelf, type TableOf, type Tables } from '../shelf.ts';

const alarmsMax = 200;

interface ViewingRow extends Row {
  readonly id: Id<'viewing'>;
  readonly person_id: Id<'person'>;
  readonly camera_ids: readonly string[];
  readonly motive: StoredViewing['motive'];
  readonly note: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly opened_at: Instant;
  readonly until: Instant;
}

export function viewings(db: Database): ViewingShelf {
  const base = shelf<StoredViewing, ViewingRow>(db, {
    table: 'viewings',
    key: 'id',
    toRow: (value) => ({
      id: value.id,
      person_id: value.personId,
      camera_ids: value.cameraIds,
      motive: value.motive,
      note: value.note,
      from_ms: value.fromMs,
      to_ms: value.toMs,
      opened_at: value.openedAt,
      until: value.until,
    }),
    fromRow: (row) => ({
      id: row.id,
      personId: row.person_id,
      cameraIds: row.camera_ids,
      motive: row.motive,
      note: row.note,
      fromMs: row.from_ms,
      toMs: row.to_ms,
      openedAt: row.opened_at,
      until: row.until,
    }),
  });
  return {
    ...base,
    async removeOver(before) {
      const gone = await db.deleteFrom('viewings').where('until', '<', before).executeTakeFirst();
      const removed = Number(gone.numDeletedRows);
      if (removed > 0) {
        await markForExpunging(db, 'viewings');
      }
      return removed;
    },
  };
}

interface BookmarkRow extends Row {
  readonly id: Id<'bookmark'>;
  readonly camera_id: string;
  readonly person_id: Id<'person'>;
  readonly at_ms: number;
  readonly title: string;
}

const bookmarkTable: TableOf<StoredBookmark, BookmarkRow> = {
  table: 'bookmarks',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    camera_id: value.cameraId,
    person_id: value.personId,
    at_ms: value.atMs,
    title: value.title,
  }),
  fromRow: (row) => ({
    id: row.id,
    cameraId: row.camera_id,
    personId: row.person_id,
    atMs: row.at_ms,
    title: row.title,
  }),
};

export function bookmarks(db: Database): BookmarkShelf {
  return {
    ...shelf(db, bookmarkTable),
    async between(cameraId, fromMs, toMs) {
      const rows = await db
        .selectFrom('bookmarks')
        .selectAll()
        .where('camera_id', '=', cameraId)
        .where('at_ms', '>=', fromMs)
        .where('at_ms', '<', toMs)
        .orderBy('at_ms')
        .execute();
      return rows.map((row) => bookmarkTable.fromRow(row as BookmarkRow));
    },
  };
}

interface LayoutRow extends Row {
  readonly id: Id<'layout'>;
  readonly person_id: Id<'person'>;
  readonly name: string;
  readonly columns: number;
  readonly tiles: unknown;
  readonly shared: boolean;
}

export function layouts(db: Database): Shelf<StoredLayout> {
  return shelf<StoredLayout, LayoutRow>(db, {
    table: 'layouts',
    key: 'id',
    toRow: (value) => ({
      id: value.id,
      person_id: value.personId,
      name: value.name,
      columns: value.columns,
      tiles: json(value.tiles),
      shared: value.shared,
    }),
    fromRow: (row) => ({
      id: row.id,
      personId: row.person_id,
      name: row.name,
      columns: row.columns,
      tiles: row.tiles as StoredLayout['tiles'],
      shared: row.shared,
    }),
  });
}

interface AlarmRow extends Row {
  readonly id: Id<'alarm'>;
  readonly code: string;
  readonly level: StoredAlarm['level'];
  readonly camera_id: string | null;
  readonly recorder_id: string | null;
  readonly detail: string;
  readonly at_ms: number;
  readonly ended_ms: number | null;
  readonly times: number;
  readonly first_ms: number;
  readonly acknowledged_by: Id<'person'> | null;
}

const alarmTable: TableOf<StoredAlarm, AlarmRow> = {
  table: 'alarms',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    code: value.code,
    level: value.level,
    camera_id: value.cameraId,
    recorder_id: value.recorderId,
    detail: value.detail,
    at_ms: value.atMs,
    ended_ms: value.endedMs,
    times: value.times,
    first_ms: value.firstMs,
    acknowledged_by: value.acknowledgedBy,
  }),
  fromRow: (row) => ({
    id: row.id,
    code: row.code,
    level: row.level,
    cameraId: row.camera_id,
    recorderId: row.recorder_id,
    detail: row.detail,
    atMs: row.at_ms,
    endedMs: row.ended_ms,
    times: row.times,
    firstMs: row.first_ms,
    acknowledgedBy: row.acknowledged_by,
  }),
};

/** Lasting, or not yet acknowledged. */
function isOpen(where: ExpressionBuilder<Tables, 'alarms'>) {
  return where.or([where('ended_ms', 'is', null), where('acknowledged_by', 'is', null)]);
}

export function alarms(db: Database): AlarmShelf {
  return {
    ...shelf(db, alarmTable),
    async current() {
      const rows = await db
        .selectFrom('alarms')
        .selectAll()
        .where(isOpen)
        .orderBy('at_ms', 'desc')
        .limit(alarmsMax)
        .execute();
      return rows.map((row) => alarmTable.fromRow(row as AlarmRow));
    },
    async open(code, cameraId, recorderId) {
      const row = await db
        .selectFrom('alarms')
        .selectAll()
        .where('code', '=', code)
        .where('camera_id', cameraId === null ? 'is' : '=', cameraId)
        .where('recorder_id', recorderId === null ? 'is' : '=', recorderId)
        .where(isOpen)
        .orderBy('ended_ms', (order) => order.desc().nullsFirst())
        .orderBy('at_ms', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : alarmTable.fromRow(row as AlarmRow);
    },
    async lastingOfRecorder(recorderId) {
      const rows = await db
        .selectFrom('alarms')
        .selectAll()
        .where('recorder_id', '=', recorderId)
        .where('ended_ms', 'is', null)
        .execute();
      return rows.map((row) => alarmTable.fromRow(row as AlarmRow));
    },
  };
}
