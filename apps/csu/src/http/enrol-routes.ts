/**
 * What the holder of a one-time link can do: give themselves a passkey, or a password and a code. The
 * link is the proof, so no session is asked for; a wrong link is counted like a wrong password
 * (SEC-43), and the link's text never reaches a log.
 */

import { err, ok } from '@beffroi/kernel';
import { refusal } from '@beffroi/town';
import {
  EnrolPasswordBody,
  EnrolPasswordView,
  EnrolTotpBody,
  EnrolView,
  strict,
} from '@beffroi/wire';
import { Secret, TOTP } from 'otpauth';
import { Type } from 'typebox';
import { Nothing, type Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';
import { roomRefusal } from './refusals.ts';
import { PasskeyAnswer, PasskeyOptions, placeOf } from './sign-in-routes.ts';

const tag = 'enrolment';
const params = strict({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }) });

export function addEnrolRoutes(routes: Routes, parts: RouteParts): void {
  const { sessions } = parts.office;

  routes.forAnyone(
    {
      method: 'GET',
      url: '/api/enrol/:token',
      summary: 'Who the link is for',
      tag,
      params,
      answer: EnrolView,
      isAttempt: true,
    },
    async ({ params: { token } }) => {
      const enrolment = await sessions.enrolment(token);
      if (enrolment === null) {
        return err(refusal('enrolment-over'));
      }
      const { displayName, login } = enrolment.person;
      return ok({ displayName, login, until: enrolment.until });
    },
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/enrol/:token/password',
      summary: 'Keeps a password and gives the secret for the authenticator',
      tag,
      params,
      body: EnrolPasswordBody,
      answer: EnrolPasswordView,
      isAttempt: true,
    },
    async ({ params: { token }, body }) => {
      const enrolment = await sessions.enrolment(token);
      const kept = await sessions.enrolPassword(token, body.password);
      if (!kept.ok || enrolment === null) {
        return kept.ok ? err(refusal('enrolment-over')) : kept;
      }
      const secret = kept.value.secretBase32;
      const totp = new TOTP({
        issuer: `Beffroi ${parts.townName}`,
        label: enrolment.person.login,
        secret: Secret.fromBase32(secret),
      });
      return ok({ totpUri: totp.toString(), secret });
    },
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/enrol/:token/totp',
      summary: 'Proves that the authenticator works; ends the enrolment',
      tag,
      params,
      body: EnrolTotpBody,
      answer: Nothing,
      isAttempt: true,
    },
    ({ params: { token }, body }) => sessions.confirmPassword(token, body.code),
  );

  addPasskeyRoutes(routes, parts);
}

function addPasskeyRoutes(routes: Routes, parts: RouteParts): void {
  const { office, passkeys } = parts;

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/enrol/:token/passkey/options',
      summary: 'Options for navigator.credentials.create',
      tag,
      params,
      answer: PasskeyOptions,
      isAttempt: true,
    },
    async ({ params: { token }, request }) => {
      const enrolment = await office.sessions.enrolment(token);
      return enrolment === null
        ? err(refusal('enrolment-over'))
        : ok(await passkeys.registrationOptions(placeOf(request, parts), enrolment.person, token));
    },
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/enrol/:token/passkey',
      summary: 'Keeps the passkey that navigator.credentials.create made; ends the enrolment',
      tag,
      params,
      body: PasskeyAnswer,
      answer: Nothing,
      isAttempt: true,
    },
    async ({ params: { token }, body, request }) => {
      const passkey = await passkeys.registered(placeOf(request, parts), token, body);
      return passkey === null
        ? err(roomRefusal('passkey-refused'))
        : await office.sessions.enrolPasskey(token, passkey);
    },
  );
}
