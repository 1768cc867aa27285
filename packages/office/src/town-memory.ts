/**
 * The town as the office holds it in memory: read once, read again after each committed change, never
 * written. A decision on a live picture works from here alone, so it takes microseconds and goes on
 * while the database is away. Terms of clearances and authorisations, and the
 * cameras that a clearance comes to through its groups, are computed at load.
 */

import { type Id, type Instant, instantFromMs, msFromInstant } from '@beffroi/kernel';
import {
  type CameraGroup,
  type Clearance,
  type DecisionFacts,
  type EmergencyAccess,
  type LegalProfile,
  lentClearances,
  type Person,
  type SensitiveAct,
  type StandingCamera,
  type StandingClearance,
  standingCamera,
  standingClearance,
} from '@beffroi/town';
import type {
  Commune,
  FactsWork,
  StoredCamera,
  StoredPerson,
  StoredSession,
} from './ports/facts.ts';

export interface TownMemory {
  /** As a town file named it; null before the first import. */
  readonly townName: string | null;
  /** As the town file says it; null: the default of the law (SEC-31). */
  readonly fourEyes: readonly SensitiveAct[] | null;
  readonly communes: ReadonlyMap<string, Commune>;
  readonly cameras: ReadonlyMap<string, HeldCamera>;
  readonly cameraGroups: ReadonlyMap<string, CameraGroup>;
  readonly people: ReadonlyMap<string, StoredPerson>;
  readonly clearances: ReadonlyMap<string, readonly StandingClearance[]>;
  /** Not reviewed yet, or opened within a day. */
  readonly emergencies: readonly EmergencyAccess[];
  /** What an open emergency access lends, by person (OPS-18). */
  readonly lent: ReadonlyMap<string, readonly StandingClearance[]>;
  /** By the hash of their token, and by id. */
  readonly sessions: ReadonlyMap<string, StoredSession>;
  readonly sessionsById: ReadonlyMap<string, StoredSession>;
}

const dayMs = 86_400_000;

export interface HeldCamera extends StandingCamera {
  readonly stored: StoredCamera;
}

/** Reads the whole town: some hundreds of rows. */
export async function loadTown(
  facts: FactsWork,
  at: Instant,
  timeZone: string,
): Promise<TownMemory> {
  const [town, communes, cameras, groups, people, clearances, sessions] = [
    await facts.town.one('town'),
    await facts.communes.all(),
    await facts.cameras.all(),
    await facts.cameraGroups.all(),
    await facts.people.all(),
    await facts.clearances.all(),
    await facts.sessions.open(at),
  ];
  const emergencies = await facts.emergencies.current(instantFromMs(msFromInstant(at) - dayMs));
  const cameraGroups = new Map(groups.map((group) => [group.id, group]));
  const held = byPerson(clearances, timeZone, cameraGroups);
  return {
    townName: town?.name ?? null,
    fourEyes: town?.fourEyes ?? null,
    communes: new Map(communes.map((commune) => [commune.id, commune])),
    cameras: new Map(cameras.map((stored) => [stored.camera.id, holdCamera(stored, timeZone)])),
    cameraGroups,
    people: new Map(people.map((stored) => [stored.person.id, stored])),
    clearances: held,
    emergencies,
    lent: lentByPerson(emergencies, people, held, at),
    sessions: new Map(sessions.map((session) => [session.tokenHash, session])),
    sessionsById: new Map(sessions.map((session) => [session.id, session])),
  };
}

function holdCamera(stored: StoredCamera, timeZone: string): HeldCamera {
  return { ...standingCamera(stored.camera, timeZone), stored };
}

/** The facts of a decision about a person, and a camera where the act has one. */
export function decisionFacts(
  memory: TownMemory,
  personId: Id<'person'> | string | null,
  cameraId: string | null,
  profile: LegalProfile,
): DecisionFacts {
  return {
    person: personOf(memory, personId),
    clearances: personId === null ? [] : clearancesOf(memory, personId),
    camera: cameraId === null ? null : (memory.cameras.get(cameraId) ?? null),
    profile,
  };
}

export function personOf(memory: TownMemory, personId: string | null): Person | null {
  return personId === null ? null : (memory.people.get(personId)?.person ?? null);
}

export function clearancesOf(memory: TownMemory, personId: string): readonly StandingClearance[] {
  return memory.clearances.get(personId) ?? [];
}

/** What an open emergency access lends to a person now; decisions cite it as such. */
export function lentTo(memory: TownMemory, personId: string): readonly StandingClearance[] {
  return memory.lent.get(personId) ?? [];
}

/** Their clearances and what is lent to them: what they see and may somewhere, never what they give. */
export function reachOf(memory: TownMemory, personId: string): readonly StandingClearance[] {
  return [...clearancesOf(memory, personId), ...lentTo(memory, personId)];
}

function lentByPerson(
  emergencies: readonly EmergencyAccess[],
  people: readonly StoredPerson[],
  clearances: ReadonlyMap<string, readonly StandingClearance[]>,
  at: Instant,
): ReadonlyMap<string, readonly StandingClearance[]> {
  const lent = new Map<string, readonly StandingClearance[]>();
  for (const emergency of emergencies) {
    const stored = people.find(({ person }) => person.id === emergency.personId);
    const own = clearances.get(emergency.personId) ?? [];
    const given = stored ? lentClearances(emergency, stored.person, own, msFromInstant(at)) : [];
    if (given.length > 0) {
      lent.set(emergency.personId, given);
    }
  }
  return lent;
}

function byPerson(
  clearances: readonly Clearance[],
  timeZone: string,
  cameraGroups: ReadonlyMap<string, CameraGroup>,
): ReadonlyMap<string, readonly StandingClearance[]> {
  const groups = new Map<string, StandingClearance[]>();
  for (const clearance of clearances) {
    const group = groups.get(clearance.personId) ?? [];
    group.push(standingClearance(clearance, timeZone, cameraGroups));
    groups.set(clearance.personId, group);
  }
  return groups;
}
