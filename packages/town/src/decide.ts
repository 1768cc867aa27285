/**
 * The law's one answer: may this person do this, now? `decide` is pure and ordered: the checks of an
 * act run in the order written in the table, the first that fails is the reason shown. The same
 * function runs in the server before each act and in the browser to explain a greyed button. A
 * permission lasts at most 60 s (VP-41) and never past the clearance or the authorisation behind it.
 */

import { assert, type EpochMs, type Instant, instantFromMs, msFromInstant } from '@beffroi/kernel';
import type { Camera } from './camera.ts';
import { clearedUntil, type Reach, type StandingClearance } from './clearance.ts';
import { postWords, rightWords } from './labels.ts';
import type { LegalProfile } from './legal-profile.ts';
import { type Person, type Right, type ViewingMotive, viewingMotives } from './person.ts';
import { postMayHold } from './post-rights.ts';
import { dayWords, refusal } from './refusal.ts';
import { type Term, termOf } from './term.ts';
import type { Decision, Refusal } from './words.ts';

export type Act =
  | { readonly kind: 'watch-live' }
  | {
      readonly kind: 'view-recordings';
      readonly motive: ViewingMotive | null;
      readonly momentMs: EpochMs | null;
      /** HLD-5: the moment is kept by a hold in force. */
      readonly held?: true;
    }
  | { readonly kind: 'save-still'; readonly momentMs: EpochMs }
  | { readonly kind: 'bookmark'; readonly momentMs: EpochMs }
  | { readonly kind: 'change-masks' }
  | { readonly kind: 'manage-camera' }
  | { readonly kind: 'manage-cameras'; readonly communeId: string | null }
  | { readonly kind: 'manage-people'; readonly communeId: string | null }
  | { readonly kind: 'read-register' }
  | { readonly kind: 'read-health' }
  | { readonly kind: 'share-layouts' }
  | { readonly kind: 'place-hold' }
  | { readonly kind: 'end-hold' }
  | { readonly kind: 'read-holds' };

/** A camera with the term of its authorisation, computed once when facts are loaded. */
export interface StandingCamera {
  readonly camera: Camera;
  readonly authorised: Term | null;
}

/** All that a decision looks at. `camera` is the one the act is about, null for the other acts. */
export interface DecisionFacts {
  readonly person: Person | null;
  readonly clearances: readonly StandingClearance[];
  readonly camera: StandingCamera | null;
  readonly profile: LegalProfile;
}

interface Question {
  readonly act: Act;
  readonly facts: DecisionFacts;
  readonly atMs: EpochMs;
}

type Check = (question: Question) => Refusal | null;

interface ActLaw {
  readonly right: Right;
  /** The rule that a permission cites. */
  readonly rule: string;
  /** After person, post and clearance. */
  readonly checks: readonly Check[];
  /** The permission ends with the camera's authorisation. */
  readonly needsAuthorisation: boolean;
}

const laws: Readonly<Record<Act['kind'], ActLaw>> = {
  'watch-live': law('watch-live', 'LIV-1', [isKnown, isInService, isAuthorised, isMasked]),
  'view-recordings': law('view-recordings', 'LIV-3', [
    isKnown,
    hasServed,
    isAuthorised,
    isMasked,
    hasMotive,
    isKept,
  ]),
  'save-still': law('save-stills', 'LIV-5', [isKnown, hasServed, isAuthorised, isMasked, isKept]),
  bookmark: law('bookmark', 'LIV-7', [isKnown, hasServed, isKept]),
  'change-masks': law('change-masks', 'MSK-53', [isKnown]),
  'manage-camera': law('manage-cameras', 'OPS-4', [isKnown]),
  'manage-cameras': law('manage-cameras', 'OPS-4', []),
  'manage-people': law('manage-people', 'OPS-6', []),
  'read-register': law('read-register', 'SEC-5', []),
  'read-health': law('read-health', 'SEC-5', []),
  'share-layouts': law('share-layouts', 'SEC-5', []),
  // HLD-3: kept whatever became of the camera or its order: what was recorded may be evidence.
  'place-hold': law('place-holds', 'HLD-3', [isKnown]),
  'end-hold': law('end-holds', 'HLD-3', []),
  'read-holds': law('place-holds', 'HLD-3', []),
};

/** What the law says to an act at an instant: yes until when and by which rule, or no and why. */
export function decide(act: Act, facts: DecisionFacts, at: Instant): Decision {
  const question: Question = { act, facts, atMs: msFromInstant(at) };
  const { right, rule, checks, needsAuthorisation } = laws[act.kind];
  const personal = checkPerson(facts, right);
  if (personal !== null) {
    return refused(personal);
  }
  const cleared = clearedUntil(facts.clearances, right, reachOf(question), question.atMs);
  if (!cleared.ok) {
    return refused(cleared.error);
  }
  for (const check of checks) {
    const failed = check(question);
    if (failed !== null) {
      return refused(failed);
    }
  }
  // SEC-8: never longer than the law's 60 s, the clearance or the authorisation.
  const authorisedUntilMs =
    needsAuthorisation && facts.camera?.authorised ? facts.camera.authorised.untilMs : Infinity;
  const untilMs = Math.min(
    question.atMs + facts.profile.permissionMsMax,
    cleared.value,
    authorisedUntilMs,
  );
  return { allowed: true, rule, until: instantFromMs(untilMs) };
}

/** Whether a person may use a right somewhere, on some camera: greys pages, opens nothing. */
export function mayAnywhere(
  right: Right,
  facts: Omit<DecisionFacts, 'camera'>,
  at: Instant,
): Decision {
  const atMs = msFromInstant(at);
  const personal = checkPerson(facts, right);
  if (personal !== null) {
    return refused(personal);
  }
  const cleared = clearedUntil(facts.clearances, right, null, atMs);
  return cleared.ok
    ? {
        allowed: true,
        rule: 'SEC-5',
        until: instantFromMs(Math.min(atMs + facts.profile.permissionMsMax, cleared.value)),
      }
    : refused(cleared.error);
}

export function standingCamera(camera: Camera, timeZone: string): StandingCamera {
  const order = camera.authorisation;
  return { camera, authorised: order && termOf(order.from, order.until, timeZone) };
}

function law(right: Right, rule: string, checks: readonly Check[]): ActLaw {
  return { right, rule, checks, needsAuthorisation: checks.includes(isAuthorised) };
}

function refused(refusal: Refusal): Decision {
  return { allowed: false, ...refusal };
}

function reachOf({ act, facts }: Question): Reach {
  if ('communeId' in act) {
    return act.communeId === null ? null : { communeId: act.communeId, cameraId: null };
  }
  const camera = facts.camera?.camera;
  return camera === undefined ? null : { communeId: camera.communeId, cameraId: camera.id };
}

function checkPerson({ person }: Pick<DecisionFacts, 'person'>, right: Right): Refusal | null {
  if (person === null) {
    return refusal('not-signed-in');
  }
  if (person.leftAt !== null) {
    return refusal('person-left');
  }
  return postMayHold(person.post, right)
    ? null
    : refusal('post-without-right', { post: postWords[person.post], right: rightWords[right] });
}

function isKnown({ facts }: Question): Refusal | null {
  return facts.camera === null ? refusal('unknown-camera') : null;
}

/** Every list of checks that looks at the camera begins with `isKnown`. */
function cameraOf({ facts }: Question): StandingCamera {
  assert(facts.camera !== null, 'a check looked at the camera before asking whether there is one');
  return facts.camera;
}

function isInService(question: Question): Refusal | null {
  const { kind } = cameraOf(question).camera.state;
  return kind === 'in-service' ? null : refusal('camera-not-in-service');
}

/** Recordings outlive the camera's service until their term. */
function hasServed(question: Question): Refusal | null {
  const { kind } = cameraOf(question).camera.state;
  return kind === 'in-service' || kind === 'withdrawn' ? null : refusal('camera-not-in-service');
}

function isAuthorised(question: Question): Refusal | null {
  const { camera, authorised: term } = cameraOf(question);
  const order = camera.authorisation;
  if (order === null || term === null) {
    return refusal('authorisation-missing');
  }
  if (question.atMs < term.fromMs) {
    return refusal('authorisation-not-begun', { day: dayWords(order.from) });
  }
  return question.atMs < term.untilMs
    ? null
    : refusal('authorisation-ended', { day: dayWords(order.until) });
}

function isMasked(question: Question): Refusal | null {
  return cameraOf(question).camera.mask === null ? refusal('mask-missing') : null;
}

function hasMotive({ act }: Question): Refusal | null {
  const isGiven = 'motive' in act && act.motive !== null && viewingMotives.includes(act.motive);
  return isGiven ? null : refusal('motive-missing');
}

function isKept(question: Question): Refusal | null {
  const { act, atMs, facts } = question;
  // HLD-5: what justice keeps is opened to answer justice, and for nothing else.
  if (act.kind === 'view-recordings' && act.held && act.motive === 'requisition-prepared') {
    return null;
  }
  const days = Math.min(cameraOf(question).camera.retentionDays, facts.profile.retentionDaysMax);
  const isOver =
    'momentMs' in act && act.momentMs !== null && act.momentMs < keptSinceMs(days, atMs);
  return isOver ? refusal('retention-over', { days: String(days) }) : null;
}

/** RET-2: the oldest instant that may still be shown; a day of retention is 24 hours. */
export function keptSinceMs(retentionDays: number, atMs: EpochMs): EpochMs {
  return atMs - retentionDays * 86_400_000;
}
