/**
 * How a camera's authorisation stands on a day (OPS-12): somebody must ask for its renewal in time,
 * because on the day after its last the camera neither shows nor records (VP-04, VP-05, VP-07).
 */

import { addDays, type CivilDay } from '@beffroi/kernel';
import type { Camera } from './camera.ts';
import type { LegalProfile } from './legal-profile.ts';

/**
 * `good` also for a camera that is only planned or has been withdrawn: it needs none now. `missing`:
 * none, over, or not yet in force.
 */
export type AuthorisationStanding = 'good' | 'ending' | 'last-call' | 'missing';

export function authorisationStanding(
  camera: Pick<Camera, 'state' | 'authorisation'>,
  today: CivilDay,
  profile: LegalProfile,
): AuthorisationStanding {
  const { state, authorisation } = camera;
  if (state.kind === 'planned' || state.kind === 'withdrawn') {
    return 'good';
  }
  if (authorisation === null || today > authorisation.until) {
    return 'missing';
  }
  if (today < authorisation.from) {
    return state.kind === 'in-service' ? 'missing' : 'good';
  }
  if (addDays(today, profile.renewalLastCallDays) > authorisation.until) {
    return 'last-call';
  }
  return addDays(today, profile.renewalReminderDays) > authorisation.until ? 'ending' : 'good';
}
