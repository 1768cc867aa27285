/** The law of the place: pure, no clock, no disk. */

export { type AuthorisationStanding, authorisationStanding } from './authorisation-standing.ts';
export {
  type Authorisation,
  type Camera,
  type CameraPosition,
  type CameraState,
  type Framing,
  framings,
  type MaskChoice,
  type MaskPoint,
  type MaskVersion,
  type Purpose,
  purposes,
  type StreamAddress,
} from './camera.ts';
export {
  type CameraGroup,
  cameraGroupsMax,
  camerasNamed,
  checkCameraGroup,
  checkNamedGroups,
} from './camera-group.ts';
export {
  type CameraStep,
  checkCamera,
  isStreamUrl,
  retentionDaysMax,
  stepCamera,
} from './camera-life.ts';
export {
  checkClearance,
  clearedUntil,
  covers,
  type Reach,
  type StandingClearance,
  standingClearance,
} from './clearance.ts';
export { checkGround, pictureRights, reviewDayOf } from './clearance-ground.ts';
export {
  type ConfirmationState,
  type ConfirmationStep,
  confirmationRule,
  confirmationStep,
  confirmationTerm,
  refusalToProve,
} from './confirmation.ts';
export {
  type Act,
  type DecisionFacts,
  decide,
  keptSinceMs,
  mayAnywhere,
  type StandingCamera,
  standingCamera,
} from './decide.ts';
export {
  checkEmergency,
  decideLent,
  type EmergencyAccess,
  type EmergencyFinding,
  type EmergencyMotive,
  emergencyEndings,
  emergencyFindings,
  emergencyMotives,
  emergencyMotiveWords,
  emergencyRights,
  emergencyRule,
  emergencyUntil,
  isOpen as isEmergencyOpen,
  lentClearances,
} from './emergency-access.ts';
export {
  checkHold,
  type Hold,
  type HoldChannel,
  type HoldFramework,
  type HoldWish,
  holdChannels,
  holdEnd,
  holdEndings,
  holdFrameworks,
  holdLastDay,
  isCovered,
  isHolding,
} from './hold.ts';
export { clearanceKindWords, postWords, rightWords, stateWords } from './labels.ts';
export { fr2026, type LegalProfile, legalProfileOn, legalProfiles } from './legal-profile.ts';
export { lockedUntilMs, lockOutRule, type SignInFailures } from './lock-out.ts';
export { checkMaskChoice, maskChoiceLimits } from './mask-choice.ts';
export { type MaskLift, type MaskLiftReason, maskLiftOf } from './mask-lift.ts';
export { checkPassword, passwordBits, passwordBitsMin } from './password-rule.ts';
export {
  type Clearance,
  type ClearanceGround,
  type ClearanceKind,
  clearanceKinds,
  type Person,
  type Post,
  posts,
  type Right,
  rights,
  type ViewingMotive,
  viewingMotives,
} from './person.ts';
export { postMayHold, rightsOfPost } from './post-rights.ts';
export {
  dayWords,
  type RefusalCode,
  type RefusalKind,
  refusal,
  refusalCodes,
  refusalKindOf,
} from './refusal.ts';
export {
  type RegisterPurpose,
  registerPurposes,
  registerPurposeWords,
} from './register-purpose.ts';
export { dueDayOf, erasedUntilMs, erasureDayOf, erasureMsOf } from './retention.ts';
export {
  fourEyesByDefault,
  personsFor,
  type SensitiveAct,
  secondRights,
  sensitiveActs,
  sensitiveActWords,
} from './sensitive-act.ts';
export { isWithin, type Term, termOf } from './term.ts';
export type { Decision, Permission, Refusal, Words } from './words.ts';
