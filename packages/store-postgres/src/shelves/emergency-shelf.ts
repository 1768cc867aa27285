/** Emergency accesses as rows. */

import type { Id, Instant } from '@beffroi/kernel';
import type { EmergencyShelf } from '@beffroi/office';
import type { EmergencyAccess } from '@beffroi/town';
import { markForExpunging } from '../expunge.ts';
import { type Database, json, type Row, shelf, type TableOf } from '../shelf.ts';

interface EmergencyRow extends Row {
  readonly id: Id<'emergency'>;
  readonly person_id: Id<'person'>;
  readonly motive: EmergencyAccess['motive'];
  readonly reason: string;
  readonly opened_at: Instant;
  readonly until: Instant;
  readonly ended: unknown;
  readonly reviewed: unknown;
  readonly alarm_id: Id<'alarm'>;
}

const table: TableOf<EmergencyAccess, EmergencyRow> = {
  table: 'emergencies',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    person_id: value.personId,
    motive: value.motive,
    reason: value.reason,
    opened_at: value.openedAt,
    until: value.until,
    ended: json(value.ended),
    reviewed: json(value.reviewed),
    alarm_id: value.alarmId,
  }),
  fromRow: (row) => ({
    id: row.id,
    personId: row.person_id,
    motive: row.motive,
    reason: row.reason,
    openedAt: row.opened_at,
    until: row.until,
    ended: row.ended as EmergencyAccess['ended'],
    reviewed: row.reviewed as EmergencyAccess['reviewed'],
    alarmId: row.alarm_id,
  }),
};

export function emergencies(db: Database): EmergencyShelf {
  return {
    ...shelf(db, table),
    async current(openedSince) {
      const rows = await db
        .selectFrom('emergencies')
        .selectAll()
        .where((where) =>
          where.or([where('reviewed', 'is', null), where('opened_at', '>=', openedSince)]),
        )
        .orderBy('opened_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => table.fromRow(row as EmergencyRow));
    },
    async newest(count) {
      const rows = await db
        .selectFrom('emergencies')
        .selectAll()
        .orderBy('opened_at', 'desc')
        .orderBy('id', 'desc')
        .limit(count)
        .execute();
      return rows.map((row) => table.fromRow(row as EmergencyRow));
    },
    async removeOver(openedBefore) {
      const gone = await db
        .deleteFrom('emergencies')
        .where('opened_at', '<', openedBefore)
        .executeTakeFirst();
      const removed = Number(gone.numDeletedRows);
      if (removed > 0) {
        await markForExpunging(db, 'emergencies');
      }
      return removed;
    },
  };
}
