/**
 * Who comes in and how: the session as the page sees it, password with code, passkey, the
 * demonstration's door, and out again. These routes need no session, because they make it; each try
 * is counted by machine here (SEC-43) and by person in the office (SEC-11).
 */

import { err, ok, type Result } from '@beffroi/kernel';
import type { Actor } from '@beffroi/office';
import {
  DemoPersonView,
  DemoSignInBody,
  PasswordSignInBody,
  PreferencesBody,
  SelfTestBody,
  SessionView,
} from '@beffroi/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import type { PasskeyPlace } from '../security/passkey-desk.ts';
import { hostNameOf } from '../security/same-site.ts';
import { Nothing, type Refused, type Routes } from './contract.ts';
import type { RouteParts } from './parts.ts';
import { roomRefusal } from './refusals.ts';

const tag = 'session';
const open = { additionalProperties: true };

/** Options and answers of WebAuthn are the browser's own shapes (WebAuthn level 3, JSON forms). */
export const PasskeyOptions = Type.Object({}, open);
export const PasskeyAnswer = Type.Object(
  { id: Type.String({ maxLength: 1500 }), response: Type.Object({}, open) },
  open,
);

export function addSignInRoutes(routes: Routes, parts: RouteParts): void {
  const { office, passkeys } = parts;

  routes.forAnyone(
    {
      method: 'GET',
      url: '/api/session',
      summary: 'The town, who is signed in and what they may do',
      tag,
      answer: SessionView,
    },
    async ({ request }, whoAsks) => {
      const actor = await whoAsks(request);
      return ok(withProvider(parts, actor, withNotice(parts, await office.sessions.view(actor))));
    },
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/sign-in/password',
      summary: 'Signs in with password and code',
      tag,
      body: PasswordSignInBody,
      answer: SessionView,
      isAttempt: true,
    },
    async ({ body: { login, password, code }, reply }) =>
      signedIn(parts, reply, await office.sessions.signInWithPassword(login, password, code)),
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/sign-in/passkey/options',
      summary: 'Options for navigator.credentials.get',
      tag,
      answer: PasskeyOptions,
      isAttempt: true,
    },
    async ({ request }) => ok(await passkeys.signInOptions(placeOf(request, parts))),
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/sign-in/passkey',
      summary: 'Signs in with the answer of navigator.credentials.get',
      tag,
      body: PasskeyAnswer,
      answer: SessionView,
      isAttempt: true,
    },
    ({ body, request, reply }) => signInWithPasskey(parts, request, reply, body),
  );

  addDemonstrationRoutes(routes, parts);
  addOwnRoutes(routes, parts);
}

function addDemonstrationRoutes(routes: Routes, parts: RouteParts): void {
  const { sessions } = parts.office;

  routes.forAnyone(
    {
      method: 'GET',
      url: '/api/demo/people',
      summary: 'Who one can be in a demonstration; empty elsewhere',
      tag,
      answer: Type.Array(DemoPersonView),
    },
    async () => ok(await sessions.demonstrationPeople()),
  );

  routes.forAnyone(
    {
      method: 'POST',
      url: '/api/demo/sign-in',
      summary: 'Signs in as a person of the demonstration; refused elsewhere',
      tag,
      body: DemoSignInBody,
      answer: SessionView,
    },
    async ({ body, request, reply }) =>
      parts.demonstrations.take(request.ip)
        ? await signedIn(parts, reply, await sessions.signInForDemonstration(body.personId))
        : err(roomRefusal('too-many-attempts')),
  );
}

function addOwnRoutes(routes: Routes, parts: RouteParts): void {
  const { office, cookie } = parts;

  routes.forPerson(
    { method: 'POST', url: '/api/sign-out', summary: 'Ends the session', tag, answer: Nothing },
    async (actor, { reply }) => {
      await office.sessions.signOut(actor);
      reply.header('set-cookie', cookie.take());
      return ok(null);
    },
  );

  routes.forPerson(
    {
      method: 'PUT',
      url: '/api/preferences',
      summary: 'Language and theme of the person; what is absent stays',
      tag,
      body: PreferencesBody,
      answer: Nothing,
    },
    async (actor, { body }) => {
      await office.sessions.setPreferences(actor, body);
      return ok(null);
    },
  );

  routes.forPerson(
    {
      method: 'POST',
      url: '/api/self-test',
      summary: 'What the browser of this post can do',
      tag,
      body: SelfTestBody,
      answer: Nothing,
    },
    async (actor, { body }) => {
      await office.desk.selfTest(actor, body);
      return ok(null);
    },
  );
}

/** Gives the cookie of a fresh session and tells the page who it is now. */
async function signedIn(
  parts: RouteParts,
  reply: FastifyReply,
  came: Result<{ readonly token: string }, Refused>,
): Promise<Result<Static<typeof SessionView>, Refused>> {
  if (!came.ok) {
    return came;
  }
  const { sessions } = parts.office;
  reply.header('set-cookie', parts.cookie.give(came.value.token));
  return ok(await sessions.view(await sessions.actorOf(came.value.token)));
}

async function signInWithPasskey(
  parts: RouteParts,
  request: FastifyRequest,
  reply: FastifyReply,
  body: Static<typeof PasskeyAnswer>,
): Promise<Result<Static<typeof SessionView>, Refused>> {
  const { sessions } = parts.office;
  const passkey = await sessions.passkey(body.id);
  const signed =
    passkey === null ? null : await parts.passkeys.signedIn(placeOf(request, parts), passkey, body);
  if (passkey === null || signed === null) {
    return err(roomRefusal('passkey-refused'));
  }
  return await signedIn(
    parts,
    reply,
    await sessions.signInWithPasskey(passkey.credentialId, signed.newCounter),
  );
}

/** Where the page stands, from a `Host` that has been checked. */
export function placeOf(request: FastifyRequest, parts: RouteParts): PasskeyPlace {
  const host = request.headers.host ?? '';
  return {
    origin: `${parts.isSecure ? 'https' : 'http'}://${host}`,
    hostName: hostNameOf(host) ?? host,
  };
}

/** REG-14: every page says why no act is accepted, the sign-in page too. */
function withNotice({ register }: RouteParts, view: SessionView): SessionView {
  const readOnly = register?.readOnly() ?? null;
  return readOnly === null ? view : { ...view, town: { ...view.town, readOnly } };
}

/** SEC-64: the menu then offers to end the session at the provider too. */
function withProvider(
  { provider }: RouteParts,
  actor: Actor | null,
  view: SessionView,
): SessionView {
  return actor !== null && provider?.canEnd(actor.sessionId) === true
    ? { ...view, endsAt: provider.label }
    : view;
}
