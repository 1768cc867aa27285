/**
 * The facts of a recorder, checked field by field before they may become rows. Key bytes travel as
 * base64url; the forms that JSON gives to a `Uint8Array` (an array, or an object with numbered
 * fields) are read too, because a spool written by an older recorder must never be refused (REC).
 */

import { gapCauses, type RecorderFact } from '@beffroi/office';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

const open = { additionalProperties: true };
const text = Type.String({ maxLength: 500 });
const whole = Type.Integer({ minimum: 0 });
const bytesMax = 4096;

const identity = {
  recordingId: text,
  site: text,
  cameraId: text,
  stream: Type.Enum(['main', 'sub']),
  startMs: Type.Number(),
  fence: whole,
  path: Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$' }),
  sealedKey: Type.Object(
    { keyId: text, day: text, encapsulated: Type.Unknown(), ciphertext: Type.Unknown() },
    open,
  ),
};

const facts = Compile(
  Type.Union([
    Type.Object(
      { kind: Type.Literal('recording-opened'), recording: Type.Object(identity, open) },
      open,
    ),
    Type.Object(
      {
        kind: Type.Literal('recording-closed'),
        recording: Type.Object(
          {
            ...identity,
            endMs: Type.Number(),
            sizeBytes: whole,
            sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
            pictures: whole,
            gops: whole,
            maskVersions: Type.Array(text, { maxItems: 1000 }),
            timeSource: Type.Enum(['camera', 'arrival']),
            closing: Type.Enum(['complete', 'cut-short']),
          },
          open,
        ),
      },
      open,
    ),
    Type.Object(
      {
        kind: Type.Literal('recording-removed'),
        recordingId: text,
        why: Type.Literal('disk-floor'),
      },
      open,
    ),
    Type.Object(
      {
        kind: Type.Literal('recording-removed'),
        recordingId: text,
        why: Type.Literal('term'),
        wasThere: Type.Boolean(),
      },
      open,
    ),
    Type.Object(
      {
        kind: Type.Literal('gap'),
        gap: Type.Object(
          {
            gapId: text,
            cameraId: text,
            stream: Type.Enum(['main', 'sub']),
            cause: Type.Enum([...gapCauses]),
            detail: Type.String({ maxLength: 2000 }),
            fromMs: Type.Number(),
            toMs: Type.Union([Type.Number(), Type.Null()]),
          },
          open,
        ),
      },
      open,
    ),
  ]),
);

/** A fact as it came over the link, undefined when it is none. */
export function readFact(value: unknown): RecorderFact | undefined {
  if (!facts.Check(value)) {
    return undefined;
  }
  if (value.kind !== 'recording-opened' && value.kind !== 'recording-closed') {
    return value as RecorderFact;
  }
  const { sealedKey } = value.recording;
  const encapsulated = readBytes(sealedKey.encapsulated);
  const ciphertext = readBytes(sealedKey.ciphertext);
  if (encapsulated === undefined || ciphertext === undefined) {
    return undefined;
  }
  const recording = {
    ...value.recording,
    sealedKey: { keyId: sealedKey.keyId, day: sealedKey.day, encapsulated, ciphertext },
  };
  return { ...value, recording } as RecorderFact;
}

function readBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === 'string') {
    return value.length > bytesMax ? undefined : new Uint8Array(Buffer.from(value, 'base64url'));
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  const numbers: unknown[] = Object.values(value);
  const isBytes = numbers.every(
    (number) =>
      typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 256,
  );
  return isBytes && numbers.length > 0 && numbers.length <= bytesMax
    ? Uint8Array.from(numbers as number[])
    : undefined;
}
