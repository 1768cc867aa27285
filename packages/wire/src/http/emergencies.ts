/** `/api/emergencies`: emergency access, taken, ended and reviewed (OPS-17 to OPS-20). */

import { emergencyEndings, emergencyFindings, emergencyMotives } from '@beffroi/town';
import { type Static, Type } from 'typebox';
import { IdText, InstantText, nullable, oneOf, saidPattern, strict } from './common.ts';

export const EmergencyView = strict({
  id: IdText,
  /** Name of whoever took it. */
  person: Type.String(),
  /** It is of the person who asks. */
  isMine: Type.Boolean(),
  motive: oneOf(emergencyMotives),
  reason: Type.String(),
  openedAt: InstantText,
  until: InstantText,
  isOpen: Type.Boolean(),
  /** `by` null: nobody, it came to its end. */
  ended: nullable(
    strict({ at: InstantText, by: nullable(Type.String()), why: oneOf(emergencyEndings) }),
  ),
  reviewed: nullable(
    strict({
      at: InstantText,
      by: Type.String(),
      finding: oneOf(emergencyFindings),
      words: Type.String(),
    }),
  ),
  /** Nobody has reviewed it in time. */
  isReviewLate: Type.Boolean(),
  /** Whether the person who asks may end it, review it. */
  mayEnd: Type.Boolean(),
  mayReview: Type.Boolean(),
});
export type EmergencyView = Static<typeof EmergencyView>;

/** Body of `POST /api/emergencies`, a sensitive act (SEC-30). */
export const NewEmergencyBody = strict({
  motive: oneOf(emergencyMotives),
  reason: Type.String({ minLength: 20, maxLength: 500, pattern: saidPattern }),
  minutes: Type.Integer({ minimum: 5, maximum: 60 }),
});
export type NewEmergencyBody = Static<typeof NewEmergencyBody>;

/** Body of `POST /api/emergencies/:id/review`. */
export const ReviewEmergencyBody = strict({
  finding: oneOf(emergencyFindings),
  words: Type.String({ minLength: 10, maxLength: 2000, pattern: saidPattern }),
});
export type ReviewEmergencyBody = Static<typeof ReviewEmergencyBody>;
