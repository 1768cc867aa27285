/**
 * Sign-in with a passkey, once the HTTP room has verified the assertion. The counter must grow where
 * the authenticator counts at all: a counter that falls back means a copied key, which is refused
 * (WebAuthn level 3, section 6.1.1).
 */

import { ok } from '@beffroi/kernel';
import type { House } from '../house.ts';
import type { Answer, StoredPasskey } from '../office.ts';
import { openSession, type SignedIn } from './sessions.ts';

export async function signInWithPasskey(
  house: House,
  credentialId: string,
  newCounter: number,
): Answer<SignedIn> {
  const passkey = await passkeyOf(house, credentialId);
  const person = passkey && house.person(passkey.personId);
  if (!passkey || !person || person.leftAt !== null) {
    return house.refused('sign-in-failed');
  }
  if (!grows(passkey, newCounter)) {
    await house.trace({
      kind: 'sign-in-refused',
      by: null,
      about: [person.id],
      motive: 'system',
      what: { how: 'passkey', why: 'counter fell back' },
    });
    return house.refused('sign-in-failed');
  }
  const opened = await openSession(house, person, 'passkey', async (facts) => {
    const still = await facts.passkeys.one(credentialId);
    if (still === null || !grows(still, newCounter)) {
      return false;
    }
    await facts.passkeys.put({ ...still, counter: newCounter, lastUsedAt: house.now() });
    return true;
  });
  return opened === null ? house.refused('sign-in-failed') : ok(opened);
}

function grows({ counter }: StoredPasskey, newCounter: number): boolean {
  return (newCounter === 0 && counter === 0) || newCounter > counter;
}

export function passkeyOf(house: House, credentialId: string): Promise<StoredPasskey | null> {
  return house.parts.facts.read((facts) => facts.passkeys.one(credentialId));
}
