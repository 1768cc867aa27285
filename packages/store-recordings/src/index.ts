/** Recordings on disk: written sealed, read by GOP, recovered without a key. */

export type { Disk, DiskFile } from './disk.ts';
export { realDisk } from './disk.ts';
export {
  type FactSpool,
  type FactSpoolOptions,
  openFactSpool,
  type SpooledFact,
} from './fact-spool.ts';
export { factFromText, factText } from './fact-text.ts';
export { measureSync, type SyncFigures } from './measure-sync.ts';
export { type MaskRun, type OpenedToMp4Options, openedToMp4 } from './opened-to-mp4.ts';
export { openRecorderStore } from './recorder-store.ts';
export { openRecordingFolder } from './recording-folder.ts';
export {
  type ForgetfulReader,
  openRecordingReader,
  type RecordingReaderOptions,
} from './recording-reader.ts';
export { openSealedFiles } from './sealed-files.ts';
export type {
  CameraPlace,
  RecorderStoreOptions,
  StoreAlarm,
  SyncPolicy,
} from './store-context.ts';
