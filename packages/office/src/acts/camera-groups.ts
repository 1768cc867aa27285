/**
 * Groups of cameras (OPS-15, OPS-16): made, changed and removed by whoever manages people in their commune,
 * because a group widens or narrows the reach of each clearance that names it. Nobody widens their
 * own reach (SEC-14): a camera is added to a group by somebody whose own clearance doesn't name it, with
 * a proof where a clearance names it at all (SEC-30).
 * Every open picture is decided again when a group has changed.
 */

import { err, type Id, type Json, ok, type Result } from '@beffroi/kernel';
import { type CameraGroup, checkCameraGroup, type Refusal } from '@beffroi/town';
import type { CameraGroupChangesBody, CameraGroupView, NewCameraGroupBody } from '@beffroi/wire';
import { commitConfirmed } from '../confirmations/commit-confirmed.ts';
import type { House, Record } from '../house.ts';
import type { Actor, Answer, CameraGroups } from '../office.ts';
import type { FactsWork } from '../ports/facts.ts';
import type { EntryKind } from '../words/entry-words.ts';
import { reachedBy, refusalToWiden, widenedBy } from './group-reach.ts';
import { manage } from './people-reach.ts';

const change = { what: ['people', 'cameras'], rights: true } as const;

export function createCameraGroupActs(house: House): CameraGroups {
  return {
    list: (actor) => list(house, actor),
    add: (actor, body) => add(house, actor, body),
    change: (actor, groupId, body) => changeGroup(house, actor, groupId, body),
    remove: (actor, groupId) => remove(house, actor, groupId),
  };
}

/** Those of communes whose people the actor manages: a group says where cameras stand. */
async function list(house: House, actor: Actor): Answer<readonly CameraGroupView[]> {
  const denied = house.refusalOf(actor, null, manage(null));
  if (denied !== null) {
    return err(denied);
  }
  const views = [...house.memory.cameraGroups.values()]
    .filter(({ communeId }) => house.refusalOf(actor, null, manage(communeId)) === null)
    .map(viewOf);
  return ok(views.toSorted((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true })));
}

function viewOf({ id, communeId, name, cameraIds }: CameraGroup): CameraGroupView {
  return { id, communeId, name, cameraIds: [...cameraIds] };
}

async function add(house: House, actor: Actor, body: NewCameraGroupBody): Answer<CameraGroupView> {
  const denied = house.refusalOf(actor, null, manage(body.communeId));
  if (denied !== null) {
    return err(denied);
  }
  if (!house.memory.communes.has(body.communeId)) {
    return house.refused('unknown-commune');
  }
  const group: CameraGroup = {
    id: house.newId('cameraGroup'),
    communeId: body.communeId as Id<'commune'>,
    name: body.name,
    cameraIds: body.cameraIds as Id<'camera'>[],
  };
  const written = await house.commit(change, async (facts, record) => {
    const checked = await check(house, facts, group);
    if (!checked.ok) {
      return checked;
    }
    await facts.cameraGroups.put(group);
    await record({
      kind: 'camera-group-made',
      by: actor.person.id,
      about: [group.id, ...group.cameraIds],
      motive: 'system',
      what: { ...body },
    });
    return ok(null);
  });
  return written.ok ? oneView(house, group.id) : written;
}

async function changeGroup(
  house: House,
  actor: Actor,
  groupId: string,
  body: CameraGroupChangesBody,
): Answer<CameraGroupView> {
  const known = house.memory.cameraGroups.get(groupId);
  const widened = known && body.cameraIds ? widenedBy(house, known, body.cameraIds) : [];
  const denied = widened.length > 0 ? refusalToWiden(house, actor, groupId) : null;
  if (denied !== null) {
    return err(denied);
  }
  const work: GroupWork = async (before, facts) => {
    const group = { ...before, ...body } as CameraGroup;
    // What somebody else has changed meanwhile is not what was signed.
    if (widenedBy(house, before, group.cameraIds).join() !== widened.join()) {
      return house.refused('confirmation-over');
    }
    const checked = await check(house, facts, group);
    if (!checked.ok) {
      return checked;
    }
    await facts.cameraGroups.put(group);
    const added = group.cameraIds.filter((id) => !before.cameraIds.includes(id));
    const removed = before.cameraIds.filter((id) => !group.cameraIds.includes(id));
    return ok({
      kind: 'camera-group-changed',
      about: [...added, ...removed, ...reachedBy(house, groupId).personIds],
      what: { name: group.name, added, removed },
    });
  };
  const changed =
    known === undefined || widened.length === 0
      ? await onGroup(house, actor, groupId, work)
      : await widen(house, actor, { ...known, ...body } as CameraGroup, widened, work);
  return changed.ok ? oneView(house, groupId) : changed;
}

/** SEC-30: what gives cameras to others is signed, like a clearance. */
async function widen(
  house: House,
  actor: Actor,
  { id, name, cameraIds }: CameraGroup,
  added: readonly string[],
  work: GroupWork,
): Answer<null> {
  const ask = { act: 'widen-group', targetIds: [id], body: { name, cameraIds, added } } as const;
  return await commitConfirmed(house, { actor, ask, change }, (facts, record, confirmation) =>
    write(house, actor, id, { facts, record, confirmation, work }),
  );
}

async function remove(house: House, actor: Actor, groupId: string): Answer<null> {
  return await onGroup(house, actor, groupId, async ({ name, cameraIds }, facts) => {
    if (reachedBy(house, groupId).personIds.length > 0) {
      return house.refused('group-in-use');
    }
    await facts.cameraGroups.remove(groupId);
    return ok({ kind: 'camera-group-removed', about: [...cameraIds], what: { name } });
  });
}

interface GroupEntry {
  readonly kind: EntryKind;
  readonly about: readonly string[];
  readonly what: { readonly [name: string]: string | readonly string[] };
}

type GroupWork = (group: CameraGroup, facts: FactsWork) => Promise<Result<GroupEntry, Refusal>>;

/** Decided, then read again and written in one unit of work: two managers may act at once. */
async function onGroup(house: House, actor: Actor, groupId: string, work: GroupWork): Answer<null> {
  const known = house.memory.cameraGroups.get(groupId);
  const denied = house.refusalOf(actor, null, manage(known?.communeId ?? null));
  if (denied !== null) {
    return err(denied);
  }
  return await house.commit(change, (facts, record) =>
    write(house, actor, groupId, { facts, record, confirmation: null, work }),
  );
}

interface GroupWriting {
  readonly facts: FactsWork;
  readonly record: Record;
  /** Null where it takes none. */
  readonly confirmation: Json;
  readonly work: GroupWork;
}

async function write(
  house: House,
  actor: Actor,
  groupId: string,
  { facts, record, confirmation, work }: GroupWriting,
): Answer<null> {
  const group = await facts.cameraGroups.one(groupId);
  if (group === null) {
    return house.refused('unknown-group');
  }
  const done = await work(group, facts);
  if (!done.ok) {
    return done;
  }
  const { kind, about, what } = done.value;
  await record({
    kind,
    by: actor.person.id,
    about: [groupId, ...about],
    motive: 'system',
    what: confirmation === null ? what : { ...what, confirmation },
  });
  return ok(null);
}

async function check(
  house: House,
  facts: FactsWork,
  group: CameraGroup,
): Promise<Result<null, Refusal>> {
  const others = (await facts.cameraGroups.all()).filter(({ id }) => id !== group.id);
  const cameras = new Map(
    [...house.memory.cameras].map(([id, { camera }]) => [id, camera] as const),
  );
  return checkCameraGroup(group, cameras, others);
}

async function oneView(house: House, groupId: string): Answer<CameraGroupView> {
  const group = house.memory.cameraGroups.get(groupId);
  return group === undefined ? house.refused('unknown-group') : ok(viewOf(group));
}
