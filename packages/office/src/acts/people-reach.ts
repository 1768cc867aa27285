/**
 * Whom a person may manage (SEC-23): whoever gives a way in, takes ways in back, changes a post or
 * notes a leaving manages people in every commune that a clearance of that person names. Else the
 * manager of a small commune could come in as the head of a large one.
 */

import { type Act, type Refusal, type Right, refusal, rightWords } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Asker } from '../office.ts';
import { clearancesOf } from '../town-memory.ts';

export function manage(communeId: string | null): Act {
  return { kind: 'manage-people', communeId };
}

/** Every commune that a clearance of this person names, in force or not. */
export function communesOf(house: House, personId: string): readonly string[] {
  const named = clearancesOf(house.memory, personId).flatMap(
    ({ clearance }): readonly string[] => clearance.communeIds,
  );
  return [...new Set(named)];
}

/**
 * SEC-24: whoever makes a link could use it themselves, so they hold each right that the person holds
 * now. Taking ways in back is not bound by this: it gives nothing.
 */
export function refusalToLet(house: House, actor: Asker, personId: string): Refusal | null {
  const above = rightsHeld(house, personId).find(
    (right) => house.refusalAnywhere(actor, right) !== null,
  );
  return above === undefined ? null : refusal('way-in-above', { right: rightWords[above] });
}

/** What a person's clearances give, now or to come. */
export function rightsHeld(house: House, personId: string): readonly Right[] {
  return clearancesOf(house.memory, personId)
    .filter(({ clearance, term }) => clearance.suspended === null && house.nowMs() < term.untilMs)
    .flatMap(({ clearance }): readonly Right[] => clearance.rights);
}

/** The refusal to manage a person, null when the law allows it; the same for one who doesn't exist. */
export function refusalToManage(house: House, actor: Asker, personId: string): Refusal | null {
  for (const communeId of [null, ...communesOf(house, personId)]) {
    const denied = house.refusalOf(actor, null, manage(communeId));
    if (denied !== null) {
      return denied;
    }
  }
  return null;
}

/** SEC-15, SEC-14: whoever gives a clearance manages people in each commune of it, and isn't its bearer. */
export function refusalToClear(
  house: House,
  actor: Asker,
  personId: string,
  communeIds: readonly string[],
): Refusal | null {
  for (const communeId of communeIds) {
    const denied = house.refusalOf(actor, null, manage(communeId));
    if (denied !== null) {
      return denied;
    }
  }
  const person = house.person(personId);
  if (person === null || person.leftAt !== null) {
    return refusal(person === null ? 'unknown-person' : 'person-left');
  }
  return personId === actor.person.id ? refusal('own-clearance') : null;
}
