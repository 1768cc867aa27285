/**
 * Who is signed in, of which town, with what they may do. The wire says `may` by right; here a right
 * that the centre didn't name is absent, so that a page has to think of it.
 */

import type { Right } from '@beffroi/town';
import type { DecisionView, SessionView } from '@beffroi/wire';
import type { Static } from 'typebox';

export type Decision = Static<typeof DecisionView>;

export interface Session extends Omit<SessionView, 'may'> {
  readonly may: Readonly<Partial<Record<Right, Decision>>>;
}

export type SignedIn = Session & { readonly person: NonNullable<SessionView['person']> };
