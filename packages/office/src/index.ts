/**
 * Use cases and ports. Whoever composes a centre gives the ports and gets one `Office`; each act
 * writes facts and register entry in one unit of work before it is answered (OPS-10). Nothing here
 * touches a disk, a socket or a clock of its own.
 */

export { erasureDayOf } from '@beffroi/town';
export { recorderSecretContext } from './acts/recorders.ts';
export type { RegisterReading } from './acts/register.ts';
export { createOffice, type RunningOffice } from './create-office.ts';
export { type ClockState, ClockWatch, keepBelieved } from './erasure/clock-watch.ts';
export type { TownImport } from './import/import-town.ts';

export type {
  Actor,
  Answer,
  CameraGroups,
  Cameras,
  Confirmations,
  Desk,
  Emergencies,
  Erasures,
  Holds,
  Inspection,
  Live,
  LiveState,
  LiveStates,
  NewPasskey,
  Office,
  OfficeChange,
  People,
  Playback,
  Recorders,
  Sessions,
  StoredPasskey,
} from './office.ts';
export type { OfficeParts, OfficeSettings } from './parts.ts';
export type { Chance, Clock } from './ports/clock.ts';
export type {
  ProofAssertion,
  StoredConfirmation,
  StoredProof,
  ToSign,
  VerifiedAssertion,
} from './ports/confirmations.ts';
export type {
  ErasureOrder,
  ErasureReport,
  Inventory,
  InventoryGround,
  InventoryLine,
  StoredErasure,
  StoredKeyErasure,
} from './ports/erasure.ts';
export type {
  AlarmShelf,
  BookmarkShelf,
  Commune,
  ConfirmationShelf,
  EmergencyShelf,
  EnrolmentShelf,
  ErasureShelf,
  Expunged,
  Facts,
  FactsWork,
  GapShelf,
  HeldKeyShelf,
  HoldShelf,
  IdentityShelf,
  MaskShelf,
  PasskeyShelf,
  RecordingClosing,
  RecordingShelf,
  SessionShelf,
  Shelf,
  StoredAlarm,
  StoredBookmark,
  StoredCamera,
  StoredClock,
  StoredEnrolment,
  StoredFailures,
  StoredImport,
  StoredLayout,
  StoredMaskVersion,
  StoredPassword,
  StoredPerson,
  StoredRecorder,
  StoredRecording,
  StoredSession,
  StoredTown,
  StoredViewing,
  ViewingShelf,
} from './ports/facts.ts';
export { type GapCause, type GapNotice, gapCauses } from './ports/gap.ts';
export type { StoredHeldKey, StoredHold } from './ports/holds.ts';
export type { ProvenIdentity, StoredIdentity } from './ports/identities.ts';
export {
  type DataKeyOpener,
  type DataKeyPurpose,
  type DataKeySealer,
  type DayKeyName,
  type DayPublicKey,
  type KeyRing,
  purposeOf,
  type SealedDataKey,
  type SealedPicture,
} from './ports/keys.ts';
export type {
  EncodeSettings,
  KeyFrameVerifier,
  MaskedSink,
  MaskSettings,
  MaskTranscoder,
  MaskTranscoders,
  MaskVerdict,
  MaskWorker,
  MaskWorkerFigures,
  MaskWorkerSink,
  MaskWorkers,
  StreamName,
  TranscoderFigures,
} from './ports/masking.ts';
export type {
  CameraRun,
  MediaSource,
  Run,
  RunFigures,
  RunSink,
  StreamSource,
} from './ports/media-source.ts';
export {
  type ClosedRecording,
  type FoundFile,
  type GopChoice,
  noFolder,
  type RecordedGap,
  type RecorderFact,
  type RecorderFolders,
  type RecorderStore,
  type RecordingEraser,
  type RecordingFolder,
  type RecordingIdentity,
  type RecordingReader,
  type RecordingToOpen,
  type RecordingTrack,
  type SealedBytes,
  type SealedFiles,
  type StoredGop,
  type StoredPicture,
} from './ports/recordings.ts';
export type { NumberedEntry, Register, RegisterEntry } from './ports/register.ts';
export type { PasswordHasher, SecretBox, Sha256, Totp } from './ports/security.ts';
export { entryOf, treeLeafOf } from './register-entry.ts';
export { alarmSentence } from './words/alarm-words.ts';
export type { EntryKind } from './words/entry-words.ts';
export { type GapWords, gapSentence, gapWords } from './words/gap-words.ts';
