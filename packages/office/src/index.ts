/** Use cases and ports. */

export type {
  Actor,
  Answer,
  Cameras,
  Desk,
  Live,
  LiveState,
  LiveStates,
  Office,
  OfficeChange,
  People,
  Playback,
  Recorders,
  Sessions,
  StoredPasskey,
} from './office.ts';
export type { Chance, Clock } from './ports/clock.ts';
export { type GapCause, type GapNotice, gapCauses } from './ports/gap.ts';
export type {
  DataKeyOpener,
  DataKeyPurpose,
  DataKeySealer,
  DayPublicKey,
  KeyRing,
  SealedDataKey,
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
} from './ports/masking.ts';
export type { MediaSource, Run, RunFigures, RunSink, StreamSource } from './ports/media-source.ts';
export type {
  ClosedRecording,
  GopChoice,
  RecordedGap,
  RecorderFact,
  RecorderStore,
  RecordingIdentity,
  RecordingReader,
  RecordingTrack,
  StoredGop,
  StoredPicture,
} from './ports/recordings.ts';
