/**
 * The life of a camera (OPS-1): planned -> notified -> in service -> withdrawn, and back to notified
 * when it moves. Nothing goes into service without a notice to the prefect (VP-09) and an
 * authorisation in force (VP-04). Withdrawn is final: a camera that comes back is a new one, so that
 * an old recording never speaks of another place.
 */

import { type CivilDay, civilDayOf, err, type Instant, ok, type Result } from '@beffroi/kernel';
import type { Camera, CameraState } from './camera.ts';
import { stateWords } from './labels.ts';
import type { LegalProfile } from './legal-profile.ts';
import { refusal } from './refusal.ts';
import { yearsLater } from './term.ts';
import type { Refusal } from './words.ts';

export type CameraStep =
  | { readonly to: 'notified'; readonly noticeDay: CivilDay }
  | { readonly to: 'in-service' }
  | { readonly to: 'withdrawn'; readonly reason: string };

/** The state after a step, or why it can't be taken. */
export function stepCamera(
  camera: Pick<Camera, 'state' | 'authorisation'>,
  step: CameraStep,
  at: Instant,
  timeZone: string,
): Result<CameraState, Refusal> {
  const { state } = camera;
  if (state.kind === 'withdrawn' || state.kind === step.to) {
    return err(
      refusal('camera-step-refused', { from: stateWords[state.kind], to: stateWords[step.to] }),
    );
  }
  switch (step.to) {
    case 'notified':
      return ok({ kind: 'notified', noticeDay: step.noticeDay });
    case 'withdrawn':
      return ok({ kind: 'withdrawn', since: at, reason: step.reason });
    case 'in-service':
      return enterService(camera, at, timeZone);
  }
}

/** OPS-2: a notice of today or before, and an authorisation that covers today. */
function enterService(
  { state, authorisation }: Pick<Camera, 'state' | 'authorisation'>,
  at: Instant,
  timeZone: string,
): Result<CameraState, Refusal> {
  const today = civilDayOf(at, timeZone);
  if (state.kind !== 'notified' || state.noticeDay > today) {
    return err(refusal('service-without-notice'));
  }
  if (authorisation === null || today < authorisation.from || today > authorisation.until) {
    return err(refusal('service-without-authorisation'));
  }
  return ok({ kind: 'in-service', noticeDay: state.noticeDay, since: at });
}

/** OPS-3, OPS-4, RET-1: what a camera must say of itself before it is written down. */
export function checkCamera(
  camera: Pick<
    Camera,
    'name' | 'place' | 'objective' | 'purposes' | 'authorisation' | 'retentionDays' | 'main' | 'sub'
  >,
  profile: LegalProfile,
): Result<null, Refusal> {
  const missing = missingOf(camera);
  if (missing !== null) {
    return err(refusal('camera-incomplete', { what: missing }));
  }
  if (!isStreamUrl(camera.main.url) || (camera.sub !== null && !isStreamUrl(camera.sub.url))) {
    return err(refusal('camera-address-invalid'));
  }
  const order = camera.authorisation;
  const years = profile.authorisationYearsMax;
  if (order !== null && (order.until < order.from || order.until > yearsLater(order.from, years))) {
    return err(refusal('authorisation-too-long', { years: String(years) }));
  }
  const max = retentionDaysMax(order?.retentionDaysMax ?? null, profile);
  const days = camera.retentionDays;
  return Number.isInteger(days) && days >= 1 && days <= max
    ? ok(null)
    : err(refusal('retention-too-long', { days: String(days), max: String(max) }));
}

/** RET-1: the order's own maximum, never above the profile's ceiling. */
export function retentionDaysMax(orderDaysMax: number | null, profile: LegalProfile): number {
  return Math.min(orderDaysMax ?? profile.retentionDaysMax, profile.retentionDaysMax);
}

/** `rtsp://` or `rtsps://` with a host, without user information, white space or fragment. */
export function isStreamUrl(url: string): boolean {
  return /^rtsps?:\/\/(\[[0-9a-fA-F:.]+\]|[^\s/@:#?]+)(:\d{1,5})?(\/[^\s#]*|\?[^\s#]*)?$/.test(url);
}

function missingOf(camera: Pick<Camera, 'name' | 'place' | 'objective' | 'purposes'>) {
  if (camera.name.trim() === '') {
    return { fr: 'un nom', en: 'a name' };
  }
  if (camera.place.trim() === '') {
    return { fr: 'un lieu', en: 'a place' };
  }
  if (camera.objective.trim() === '') {
    return { fr: 'un objectif principal', en: 'a main objective' };
  }
  return camera.purposes.length === 0 ? { fr: 'une finalité', en: 'a purpose' } : null;
}
