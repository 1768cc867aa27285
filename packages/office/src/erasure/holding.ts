/**
 * Recordings kept for justice (HLD-1): while a hold runs, what it covers is condemned by nobody and
 * its data keys lie under the hold's own key too, so that the key of its day dies with the others and
 * nothing else lives longer (VP-38). When it ends its key is destroyed and what only it kept is due.
 * Each step is one unit of work and can be done again: the register first, then the key, then the rows.
 */

import { instantFromMs, messageOf } from '@beffroi/kernel';
import { type Hold, holdEnd, isCovered, isHolding } from '@beffroi/town';
import type { House } from '../house.ts';
import type { FactsWork, StoredRecording } from '../ports/facts.ts';
import type { StoredHeldKey, StoredHold } from '../ports/holds.ts';
import { purposeOf, type SealedDataKey } from '../ports/keys.ts';
import { appendErasure } from './erasure-entry.ts';

/** When the key of a hold that has ended is still needed by another (HLD-6). */
const keyRetryMs = 60_000;
/** Keys re-wrapped in one unit of work. */
const keysAtOnce = 200;

/** Whether a hold in force covers a recording: read in the unit of work that would condemn it. */
export async function heldBy(
  house: House,
  facts: FactsWork,
): Promise<(stored: StoredRecording) => boolean> {
  const { timeZone } = house.parts.settings;
  const lasting = (await facts.holds.lasting())
    .map(({ hold }) => hold)
    .filter((hold) => isHolding(hold, house.profile, timeZone, house.nowMs()));
  return ({ recording: { cameraId, startMs }, closed }) =>
    lasting.some((hold) => isCovered(hold, { cameraId, startMs, endMs: closed?.endMs ?? null }));
}

/**
 * Puts every data key that a hold in force covers under the hold's key. Answers what it could not do:
 * those files are condemned by nobody, and the key of their day stays until they can be (VP-38).
 */
export async function rewrapHeld(house: House): Promise<readonly string[]> {
  const { timeZone } = house.parts.settings;
  const lasting = await house.parts.facts.read((facts) => facts.holds.lasting());
  const faults: string[] = [];
  for (const { hold } of lasting) {
    if (isHolding(hold, house.profile, timeZone, house.nowMs())) {
      faults.push(...(await rewrapHold(house, hold)));
    }
  }
  return faults;
}

/** At once after a hold was placed, and again for files that their recorder tells of later. */
export async function rewrapHold(house: House, hold: Hold): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const cameraId of hold.cameraIds) {
    faults.push(...(await rewrapCamera(house, hold, cameraId)));
  }
  return faults;
}

async function rewrapCamera(
  house: House,
  hold: Hold,
  cameraId: string,
): Promise<readonly string[]> {
  const { facts } = house.parts;
  for (;;) {
    const missing = await facts.read((work) =>
      work.recordings.notHeld(hold.id, cameraId, hold.fromMs, hold.toMs, keysAtOnce),
    );
    const tried = await Promise.allSettled(missing.map((stored) => rewrapped(house, hold, stored)));
    const held = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (held.length > 0 && !(await keepHeld(house, hold, held))) {
      return [];
    }
    if (missing.length < keysAtOnce || held.length === 0) {
      const isOver = held.length < missing.length && !(await isLasting(house, hold));
      // The key of a hold that has ended meanwhile is not made: no fault of its files.
      return (isOver ? [] : tried).flatMap((one, index) =>
        one.status === 'rejected'
          ? [`${missing[index]?.recording.path}: ${messageOf(one.reason)}`]
          : [],
      );
    }
  }
}

/**
 * False when the hold has ended meanwhile: a key that nobody opens any more would spare its recording
 * for ever.
 */
function keepHeld(house: House, hold: Hold, held: readonly StoredHeldKey[]): Promise<boolean> {
  return house.parts.facts.transact(async (facts) => {
    const isLasting = (await facts.holds.one(hold.id))?.hold.ended === null;
    for (const each of isLasting ? held : []) {
      await facts.heldKeys.put(each);
    }
    return isLasting;
  });
}

function isLasting({ parts }: House, hold: Hold): Promise<boolean> {
  return parts.facts.read(async (facts) => (await facts.holds.one(hold.id))?.hold.ended === null);
}

/** From the key of its day, or, when that is dead, from the key of another hold. */
async function rewrapped(
  house: House,
  hold: Hold,
  { recording }: StoredRecording,
): Promise<StoredHeldKey> {
  const { facts, keyRing } = house.parts;
  const { recordingId } = recording;
  const others = await facts.read((work) => work.heldKeys.ofRecording(recordingId));
  const [first, ...rest] = [recording.sealedKey, ...others.map(({ sealedKey }) => sealedKey)];
  const rewrap = (sealed: SealedDataKey) =>
    keyRing.rewrapForHold(hold.id, sealed, purposeOf(recording));
  const sealedKey = await rest.reduce(
    (before, next) => before.catch(() => rewrap(next)),
    rewrap(first ?? recording.sealedKey),
  );
  return { key: `${hold.id} ${recordingId}`, holdId: hold.id, recordingId, sealedKey };
}

/** Ends what is over or has lapsed; answers all that have ended, and spare nothing from now on. */
export async function endHolds(house: House): Promise<readonly Hold[]> {
  const { facts } = house.parts;
  const lasting = () => facts.read((work) => work.holds.lasting());
  for (const { hold } of await lasting()) {
    const end = holdEnd(hold, house.profile, house.parts.settings.timeZone);
    if (hold.ended === null && house.nowMs() >= end.atMs) {
      await facts.transact((work) => noteEnd(house, work, hold.id, end));
    }
  }
  return (await lasting()).map(({ hold }) => hold).filter(({ ended }) => ended !== null);
}

/**
 * Destroys the keys of holds that have ended, once what only they kept is condemned: a hold placed
 * meanwhile over the same pictures either spared them, and still takes their keys from here, or came
 * too late for them (HLD-6).
 */
export async function destroyHoldKeys(house: House, ended: readonly Hold[]): Promise<void> {
  const { facts, keyRing } = house.parts;
  for (const hold of ended) {
    if (await isNeeded(house, hold)) {
      // Placed a moment ago, or what it keeps can't be re-wrapped, which `rewrapHeld` has said.
      await rewrapHeld(house);
    }
    if (!(await isNeeded(house, hold))) {
      // Null when the ring had done it before a crash, or when there was nothing to re-wrap.
      const key = await keyRing.destroyHold(hold.id);
      await facts.transact((work) => noteKeyDestroyed(house, work, hold.id, key?.keyId ?? null));
    }
  }
}

/** Whether another hold in force has still to take keys of the same pictures from this one. */
function isNeeded(house: House, { id, cameraIds, fromMs, toMs }: Hold): Promise<boolean> {
  const { facts, settings } = house.parts;
  return facts.read(async (work) => {
    for (const { hold: other } of await work.holds.lasting()) {
      const [from, to] = [Math.max(fromMs, other.fromMs), Math.min(toMs, other.toMs)];
      if (from < to && isHolding(other, house.profile, settings.timeZone, house.nowMs())) {
        for (const cameraId of cameraIds.filter((one) => other.cameraIds.includes(one))) {
          if (await work.recordings.anyToTake(id, other.id, cameraId, from, to)) {
            return true;
          }
        }
      }
    }
    return false;
  });
}

/** Not when it goes on: confirmed meanwhile, or ended only by a clock that was put right since. */
async function noteEnd(
  house: House,
  facts: FactsWork,
  holdId: string,
  end: ReturnType<typeof holdEnd>,
): Promise<void> {
  const stored = await facts.holds.one(holdId);
  if (stored === null || stored.hold.ended !== null || !isStillOver(house, stored)) {
    return;
  }
  const { hold } = stored;
  const ended = { at: instantFromMs(end.atMs), by: null, why: end.why, reason: '' } as const;
  await facts.holds.put({ ...stored, hold: { ...hold, ended } });
  await appendErasure(house, facts, 'hold-ended', [hold.id, ...hold.cameraIds], {
    why: end.why,
    endedAt: ended.at,
    reference: hold.reference,
  });
}

function isStillOver(house: House, { hold }: StoredHold): boolean {
  const end = holdEnd(hold, house.profile, house.parts.settings.timeZone);
  return house.nowMs() >= end.atMs;
}

async function noteKeyDestroyed(
  house: House,
  facts: FactsWork,
  holdId: string,
  keyId: string | null,
): Promise<void> {
  const stored = await facts.holds.one(holdId);
  if (stored === null || stored.hold.ended === null || stored.keyDestroyedAt !== null) {
    return;
  }
  const files = await facts.heldKeys.countOf(holdId);
  await facts.heldKeys.removeOf(holdId);
  await facts.holds.put({ ...stored, keyDestroyedAt: house.now() });
  await appendErasure(house, facts, 'hold-key-destroyed', [holdId], { keyId, files });
}

/** The next instant at which a hold ends by itself, or the key of one that has ended is tried again; null without any. */
export async function nextHoldEndMs(house: House): Promise<number | null> {
  const { timeZone } = house.parts.settings;
  const lasting = await house.parts.facts.read((facts) => facts.holds.lasting());
  const ends = lasting.map(({ hold }) =>
    hold.ended === null ? holdEnd(hold, house.profile, timeZone).atMs : house.nowMs() + keyRetryMs,
  );
  return ends.length === 0 ? null : Math.min(...ends);
}
