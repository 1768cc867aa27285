/**
 * Clearances (VP-40): which of a person's clearances entitle them to something at an instant, and if
 * none does, the nearest miss in the order a person would ask: is there one, does it cover the place,
 * does it give the right, has it begun, has it ended, is it suspended. Pure; days are civil days of
 * the town's time zone.
 */

import { type CivilDay, type EpochMs, err, ok, type Result } from '@beffroi/kernel';
import { type CameraGroup, camerasNamed } from './camera-group.ts';
import { checkGround } from './clearance-ground.ts';
import { postWords, rightWords } from './labels.ts';
import type { LegalProfile } from './legal-profile.ts';
import type { Clearance, ClearanceGround, Post, Right } from './person.ts';
import { postMayHold } from './post-rights.ts';
import { dayWords, refusal } from './refusal.ts';
import { type Term, termOf, yearsLater } from './term.ts';
import type { Refusal } from './words.ts';

/** A clearance with its term in milliseconds and its cameras, computed once when facts are loaded. */
export interface StandingClearance {
  readonly clearance: Clearance;
  readonly term: Term;
  /** Its own and those of its groups; null: every camera of its communes. */
  readonly cameraIds: ReadonlySet<string> | null;
}

/** What an act touches: a camera, a whole commune (`cameraId` null), or nothing in particular. */
export type Reach = { readonly communeId: string; readonly cameraId: string | null } | null;

export function standingClearance(
  clearance: Clearance,
  timeZone: string,
  groups: ReadonlyMap<string, CameraGroup>,
): StandingClearance {
  return {
    clearance,
    term: termOf(clearance.from, clearance.until, timeZone),
    cameraIds: camerasNamed(clearance, groups),
  };
}

/** SEC-4: the commune is named, and the camera too where the clearance names cameras or groups. */
export function covers({ clearance, cameraIds }: StandingClearance, reach: Reach): boolean {
  if (reach === null) {
    return true;
  }
  if (!clearance.communeIds.some((id) => id === reach.communeId)) {
    return false;
  }
  return cameraIds === null || (reach.cameraId !== null && cameraIds.has(reach.cameraId));
}

/** Until when, at the latest, the person may; of several clearances the longest counts. */
export function clearedUntil(
  clearances: readonly StandingClearance[],
  right: Right,
  reach: Reach,
  atMs: EpochMs,
): Result<EpochMs, Refusal> {
  if (clearances.length === 0) {
    return err(refusal('no-clearance'));
  }
  const here = clearances.filter((standing) => covers(standing, reach));
  if (here.length === 0) {
    return err(refusal('clearance-elsewhere'));
  }
  const entitled = here.filter((standing) => standing.clearance.rights.includes(right));
  if (entitled.length === 0) {
    return err(refusal('clearance-without-right', { right: rightWords[right] }));
  }
  return inForce(entitled, atMs);
}

function inForce(entitled: readonly StandingClearance[], atMs: EpochMs): Result<EpochMs, Refusal> {
  const begun = entitled.filter((standing) => standing.term.fromMs <= atMs);
  if (begun.length === 0) {
    const soonest = entitled.reduce((a, b) => (b.term.fromMs < a.term.fromMs ? b : a));
    return err(refusal('clearance-not-begun', { day: dayWords(soonest.clearance.from) }));
  }
  const running = begun.filter((standing) => atMs < standing.term.untilMs);
  if (running.length === 0) {
    const latest = begun.reduce((a, b) => (b.term.untilMs > a.term.untilMs ? b : a));
    return err(refusal('clearance-ended', { day: dayWords(latest.clearance.until) }));
  }
  let untilMs = -1;
  let reason = '';
  for (const { clearance, term } of running) {
    // SEC-7: a suspension counts from the moment it is written, whatever its own clock said.
    if (clearance.suspended === null) {
      untilMs = Math.max(untilMs, term.untilMs);
    } else {
      reason = clearance.suspended.reason;
    }
  }
  return untilMs >= 0 ? ok(untilMs) : err(refusal('clearance-suspended', { reason }));
}

/** OPS-6, SEC-9, OPS-14: a clearance that may be written: its days, its post, what it rests on. */
export function checkClearance(
  clearance: {
    readonly ground: ClearanceGround | null;
    readonly from: CivilDay;
    readonly until: CivilDay;
    readonly rights: readonly Right[];
  },
  post: Post,
  profile: LegalProfile,
): Result<null, Refusal> {
  const years = profile.clearanceYearsMax;
  if (clearance.until < clearance.from || clearance.until > yearsLater(clearance.from, years)) {
    return err(refusal('clearance-invalid', { years: String(years) }));
  }
  const wrong = clearance.rights.find((right) => !postMayHold(post, right));
  if (wrong !== undefined) {
    return err(refusal('post-without-right', { post: postWords[post], right: rightWords[wrong] }));
  }
  const { ground } = clearance;
  return ground === null ? ok(null) : checkGround({ ...clearance, ground }, profile);
}
