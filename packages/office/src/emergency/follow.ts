/**
 * Follows emergency accesses in time (OPS-19, OPS-20): at the end of one every lease is decided again
 * within the instant, and its entry is written; so it is when the clearance behind it was suspended or
 * lost. One that nobody has reviewed in time raises its own alarm. Ends don't hang on a write: decisions
 * know the term in milliseconds, the database may be away.
 */

import { msFromInstant } from '@beffroi/kernel';
import { type EmergencyAccess, isEmergencyOpen } from '@beffroi/town';
import type { House } from '../house.ts';
import { lentTo } from '../town-memory.ts';
import { emergencyChange, isReviewLate } from './acts.ts';
import { emergencyAlarm, lateAlarm } from './reach.ts';

/** A corrected clock is noticed within this. */
const lookMsMax = 15 * 60_000;
const retryMs = 2000;

/** Until the returned function is called. */
export function followEmergencies(house: House): () => void {
  let cancel = () => {};
  let isOver = false;
  let looking: Promise<void> = Promise.resolve();
  const lookIn = (ms: number) => {
    cancel();
    cancel = isOver ? () => {} : house.parts.clock.after(ms, look);
  };
  const look = () => {
    looking = looking
      .then(() => settle(house))
      .then(
        () => lookIn(nextMs(house)),
        () => lookIn(retryMs),
      );
  };
  look();
  const stop = house.onChange(({ what }) => {
    if (what.includes('people') || what.includes('emergencies')) {
      look();
    }
  });
  return () => {
    isOver = true;
    stop();
    cancel();
  };
}

/** How long until the next end or the next review that is late. */
function nextMs(house: House): number {
  const nowMs = house.nowMs();
  const due = house.memory.emergencies.flatMap((each) => {
    const endMs = msFromInstant(each.ended?.at ?? each.until);
    return each.reviewed === null ? [endMs, endMs + house.profile.emergencyReviewMsMax] : [endMs];
  });
  return Math.min(lookMsMax, ...due.filter((ms) => ms > nowMs).map((ms) => ms - nowMs));
}

/** Writes down what has ended, and what is late; does nothing the second time. */
async function settle(house: House): Promise<void> {
  const over = house.memory.emergencies.filter((each) => endingOf(house, each) !== null);
  if (over.length > 0) {
    // First the cut, then the writing: the term is over whatever the database does.
    house.tell({ what: ['cameras', 'session'], rights: true });
    await house.commit(emergencyChange, async (facts, record) => {
      for (const { id } of over) {
        const emergency = await facts.emergencies.one(id);
        const why = emergency && endingOf(house, emergency);
        if (emergency === null || why === null) {
          continue;
        }
        const at = why === 'term' ? emergency.until : house.now();
        await facts.emergencies.put({ ...emergency, ended: { at, by: null, why } });
        await record({
          kind: 'emergency-ended',
          by: null,
          about: [emergency.id, emergency.personId],
          motive: emergency.motive,
          what: { why },
        });
      }
    });
  }
  await raiseLate(house);
}

/** Why one that isn't written as ended lends nothing any more; null while it does. */
function endingOf(house: House, emergency: EmergencyAccess): 'term' | 'clearance-lost' | null {
  if (emergency.ended !== null) {
    return null;
  }
  if (!isEmergencyOpen(emergency, house.nowMs())) {
    return 'term';
  }
  return lentTo(house.memory, emergency.personId).length > 0 ? null : 'clearance-lost';
}

/** The alarm of a late one is raised to say so: one that was acknowledged is heard again. */
async function raiseLate(house: House): Promise<void> {
  const late = house.memory.emergencies.filter((each) => isReviewLate(house, each));
  for (const { id, alarmId } of late) {
    const alarm = await house.parts.facts.read((facts) => facts.alarms.one(alarmId));
    if (alarm?.code === emergencyAlarm) {
      await house.commit({ what: ['alarms', 'emergencies'], rights: false }, async (facts) => {
        const still = await facts.alarms.one(alarmId);
        const emergency = await facts.emergencies.one(id);
        if (still !== null && emergency?.reviewed === null) {
          await facts.alarms.put({ ...still, code: lateAlarm, acknowledgedBy: null });
        }
      });
    }
  }
}
