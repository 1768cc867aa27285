/**
 * Second half of an erasure: recorders unlink what is condemned and say so; when the last file of a
 * camera under a key is gone, the receipt is written and the rows go, in one unit of work. The
 * receipt says when the key was destroyed, or on which day it will be if the retention was shortened.
 */

import type { House } from '../house.ts';
import type { ErasureOrder, StoredErasure } from '../ports/erasure.ts';
import type { FactsWork } from '../ports/facts.ts';
import { appendErasure } from './erasure-entry.ts';

/** Files in one order to a recorder; the next go with the next order. */
const ordersMax = 500;

/**
 * What a recorder has still to unlink, oldest first, round by round: files that its disk refuses to
 * unlink, however many, hold up no other's (RET-6).
 */
export class ErasureRounds {
  readonly #house: House;
  /** The last file of the last full order, by recorder. */
  readonly #reached = new Map<string, StoredErasure>();

  constructor(house: House) {
    this.#house = house;
  }

  async next(recorderId: string): Promise<readonly ErasureOrder[]> {
    const reached = this.#reached.get(recorderId) ?? null;
    const rest = await this.#waiting(recorderId, reached);
    const isOver = rest.length === 0 && reached !== null;
    const orders = isOver ? await this.#waiting(recorderId, null) : rest;
    const last = orders.at(-1);
    if (last !== undefined && orders.length === ordersMax) {
      this.#reached.set(recorderId, last);
    } else {
      this.#reached.delete(recorderId);
    }
    return orders.map(({ recordingId, path }) => ({ recordingId, path }));
  }

  #waiting(recorderId: string, after: StoredErasure | null): Promise<readonly StoredErasure[]> {
    return this.#house.parts.facts.read((facts) =>
      facts.erasures.waiting(recorderId, ordersMax, after),
    );
  }
}

/** A recorder says that a file is gone; false when nothing of the kind was condemned. */
export async function noteUnlinked(
  house: House,
  facts: FactsWork,
  recordingId: string,
  wasThere: boolean,
): Promise<boolean> {
  const erasure = await facts.erasures.one(recordingId);
  // An order that was sent twice is answered twice: the first answer counts.
  if (erasure !== null && erasure.unlinkedAt === null) {
    await facts.erasures.put({ ...erasure, unlinkedAt: house.now(), wasThere });
  }
  return erasure !== null;
}

/** Writes every receipt that can be written; answers how many, and what still waits. */
export async function writeReceipts(
  house: House,
): Promise<{ readonly receipts: number; readonly waiting: readonly StoredErasure[] }> {
  const { all, isEnding } = await house.parts.facts.read(async (facts) => ({
    all: await facts.erasures.all(),
    isEnding: (await facts.holds.lasting()).some(({ hold }) => hold.ended !== null),
  }));
  const groups = Map.groupBy(all, ({ cameraId, keyId }) => `${cameraId} ${keyId}`);
  let receipts = 0;
  for (const group of groups.values()) {
    const isGone = group.every(({ unlinkedAt }) => unlinkedAt !== null);
    if (isGone && !(isEnding && (await isUnderHold(house, group)))) {
      await house.parts.facts.transact((facts) => writeReceipt(house, facts, group));
      receipts += 1;
    }
  }
  return { receipts, waiting: all.filter(({ unlinkedAt }) => unlinkedAt === null) };
}

/** Whether the key of a hold that has ended still opens one: no receipt says that it is gone (HLD-6). */
function isUnderHold(house: House, group: readonly StoredErasure[]): Promise<boolean> {
  return house.parts.facts.read(async (facts) => {
    for (const { recordingId } of group) {
      if ((await facts.heldKeys.ofRecording(recordingId)).length > 0) {
        return true;
      }
    }
    return false;
  });
}

async function writeReceipt(
  house: House,
  facts: FactsWork,
  group: readonly StoredErasure[],
): Promise<void> {
  const [first] = group;
  if (first === undefined) {
    return;
  }
  const { cameraId, keyId, keyDay } = first;
  const key = await facts.keyErasures.one(keyId);
  const files = group.map(({ recordingId, stream, startMs, endMs, sha256, wasThere }) => ({
    recordingId,
    stream,
    startMs,
    endMs,
    sha256,
    wasThere,
  }));
  await appendErasure(house, facts, 'recordings-erased', [cameraId, keyId], {
    keyDay,
    keyDestroyedAt: key?.destroyedAt ?? null,
    fromMs: Math.min(...group.map(({ startMs }) => startMs)),
    toMs: Math.max(...group.map(({ startMs, endMs }) => endMs ?? startMs)),
    files,
  });
  for (const { recordingId } of group) {
    await facts.erasures.remove(recordingId);
  }
}
