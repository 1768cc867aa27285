/**
 * Sessions of named persons (SEC-12): a token of 32 random bytes, kept as its SHA-256, good for 12
 * hours, ended after 2 hours without use, on signing out, and when the person leaves. Who asks is
 * answered from memory; the last use is written at most every five minutes.
 */

import { instantFromMs, msFromInstant, ok, toHex, utf8Bytes } from '@beffroi/kernel';
import { mayAnywhere, type Person, type Right, rights } from '@beffroi/town';
import type { SessionView } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { Actor, Answer, Sessions } from '../office.ts';
import type { FactsWork, StoredSession } from '../ports/facts.ts';
import type { ActRecord } from '../register-entry.ts';
import { toBase64Url } from '../text-forms.ts';
import { reachOf } from '../town-memory.ts';
import { decisionView } from '../views/decision-view.ts';

export const sessionRule = {
  lengthMs: 12 * 3_600_000,
  idleMs: 2 * 3_600_000,
  tokenBytes: 32,
} as const;

export type SignedIn = { readonly token: string; readonly person: Person };

/** SHA-256 of a token, hex: the form in which it is kept. */
export function tokenHash(house: House, token: string): string {
  return toHex(house.parts.sha256(utf8Bytes(token)));
}

/** A fresh secret token for a link or a session. */
export function newToken(house: House): string {
  return toBase64Url(house.parts.chance.bytes(sessionRule.tokenBytes));
}

/** The live session of a token, from memory. Null when unknown, ended, expired or idle too long. */
export function sessionOf(house: House, token: string): StoredSession | null {
  const session = house.memory.sessions.get(tokenHash(house, token));
  return session !== undefined && isOpenNow(house, session) ? session : null;
}

/** Whether a session holds now, by its last use that anybody knows. */
export function isOpenNow(house: House, session: StoredSession): boolean {
  return isOpen(session, house.nowMs(), house.uses.lastMs(session));
}

/** Whether a session holds at an instant, given its last use. */
export function isOpen(session: StoredSession, atMs: number, lastUseMs: number): boolean {
  return (
    session.endedAt === null &&
    atMs < msFromInstant(session.until) &&
    atMs < lastUseMs + sessionRule.idleMs
  );
}

/**
 * Opens a session. `spend` looks again, in the unit of work that opens it, at what was proved, and
 * writes that it has served: a way in that was taken back meanwhile opens nothing (SEC-20).
 */
export async function openSession(
  house: House,
  person: Person,
  how: StoredSession['how'],
  spend: (facts: FactsWork) => Promise<boolean>,
): Promise<SignedIn | null> {
  const token = newToken(house);
  const at = house.now();
  const session: StoredSession = {
    id: house.newId('session'),
    tokenHash: tokenHash(house, token),
    personId: person.id,
    how,
    startedAt: at,
    lastSeenAt: at,
    until: instantFromMs(house.nowMs() + sessionRule.lengthMs),
    endedAt: null,
  };
  const opened = await house.commit({ what: ['people'], rights: false }, async (facts, record) => {
    const stored = await facts.people.one(person.id);
    if (stored?.person.leftAt !== null || !(await spend(facts))) {
      return false;
    }
    await facts.sessions.put(session);
    await record(signInRecord(person.id, how, session.id));
    return true;
  });
  return opened ? { token, person } : null;
}

function signInRecord(personId: string, how: StoredSession['how'], sessionId: string): ActRecord {
  return {
    kind: 'signed-in',
    by: personId,
    about: [personId],
    motive: 'system',
    what: { how, session: sessionId },
  };
}

export function createSessionActs(
  house: House,
): Pick<Sessions, 'actorOf' | 'view' | 'signOut' | 'setPreferences' | 'signInForDemonstration'> {
  return {
    actorOf: (token) => actorOf(house, token),
    view: async (actor) => viewOf(house, actor),
    signOut: (actor) => endSession(house, actor),
    setPreferences: (actor, preferences) =>
      house.commit({ what: ['people'], rights: false }, async (facts) => {
        const stored = await facts.people.one(actor.person.id);
        if (stored !== null) {
          await facts.people.put({ ...stored, person: { ...stored.person, ...preferences } });
        }
      }),
    signInForDemonstration: (personId) => signInForDemonstration(house, personId),
  };
}

async function actorOf(house: House, token: string): Promise<Actor | null> {
  const session = sessionOf(house, token);
  const person = session && house.person(session.personId);
  if (!session || !person || person.leftAt !== null) {
    return null;
  }
  await house.uses.note(session);
  return { sessionId: session.id, person };
}

async function endSession(house: House, actor: Actor): Promise<void> {
  const session = house.sessionById(actor.sessionId);
  if (session === null) {
    return;
  }
  await house.commit({ what: ['people'], rights: true }, async (facts, record) => {
    await facts.sessions.put({ ...session, endedAt: house.now() });
    await record({
      kind: 'signed-out',
      by: actor.person.id,
      about: [actor.person.id],
      motive: 'system',
      what: { session: session.id },
    });
  });
}

async function signInForDemonstration(house: House, personId: string): Answer<SignedIn> {
  if (!house.parts.settings.demonstration) {
    return house.refused('demonstration-only');
  }
  const person = house.person(personId);
  if (person === null) {
    return house.refused('unknown-person');
  }
  const opened = await openSession(house, person, 'demonstration', async () => true);
  return opened === null ? house.refused('person-left') : ok(opened);
}

function viewOf(house: House, actor: Actor | null): SessionView {
  const { settings } = house.parts;
  const person = actor === null ? null : (house.person(actor.person.id) ?? actor.person);
  return {
    town: {
      name: house.memory.townName ?? settings.townName,
      timeZone: settings.timeZone,
      demonstration: settings.demonstration,
      version: settings.version,
    },
    person: person && {
      id: person.id,
      displayName: person.displayName,
      post: person.post,
      locale: person.locale,
      theme: person.theme,
    },
    may: mayOf(house, person),
    until: actor === null ? null : (house.sessionById(actor.sessionId)?.until ?? null),
  };
}

function mayOf(house: House, person: Person | null): SessionView['may'] {
  const facts = {
    person,
    clearances: person === null ? [] : reachOf(house.memory, person.id),
    profile: house.profile,
  };
  const at = house.now();
  const views = rights.map(
    (right) => [right, decisionView(mayAnywhere(right, facts, at))] as const,
  );
  return Object.fromEntries(views) as Record<Right, (typeof views)[number][1]>;
}
