/**
 * First half of an erasure: what is due is condemned, in the register first, then the day's key is
 * destroyed. Each step is one unit of work and can be done again: a centre killed after any of them
 * goes on where it stopped. A key dies only when nothing under it is not due (RET-6).
 */

import { addDays, type CivilDay, msFromInstant, startOfDay } from '@beffroi/kernel';
import { type Camera, dueDayOf } from '@beffroi/town';
import type { House } from '../house.ts';
import type { StoredErasure, StoredKeyErasure } from '../ports/erasure.ts';
import type { FactsWork, StoredRecording } from '../ports/facts.ts';
import { appendErasure } from './erasure-entry.ts';
import { heldBy } from './holding.ts';
import { copiesOf, type KeyCopy } from './key-copies.ts';

const hourMs = 3_600_000;

/** Condemns what is due of every camera on a civil day; answers how many files. */
export async function condemnRecordings(house: House, today: CivilDay): Promise<number> {
  let condemned = 0;
  for (const { stored } of house.memory.cameras.values()) {
    const due = (facts: FactsWork) => dueRecordings(house, facts, stored.camera, today);
    // Units of work run one at a time: none is begun for nothing, and none takes more than its share.
    while ((await house.parts.facts.read(due)).length > 0) {
      condemned += await house.parts.facts.transact(async (facts) =>
        condemnCamera(house, facts, await due(facts)),
      );
    }
  }
  return condemned;
}

/** Those of a camera that are due on a day and held by nothing, oldest first, at most 10 000. */
export async function dueRecordings(
  house: House,
  facts: FactsWork,
  camera: Pick<Camera, 'id' | 'retentionDays'>,
  today: CivilDay,
): Promise<readonly StoredRecording[]> {
  const { timeZone } = house.parts.settings;
  const retentionDays = Math.min(camera.retentionDays, house.profile.retentionDaysMax);
  // RET-4: what is due today has lived more than N - 1 days less the hour of a clock change.
  const livedMs = (retentionDays - 1) * 24 * hourMs - hourMs;
  const beforeMs = msFromInstant(startOfDay(today, timeZone)) - livedMs;
  const candidates = await facts.recordings.mayBeDue(camera.id, today, beforeMs);
  // HLD-1: looked at in the unit of work that condemns: a hold that is in the facts has won.
  const isHeld = candidates.length > 0 ? await heldBy(house, facts) : () => false;
  return candidates.filter((stored) => {
    const { startMs, sealedKey } = stored.recording;
    const due = dueDayOf({ startMs, keyDay: sealedKey.day }, retentionDays, timeZone);
    return due <= today && !isHeld(stored);
  });
}

async function condemnCamera(
  house: House,
  facts: FactsWork,
  due: readonly StoredRecording[],
): Promise<number> {
  for (const group of Map.groupBy(due, ({ recording }) => recording.sealedKey.keyId).values()) {
    const erasures = group.map((stored) => erasureOf(house, stored));
    for (const erasure of erasures) {
      await facts.erasures.put(erasure);
      await facts.recordings.remove(erasure.recordingId);
    }
    await appendCondemnation(house, facts, erasures);
  }
  return due.length;
}

function erasureOf(
  house: House,
  { recording, recorderId, closed }: StoredRecording,
): StoredErasure {
  const { recordingId, cameraId, stream, path, startMs, sealedKey } = recording;
  return {
    recordingId,
    recorderId,
    cameraId,
    stream,
    path,
    startMs,
    endMs: closed?.endMs ?? null,
    sha256: closed?.sha256 ?? null,
    keyId: sealedKey.keyId,
    keyDay: sealedKey.day,
    condemnedAt: house.now(),
    unlinkedAt: null,
    wasThere: null,
  };
}

async function appendCondemnation(
  house: House,
  facts: FactsWork,
  erasures: readonly StoredErasure[],
): Promise<void> {
  const [first] = erasures;
  if (first === undefined) {
    return;
  }
  const { cameraId, keyId, keyDay } = first;
  const files = erasures.map(({ recordingId, stream, startMs, endMs, sha256 }) => ({
    recordingId,
    stream,
    startMs,
    endMs,
    sha256,
  }));
  await appendErasure(house, facts, 'recordings-condemned', [cameraId, keyId], { keyDay, files });
}

/** What a run has destroyed, and the copies that outlive it for the first time. */
export interface DestroyedKeys {
  readonly keyIds: readonly string[];
  readonly firstOfCopies: readonly KeyCopy[];
}

/** Condemns and destroys every key whose day has come. */
export async function destroyKeys(house: House, today: CivilDay): Promise<DestroyedKeys> {
  const { facts, keyRing } = house.parts;
  for (const { keyId, day } of await keyRing.days()) {
    if (day <= today) {
      await facts.transact((work) => condemnKey(house, work, keyId, day));
    }
  }
  const condemned = await facts.read((work) => work.keyErasures.all());
  const keyIds: string[] = [];
  const firstOfCopies: KeyCopy[] = [];
  for (const key of condemned.filter(({ destroyedAt }) => destroyedAt === null)) {
    // Null when the ring had done it before a crash: all the same it is gone now.
    await keyRing.destroyDay(key.day);
    const copies = await facts.transact((work) => noteDestruction(house, work, key));
    keyIds.push(key.keyId);
    firstOfCopies.push(...copies.filter(({ isFirst }) => isFirst));
  }
  return { keyIds, firstOfCopies };
}

async function condemnKey(
  house: House,
  facts: FactsWork,
  keyId: string,
  day: CivilDay,
): Promise<void> {
  const isKnown = (await facts.keyErasures.one(keyId)) !== null;
  if (isKnown || (await facts.recordings.anyUnder(keyId))) {
    return;
  }
  await facts.keyErasures.put({ keyId, day, condemnedAt: house.now(), destroyedAt: null });
  await appendErasure(house, facts, 'key-condemned', [keyId], { day });
}

async function noteDestruction(
  house: House,
  facts: FactsWork,
  key: StoredKeyErasure,
): Promise<readonly KeyCopy[]> {
  await facts.keyErasures.put({ ...key, destroyedAt: house.now() });
  const copies = await copiesOf(facts, key.keyId);
  await appendErasure(house, facts, 'key-destroyed', [key.keyId], {
    day: key.day,
    copies: copies.map(({ entry, at }) => ({ entry, at })),
  });
  return copies;
}

/** First instant of the civil day after. */
export function nextMidnightMs(today: CivilDay, timeZone: string): number {
  return msFromInstant(startOfDay(addDays(today, 1), timeZone));
}
