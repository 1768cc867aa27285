/**
 * The key ring of a restored centre. Of a copy only what may still live is put: a key that the facts
 * know to be destroyed, or whose day has come, never enters the new ring, not for a moment (BAK-4).
 * Days that are over are marked destroyed, so that no key of theirs is ever made again.
 */

import type { CivilDay } from '@beffroi/kernel';
import { putRing, type RingCopy, type RootKeeper } from '@beffroi/keyring';
import type { Chance, Facts } from '@beffroi/office';

export interface RingState {
  /** Recordings that open. */
  readonly openable: number;
  /** Recordings whose key did not come along. */
  readonly lost: number;
  /** Ids of the keys that those are sealed to. */
  readonly lostKeys: readonly string[];
  /** Keys of the copy that were left out, because they are destroyed or due. */
  readonly refusedKeys: readonly string[];
}

export async function putRestoredRing({
  facts,
  chance,
  directory,
  root,
  today,
  copy,
}: {
  readonly facts: Facts;
  readonly chance: Chance;
  /** Of the new ring. */
  readonly directory: string;
  readonly root: RootKeeper;
  readonly today: CivilDay;
  /** Null when day keys weren't backed up, or stay closed. */
  readonly copy: RingCopy | null;
}): Promise<RingState> {
  const erased = await facts.read((work) => work.keyErasures.all());
  const dead = new Map(erased.map(({ keyId, day }) => [keyId, { keyId, day }]));
  const given = copy ?? { version: 1, keys: [], destroyed: [] };
  for (const destroyed of given.destroyed) {
    dead.set(destroyed.keyId, destroyed);
  }
  const isDead = ({ keyId, day }: { readonly keyId: string; readonly day: string }) =>
    dead.has(keyId) || day <= today;
  const refused = given.keys.filter(isDead);
  for (const { keyId, day } of refused) {
    dead.set(keyId, { keyId, day });
  }
  const kept = given.keys.filter((key) => !isDead(key));
  const destroyed = [...dead.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const allHolds = await facts.read((work) => work.holds.all());
  const lasting = allHolds.filter(({ keyDestroyedAt }) => keyDestroyedAt === null);
  const holds = (given.holds ?? []).filter(({ holdId }) =>
    lasting.some(({ hold }) => hold.id === holdId),
  );
  const destroyedHolds = [
    ...new Set([
      ...(given.destroyedHolds ?? []),
      ...allHolds.filter((hold) => !lasting.includes(hold)).map(({ hold }) => hold.id),
    ]),
  ];
  putRing(
    { directory, chance, root },
    { version: 1, keys: kept, destroyed, holds, destroyedHolds },
  );
  const recordings = await facts.read((work) => work.recordings.all());
  const opening = new Set([...kept, ...holds].map(({ keyId }) => keyId));
  const held = (await facts.read((work) => work.heldKeys.all())).filter(({ sealedKey }) =>
    opening.has(sealedKey.keyId),
  );
  const heldIds = new Set(held.map(({ recordingId }) => recordingId));
  const closed = recordings.filter(
    ({ recording: { recordingId, sealedKey } }) =>
      !opening.has(sealedKey.keyId) && !heldIds.has(recordingId),
  );
  return {
    openable: recordings.length - closed.length,
    lost: closed.length,
    lostKeys: [...new Set(closed.map(({ recording }) => recording.sealedKey.keyId))].toSorted(),
    refusedKeys: refused.map(({ keyId }) => keyId),
  };
}
