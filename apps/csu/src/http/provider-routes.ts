/**
 * The way in by the town's identity provider: where to go, what came back, and the end of the session
 * there too. The page carries both ways; no request from another site opens a session here (SEC-41),
 * and the page to go on to is one of this console (SEC-62).
 */

import { err, ok, type Result } from '@beffroi/kernel';
import { refusal } from '@beffroi/town';
import {
  ProviderAddressView,
  ProviderAnswerBody,
  ProviderOutcomeView,
  ProviderSignInBody,
  ProviderSignOutView,
  ProviderView,
  strict,
} from '@beffroi/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ProviderDesk, SignInPurpose } from '../identity/provider-desk.ts';
import { providerRefusal } from '../identity/provider-refusals.ts';
import type { Refused, Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';
import { placeOf } from './sign-in-routes.ts';

const tag = 'session';
const linkParams = strict({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }) });

export function addProviderRoutes(routes: Routes, parts: RouteParts): void {
  addWaysThere(routes, parts);
  addWayBack(routes, parts);
}

function addWaysThere(routes: Routes, parts: RouteParts): void {
  const { provider, office } = parts;

  routes.forAnyone(
    {
      method: 'GET',
      url: '/api/sign-in/provider',
      summary: 'The identity provider of the town, and whether it answers',
      tag,
      answer: ProviderView,
    },
    async () => ok({ provider: provider && { label: provider.label, isAway: provider.isAway } }),
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/sign-in/provider',
      summary: 'Begins a sign-in at the identity provider',
      tag,
      body: ProviderSignInBody,
      answer: ProviderAddressView,
      isAttempt: true,
    },
    ({ body, request, reply }) => begin(parts, request, reply, { kind: 'sign-in' }, body.next),
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/enrol/:token/provider',
      summary: 'Begins to link an account at the identity provider to the person of the link',
      tag: 'enrolment',
      params: linkParams,
      answer: ProviderAddressView,
      isAttempt: true,
    },
    async ({ params: { token }, request, reply }) =>
      (await office.sessions.enrolment(token)) === null
        ? err(refusal('enrolment-over'))
        : await begin(parts, request, reply, { kind: 'enrol', token }, '/sign-in'),
  );
}

function addWayBack(routes: Routes, parts: RouteParts): void {
  const { provider, office } = parts;

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/sign-in/provider/answer',
      summary: 'Signs in, or links the account, with what the identity provider sent back',
      tag,
      body: ProviderAnswerBody,
      answer: ProviderOutcomeView,
      isAttempt: true,
    },
    async ({ body, request, reply }) =>
      provider === null
        ? err(providerRefusal('provider-none'))
        : await finish(parts, provider, request, reply, body.answer),
  );

  routes.forPerson(
    {
      method: 'POST',
      url: '/api/sign-out/provider',
      summary: 'Ends the session, and says where to end it at the identity provider',
      tag,
      answer: ProviderSignOutView,
    },
    async (actor, { request, reply }) => {
      const url = provider?.endUrl(placeOf(request, parts).origin, actor.sessionId) ?? null;
      await office.sessions.signOut(actor);
      reply.header('set-cookie', parts.cookie.take());
      return ok({ url });
    },
  );
}

async function begin(
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  purpose: SignInPurpose,
  next: string,
): Promise<Result<{ readonly url: string }, Refused>> {
  const { provider, browserCookie } = parts;
  if (provider === null) {
    return err(providerRefusal('provider-none'));
  }
  const begun = await provider.begin(placeOf(request, parts).origin, purpose, next);
  if (!begun.ok) {
    return begun;
  }
  reply.header('set-cookie', browserCookie.give(begun.value.browser));
  return ok({ url: begun.value.url });
}

async function finish(
  parts: RouteParts,
  provider: ProviderDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: string,
): Promise<Result<ProviderOutcomeView, Refused>> {
  const { browserCookie, cookie, office } = parts;
  const { origin } = placeOf(request, parts);
  const browser = browserCookie.read(request.headers.cookie);
  reply.header('set-cookie', browserCookie.take());
  const finished = await provider.finish(origin, answer, browser);
  if (!finished.ok) {
    return finished;
  }
  const { identity, idToken, purpose, next } = finished.value;
  if (purpose.kind === 'enrol') {
    const linked = await office.sessions.enrolIdentity(purpose.token, identity);
    return linked.ok ? ok({ outcome: 'enrolled', next }) : linked;
  }
  const entered = await office.sessions.signInWithIdentity(identity);
  if (!entered.ok) {
    return entered;
  }
  const actor = await office.sessions.actorOf(entered.value.token);
  if (actor !== null) {
    provider.keepSession(actor.sessionId, idToken);
  }
  reply.header('set-cookie', cookie.give(entered.value.token));
  return ok({ outcome: 'signed-in', next });
}
