/**
 * Sign-in with an account at the town's identity provider, once the HTTP room has verified what the
 * provider said (SEC-60). It opens for the person it was linked to and creates nobody; an account that
 * nobody bears is refused and noted without a name, because its subject is nobody of this house.
 */

import { canonicalJson, ok, toHex, utf8Bytes } from '@beffroi/kernel';
import type { Person } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Answer } from '../office.ts';
import type { ProvenIdentity } from '../ports/identities.ts';
import { openSession, type SignedIn } from './sessions.ts';

/** The form in which an account is kept. */
export function identityKey(house: House, { issuer, subject }: ProvenIdentity): string {
  return toHex(house.parts.sha256(utf8Bytes(canonicalJson([issuer, subject]))));
}

export async function signInWithIdentity(house: House, identity: ProvenIdentity): Answer<SignedIn> {
  const key = identityKey(house, identity);
  const kept = await house.parts.facts.read((facts) => facts.identities.one(key));
  const person = kept && house.person(kept.personId);
  if (!person || person.leftAt !== null) {
    return await refuse(house, person);
  }
  const opened = await openSession(house, person, 'oidc', async (facts) => {
    const still = await facts.identities.one(key);
    if (still?.personId !== person.id) {
      return false;
    }
    await facts.identities.put({ ...still, lastUsedAt: house.now() });
    return true;
  });
  return opened === null ? await refuse(house, person) : ok(opened);
}

async function refuse(house: House, person: Person | null): Answer<never> {
  await house.trace({
    kind: 'sign-in-refused',
    by: null,
    about: person === null ? [] : [person.id],
    motive: 'system',
    what: { how: 'oidc' },
  });
  return house.refused('identity-unknown');
}
