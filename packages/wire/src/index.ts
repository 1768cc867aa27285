/** Contracts between our programs. */

export * from './http/cameras.ts';
export * from './http/common.ts';
export * from './http/people.ts';
export * from './http/viewing.ts';
export type {
  CentreToRecorder,
  HandshakeMessage,
  LinkCamera,
  LinkDayKey,
  LinkStream,
  RecorderConfiguration,
  RecorderStatus,
  RecorderToCentre,
} from './link.ts';
export { createLinkProof, type HmacSha256, type LinkProof, type LinkRole } from './link-proof.ts';
export {
  type ClientMessage,
  decodePictureHeader,
  encodePicture,
  type PictureHeader,
  pictureHeaderBytes,
  type ServerMessage,
  type TileState,
} from './live.ts';
export {
  readTownFile,
  type TownFault,
  TownFile,
  type TownFileCamera,
  type TownFileClearance,
  type TownFilePerson,
} from './town-file.ts';
