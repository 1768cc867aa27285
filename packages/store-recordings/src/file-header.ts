/**
 * The clear beginning of a recording file, 4096 bytes: magic, version, the identity as canonical
 * JSON, and from byte 3072 the progress slots (`progress.ts`). The first 3072 bytes are hashed into
 * the encryption's context (REC-23): a file whose header was changed, or that is read as another
 * camera's, does not open.
 */

import { createHash } from 'node:crypto';
import { assert, canonicalJson, Failure } from '@beffroi/kernel';
import type { RecordingIdentity, StreamName } from '@beffroi/office';

export const headerBytes = 4096;
export const boundHeaderBytes = 3072;
const magic = Buffer.from('BEFFROI\x01', 'latin1');
const version = 1;
const identityOffset = 16;

export function encodeHeader(identity: RecordingIdentity): Buffer {
  const text = Buffer.from(canonicalJson(identityJson(identity)), 'utf8');
  assert(text.length <= boundHeaderBytes - identityOffset, 'an identity fits the header');
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeUInt32BE(version, 8);
  header.writeUInt32BE(text.length, 12);
  text.copy(header, identityOffset);
  return header;
}

/** Undefined when these bytes are not a whole header of ours (a file cut before its first sync). */
export function decodeHeader(header: Uint8Array): RecordingIdentity | undefined {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  if (bytes.length < headerBytes || !bytes.subarray(0, 8).equals(magic)) {
    return undefined;
  }
  const length = bytes.readUInt32BE(12);
  if (bytes.readUInt32BE(8) !== version || length > boundHeaderBytes - identityOffset) {
    return undefined;
  }
  const text = bytes.toString('utf8', identityOffset, identityOffset + length);
  return parseIdentity(text);
}

/** What the header adds to the key derivation. */
export function sealingContext(header: Uint8Array): Buffer {
  const hash = createHash('sha256').update(header.subarray(0, boundHeaderBytes)).digest();
  return Buffer.concat([Buffer.from('beffroi-recording-1\0', 'latin1'), hash]);
}

/** Throws Failure `recording-refused` unless the file is the one the database speaks of. */
export function assertSameRecording(found: RecordingIdentity, wanted: RecordingIdentity): void {
  if (canonicalJson(identityJson(found)) !== canonicalJson(identityJson(wanted))) {
    throw new Failure(
      'recording-refused',
      `${wanted.path} holds recording ${found.recordingId}, not ${wanted.recordingId}: the file was moved or replaced`,
    );
  }
}

interface IdentityJson {
  readonly recordingId: string;
  readonly site: string;
  readonly cameraId: string;
  readonly stream: StreamName;
  readonly startMs: number;
  readonly fence: number;
  readonly path: string;
  readonly sealedKey: {
    readonly keyId: string;
    readonly day: string;
    readonly encapsulated: string;
    readonly ciphertext: string;
  };
}

function identityJson(identity: RecordingIdentity) {
  const { recordingId, site, cameraId, stream, startMs, fence, path, sealedKey } = identity;
  return {
    recordingId,
    site,
    cameraId,
    stream,
    startMs,
    fence,
    path,
    sealedKey: {
      keyId: sealedKey.keyId,
      day: sealedKey.day,
      encapsulated: base64url(sealedKey.encapsulated),
      ciphertext: base64url(sealedKey.ciphertext),
    },
  } satisfies IdentityJson;
}

function parseIdentity(text: string): RecordingIdentity | undefined {
  try {
    const json = JSON.parse(text) as IdentityJson;
    const { keyId, day, encapsulated, ciphertext } = json.sealedKey;
    return {
      ...json,
      sealedKey: {
        keyId,
        day,
        encapsulated: new Uint8Array(Buffer.from(encapsulated, 'base64url')),
        ciphertext: new Uint8Array(Buffer.from(ciphertext, 'base64url')),
      },
    };
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof TypeError) {
      return undefined;
    }
    throw thrown;
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
