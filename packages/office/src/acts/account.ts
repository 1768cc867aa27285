/**
 * What is a person's own: their ways in and open sessions, to look at and to take back (SEC-19); and
 * the same done at once to somebody whose device is lost, by whoever manages people (SEC-20). What is
 * taken back ends within the same commit, so that open pictures are cut at once.
 */

import { err, ok } from '@beffroi/kernel';
import type { AccountView, PersonView } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { Actor, Answer, Sessions } from '../office.ts';
import type { FactsWork } from '../ports/facts.ts';
import { personView } from '../views/person-view.ts';
import type { EntryKind } from '../words/entry-words.ts';
import { refusalToManage } from './people-reach.ts';
import { endSession, isOpenNow } from './sessions.ts';

const change = { what: ['people', 'account'], rights: true } as const;

export function createAccountActs(
  house: House,
): Pick<Sessions, 'account' | 'revokePasskey' | 'revokeIdentity' | 'endSession'> {
  return {
    account: (actor) => accountOf(house, actor),
    revokePasskey: (actor, credentialId) => revokePasskey(house, actor, credentialId),
    revokeIdentity: (actor, key) => revokeIdentity(house, actor, key),
    endSession: (actor, sessionId) => endOwnSession(house, actor, sessionId),
  };
}

async function accountOf(house: House, actor: Actor): Promise<AccountView> {
  const { passkeys, password, identities } = await house.parts.facts.read((facts) =>
    waysIn(facts, actor.person.id),
  );
  return {
    passkeys: passkeys.map(({ credentialId, transports, enrolledAt, lastUsedAt }) => ({
      id: credentialId,
      transports: [...transports],
      enrolledAt,
      lastUsedAt,
    })),
    password,
    identities: identities.map(({ key, issuer, enrolledAt, lastUsedAt }) => ({
      id: key,
      issuer,
      enrolledAt,
      lastUsedAt,
    })),
    sessions: [...house.memory.sessions.values()]
      .filter((session) => session.personId === actor.person.id && isOpenNow(house, session))
      .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
      .map(({ id, how, startedAt, lastSeenAt, until }) => ({
        id,
        how,
        startedAt,
        lastSeenAt,
        until,
        current: id === actor.sessionId,
      })),
  };
}

async function waysIn(facts: FactsWork, personId: string) {
  const passkeys = await facts.passkeys.ofPerson(personId);
  const password = await facts.passwords.one(personId);
  const identities = await facts.identities.ofPerson(personId);
  const hasPassword = password !== null && password.confirmedAt !== null;
  const count = passkeys.length + identities.length + (hasPassword ? 1 : 0);
  return { passkeys, password: hasPassword, identities, count };
}

function revokePasskey(house: House, actor: Actor, credentialId: string): Answer<null> {
  return revokeOwn(house, actor, 'passkey-revoked', {
    isOwn: ({ passkeys }) => passkeys.some((passkey) => passkey.credentialId === credentialId),
    remove: (facts) => facts.passkeys.remove(credentialId),
  });
}

function revokeIdentity(house: House, actor: Actor, key: string): Answer<null> {
  return revokeOwn(house, actor, 'identity-revoked', {
    isOwn: ({ identities }) => identities.some((identity) => identity.key === key),
    remove: (facts) => facts.identities.remove(key),
  });
}

interface OwnWay {
  isOwn(ways: Awaited<ReturnType<typeof waysIn>>): boolean;
  remove(facts: FactsWork): Promise<void>;
}

/** SEC-19: one of one's own, never the last; whoever else is signed in as this person is out. */
async function revokeOwn(house: House, actor: Actor, kind: EntryKind, way: OwnWay): Answer<null> {
  const personId = actor.person.id;
  const denied = await house.commit(change, async (facts, record) => {
    const ways = await waysIn(facts, personId);
    if (!way.isOwn(ways)) {
      return 'unknown-thing' as const;
    }
    if (ways.count === 1) {
      return 'last-way-in' as const;
    }
    await way.remove(facts);
    await endSessionsOf(house, facts, personId, actor.sessionId);
    await record({ kind, by: personId, about: [personId], motive: 'system', what: {} });
    return null;
  });
  return denied === null ? ok(null) : house.refused(denied);
}

async function endOwnSession(house: House, actor: Actor, sessionId: string): Answer<null> {
  const session = house.sessionById(sessionId);
  if (session === null || session.personId !== actor.person.id) {
    return house.refused('unknown-thing');
  }
  await endSession(house, actor, session);
  return ok(null);
}

/** SEC-20: everything a lost device could open with. */
export async function revokeWaysIn(
  house: House,
  actor: Actor,
  personId: string,
  reason: string,
): Answer<PersonView> {
  const person = house.person(personId);
  const denied = refusalToManage(house, actor, personId);
  if (denied !== null) {
    return err(denied);
  }
  if (person === null) {
    return house.refused('unknown-person');
  }
  await house.commit(change, async (facts, record) => {
    await endWaysIn(house, facts, person.id);
    await record({
      kind: 'ways-in-revoked',
      by: actor.person.id,
      about: [person.id],
      motive: 'system',
      what: { reason },
    });
  });
  const view = await house.parts.facts.read((facts) => personView(house, facts, person.id));
  return view === null ? house.refused('unknown-person') : ok(view);
}

/** Everything that a person comes in by, and the sessions that it opened. */
export async function endWaysIn(house: House, facts: FactsWork, personId: string): Promise<void> {
  for (const { credentialId } of await facts.passkeys.ofPerson(personId)) {
    await facts.passkeys.remove(credentialId);
  }
  for (const { key } of await facts.identities.ofPerson(personId)) {
    await facts.identities.remove(key);
  }
  await facts.passwords.remove(personId);
  for (const link of await facts.enrolments.all()) {
    if (link.personId === personId && link.usedAt === null) {
      await facts.enrolments.put({ ...link, usedAt: house.now(), pending: null });
    }
  }
  await endSessionsOf(house, facts, personId, null);
}

/** Ends a person's open sessions, all but the one that may stay. */
async function endSessionsOf(
  house: House,
  facts: FactsWork,
  personId: string,
  stays: string | null,
): Promise<void> {
  for (const session of await facts.sessions.open(house.now())) {
    if (session.personId === personId && session.id !== stays) {
      await facts.sessions.put({ ...session, endedAt: house.now() });
    }
  }
}
