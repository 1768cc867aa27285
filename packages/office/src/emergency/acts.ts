/**
 * Taking, ending and reviewing an emergency access (OPS-17 to OPS-20). It is proved like other
 * sensitive acts (SEC-30); fact, alarm and entry are one unit of work, so none is taken in silence. Its
 * end cuts at once; the alarm lasts until somebody else has said whether it was justified.
 */

import { err, instantFromMs, msFromInstant, ok } from '@beffroi/kernel';
import {
  checkEmergency,
  type EmergencyAccess,
  emergencyUntil,
  isEmergencyOpen,
} from '@beffroi/town';
import type { EmergencyView, NewEmergencyBody, ReviewEmergencyBody } from '@beffroi/wire';
import { commitConfirmed } from '../confirmations/commit-confirmed.ts';
import type { House } from '../house.ts';
import type { Actor, Answer, Emergencies } from '../office.ts';
import { clearancesOf } from '../town-memory.ts';
import { emergencyAlarm, refusalToEnd, refusalToReview } from './reach.ts';

/** Whose pictures may be cut, and who sees another bar, alarm or page. */
export const emergencyChange = {
  what: ['emergencies', 'alarms', 'cameras', 'session'],
  rights: true,
} as const;
const shownMax = 200;
const dayMs = 86_400_000;

export function createEmergencyActs(house: House): Emergencies {
  return {
    list: (actor) => list(house, actor),
    take: (actor, body) => take(house, actor, body),
    end: (actor, emergencyId) => end(house, actor, emergencyId),
    review: (actor, emergencyId, body) => review(house, actor, emergencyId, body),
  };
}

/** One's own, and those that one may review. */
async function list(house: House, actor: Actor): Answer<readonly EmergencyView[]> {
  const newest = await house.parts.facts.read((facts) => facts.emergencies.newest(shownMax));
  return ok(
    newest
      .filter((each) => isOf(actor, each) || refusalToReview(house, actor, each) === null)
      .map((each) => viewOf(house, actor, each)),
  );
}

async function take(house: House, actor: Actor, body: NewEmergencyBody): Answer<EmergencyView> {
  const { person } = actor;
  const dayAgo = instantFromMs(house.nowMs() - dayMs);
  const check = (taken: readonly EmergencyAccess[]) =>
    checkEmergency(
      person,
      clearancesOf(house.memory, person.id),
      taken.filter((each) => isOf(actor, each)),
      house.profile,
      house.nowMs(),
    );
  const before = check(house.memory.emergencies);
  if (!before.ok) {
    return before;
  }
  const ask = { act: 'break-glass', targetIds: [person.id], body } as const;
  const taken = await commitConfirmed(
    house,
    { actor, ask, change: emergencyChange },
    async (facts, record, confirmation) => {
      // Counted again in the unit of work: two askings at once are one too many.
      const checked = check(await facts.emergencies.current(dayAgo));
      if (!checked.ok) {
        return checked;
      }
      const emergency: EmergencyAccess = {
        id: house.newId('emergency'),
        personId: person.id,
        motive: body.motive,
        reason: body.reason,
        openedAt: house.now(),
        until: emergencyUntil(body.minutes, house.profile, house.nowMs()),
        ended: null,
        reviewed: null,
        alarmId: house.newId('alarm'),
      };
      await facts.emergencies.put(emergency);
      await facts.alarms.put({
        ...{ id: emergency.alarmId, code: emergencyAlarm, level: 'alarm', cameraId: null },
        ...{ recorderId: null, detail: `${person.displayName} : ${body.reason}` },
        ...{ atMs: house.nowMs(), endedMs: null, times: 1, firstMs: house.nowMs() },
        acknowledgedBy: null,
      });
      await record({
        kind: 'emergency-taken',
        by: person.id,
        about: [emergency.id, person.id],
        motive: body.motive,
        what: { reason: body.reason, until: emergency.until, confirmation },
      });
      return ok(emergency);
    },
  );
  return taken.ok ? ok(viewOf(house, actor, taken.value)) : taken;
}

async function end(house: House, actor: Actor, emergencyId: string): Answer<EmergencyView> {
  const known = await house.parts.facts.read((facts) => facts.emergencies.one(emergencyId));
  const denied = known === null ? null : refusalToEnd(house, actor, known);
  if (known === null || denied !== null) {
    return denied === null ? house.refused('unknown-thing') : err(denied);
  }
  return await house.commit(emergencyChange, async (facts, record) => {
    const emergency = await facts.emergencies.one(emergencyId);
    if (emergency === null || !isEmergencyOpen(emergency, house.nowMs())) {
      return house.refused('emergency-over');
    }
    const why = isOf(actor, emergency) ? 'given-back' : 'taken-back';
    const ended = { ...emergency, ended: { at: house.now(), by: actor.person.id, why } } as const;
    await facts.emergencies.put(ended);
    await record({
      kind: 'emergency-ended',
      by: actor.person.id,
      about: [emergency.id, emergency.personId],
      motive: emergency.motive,
      what: { why },
    });
    return ok(viewOf(house, actor, ended));
  });
}

async function review(
  house: House,
  actor: Actor,
  emergencyId: string,
  body: ReviewEmergencyBody,
): Answer<EmergencyView> {
  const known = await house.parts.facts.read((facts) => facts.emergencies.one(emergencyId));
  const denied = known === null ? null : refusalToReview(house, actor, known);
  if (known === null || denied !== null) {
    return denied === null ? house.refused('unknown-thing') : err(denied);
  }
  return await house.commit(emergencyChange, async (facts, record) => {
    const emergency = await facts.emergencies.one(emergencyId);
    if (emergency === null || isEmergencyOpen(emergency, house.nowMs())) {
      return house.refused('emergency-not-over');
    }
    if (emergency.reviewed !== null) {
      return house.refused('emergency-reviewed');
    }
    const reviewed = { ...body, at: house.now(), by: actor.person.id };
    const done: EmergencyAccess = { ...emergency, reviewed };
    await facts.emergencies.put(done);
    const alarm = await facts.alarms.one(emergency.alarmId);
    if (alarm !== null) {
      await facts.alarms.put({ ...alarm, endedMs: house.nowMs() });
    }
    await record({
      kind: 'emergency-reviewed',
      by: actor.person.id,
      about: [emergency.id, emergency.personId],
      motive: emergency.motive,
      what: { ...body },
    });
    return ok(viewOf(house, actor, done));
  });
}

function isOf({ person }: Actor, { personId }: EmergencyAccess): boolean {
  return personId === person.id;
}

/** Whether nobody has said in time whether it was justified (OPS-20). */
export function isReviewLate(house: House, { reviewed, until, ended }: EmergencyAccess): boolean {
  const sinceMs = msFromInstant(ended?.at ?? until);
  return reviewed === null && house.nowMs() >= sinceMs + house.profile.emergencyReviewMsMax;
}

function viewOf(house: House, actor: Actor, emergency: EmergencyAccess): EmergencyView {
  const nameOf = (personId: string) => house.person(personId)?.displayName ?? personId;
  const { id, personId, motive, reason, openedAt, until, ended, reviewed } = emergency;
  const isOpen = isEmergencyOpen(emergency, house.nowMs());
  return {
    ...{ id, motive, reason, openedAt, until, isOpen },
    person: nameOf(personId),
    isMine: isOf(actor, emergency),
    ended: ended && { ...ended, by: ended.by === null ? null : nameOf(ended.by) },
    reviewed: reviewed && { ...reviewed, by: nameOf(reviewed.by) },
    isReviewLate: isReviewLate(house, emergency),
    mayEnd: isOpen && refusalToEnd(house, actor, emergency) === null,
    mayReview: !isOpen && reviewed === null && refusalToReview(house, actor, emergency) === null,
  };
}
