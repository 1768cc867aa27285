/**
 * Whom a group of cameras reaches, and who may widen it (OPS-16): adding a camera to a group that
 * clearances name gives it to their bearers, so it is a sensitive act like giving a clearance (SEC-30),
 * and never one's own to do (SEC-14), nor to confirm.
 */

import type { Id } from '@beffroi/kernel';
import { type CameraGroup, type Refusal, type Right, refusal } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Asker } from '../office.ts';
import { manage } from './people-reach.ts';

interface Reached {
  readonly personIds: readonly Id<'person'>[];
  /** What their clearances give them on its cameras. */
  readonly rights: readonly Right[];
}

/** Persons still here of whose clearances one that hasn't ended names this group. */
export function reachedBy(house: House, groupId: string): Reached {
  const naming = [...house.memory.clearances.values()]
    .flat()
    .filter(({ clearance, term }) => {
      return house.nowMs() < term.untilMs && clearance.groupIds.some((id) => id === groupId);
    })
    .map(({ clearance }) => clearance)
    .filter(({ personId }) => house.person(personId)?.leftAt === null);
  return {
    personIds: [...new Set(naming.map(({ personId }) => personId))],
    rights: [...new Set(naming.flatMap(({ rights }): readonly Right[] => rights))],
  };
}

/** The cameras that a change adds, where somebody gets them by it; none where nobody does. */
export function widenedBy(
  house: House,
  before: CameraGroup,
  cameraIds: readonly string[],
): readonly string[] {
  const added = cameraIds.filter((id) => !before.cameraIds.some((known) => known === id));
  return reachedBy(house, before.id).personIds.length > 0 ? added : [];
}

/** Also asked of whoever confirms it. */
export function refusalToWiden(house: House, who: Asker, groupId: string): Refusal | null {
  const group = house.memory.cameraGroups.get(groupId);
  const denied = house.refusalOf(who, null, manage(group?.communeId ?? null));
  if (denied !== null || group === undefined) {
    return denied ?? refusal('unknown-group');
  }
  return reachedBy(house, groupId).personIds.includes(who.person.id)
    ? refusal('own-clearance')
    : null;
}
