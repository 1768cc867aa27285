/**
 * Alarms: lasting states that somebody must see. One alarm for a state, however often it is raised;
 * it ends by itself and stays in the list until somebody has taken it. Until then one that comes back
 * is the same alarm of its camera or recorder, counted (LNK-6): thirty lines for a camera that comes
 * and goes hide the others. What a recorder says of its own disk is kept as it says it, also what came
 * and went while the centre was away.
 */

import { type RecorderAlarm, recorderAlarmCodes } from '@beffroi/wire';
import type { House } from '../house.ts';
import type { Recorders } from '../office.ts';
import type { FactsWork, StoredAlarm } from '../ports/facts.ts';

export function createAlarmActs(
  house: House,
): Pick<Recorders, 'raiseAlarm' | 'endAlarm' | 'keepAlarms'> {
  return {
    raiseAlarm: (alarm) =>
      tellIf(house, (facts) =>
        raise(house, facts, { recorderId: null, ...alarm, atMs: house.nowMs() }),
      ),
    endAlarm: (code, cameraId, recorderId = null) =>
      tellIf(house, async (facts) => {
        const open = await facts.alarms.open(code, cameraId, recorderId);
        return open !== null && open.endedMs === null && end(facts, open, house.nowMs());
      }),
    keepAlarms: (recorderId, alarms) =>
      tellIf(house, (facts) => keepReport(house, facts, recorderId, alarms)),
  };
}

type NewAlarm = Omit<StoredAlarm, 'id' | 'endedMs' | 'times' | 'firstMs' | 'acknowledgedBy'>;

/** One unit of work; the pages are told when it changed something. */
async function tellIf(house: House, work: (facts: FactsWork) => Promise<boolean>): Promise<void> {
  if (await house.parts.facts.transact(work)) {
    house.tell({ what: ['alarms'], rights: false });
  }
}

async function raise(house: House, facts: FactsWork, alarm: NewAlarm): Promise<boolean> {
  const { code, cameraId, recorderId } = alarm;
  const open = await facts.alarms.open(code, cameraId, recorderId);
  if (open !== null && open.endedMs === null) {
    return false;
  }
  // Of the whole house each detail matters: the copy of a key that is over, the hold that failed.
  const isOfOne = cameraId !== null || recorderId !== null;
  const anew = { id: house.newId('alarm'), times: 0, firstMs: alarm.atMs };
  const known = isOfOne && open !== null ? open : anew;
  await facts.alarms.put({
    ...{ ...alarm, id: known.id, times: known.times + 1, firstMs: known.firstMs },
    ...{ endedMs: null, acknowledgedBy: null },
  });
  return true;
}

async function end(facts: FactsWork, alarm: StoredAlarm, atMs: number): Promise<boolean> {
  await facts.alarms.put({ ...alarm, endedMs: Math.max(atMs, alarm.atMs) });
  return true;
}

/** Ends what the recorder no longer names, then what it says has ended, then raises what lasts. */
async function keepReport(
  house: House,
  facts: FactsWork,
  recorderId: string,
  alarms: readonly RecorderAlarm[],
): Promise<boolean> {
  let changed = false;
  for (const kept of await facts.alarms.lastingOfRecorder(recorderId)) {
    const isOwn = recorderAlarmCodes.some((code) => code === kept.code);
    if (isOwn && !alarms.some((alarm) => isSame(kept, alarm))) {
      changed = (await end(facts, kept, house.nowMs())) || changed;
    }
  }
  for (const alarm of alarms) {
    changed = (await keepOne(house, facts, recorderId, alarm)) || changed;
  }
  return changed;
}

async function keepOne(
  house: House,
  facts: FactsWork,
  recorderId: string,
  { sinceMs, endedMs, ...alarm }: RecorderAlarm,
): Promise<boolean> {
  if (endedMs !== null && (await wasKept(facts, recorderId, alarm, sinceMs))) {
    return false;
  }
  const raised = await raise(house, facts, { ...alarm, recorderId, atMs: sinceMs });
  if (endedMs === null) {
    return raised;
  }
  const open = await facts.alarms.open(alarm.code, alarm.cameraId, recorderId);
  return open !== null && end(facts, open, endedMs);
}

/** A report that was kept but not acknowledged comes again; what it says may be over twice by now. */
async function wasKept(
  facts: FactsWork,
  recorderId: string,
  { code, cameraId }: Pick<RecorderAlarm, 'code' | 'cameraId'>,
  sinceMs: number,
): Promise<boolean> {
  const open = await facts.alarms.open(code, cameraId, recorderId);
  return open !== null && (open.endedMs === null ? open.atMs > sinceMs : open.atMs >= sinceMs);
}

function isSame(kept: StoredAlarm, alarm: RecorderAlarm): boolean {
  return kept.code === alarm.code && kept.cameraId === alarm.cameraId;
}
