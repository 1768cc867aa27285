/**
 * The ways in. A passkey's private half never leaves the person's device: the page carries a
 * challenge there and a signature back. Nothing is kept here.
 */

import type {
  DemoPersonView,
  EnrolPasswordView,
  EnrolView,
  PasswordSignInBody,
  ProviderAddressView,
  ProviderOutcomeView,
  ProviderSignOutView,
  ProviderView,
} from '@beffroi/wire';
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import type { Static } from 'typebox';
import { ask } from './client.ts';

export type DemoPerson = Static<typeof DemoPersonView>;
export type Enrolment = Static<typeof EnrolView>;
export type Authenticator = Static<typeof EnrolPasswordView>;
export type BegunSignIn = Static<typeof ProviderAddressView>;

export async function signInWithPasskey(): Promise<void> {
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>(
    'POST',
    '/api/sign-in/passkey/options',
  );
  const assertion = await startAuthentication({ optionsJSON });
  await ask<null>('POST', '/api/sign-in/passkey', assertion);
}

export async function signInWithPassword(body: PasswordSignInBody): Promise<void> {
  await ask<null>('POST', '/api/sign-in/password', body);
}

export async function signInForDemonstration(personId: string): Promise<void> {
  await ask<null>('POST', '/api/demo/sign-in', { personId });
}

export async function demonstrationPeople(): Promise<DemoPerson[]> {
  return await ask<DemoPerson[]>('GET', '/api/demo/people');
}

export async function enrolment(token: string): Promise<Enrolment> {
  return await ask<Enrolment>('GET', `/api/enrol/${encodeURIComponent(token)}`);
}

export async function enrolPasskey(token: string): Promise<void> {
  const path = `/api/enrol/${encodeURIComponent(token)}/passkey`;
  const optionsJSON = await ask<PublicKeyCredentialCreationOptionsJSON>('POST', `${path}/options`);
  const attestation = await startRegistration({ optionsJSON });
  await ask<null>('POST', path, attestation);
}

export async function enrolPassword(token: string, password: string): Promise<Authenticator> {
  return await ask<Authenticator>('POST', `/api/enrol/${encodeURIComponent(token)}/password`, {
    password,
  });
}

export async function confirmAuthenticator(token: string, code: string): Promise<void> {
  await ask<null>('POST', `/api/enrol/${encodeURIComponent(token)}/totp`, { code });
}

/** The town's identity provider, null where there is none. */
export async function identityProvider(): Promise<ProviderView> {
  return await ask<ProviderView>('GET', '/api/sign-in/provider');
}

/** `next`: the page of the console to come back to. */
export async function beginProviderSignIn(next: string): Promise<BegunSignIn> {
  return await ask<BegunSignIn>('POST', '/api/sign-in/provider', { next });
}

export async function beginProviderEnrolment(token: string): Promise<BegunSignIn> {
  return await ask<BegunSignIn>('POST', `/api/enrol/${encodeURIComponent(token)}/provider`);
}

export async function handProviderAnswer(answer: string): Promise<ProviderOutcomeView> {
  return await ask<ProviderOutcomeView>('POST', '/api/sign-in/provider/answer', { answer });
}

/** Ends the session; answers where to end it at the provider, null where it can't be. */
export async function signOutAtProvider(): Promise<string | null> {
  return (await ask<Static<typeof ProviderSignOutView>>('POST', '/api/sign-out/provider')).url;
}

/** Whether the person turned away from the device's question: not a fault, nothing to shout. */
export function isTurnedAway(fault: unknown): boolean {
  return (
    fault instanceof Error && (fault.name === 'NotAllowedError' || fault.name === 'AbortError')
  );
}
