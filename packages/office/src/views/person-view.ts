/** A person as the people page shows them: clearances, ways in, whether signed in now. */

import { reviewDayOf } from '@beffroi/town';
import type { PersonView } from '@beffroi/wire';
import { isOpenNow } from '../acts/sessions.ts';
import type { House } from '../house.ts';
import type { FactsWork } from '../ports/facts.ts';
import { clearancesOf } from '../town-memory.ts';

export async function personView(
  house: House,
  facts: FactsWork,
  personId: string,
): Promise<PersonView | null> {
  const person = house.person(personId);
  if (person === null) {
    return null;
  }
  const passkeys = await facts.passkeys.ofPerson(personId);
  const password = await facts.passwords.one(personId);
  const identities = await facts.identities.ofPerson(personId);
  return {
    id: person.id,
    displayName: person.displayName,
    login: person.login,
    post: person.post,
    leftAt: person.leftAt,
    clearances: clearancesOf(house.memory, personId).map(({ clearance }) => ({
      id: clearance.id,
      authority: clearance.authority,
      ground: clearance.ground,
      reviewDay: clearance.ground && reviewDayOf(clearance.ground, house.profile),
      communeIds: [...clearance.communeIds],
      cameraIds: clearance.cameraIds && [...clearance.cameraIds],
      groupIds: [...clearance.groupIds],
      rights: [...clearance.rights],
      from: clearance.from,
      until: clearance.until,
      suspended: clearance.suspended,
    })),
    enrolled: {
      passkeys: passkeys.length,
      password: password !== null && password.confirmedAt !== null,
      identities: identities.length,
    },
    signedIn: isSignedIn(house, personId),
  };
}

function isSignedIn(house: House, personId: string): boolean {
  return [...house.memory.sessions.values()].some(
    (session) => session.personId === personId && isOpenNow(house, session),
  );
}
