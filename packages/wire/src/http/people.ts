/** `/api/people`, `/api/session`, `/api/sign-in`, `/api/enrol`: persons and how they come in. */

import { clearanceKinds, posts, type Right, rights } from '@beffroi/town';
import { type Static, Type } from 'typebox';
import {
  DayText,
  DecisionView,
  IdText,
  InstantText,
  LineText,
  nullable,
  oneOf,
  strict,
  WordsSchema,
} from './common.ts';

export const Locale = oneOf(['fr', 'en'] as const);
export const Theme = oneOf(['dark', 'light'] as const);

/** What a clearance rests on: the days of its papers, null where there is none (OPS-14). */
export const ClearanceGroundBody = strict({
  kind: oneOf(clearanceKinds),
  prefectApproval: nullable(DayText),
  prosecutorApproval: nullable(DayText),
  oath: nullable(DayText),
});
export type ClearanceGroundBody = Static<typeof ClearanceGroundBody>;

export const ClearanceView = strict({
  id: IdText,
  authority: Type.String(),
  /** Null when nobody has said it. */
  ground: nullable(ClearanceGroundBody),
  /** Last day before the prefect's approval is examined again (OP-03). */
  reviewDay: nullable(DayText),
  communeIds: Type.Array(IdText),
  /** Null and no group: every camera of the communes. */
  cameraIds: nullable(Type.Array(IdText)),
  groupIds: Type.Array(IdText),
  rights: Type.Array(oneOf(rights)),
  from: DayText,
  until: DayText,
  suspended: nullable(strict({ at: InstantText, reason: Type.String() })),
});
export type ClearanceView = Static<typeof ClearanceView>;

export const PersonView = strict({
  id: IdText,
  displayName: Type.String(),
  login: Type.String(),
  post: oneOf(posts),
  leftAt: nullable(InstantText),
  clearances: Type.Array(ClearanceView),
  enrolled: strict({
    passkeys: Type.Integer(),
    password: Type.Boolean(),
    identities: Type.Integer(),
  }),
  signedIn: Type.Boolean(),
});
export type PersonView = Static<typeof PersonView>;

export const NewPersonBody = strict({
  displayName: LineText,
  login: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,39}$' }),
  post: oneOf(posts),
  locale: Locale,
});
export type NewPersonBody = Static<typeof NewPersonBody>;

export const PersonChangesBody = Type.Partial(
  strict({ displayName: LineText, post: oneOf(posts), left: Type.Literal(true) }),
  { additionalProperties: false },
);
export type PersonChangesBody = Static<typeof PersonChangesBody>;

/** Body of `POST /api/people/:id/clearances`. */
export const NewClearanceBody = strict({
  authority: LineText,
  ground: ClearanceGroundBody,
  communeIds: Type.Array(IdText, { minItems: 1 }),
  cameraIds: nullable(Type.Array(IdText)),
  /** Groups of these communes (OPS-15); left out: none. */
  groupIds: Type.Optional(Type.Array(IdText, { maxItems: 100, uniqueItems: true })),
  rights: Type.Array(oneOf(rights), { minItems: 1, uniqueItems: true }),
  from: DayText,
  until: DayText,
});
export type NewClearanceBody = Static<typeof NewClearanceBody>;

/** Body of `POST /api/people/:id/revoke`: a lost device. */
export const RevokeBody = strict({ reason: LineText });
/** Body of `POST /api/clearances/:id/suspend`: cuts at once. */
export const SuspendBody = strict({ reason: LineText });
/** Answer of `POST /api/people/:id/link`: shown once, good for 24 h and one use. */
export const EnrolLinkView = strict({ url: Type.String(), until: InstantText });

/** Answer of `GET /api/session`. */
export const SessionView = strict({
  town: strict({
    name: Type.String(),
    timeZone: Type.String(),
    /** A demonstration: marked on every page, bound to loopback. */
    demonstration: Type.Boolean(),
    version: Type.String(),
    /** Why no act is accepted (REG-14); left out while all is well. */
    readOnly: Type.Optional(WordsSchema),
  }),
  person: nullable(
    strict({
      id: IdText,
      displayName: Type.String(),
      post: oneOf(posts),
      locale: Locale,
      theme: Theme,
    }),
  ),
  /** What the person may do somewhere, by right; pages and buttons follow it. */
  may: strict(
    Object.fromEntries(rights.map((right) => [right, DecisionView])) as Record<
      Right,
      typeof DecisionView
    >,
  ),
  until: nullable(InstantText),
  /** What people call the provider at which this session can be ended too; left out elsewhere. */
  endsAt: Type.Optional(Type.String()),
});
export type SessionView = Static<typeof SessionView>;

export const PreferencesBody = Type.Partial(strict({ locale: Locale, theme: Theme }), {
  additionalProperties: false,
});
export type PreferencesBody = Static<typeof PreferencesBody>;

/** A passkey of one's own; `id` is the credential's (base64url, WebAuthn), not a secret. */
export const PasskeyView = strict({
  id: Type.String(),
  transports: Type.Array(Type.String()),
  /** Null when it was enrolled before this was kept. */
  enrolledAt: nullable(InstantText),
  lastUsedAt: nullable(InstantText),
});
export type PasskeyView = Static<typeof PasskeyView>;

/** An account at the identity provider that opens for this person; `id` says nothing of it. */
export const IdentityView = strict({
  id: Type.String(),
  issuer: Type.String(),
  enrolledAt: InstantText,
  lastUsedAt: nullable(InstantText),
});
export type IdentityView = Static<typeof IdentityView>;

export const OpenSessionView = strict({
  id: IdText,
  how: oneOf(['password', 'passkey', 'oidc', 'demonstration'] as const),
  startedAt: InstantText,
  lastSeenAt: InstantText,
  until: InstantText,
  /** The session that asks. */
  current: Type.Boolean(),
});
export type OpenSessionView = Static<typeof OpenSessionView>;

/** Answer of `GET /api/account`: the person's own ways in and open sessions. */
export const AccountView = strict({
  passkeys: Type.Array(PasskeyView),
  password: Type.Boolean(),
  identities: Type.Array(IdentityView),
  sessions: Type.Array(OpenSessionView),
});
export type AccountView = Static<typeof AccountView>;

/** Body of `POST /api/account/passkeys/revoke`: an id may be longer than an address allows. */
export const RevokePasskeyBody = strict({ id: Type.String({ minLength: 1, maxLength: 1500 }) });

/** Body of `POST /api/account/identities/revoke`. */
export const RevokeIdentityBody = strict({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) });

/** Answer of `GET /api/sign-in/provider`: the town's identity provider, null where there is none. */
export const ProviderView = strict({
  provider: nullable(
    strict({
      /** What people call it: `ProConnect`. */
      label: Type.String(),
      /** It doesn't answer at the moment. */
      isAway: Type.Boolean(),
    }),
  ),
});
export type ProviderView = Static<typeof ProviderView>;
/**
 * Body of `POST /api/sign-in/provider`: the page to go on to, of this console alone. A second slash
 * or a backslash would name another machine.
 */
export const ProviderSignInBody = strict({
  next: Type.String({ pattern: '^/(?![/\\\\])[^\\\\\\s]*$', maxLength: 2000 }),
});
/** Where the browser goes on to, at the provider. */
export const ProviderAddressView = strict({ url: Type.String() });
/** Body of `POST /api/sign-in/provider/answer`: what the provider put behind `?`. */
export const ProviderAnswerBody = strict({
  answer: Type.String({ minLength: 1, maxLength: 8000 }),
});
/** Its answer. */
export const ProviderOutcomeView = strict({
  outcome: oneOf(['signed-in', 'enrolled'] as const),
  next: Type.String(),
});
export type ProviderOutcomeView = Static<typeof ProviderOutcomeView>;
/** Answer of `POST /api/sign-out/provider`: where the session ends too; null where it can't. */
export const ProviderSignOutView = strict({ url: nullable(Type.String()) });

/** Body of `POST /api/sign-in/password`. */
export const PasswordSignInBody = strict({
  login: Type.String({ minLength: 1, maxLength: 40 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
  code: Type.String({ pattern: '^\\d{6}$' }),
});
export type PasswordSignInBody = Static<typeof PasswordSignInBody>;

/** `GET /api/enrol/:token`: who the link is for. */
export const EnrolView = strict({
  displayName: Type.String(),
  login: Type.String(),
  until: InstantText,
});
/** `POST /api/enrol/:token/password` and its answer. */
export const EnrolPasswordBody = strict({
  password: Type.String({ minLength: 1, maxLength: 200 }),
});
export const EnrolPasswordView = strict({ totpUri: Type.String(), secret: Type.String() });
/** `POST /api/enrol/:token/totp`: proves that the authenticator works, ends the enrolment. */
export const EnrolTotpBody = strict({ code: Type.String({ pattern: '^\\d{6}$' }) });

/** `GET /api/demo/people`, in a demonstration only; `POST /api/demo/sign-in` with `personId`. */
export const DemoPersonView = strict({
  id: IdText,
  displayName: Type.String(),
  post: oneOf(posts),
  about: strict({ fr: Type.String(), en: Type.String() }),
});
export type DemoPersonView = Static<typeof DemoPersonView>;
export const DemoSignInBody = strict({ personId: IdText });
