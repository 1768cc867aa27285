/**
 * Sessions of named persons (SEC-12): a token of 32 random bytes, kept as its SHA-256, good for 12
 * hours, ended after 2 hours without use, on signing out, and when the person leaves. A person has ten
 * at most: another ends the one that was used the longest ago. Who asks is answered from memory; the last
 * use is written at most every five minutes.
 */

import { instantFromMs, msFromInstant, ok, toHex, utf8Bytes } from '@beffroi/kernel';
import { rights as allRights, mayAnywhere, type Person, type Right } from '@beffroi/town';
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
  /** Open ones of a person: posts of a centre, a telephone, what was left open elsewhere. */
  openMax: 10,
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
  const own = [...house.memory.sessions.values()].filter((each) => each.personId === person.id);
  // The pictures of a session that this one ends are cut at once.
  const rights = own.length >= sessionRule.openMax;
  const opened = await house.commit({ what: ['people'], rights }, async (facts, record) => {
    const stored = await facts.people.one(person.id);
    if (stored?.person.leftAt !== null || !(await spend(facts))) {
      return false;
    }
    const ended = await endBeyond(house, facts, person.id);
    await facts.sessions.put(session);
    await record(signInRecord(session, ended));
    return true;
  });
  return opened ? { token, person } : null;
}

/** Makes room for one more session of a person; answers the ids of those it has ended. */
async function endBeyond(
  house: House,
  facts: FactsWork,
  personId: string,
): Promise<readonly string[]> {
  const open = (await facts.sessions.open(house.now()))
    .filter((each) => each.personId === personId && isOpenNow(house, each))
    .toSorted((a, b) => house.uses.lastMs(a) - house.uses.lastMs(b));
  const over = open.slice(0, Math.max(0, open.length - sessionRule.openMax + 1));
  for (const each of over) {
    await facts.sessions.put({ ...each, endedAt: house.now() });
  }
  return over.map(({ id }) => id);
}

function signInRecord(session: StoredSession, ended: readonly string[]): ActRecord {
  const { personId, how, id } = session;
  return {
    kind: 'signed-in',
    by: personId,
    about: [personId],
    motive: 'system',
    what: { how, session: id, ...(ended.length > 0 && { ended: [...ended] }) },
  };
}

export function createSessionActs(
  house: House,
): Pick<
  Sessions,
  'actorOf' | 'isOpen' | 'view' | 'signOut' | 'setPreferences' | 'signInForDemonstration'
> {
  return {
    isOpen: (sessionId) => {
      const session = house.sessionById(sessionId);
      return session !== null && isOpenNow(house, session);
    },
    actorOf: (token) => actorOf(house, token),
    view: async (actor) => viewOf(house, actor),
    signOut: (actor) => signOut(house, actor),
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

async function signOut(house: House, actor: Actor): Promise<void> {
  const session = house.sessionById(actor.sessionId);
  if (session !== null) {
    await endSession(house, actor, session);
  }
}

/** Ends a session of one's own; one that ended meanwhile, with its ways in or in another tab, has ended. */
export async function endSession(
  house: House,
  actor: Actor,
  { id, tokenHash }: StoredSession,
): Promise<void> {
  await house.commit({ what: ['people', 'account'], rights: true }, async (facts, record) => {
    const still = await facts.sessions.one(tokenHash);
    if (still === null || still.endedAt !== null) {
      return;
    }
    await facts.sessions.put({ ...still, endedAt: house.now() });
    await record({
      kind: 'signed-out',
      by: actor.person.id,
      about: [actor.person.id],
      motive: 'system',
      what: { session: id },
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
  const views = allRights.map(
    (right) => [right, decisionView(mayAnywhere(right, facts, at))] as const,
  );
  return Object.fromEntries(views) as Record<Right, (typeof views)[number][1]>;
}
