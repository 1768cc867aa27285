/** Contracts between our programs. */

export * from './http/cameras.ts';
export * from './http/common.ts';
export * from './http/confirmations.ts';
export * from './http/emergencies.ts';
export * from './http/groups.ts';
export * from './http/holds.ts';
export * from './http/people.ts';
export * from './http/register.ts';
export * from './http/viewing.ts';
export {
  type CentreToRecorder,
  fileUnreadCauses,
  type HandshakeMessage,
  type LinkCamera,
  type LinkDayKey,
  type LinkFile,
  type LinkHold,
  type LinkStream,
  linkFilesMax,
  linkStatusEveryMs,
  type RecorderAlarm,
  type RecorderAlarmCode,
  type RecorderConfiguration,
  type RecorderStatus,
  type RecorderToCentre,
  recorderAlarmCodes,
  recorderAlarmsMax,
  veilVersion,
} from './link.ts';
export { decodePiece, encodePiece, type LinkPiece, linkPieceBytesMax } from './link-piece.ts';
export { createLinkProof, type HmacSha256, type LinkProof, type LinkRole } from './link-proof.ts';
export {
  type ClientMessage,
  decodePictureHeader,
  encodePicture,
  type PictureHeader,
  pictureHeaderBytes,
  type ServerMessage,
  type TileState,
  tileStateOfCause,
} from './live.ts';
export {
  readTownFile,
  type TownFault,
  TownFile,
  type TownFileCamera,
  type TownFileClearance,
  type TownFileGround,
  type TownFileGroup,
  type TownFilePerson,
} from './town-file.ts';
