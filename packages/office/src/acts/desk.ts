/**
 * The operator's desk: layouts of the wall, bookmarks, alarms. A layout is its maker's; a shared one
 * is seen by all and shows each person only what they may watch. A bookmark is a note, so it is
 * written in the register like any act on recordings.
 */

import { err, type Instant, ok } from '@beffroi/kernel';
import type {
  AlarmView,
  LayoutBody,
  LayoutView,
  NewBookmarkBody,
  SelfTestBody,
  SelfTestView,
} from '@beffroi/wire';
import { emergencyMark, mayHear } from '../emergency/reach.ts';
import type { House } from '../house.ts';
import type { Actor, Answer, Desk } from '../office.ts';
import type { FactsWork, StoredAlarm, StoredLayout } from '../ports/facts.ts';
import { alarmSentence } from '../words/alarm-words.ts';
import { isClearedFor } from './cameras.ts';

const selfTestsMax = 500;
const layoutsMax = 100;

export function createDeskActs(house: House): Desk {
  return {
    layouts: (actor) => layouts(house, actor),
    saveLayout: (actor, layoutId, body) => saveLayout(house, actor, layoutId, body),
    removeLayout: (actor, layoutId) => removeLayout(house, actor, layoutId),
    addBookmark: (actor, body) => addBookmark(house, actor, body),
    removeBookmark: (actor, bookmarkId) => removeBookmark(house, actor, bookmarkId),
    alarms: (actor) => alarms(house, actor),
    acknowledgeAlarm: (actor, alarmId) => acknowledge(house, actor, alarmId),
    async mayReadHealth(actor) {
      const denied = house.refusalOf(actor, null, { kind: 'read-health' });
      return denied === null ? ok(null) : err(denied);
    },
    selfTests: (actor) => selfTests(house, actor),
    async selfTest(actor, body) {
      await house.parts.facts.transact(async (facts) => {
        const stored = await facts.people.one(actor.person.id);
        if (stored !== null) {
          await facts.people.put({ ...stored, selfTest: { ...body, at: house.now() } });
        }
      });
    },
  };
}

async function selfTests(house: House, actor: Actor): Answer<readonly SelfTestView[]> {
  const denied = house.refusalOf(actor, null, { kind: 'read-health' });
  if (denied !== null) {
    return err(denied);
  }
  // Whoever answers for people or machines sees every post; others their own.
  const seesAll = (['manage-people', 'manage-cameras'] as const).some(
    (kind) => house.refusalOf(actor, null, { kind, communeId: null }) === null,
  );
  const people = await house.parts.facts.read((facts) => facts.people.all());
  const tests = people.flatMap(({ person, selfTest }) => {
    const kept = selfTest as (SelfTestBody & { readonly at: Instant }) | null;
    return kept === null || person.leftAt !== null || !(seesAll || person.id === actor.person.id)
      ? []
      : [{ ...kept, personId: person.id, displayName: person.displayName }];
  });
  return ok(tests.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, selfTestsMax));
}

/** SEC-22: a wall is for whoever watches somewhere; what it shows each is decided tile by tile. */
async function layouts(house: House, actor: Actor): Answer<readonly LayoutView[]> {
  const denied = house.refusalAnywhere(actor, 'watch-live');
  if (denied !== null) {
    return err(denied);
  }
  const all = await house.parts.facts.read((facts) => facts.layouts.all());
  return ok(
    all
      .filter((layout) => layout.shared || layout.personId === actor.person.id)
      .map((layout) => layoutView(house, actor, layout))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true })),
  );
}

function layoutView(house: House, actor: Actor, layout: StoredLayout): LayoutView {
  return {
    id: layout.id,
    name: layout.name,
    columns: layout.columns,
    tiles: [...layout.tiles],
    shared: layout.shared,
    mine: layout.personId === actor.person.id,
    by: house.person(layout.personId)?.displayName ?? layout.personId,
  };
}

async function saveLayout(
  house: House,
  actor: Actor,
  layoutId: string | null,
  body: LayoutBody,
): Answer<LayoutView> {
  const unseen = house.refusalAnywhere(actor, 'watch-live');
  if (unseen !== null) {
    return err(unseen);
  }
  const before =
    layoutId === null ? null : await house.parts.facts.read((facts) => facts.layouts.one(layoutId));
  if (layoutId !== null && before?.personId !== actor.person.id) {
    return house.refused('unknown-thing');
  }
  const denied = body.shared ? house.refusalOf(actor, null, { kind: 'share-layouts' }) : null;
  if (denied !== null) {
    return err(denied);
  }
  const layout: StoredLayout = {
    ...body,
    id: before?.id ?? house.newId('layout'),
    personId: actor.person.id,
  };
  return await house.commit({ what: ['layouts'], rights: false }, async (facts) => {
    // Counted where it is kept: two windows that save at once are one person.
    if (before === null && (await layoutsOf(facts, layout.personId)) >= layoutsMax) {
      return house.refused('layouts-too-many', { count: String(layoutsMax) });
    }
    await facts.layouts.put(layout);
    return ok(layoutView(house, actor, layout));
  });
}

async function layoutsOf(facts: FactsWork, personId: string): Promise<number> {
  const all = await facts.layouts.all();
  return all.filter((layout) => layout.personId === personId).length;
}

async function removeLayout(house: House, actor: Actor, layoutId: string): Answer<null> {
  const layout = await house.parts.facts.read((facts) => facts.layouts.one(layoutId));
  if (layout === null || layout.personId !== actor.person.id) {
    return house.refused('unknown-thing');
  }
  await house.commit({ what: ['layouts'], rights: false }, (facts) =>
    facts.layouts.remove(layoutId),
  );
  return ok(null);
}

async function addBookmark(
  house: House,
  actor: Actor,
  { cameraId, atMs, title }: NewBookmarkBody,
): Answer<{ readonly id: string }> {
  const denied = house.refusalOf(actor, cameraId, { kind: 'bookmark', momentMs: atMs });
  if (denied !== null) {
    return err(denied);
  }
  const mark = emergencyMark(house, actor, [cameraId], { kind: 'bookmark', momentMs: atMs });
  const id = house.newId('bookmark');
  await house.commit({ what: ['bookmarks'], rights: false }, async (facts, record) => {
    await facts.bookmarks.put({ id, cameraId, personId: actor.person.id, atMs, title });
    await record({
      kind: 'bookmark-set',
      by: actor.person.id,
      about: [id, cameraId],
      motive: 'system',
      what: { atMs, title, ...mark },
    });
  });
  return ok({ id });
}

async function removeBookmark(house: House, actor: Actor, bookmarkId: string): Answer<null> {
  const mark = await house.parts.facts.read((facts) => facts.bookmarks.one(bookmarkId));
  if (mark === null || mark.personId !== actor.person.id) {
    return house.refused('unknown-thing');
  }
  const removed = await house.commit(
    { what: ['bookmarks'], rights: false },
    async (facts, record) => {
      if ((await facts.bookmarks.one(bookmarkId)) === null) {
        return false;
      }
      await facts.bookmarks.remove(bookmarkId);
      await record({
        kind: 'bookmark-removed',
        by: actor.person.id,
        about: [mark.id, mark.cameraId],
        motive: 'system',
        what: { atMs: mark.atMs },
      });
      return true;
    },
  );
  return removed ? ok(null) : house.refused('unknown-thing');
}

async function alarms(house: House, actor: Actor): Answer<readonly AlarmView[]> {
  const current = await house.parts.facts.read((facts) => facts.alarms.current());
  const recorders = await house.parts.facts.read((facts) => facts.recorders.all());
  const names = new Map<string, string>(recorders.map(({ id, name }) => [id, name]));
  return ok(
    current
      .filter((alarm) => concerns(house, actor, alarm))
      .map((alarm) => alarmView(house, alarm, names)),
  );
}

/** SEC-21: an alarm is for whoever has a clearance in force, that names its camera if it has one. */
function concerns(house: House, actor: Actor, alarm: StoredAlarm): boolean {
  if (!mayHear(house, actor, alarm)) {
    return false;
  }
  const camera = alarm.cameraId === null ? null : house.memory.cameras.get(alarm.cameraId)?.camera;
  return isClearedFor(house, actor.person.id, camera ?? null);
}

function alarmView(
  house: House,
  alarm: StoredAlarm,
  recorders: ReadonlyMap<string, string>,
): AlarmView {
  const { recorderId } = alarm;
  const recorderName = recorderId === null ? null : (recorders.get(recorderId) ?? recorderId);
  return {
    id: alarm.id,
    atMs: alarm.atMs,
    level: alarm.level,
    code: alarm.code,
    words: alarmSentence(alarm.code, recorderName),
    cameraId: alarm.cameraId,
    recorderId,
    recorderName,
    detail: alarm.detail,
    endedMs: alarm.endedMs,
    times: alarm.times,
    firstMs: alarm.firstMs,
    acknowledgedBy:
      alarm.acknowledgedBy &&
      (house.person(alarm.acknowledgedBy)?.displayName ?? alarm.acknowledgedBy),
  };
}

async function acknowledge(house: House, actor: Actor, alarmId: string): Answer<null> {
  const alarm = await house.parts.facts.read((facts) => facts.alarms.one(alarmId));
  if (alarm === null || !concerns(house, actor, alarm)) {
    return house.refused('unknown-thing');
  }
  if (alarm.acknowledgedBy === null) {
    await house.commit({ what: ['alarms'], rights: false }, async (facts, record) => {
      const still = await facts.alarms.one(alarm.id);
      if (still?.acknowledgedBy !== null) {
        return;
      }
      await facts.alarms.put({ ...still, acknowledgedBy: actor.person.id });
      await record({
        kind: 'alarm-acknowledged',
        by: actor.person.id,
        about: alarm.cameraId === null ? [alarm.id] : [alarm.id, alarm.cameraId],
        motive: 'system',
        what: { code: alarm.code },
      });
    });
  }
  return ok(null);
}
