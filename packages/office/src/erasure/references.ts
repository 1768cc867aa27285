/**
 * Pictures of reference of mask versions are pictures of the street: they go at their camera's term
 * like its recordings (RET-9). Their key dies with its day; here the bytes leave the facts, with an
 * entry that keeps the digest. The version itself stays: who decided, when, why, and which zones.
 */

import { msFromInstant } from '@beffroi/kernel';
import { dueDayOf } from '@beffroi/town';
import type { House } from '../house.ts';
import type { StoredMaskVersion } from '../ports/facts.ts';
import { appendErasure } from './erasure-entry.ts';

/** Takes away what is due on a day; answers how many. */
export async function eraseReferences(house: House, today: string): Promise<number> {
  const kept = await house.parts.facts.read((facts) => facts.masks.withReference());
  const due = kept.filter((stored) => isDue(house, stored, today));
  if (due.length > 0) {
    await house.parts.facts.transact(async (facts) => {
      for (const { version, reference } of due) {
        await facts.masks.put({ version, reference: null });
        await appendErasure(house, facts, 'mask-reference-erased', [version.cameraId, version.id], {
          sha256: version.referenceSha256,
          keyId: reference?.keyId ?? null,
          keyDay: reference?.day ?? null,
        });
      }
    });
  }
  return due.length;
}

function isDue(house: House, { version, reference }: StoredMaskVersion, today: string): boolean {
  const { timeZone } = house.parts.settings;
  const days = house.memory.cameras.get(version.cameraId)?.camera.retentionDays ?? 0;
  const startMs = msFromInstant(version.decidedAt);
  return (
    reference !== null && dueDayOf({ startMs, keyDay: reference.day }, days, timeZone) <= today
  );
}
