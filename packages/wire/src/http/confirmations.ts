/** `/api/confirmations`: sensitive acts that wait for a proof or a second person (SEC-30 to SEC-35). */

import { sensitiveActs } from '@beffroi/town';
import { type Static, Type } from 'typebox';
import { IdText, InstantText, LineText, nullable, oneOf, strict, WordsSchema } from './common.ts';

/** How a person proves that it is them, now. */
export const proofWays = ['passkey', 'password', 'demonstration'] as const;
export type ProofWay = (typeof proofWays)[number];

export const ConfirmationView = strict({
  id: IdText,
  act: oneOf(sensitiveActs),
  /** What the act is called. */
  title: WordsSchema,
  /** What will be done, line by line: which camera, from what to what, why. */
  about: Type.Array(WordsSchema),
  /** SHA-256 of the act, hex: what is signed. */
  digest: Type.String(),
  askedBy: strict({ id: IdText, displayName: Type.String() }),
  askedAt: InstantText,
  /** Whoever asks proves before this. */
  proveUntil: InstantText,
  until: InstantText,
  persons: Type.Integer({ minimum: 1, maximum: 2 }),
  /** `ready`: signed by all, carried out when the page of whoever asked takes it up; `over` then: it lapsed. */
  step: oneOf(['first-proof', 'second-proof', 'ready', 'done', 'refused', 'over'] as const),
  /** The person who reads this is the one who asked. */
  isMine: Type.Boolean(),
  provedBy: Type.Array(
    strict({ displayName: Type.String(), way: oneOf(proofWays), at: InstantText }),
  ),
  /** Names of those who may confirm as the second person now; told to the asker alone. */
  waitsFor: Type.Array(Type.String()),
  /** Ways in which the person who reads this may prove. */
  ways: Type.Array(oneOf(proofWays)),
  refused: nullable(strict({ by: Type.String(), at: InstantText, reason: Type.String() })),
});
export type ConfirmationView = Static<typeof ConfirmationView>;

/** Body of `POST /api/confirmations/:id/password`. */
export const PasswordProofBody = strict({
  password: Type.String({ minLength: 1, maxLength: 200 }),
  code: Type.String({ pattern: '^\\d{6}$' }),
});

/** Body of `POST /api/confirmations/:id/refuse`. */
export const RefuseConfirmationBody = strict({ reason: LineText });

/** The header with which an act is asked again once it is confirmed. */
export const confirmationHeader = 'x-beffroi-confirmation';
