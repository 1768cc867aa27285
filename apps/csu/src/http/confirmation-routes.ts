/**
 * Proofs of sensitive acts (SEC-30 to SEC-35): what waits, and the ways to prove or refuse it. The act
 * itself is asked of its own route, which answers 428 with an id; asked again, it carries that id in the
 * header `x-beffroi-confirmation`. Proofs are counted by machine (SEC-43).
 */

import { ok, type Result } from '@beffroi/kernel';
import type { Actor, VerifiedAssertion } from '@beffroi/office';
import {
  ConfirmationView,
  IdText,
  PasswordProofBody,
  RefuseConfirmationBody,
  strict,
} from '@beffroi/wire';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Refused, Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';
import { PasskeyAnswer, PasskeyOptions, placeOf } from './sign-in-routes.ts';

const tag = 'confirmations';
const params = strict({ id: IdText });

export function addConfirmationRoutes(routes: Routes, parts: RouteParts): void {
  const { confirmations } = parts.office;

  routes.forPerson(
    {
      method: 'GET',
      url: '/api/confirmations',
      summary: 'Sensitive acts asked in this session, and those that wait for this person',
      tag,
      answer: Type.Array(ConfirmationView),
    },
    (actor) => confirmations.pending(actor),
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/confirmations/:id',
      summary: 'What will be done, by whom, and what it waits for',
      tag,
      params,
      answer: ConfirmationView,
    },
    (actor, ask) => confirmations.one(actor, ask.params.id),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/confirmations/:id/refuse',
      summary: 'The second person says no; or whoever asked takes it back',
      tag,
      params,
      body: RefuseConfirmationBody,
      answer: ConfirmationView,
    },
    (actor, ask) => confirmations.refuse(actor, ask.params.id, ask.body.reason),
  );
  addProofRoutes(routes, parts);
  addPasskeyProofRoutes(routes, parts);
}

function addProofRoutes(routes: Routes, parts: RouteParts): void {
  const { confirmations } = parts.office;

  routes.forPerson(
    {
      method: 'POST',
      url: '/api/confirmations/:id/password',
      summary: 'Proves with password and code',
      tag,
      params,
      body: PasswordProofBody,
      answer: ConfirmationView,
      isAttempt: true,
    },
    (actor, { params: { id }, body }) =>
      confirmations.provePassword(actor, id, body.password, body.code),
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/confirmations/:id/demonstration',
      summary: 'A mark in place of a proof, in a demonstration alone (SEC-17)',
      tag,
      params,
      answer: ConfirmationView,
    },
    (actor, ask) => confirmations.proveForDemonstration(actor, ask.params.id),
  );
}

function addPasskeyProofRoutes(routes: Routes, parts: RouteParts): void {
  const { confirmations } = parts.office;

  routes.forPerson(
    {
      method: 'POST',
      url: '/api/confirmations/:id/passkey/options',
      summary: 'Options for navigator.credentials.get: the challenge is the digest of the act',
      tag,
      params,
      answer: PasskeyOptions,
    },
    async (actor, { params: { id }, request }) => {
      const wanted = await confirmations.toSign(actor, id);
      return wanted.ok
        ? ok(await parts.passkeys.proofOptions(placeOf(request, parts), wanted.value))
        : wanted;
    },
  );
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/confirmations/:id/passkey',
      summary: 'Proves with the answer of navigator.credentials.get',
      tag,
      params,
      body: PasskeyAnswer,
      answer: ConfirmationView,
      isAttempt: true,
    },
    async (actor, { params: { id }, body, request }) => {
      const assertion = await verified(parts, request, actor, id, body);
      return assertion.ok
        ? await confirmations.provePasskey(actor, id, assertion.value)
        : assertion;
    },
  );
}

/** The assertion when it is one over this act's digest, null when it isn't. */
async function verified(
  parts: RouteParts,
  request: FastifyRequest,
  actor: Actor,
  id: string,
  body: Static<typeof PasskeyAnswer>,
): Promise<Result<VerifiedAssertion | null, Refused>> {
  const { confirmations, sessions } = parts.office;
  const wanted = await confirmations.toSign(actor, id);
  if (!wanted.ok) {
    return wanted;
  }
  const passkey = await sessions.passkey(body.id);
  const place = placeOf(request, parts);
  const { digest } = wanted.value;
  return ok(passkey && (await parts.passkeys.proved(place, passkey, digest, body)));
}
