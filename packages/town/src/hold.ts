/**
 * Keeping recordings beyond their term for justice (legal hold, L252-5 CSI, VP-31, VP-38, RJ-08): only
 * under one of three frameworks, with a reference and an end. A hold announced by telephone lapses
 * unless it is confirmed in writing. It names cameras and a span, and lengthens nothing else.
 */

import {
  addDays,
  type CivilDay,
  civilDayOf,
  type EpochMs,
  err,
  type Id,
  type Instant,
  instantFromMs,
  msFromInstant,
  ok,
  type Result,
  startOfDay,
} from '@beffroi/kernel';
import type { LegalProfile } from './legal-profile.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './words.ts';

/** Code of criminal procedure: flagrance, preliminary inquiry, judicial investigation. */
export const holdFrameworks = ['60-1', '77-1-1', '99-3'] as const;
export type HoldFramework = (typeof holdFrameworks)[number];

/** RJ-01: by any means; what was only said has still to be written. */
export const holdChannels = ['written', 'phone'] as const;
export type HoldChannel = (typeof holdChannels)[number];

export const holdEndings = ['lifted', 'lapsed', 'over'] as const;

export interface Hold {
  readonly id: Id<'hold'>;
  readonly framework: HoldFramework;
  /** Of the requisition or the procedure (PV number). */
  readonly reference: string;
  readonly channel: HoldChannel;
  /** Officer and unit who ask for it. */
  readonly requester: string;
  readonly cameraIds: readonly string[];
  /** Official time; what touches [fromMs, toMs) is kept. */
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly placedBy: Id<'person'>;
  readonly placedAt: Instant;
  /** Last civil day included. */
  readonly until: CivilDay;
  /** Null until what was telephoned has come in writing. */
  readonly confirmed: {
    readonly at: Instant;
    readonly by: Id<'person'>;
    readonly reference: string;
  } | null;
  readonly ended: {
    readonly at: Instant;
    /** Null when it ended by itself. */
    readonly by: Id<'person'> | null;
    readonly why: (typeof holdEndings)[number];
    readonly reason: string;
  } | null;
}

/** What is asked for before it is a hold. */
export type HoldWish = Pick<
  Hold,
  'framework' | 'reference' | 'requester' | 'channel' | 'cameraIds' | 'fromMs' | 'toMs' | 'until'
>;

/** HLD-1: framework, reference and requester in words, a span of 31 days at most, an end to come. */
export function checkHold(
  wish: HoldWish,
  profile: LegalProfile,
  today: CivilDay,
): Result<null, Refusal> {
  if (wish.reference.trim() === '' || wish.requester.trim() === '') {
    return err(refusal('hold-without-reference'));
  }
  if (!(wish.toMs > wish.fromMs) || wish.toMs - wish.fromMs > profile.holdSpanMsMax) {
    return err(refusal('period-invalid'));
  }
  const lastDay = addDays(today, profile.holdDaysMax);
  return wish.until >= today && wish.until <= lastDay
    ? ok(null)
    : err(refusal('hold-end-invalid', { days: String(profile.holdDaysMax) }));
}

/** HLD-2: the first instant at which a hold no longer keeps anything, and by what. */
export function holdEnd(
  hold: Hold,
  profile: LegalProfile,
  timeZone: string,
): { readonly atMs: EpochMs; readonly why: 'lapsed' | 'over' } {
  const overMs = msFromInstant(startOfDay(addDays(hold.until, 1), timeZone));
  const lapseMs =
    hold.channel === 'phone' && hold.confirmed === null
      ? msFromInstant(hold.placedAt) + profile.phonedHoldMsMax
      : Number.POSITIVE_INFINITY;
  return lapseMs < overMs ? { atMs: lapseMs, why: 'lapsed' } : { atMs: overMs, why: 'over' };
}

/** True while the hold keeps what it covers, whether or not its end has been written down yet. */
export function isHolding(
  hold: Hold,
  profile: LegalProfile,
  timeZone: string,
  atMs: EpochMs,
): boolean {
  return hold.ended === null && atMs < holdEnd(hold, profile, timeZone).atMs;
}

/** Whether a recording of [startMs, endMs) is what a hold covers; null: it isn't closed yet. */
export function isCovered(
  hold: Hold,
  recording: {
    readonly cameraId: string;
    readonly startMs: EpochMs;
    readonly endMs: EpochMs | null;
  },
): boolean {
  return (
    hold.cameraIds.includes(recording.cameraId) &&
    recording.startMs < hold.toMs &&
    (recording.endMs === null || recording.endMs > hold.fromMs)
  );
}

/** The civil day up to which a hold placed now may run at most. */
export function holdLastDay(profile: LegalProfile, atMs: EpochMs, timeZone: string): CivilDay {
  return addDays(civilDayOf(instantFromMs(atMs), timeZone), profile.holdDaysMax);
}
