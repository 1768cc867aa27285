/**
 * What a recorder may say, checked at the edge: a message that doesn't fit its schema closes the
 * link, because a program that speaks nonsense once will do it again. Facts are checked apart
 * (fact-intake), since they must never be lost by a mistake of form elsewhere.
 */

import {
  fileUnreadCauses,
  type HandshakeMessage,
  linkFilesMax,
  ProbeReport,
  type RecorderToCentre,
  recorderAlarmCodes,
  recorderAlarmsMax,
  StreamHealth,
} from '@beffroi/wire';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const open = { additionalProperties: true };
const text = Type.String({ maxLength: 200 });
const count = Type.Number({ minimum: 0 });
const whole = Type.Integer({ minimum: 0 });

function orNull(schema: TSchema): TSchema {
  return Type.Union([schema, Type.Null()]);
}

const cameraStatus = Type.Object(
  {
    recording: Type.Boolean(),
    main: orNull(StreamHealth),
    sub: orNull(StreamHealth),
    maskCores: orNull(count),
    restarts: whole,
    detail: Type.Optional(orNull(Type.String({ maxLength: 2000 }))),
  },
  open,
);

const status = Type.Object(
  {
    cpuCores: count,
    memoryBytes: count,
    freeBytes: count,
    totalBytes: count,
    daysLeft: orNull(count),
    bytesPerSecond: count,
    spooledFacts: whole,
    droppedPictures: whole,
    maskCoresUsed: count,
    maskCoresMax: count,
    cameras: Type.Record(Type.String({ maxLength: 60 }), cameraStatus),
  },
  open,
);

const alarm = Type.Object(
  {
    code: Type.Enum([...recorderAlarmCodes]),
    level: Type.Enum(['warning', 'alarm']),
    cameraId: orNull(text),
    detail: Type.String({ maxLength: 2000 }),
    sinceMs: Type.Number(),
    endedMs: orNull(Type.Number()),
  },
  open,
);

const file = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 500 }),
    sizeBytes: count,
    modifiedMs: Type.Number(),
    growing: Type.Boolean(),
  },
  open,
);

const messages = Compile(
  Type.Union([
    Type.Object({ type: Type.Literal('status'), status }, open),
    Type.Object(
      {
        type: Type.Literal('format'),
        subscription: whole,
        codec: text,
        width: Type.Integer({ minimum: 1, maximum: 16_384 }),
        height: Type.Integer({ minimum: 1, maximum: 16_384 }),
        maskVersion: Type.Optional(text),
      },
      open,
    ),
    Type.Object({ type: Type.Literal('stopped'), subscription: whole, cause: text }, open),
    Type.Object({ type: Type.Literal('fact'), sequence: whole, fact: Type.Unknown() }, open),
    Type.Object(
      {
        type: Type.Literal('alarms'),
        sequence: whole,
        alarms: Type.Array(alarm, { maxItems: recorderAlarmsMax }),
      },
      open,
    ),
    Type.Object({ type: Type.Literal('probed'), request: whole, report: ProbeReport }, open),
    Type.Object(
      {
        type: Type.Literal('still'),
        request: whole,
        png: orNull(Type.String()),
        atMs: Type.Number(),
        maskVersion: orNull(text),
      },
      open,
    ),
    Type.Object(
      {
        type: Type.Literal('files'),
        request: whole,
        files: orNull(Type.Array(file, { maxItems: linkFilesMax })),
        isLast: Type.Boolean(),
      },
      open,
    ),
    Type.Object(
      { type: Type.Literal('file-identity'), request: whole, opened: Type.Unknown() },
      open,
    ),
    Type.Object(
      {
        type: Type.Literal('file-unread'),
        request: whole,
        why: Type.Enum([...fileUnreadCauses]),
      },
      open,
    ),
  ]),
);

const nonce = Type.String({ minLength: 32, maxLength: 128 });
const handshakes = Compile(
  Type.Union([
    Type.Object(
      { type: Type.Literal('hello'), recorderId: text, nonce, version: Type.Literal(1) },
      open,
    ),
    Type.Object({ type: Type.Literal('proof'), proof: text }, open),
  ]),
);

/** A message of an authenticated recorder, undefined when it is none. */
export function readLinkMessage(json: string): RecorderToCentre | undefined {
  const value = parseJson(json);
  return messages.Check(value) ? (value as RecorderToCentre) : undefined;
}

/** A recorder's step of the handshake, undefined when it is none. */
export function readHandshake(
  json: string,
): Exclude<HandshakeMessage, { type: 'challenge' }> | undefined {
  const value = parseJson(json);
  return handshakes.Check(value)
    ? (value as Exclude<HandshakeMessage, { type: 'challenge' }>)
    : undefined;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return undefined;
    }
    throw thrown;
  }
}
