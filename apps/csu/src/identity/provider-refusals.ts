/**
 * What is said to whoever comes back from the identity provider without being let in. Nothing of the
 * provider's own text is passed on: it comes through the address bar, so anybody may have written it.
 */

import type { HttpRefusal } from '../http/refusals.ts';

const refusals = {
  'provider-none': {
    status: 404,
    rule: 'SEC-63',
    words: {
      fr: 'Aucun fournisseur d’identité n’est réglé dans ce centre.',
      en: 'No identity provider is set in this centre.',
    },
  },
  'provider-away': {
    status: 503,
    rule: 'SEC-63',
    words: {
      fr: 'Le fournisseur d’identité ne répond pas. Entrez par un autre moyen, ou réessayez plus tard.',
      en: 'The identity provider does not answer. Come in another way, or try again later.',
    },
  },
  'provider-sign-in-over': {
    status: 401,
    rule: 'SEC-62',
    words: {
      fr: 'Cette connexion n’a pas commencé dans ce navigateur, a déjà servi ou date de plus de cinq minutes. Recommencez.',
      en: 'This sign-in did not begin in this browser, has been used, or is more than five minutes old. Begin again.',
    },
  },
  'provider-turned-away': {
    status: 401,
    rule: 'SEC-61',
    words: {
      fr: 'Le fournisseur d’identité n’a pas confirmé la connexion : elle a été abandonnée ou refusée chez lui.',
      en: 'The identity provider did not confirm the sign-in: it was given up or refused there.',
    },
  },
  'provider-answer-refused': {
    status: 401,
    rule: 'SEC-61',
    words: {
      fr: 'La réponse du fournisseur d’identité n’a pas pu être vérifiée : personne n’est entré. Si cela dure, prévenez le technicien.',
      en: 'The answer of the identity provider could not be verified: nobody came in. If it lasts, tell the technician.',
    },
  },
  'provider-too-weak': {
    status: 401,
    rule: 'SEC-61',
    words: {
      fr: 'Cette connexion n’est pas assez sûre pour ce centre. Reconnectez-vous avec un moyen plus fort, ou entrez par un autre moyen.',
      en: 'This sign-in is not strong enough for this centre. Sign in there with a stronger means, or come in another way.',
    },
  },
} as const satisfies Readonly<Record<string, Omit<HttpRefusal, 'code'>>>;

export type ProviderRefusalCode = keyof typeof refusals;

export function providerRefusal(code: ProviderRefusalCode): HttpRefusal {
  return { ...refusals[code], code };
}
