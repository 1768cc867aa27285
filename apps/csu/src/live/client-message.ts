/**
 * What a page may say on the live socket, checked strictly: an unknown field or a number out of range
 * makes the whole message unknown, which is answered with an error and counted, never guessed at.
 */

import { type ClientMessage, MomentMs } from '@beffroi/wire';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

export const messageBytesMax = 16 * 1024;
const strict = { additionalProperties: false };
const channel = Type.Integer({ minimum: 0, maximum: 255 });
const sequence = Type.Integer({ minimum: 0, maximum: 0xffff_ffff });
const id = Type.String({ minLength: 1, maxLength: 60 });

const messages = Compile(
  Type.Union([
    Type.Object(
      {
        type: Type.Literal('ack'),
        acks: Type.Array(Type.Tuple([channel, sequence]), { maxItems: 256 }),
      },
      strict,
    ),
    Type.Object(
      {
        type: Type.Literal('open'),
        channel,
        cameraId: id,
        stream: Type.Enum(['main', 'sub']),
      },
      strict,
    ),
    Type.Object({ type: Type.Literal('close'), channel }, strict),
    Type.Object(
      {
        type: Type.Literal('gop'),
        channel,
        request: sequence,
        viewingId: id,
        cameraId: id,
        atMs: MomentMs,
        choice: Type.Enum(['containing', 'next', 'previous']),
        keyOnly: Type.Boolean(),
        recode: Type.Optional(Type.Boolean()),
      },
      strict,
    ),
  ]),
);

/** The message, undefined when it is none of ours. */
export function readClientMessage(json: string): ClientMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) {
      return undefined;
    }
    throw thrown;
  }
  return messages.Check(value) ? (value as ClientMessage) : undefined;
}
