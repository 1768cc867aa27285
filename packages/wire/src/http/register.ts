/** The register over HTTP: its public keys, and receipts (C2SP tlog-proof, a text). */

import { type Static, Type } from 'typebox';
import { oneOf, strict } from './common.ts';

/** `GET /api/register/keys`: lines `name+id+key` (C2SP signed-note) for whoever checks. */
export const RegisterKeysView = strict({ acts: Type.String(), recordings: Type.String() });
export type RegisterKeysView = Static<typeof RegisterKeysView>;

/** Of `GET /api/register/:log/:number/receipt`; entries are counted from 1. */
export const RegisterEntryPath = strict({
  log: oneOf(['acts', 'recordings'] as const),
  number: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }),
});
export type RegisterEntryPath = Static<typeof RegisterEntryPath>;
