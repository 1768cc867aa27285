/** Which holds a person sees and ends (HLD-3): those on cameras of their reach, all of them. */

import type { Refusal } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Asker } from '../office.ts';

/** A camera that is no longer known hides nothing. */
export function refusalToSeeHold(
  house: House,
  actor: Asker,
  cameraIds: readonly string[],
): Refusal | null {
  for (const cameraId of cameraIds) {
    const denied = house.refusalOf(actor, cameraId, { kind: 'place-hold' });
    if (denied !== null && denied.code !== 'unknown-camera') {
      return denied;
    }
  }
  return null;
}

export function refusalToEndHold(
  house: House,
  actor: Asker,
  cameraIds: readonly string[],
): Refusal | null {
  return (
    house.refusalOf(actor, null, { kind: 'end-hold' }) ?? refusalToSeeHold(house, actor, cameraIds)
  );
}
