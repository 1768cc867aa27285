/**
 * Emergency access (accès d'urgence, OPS-17 to OPS-19): what a cleared person may lend themselves when
 * waiting would cost a life, loudly and to be judged afterwards. It is a clearance that nobody wrote:
 * derived from the fact each time the town is read, in milliseconds, over whole communes of the
 * person's own clearances. It never outlives its term or the clearance behind it, passes no suspension,
 * and changes nothing of masks, authorisations, service, motives and retention. Pure.
 */

import {
  type EpochMs,
  err,
  type Id,
  type Instant,
  instantFromMs,
  msFromInstant,
  ok,
  type Result,
} from '@beffroi/kernel';
import type { StandingClearance } from './clearance.ts';
import { type Act, type DecisionFacts, decide } from './decide.ts';
import type { LegalProfile } from './legal-profile.ts';
import type { Clearance, Person, Right } from './person.ts';
import { postMayHold } from './post-rights.ts';
import { refusal } from './refusal.ts';
import { isWithin } from './term.ts';
import type { Decision, Refusal, Words } from './words.ts';

export const emergencyMotives = [
  'danger-to-life',
  'offence-in-the-act',
  'disaster',
  'colleague-unreachable',
] as const;
export type EmergencyMotive = (typeof emergencyMotives)[number];

/** OPS-17: all that it can lend; what manages, lifts, ends or reads registers is never on it. */
export const emergencyRights = [
  'watch-live',
  'view-recordings',
  'save-stills',
  'bookmark',
  'place-holds',
] as const satisfies readonly Right[];

export const emergencyFindings = ['justified', 'not-justified'] as const;
export type EmergencyFinding = (typeof emergencyFindings)[number];

export const emergencyEndings = ['term', 'given-back', 'taken-back', 'clearance-lost'] as const;

export interface EmergencyAccess {
  readonly id: Id<'emergency'>;
  readonly personId: Id<'person'>;
  readonly motive: EmergencyMotive;
  readonly reason: string;
  readonly openedAt: Instant;
  readonly until: Instant;
  /** `by` null: nobody, it came to its end. */
  readonly ended: {
    readonly at: Instant;
    readonly by: Id<'person'> | null;
    readonly why: (typeof emergencyEndings)[number];
  } | null;
  readonly reviewed: {
    readonly at: Instant;
    readonly by: Id<'person'>;
    readonly finding: EmergencyFinding;
    readonly words: string;
  } | null;
  /** What says it aloud until it is reviewed. */
  readonly alarmId: Id<'alarm'>;
}

/** The rule that a permission cites when nothing but an emergency access gives it. */
export const emergencyRule = 'OPS-17';

/** Rights of pictures, one of which an own clearance in force must give. */
const ownRights: readonly Right[] = ['watch-live', 'view-recordings'];

/** OPS-17: whether this person may take one now; `taken` are theirs of the last 24 hours. */
export function checkEmergency(
  person: Person,
  own: readonly StandingClearance[],
  taken: readonly EmergencyAccess[],
  profile: LegalProfile,
  atMs: EpochMs,
): Result<null, Refusal> {
  if (lentRights(person).length === 0 || groundsOf(own, atMs).length === 0) {
    return err(refusal('emergency-without-clearance'));
  }
  const recent = taken.filter(({ openedAt }) => msFromInstant(openedAt) > atMs - dayMs);
  if (recent.some((each) => isOpen(each, atMs))) {
    return err(refusal('emergency-open'));
  }
  const count = profile.emergenciesPerDayMax;
  return recent.length < count
    ? ok(null)
    : err(refusal('emergency-too-often', { count: String(count) }));
}

const dayMs = 86_400_000;

/** Neither ended nor over. */
export function isOpen({ ended, until }: EmergencyAccess, atMs: EpochMs): boolean {
  return ended === null && atMs < msFromInstant(until);
}

/**
 * OPS-18: what an emergency access lends, for each commune until the last of the own clearances that
 * names it ends, never past its own term; nothing while a clearance of theirs is suspended.
 */
export function lentClearances(
  emergency: EmergencyAccess,
  person: Person,
  own: readonly StandingClearance[],
  atMs: EpochMs,
): readonly StandingClearance[] {
  const rights = lentRights(person);
  if (!isOpen(emergency, atMs) || rights.length === 0) {
    return [];
  }
  const untilMs = new Map<Id<'commune'>, EpochMs>();
  for (const { clearance, term } of groundsOf(own, atMs)) {
    for (const communeId of clearance.communeIds) {
      untilMs.set(communeId, Math.max(term.untilMs, untilMs.get(communeId) ?? 0));
    }
  }
  const fromMs = msFromInstant(emergency.openedAt);
  const endMs = msFromInstant(emergency.until);
  return [...untilMs].map(([communeId, until]) => ({
    clearance: lent(emergency, communeId, rights),
    term: { fromMs, untilMs: Math.min(until, endMs) },
    cameraIds: null,
  }));
}

/** The town's answer with what an emergency access lends: cited as OPS-17 when nothing else gives it. */
export function decideLent(
  act: Act,
  facts: DecisionFacts,
  lentToThem: readonly StandingClearance[],
  at: Instant,
): Decision {
  const decision = decide(act, facts, at);
  if (decision.allowed || lentToThem.length === 0) {
    return decision;
  }
  const withLent = decide(act, { ...facts, clearances: lentToThem }, at);
  if (withLent.allowed) {
    return { ...withLent, rule: emergencyRule };
  }
  // Of two refusals the nearer is said: a missing mask rather than a clearance that is lent anyhow.
  return withLent.rule.startsWith('SEC-') ? decision : withLent;
}

/** The clearances on which one may stand: own, in force, of pictures; none while one is suspended. */
function groundsOf(own: readonly StandingClearance[], atMs: EpochMs): readonly StandingClearance[] {
  const current = own.filter(({ term }) => isWithin(term, atMs));
  return current.some(({ clearance }) => clearance.suspended !== null)
    ? []
    : current.filter(({ clearance }) => ownRights.some((one) => clearance.rights.includes(one)));
}

/** SEC-9 bounds it like any clearance. */
function lentRights({ post, leftAt }: Person): readonly Right[] {
  return leftAt === null ? emergencyRights.filter((right) => postMayHold(post, right)) : [];
}

function lent(
  { id, personId, openedAt, until }: EmergencyAccess,
  communeId: Id<'commune'>,
  rights: readonly Right[],
): Clearance {
  return {
    // Never kept: it stands beside the clearances in memory, and its id is the fact's.
    id: id as string as Id<'clearance'>,
    personId,
    authority: emergencyRule,
    ground: null,
    communeIds: [communeId],
    cameraIds: null,
    groupIds: [],
    rights,
    from: openedAt.slice(0, 10),
    until: until.slice(0, 10),
    suspended: null,
  };
}

/** When an access that is taken now for some minutes ends: never past what the profile allows. */
export function emergencyUntil(minutes: number, profile: LegalProfile, atMs: EpochMs): Instant {
  return instantFromMs(atMs + Math.min(minutes * 60_000, profile.emergencyMsMax));
}

export const emergencyMotiveWords: Readonly<Record<EmergencyMotive, Words>> = {
  'danger-to-life': { fr: 'Danger pour une personne', en: 'Danger to a person' },
  'offence-in-the-act': { fr: 'Flagrant délit', en: 'Offence in the act' },
  disaster: { fr: 'Sinistre ou catastrophe', en: 'Fire, flood or disaster' },
  'colleague-unreachable': {
    fr: 'Collègue habilité injoignable',
    en: 'Cleared colleague out of reach',
  },
};
