/** The tamper-evident register, pure: entry, tree, checkpoint, proof, witness rule, verify. */

export { fromBase64, toBase64 } from './base64.ts';
export type { DigestName, SignatureWish, VerifySignature } from './certificate.ts';
export type { RecordTerms, Term } from './check-records.ts';
export {
  type Checkpoint,
  cosign,
  readCheckpoint,
  signCheckpoint,
  writeCheckpoint,
} from './checkpoint.ts';
export type { Sha256, SignEd25519, VerifyEd25519 } from './crypto.ts';
export {
  commitmentOf,
  type Entry,
  isSalt,
  makeSalt,
  readLeaf,
  type SaltedRecord,
  saltBytes,
  writeLeaf,
} from './entry.ts';
export { classOf, type EntryClass, technicalKinds } from './entry-class.ts';
export { type Finding, type FindingCode, finding, type Words } from './finding.ts';
export { GrowingTree } from './growing-tree.ts';
export {
  type LogProof,
  type ReceiptBody,
  readLogProof,
  readReceiptBody,
  writeLogProof,
  writeReceiptBody,
} from './log-proof.ts';
export {
  type KeyKind,
  type NoteKey,
  noteKey,
  openNote,
  readKey,
  readNote,
  type Signer,
  signNote,
  writeKey,
} from './note.ts';
export {
  checkpointPath,
  fileBytesMax,
  formerFolder,
  type RecordLine,
  type RegisterReader,
  recordsPath,
  timeStampFolder,
  writeRecordLine,
} from './register-folder.ts';
export {
  decodeBundle,
  encodeBundle,
  entriesPath,
  entryBytesMax,
  type FilledTile,
  partialTiles,
  type Tile,
  type TileSource,
  tilePath,
  tileWidth,
  widthOf,
} from './tile.ts';
export {
  consistencyProof,
  consistencyRuns,
  inclusionProof,
  inclusionRuns,
  rootOfTiles,
  tilesOf,
} from './tile-proof.ts';
export {
  certificatesOfPem,
  type TimeStamp,
  type TimeStampRefusal,
  type TimeStampTools,
  verifyTimeStamp,
} from './time-stamp.ts';
export { writeTimeStampQuery } from './time-stamp-query.ts';
export { emptyRoot, leafHash, nodeHash } from './tree-hash.ts';
export {
  rootOfInclusion,
  type Subtree,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './tree-proof.ts';
export { type ProofReport, verifyProof } from './verify-proof.ts';
export { type RegisterReport, type VerifyWish, verifyRegister } from './verify-register.ts';
export {
  type Judged,
  judgeCheckpoint,
  readWitnessRequest,
  type SeenCheckpoint,
  type WitnessRefusal,
  type WitnessRequest,
  type WitnessState,
  writeWitnessRequest,
} from './witness.ts';
