/**
 * People and their clearances (VP-40). Nobody writes their own clearance (SEC-14), nobody gives more
 * than their own communes (SEC-15), a suspension cuts at once (SEC-7), and whoever leaves keeps their
 * id for the register but loses sessions and ways in (SEC-2).
 */

import { canonicalJson, err, type Id, ok } from '@beffroi/kernel';
import {
  type CameraGroup,
  type Clearance,
  checkClearance,
  checkNamedGroups,
  type Person,
  refusal,
} from '@beffroi/town';
import type { NewClearanceBody, NewPersonBody, PersonChangesBody, PersonView } from '@beffroi/wire';
import { commitConfirmed } from '../confirmations/commit-confirmed.ts';
import type { House } from '../house.ts';
import type { Actor, Answer, People } from '../office.ts';
import { personView } from '../views/person-view.ts';
import { endWaysIn, revokeWaysIn } from './account.ts';
import { communesOf, manage, refusalToClear, refusalToManage } from './people-reach.ts';

const change = { what: ['people', 'cameras'], rights: true } as const;

export function createPeopleActs(house: House): People {
  return {
    list: (actor) => list(house, actor),
    add: (actor, body) => add(house, actor, body),
    change: (actor, personId, body) => changePerson(house, actor, personId, body),
    addClearance: (actor, personId, body) => addClearance(house, actor, personId, body),
    suspendClearance: (actor, clearanceId, reason) => suspend(house, actor, clearanceId, reason),
    revokeWaysIn: (actor, personId, reason) => revokeWaysIn(house, actor, personId, reason),
  };
}

async function list(house: House, actor: Actor): Answer<readonly PersonView[]> {
  const denied = house.refusalOf(actor, null, manage(null));
  if (denied !== null) {
    return err(denied);
  }
  const views = await house.parts.facts.read(async (facts) => {
    const made: PersonView[] = [];
    for (const personId of house.memory.people.keys()) {
      if (!isOfOurs(house, actor, personId)) {
        continue;
      }
      const view = await personView(house, facts, personId);
      if (view !== null) {
        made.push(view);
      }
    }
    return made;
  });
  return ok(views.toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'fr')));
}

async function add(house: House, actor: Actor, body: NewPersonBody): Answer<PersonView> {
  const denied = house.refusalOf(actor, null, manage(null));
  if (denied !== null) {
    return err(denied);
  }
  const person: Person = { ...body, id: house.newId('person'), theme: 'dark', leftAt: null };
  const added = await house.commit(change, async (facts, record) => {
    const others = await facts.people.all();
    if (others.some((each) => each.person.login === person.login)) {
      return house.refused('login-taken');
    }
    await facts.people.put({ person, selfTest: null });
    await record({
      kind: 'person-added',
      by: actor.person.id,
      about: [person.id],
      motive: 'system',
      what: { login: person.login, displayName: person.displayName, post: person.post },
    });
    return ok(null);
  });
  return added.ok ? viewOf(house, person.id) : added;
}

async function changePerson(
  house: House,
  actor: Actor,
  personId: string,
  body: PersonChangesBody,
): Answer<PersonView> {
  const known = house.person(personId);
  const denied = refusalToManage(house, actor, personId);
  if (denied !== null) {
    return err(denied);
  }
  if (known === null) {
    return house.refused('unknown-person');
  }
  // SEC-14: the post bounds what a clearance gives, so a higher one would be one's own doing.
  if (known.id === actor.person.id && (body.post ?? known.post) !== known.post) {
    return house.refused('own-clearance');
  }
  const { left, ...changes } = body;
  await house.commit(change, async (facts, record) => {
    const stored = await facts.people.one(personId);
    if (stored === null) {
      return;
    }
    const { leftAt } = stored.person;
    const leaves = left === true && leftAt === null;
    if (!leaves && Object.keys(changes).length === 0) {
      return;
    }
    const person = { ...stored.person, ...changes, leftAt: leaves ? house.now() : leftAt };
    await facts.people.put({ ...stored, person });
    if (leaves) {
      await endWaysIn(house, facts, personId);
    }
    await record({
      kind: leaves ? 'person-left' : 'person-changed',
      by: actor.person.id,
      about: [personId],
      motive: 'system',
      what: { ...changes },
    });
  });
  return viewOf(house, personId);
}

async function addClearance(
  house: House,
  actor: Actor,
  personId: string,
  body: NewClearanceBody,
): Answer<PersonView> {
  const person = house.person(personId);
  const denied = refusalToClear(house, actor, personId, body.communeIds);
  if (denied !== null || person === null) {
    return err(denied ?? refusal('unknown-person'));
  }
  const checked = checkClearance(body, person.post, house.profile);
  if (!checked.ok) {
    return checked;
  }
  const groupIds = (body.groupIds ?? []) as Id<'cameraGroup'>[];
  const named = checkNamedGroups({ ...body, groupIds }, house.memory.cameraGroups);
  if (!named.ok) {
    return named;
  }
  const clearance: Clearance = {
    ...body,
    id: house.newId('clearance'),
    personId: person.id,
    communeIds: body.communeIds as Id<'commune'>[],
    cameraIds: body.cameraIds as Id<'camera'>[] | null,
    groupIds,
    suspended: null,
  };
  const groups = signedGroups(groupIds, (id) => house.memory.cameraGroups.get(id));
  const signed = groups.length === 0 ? body : { ...body, groups };
  const ask = { act: 'give-clearance', targetIds: [person.id], body: signed } as const;
  const given = await commitConfirmed(
    house,
    { actor, ask, change },
    async (facts, record, confirmation) => {
      if ((await facts.people.one(person.id))?.person.leftAt !== null) {
        return house.refused('person-left');
      }
      const known = new Map((await facts.cameraGroups.all()).map((each) => [each.id, each]));
      // SEC-32: a group that has changed since is not the one that was signed.
      if (canonicalJson(signedGroups(groupIds, (id) => known.get(id))) !== canonicalJson(groups)) {
        return house.refused('confirmation-over');
      }
      await facts.clearances.put(clearance);
      await record({
        kind: 'clearance-given',
        by: actor.person.id,
        about: [person.id, clearance.id],
        motive: 'system',
        what: { ...body, confirmation },
      });
      return ok(null);
    },
  );
  return given.ok ? viewOf(house, person.id) : given;
}

function signedGroups(
  ids: readonly Id<'cameraGroup'>[],
  groupOf: (id: Id<'cameraGroup'>) => CameraGroup | undefined,
): readonly { readonly id: string; readonly cameraIds: readonly string[] }[] {
  return ids.map((id) => ({ id, cameraIds: groupOf(id)?.cameraIds ?? [] }));
}

/** SEC-23: of several communes each manager sees their own people, and those who have no clearance yet. */
function isOfOurs(house: House, actor: Actor, personId: string): boolean {
  const communeIds = communesOf(house, personId);
  return (
    communeIds.length === 0 ||
    communeIds.some((communeId) => house.refusalOf(actor, null, manage(communeId)) === null)
  );
}

async function suspend(
  house: House,
  actor: Actor,
  clearanceId: string,
  reason: string,
): Answer<PersonView> {
  const clearance = [...house.memory.clearances.values()]
    .flat()
    .find((standing) => standing.clearance.id === clearanceId)?.clearance;
  // SEC-7: it takes nothing but away, so one commune of it is enough.
  const refusals = (clearance?.communeIds ?? [null]).map((communeId) =>
    house.refusalOf(actor, null, manage(communeId)),
  );
  const [denied = null] = refusals;
  if (denied !== null && !refusals.includes(null)) {
    return err(denied);
  }
  if (clearance === undefined) {
    return house.refused('unknown-thing');
  }
  if (clearance.suspended === null) {
    await house.commit(change, async (facts, record) => {
      const still = await facts.clearances.one(clearance.id);
      if (still?.suspended !== null) {
        return;
      }
      await facts.clearances.put({ ...still, suspended: { at: house.now(), reason } });
      await record({
        kind: 'clearance-suspended',
        by: actor.person.id,
        about: [clearance.personId, clearance.id],
        motive: 'system',
        what: { reason },
      });
    });
  }
  return viewOf(house, clearance.personId);
}

async function viewOf(house: House, personId: string): Answer<PersonView> {
  const view = await house.parts.facts.read((facts) => personView(house, facts, personId));
  return view === null ? house.refused('unknown-person') : ok(view);
}
