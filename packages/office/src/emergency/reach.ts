/**
 * Who has to do with an emergency access besides whoever took it: those who manage people in one of
 * the communes it opens end it at once, and they or whoever reads the register review it, never one's
 * own (OPS-19, OPS-20). And what an entry of the register says of an act that stands on one.
 */

import {
  type Act,
  checkEmergency,
  type EmergencyAccess,
  emergencyRule,
  type Refusal,
  refusal,
} from '@beffroi/town';
import { communesOf, manage } from '../acts/people-reach.ts';
import type { House } from '../house.ts';
import type { Asker } from '../office.ts';
import { clearancesOf } from '../town-memory.ts';

/** OPS-17: whether they could take one, whatever they have taken; asked of whoever proves it too. */
export function refusalToTake(house: House, { person }: Asker): Refusal | null {
  const own = clearancesOf(house.memory, person.id);
  const checked = checkEmergency(person, own, [], house.profile, house.nowMs());
  return checked.ok ? null : checked.error;
}

/** OPS-19: it takes nothing but away, so one commune of theirs is enough. */
export function refusalToEnd(
  house: House,
  who: Asker,
  { personId }: EmergencyAccess,
): Refusal | null {
  return who.person.id === personId ? null : refusalToManageOne(house, who, personId);
}

/** OPS-20: a head, or whoever controls: data protection officer, inspector, mayor. */
export function refusalToReview(
  house: House,
  who: Asker,
  { personId }: EmergencyAccess,
): Refusal | null {
  if (who.person.id === personId) {
    return refusal('emergency-own');
  }
  return house.refusalOf(who, null, { kind: 'read-register' }) === null
    ? null
    : refusalToManageOne(house, who, personId);
}

function refusalToManageOne(house: House, who: Asker, personId: string): Refusal | null {
  const refusals = communesOf(house, personId).map((communeId) =>
    house.refusalOf(who, null, manage(communeId)),
  );
  return refusals.includes(null) ? null : (refusals[0] ?? refusal('unknown-thing'));
}

/** What says an emergency access aloud, and what says that nobody has answered it. */
export const emergencyAlarm = 'emergency-access';
export const lateAlarm = 'emergency-review-late';

/** OPS-20: why somebody opened pictures for themselves is for whoever reviews it, long after too. */
export function mayHear(
  house: House,
  who: Asker,
  { id, code }: { readonly id: string; readonly code: string },
): boolean {
  const emergency = house.memory.emergencies.find(({ alarmId }) => alarmId === id);
  if (emergency !== undefined) {
    return refusalToReview(house, who, emergency) === null;
  }
  const isOfOne = code === emergencyAlarm || code === lateAlarm;
  return !isOfOne || house.refusalOf(who, null, { kind: 'read-register' }) === null;
}

/** What the entry of an act adds when nothing but an emergency access allows it (OPS-20). */
export function emergencyMark(
  house: House,
  { person }: Asker,
  cameraIds: readonly string[],
  act: Act,
): { readonly emergency?: string } {
  const open = house.openEmergencyOf(person.id);
  const stands =
    open !== null &&
    cameraIds.some((cameraId) => {
      const decision = house.decide(person.id, cameraId, act);
      return decision.allowed && decision.rule === emergencyRule;
    });
  return stands ? { emergency: open.id } : {};
}
