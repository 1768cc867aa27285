/** Who is signed in, of which town, with what they may do: the wire's own words, by shorter names. */

import type { DecisionView, SessionView } from '@beffroi/wire';

export type Decision = DecisionView;
export type Session = SessionView;

export type SignedIn = Session & { readonly person: NonNullable<SessionView['person']> };
