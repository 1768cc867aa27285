/** `/api/holds`: recordings kept for justice beyond their term (HLD-1, VP-38). */

import { holdChannels, holdEndings, holdFrameworks } from '@beffroi/town';
import { type Static, Type } from 'typebox';
import {
  DayText,
  IdText,
  InstantText,
  LineText,
  MomentMs,
  nullable,
  oneOf,
  strict,
} from './common.ts';

export const HoldView = strict({
  id: IdText,
  framework: oneOf(holdFrameworks),
  reference: Type.String(),
  channel: oneOf(holdChannels),
  requester: Type.String(),
  cameras: Type.Array(strict({ id: IdText, name: Type.String() })),
  /** Official time, ms since 1970: what touches [fromMs, toMs) is kept. */
  fromMs: Type.Number(),
  toMs: Type.Number(),
  placedAt: InstantText,
  /** Name of the person. */
  placedBy: Type.String(),
  /** Last civil day included. */
  until: DayText,
  /** When it ends by itself if nothing is done: an unconfirmed call lapses first. */
  endsAt: InstantText,
  /** It came by telephone and hasn't been confirmed: it will lapse. */
  toConfirm: Type.Boolean(),
  confirmed: nullable(strict({ at: InstantText, by: Type.String(), reference: Type.String() })),
  ended: nullable(
    strict({
      at: InstantText,
      by: nullable(Type.String()),
      why: oneOf(holdEndings),
      reason: Type.String(),
    }),
  ),
  /** Recorded files that it keeps now. */
  files: Type.Integer(),
});
export type HoldView = Static<typeof HoldView>;

/** Body of `POST /api/holds`. */
export const NewHoldBody = strict({
  framework: oneOf(holdFrameworks),
  reference: LineText,
  channel: oneOf(holdChannels),
  requester: LineText,
  cameraIds: Type.Array(IdText, { minItems: 1, maxItems: 200, uniqueItems: true }),
  fromMs: MomentMs,
  toMs: MomentMs,
  until: DayText,
});
export type NewHoldBody = Static<typeof NewHoldBody>;

/** Body of `POST /api/holds/:id/confirm`: the reference of what has come in writing. */
export const ConfirmHoldBody = strict({ reference: LineText });
/** Body of `POST /api/holds/:id/lift`. */
export const LiftHoldBody = strict({ reason: LineText });
