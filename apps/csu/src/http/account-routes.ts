/** A person's own ways in and sessions: to look at and to take back (SEC-19). Nobody else's. */

import { ok } from '@beffroi/kernel';
import { AccountView, IdText, RevokeIdentityBody, RevokePasskeyBody, strict } from '@beffroi/wire';
import { Nothing, type Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';

const tag = 'account';
const params = strict({ id: IdText });

export function addAccountRoutes(routes: Routes, parts: RouteParts): void {
  const { sessions } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/account',
      summary: 'Own passkeys, linked accounts, password and open sessions',
      tag,
      answer: AccountView,
    },
    async (actor) => ok(await sessions.account(actor)),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/account/passkeys/revoke',
      summary: 'Takes an own passkey back, unless it is the last way in; ends the other sessions',
      tag,
      body: RevokePasskeyBody,
      answer: Nothing,
    },
    (actor, { body }) => sessions.revokePasskey(actor, body.id),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/account/identities/revoke',
      summary:
        'Takes an own linked account back, unless it is the last way in; ends other sessions',
      tag,
      body: RevokeIdentityBody,
      answer: Nothing,
    },
    (actor, { body }) => sessions.revokeIdentity(actor, body.id),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/account/sessions/:id/end',
      summary: 'Ends one of one’s own sessions',
      tag,
      params,
      answer: Nothing,
    },
    (actor, ask) => sessions.endSession(actor, ask.params.id),
  );
}
