/**
 * An office on fakes with the example town in it: what the tests of the other rooms stand on. Every
 * part can be replaced; `actorOf` signs a person in without ceremony.
 */

import { assert } from '@beffroi/kernel';
import { createOffice, type RunningOffice } from '../create-office.ts';
import type { Actor, LiveStates } from '../office.ts';
import type { OfficeParts, OfficeSettings } from '../parts.ts';
import { noFolder } from '../ports/recordings.ts';
import { seedExampleTown } from './example-town.ts';
import { createFakeFacts, type FakeFacts } from './fake-facts.ts';
import {
  createFakeKeyRing,
  createSeededChance,
  createSteeredClock,
  fakePasswordHasher,
  fakeSecretBox,
  fakeTotp,
} from './fake-world.ts';
import { sha256 } from './sha256.ts';

export const testSettings: OfficeSettings = {
  townName: 'Vermeil',
  timeZone: 'Europe/Paris',
  site: 'vermeil',
  demonstration: true,
  version: '0.1.0',
  recorder: { syncPolicy: 'each-gop', diskFloor: 0.05, maskCoresMax: 1.5 },
};

/** No recorder speaks: every camera is silent. */
export const silentStates: LiveStates = {
  of: () => ({ recording: false, main: null, sub: null }),
};

export interface TestOffice {
  readonly office: RunningOffice;
  readonly facts: FakeFacts;
  readonly parts: OfficeParts;
  /** A session of a person of the example town: `per_operator`, `per_head`... */
  signIn(personId: string): Promise<{ readonly token: string; readonly actor: Actor }>;
}

export async function createTestOffice(
  given: Partial<Omit<OfficeParts, 'facts'>> = {},
): Promise<TestOffice> {
  const facts = createFakeFacts();
  const parts: OfficeParts = {
    facts,
    clock: createSteeredClock(),
    chance: createSeededChance(),
    sha256,
    passwordHasher: fakePasswordHasher,
    totp: fakeTotp,
    secretBox: fakeSecretBox,
    keyRing: createFakeKeyRing(),
    folder: noFolder,
    liveStates: silentStates,
    settings: testSettings,
    ...given,
  };
  await seedExampleTown(facts, parts.clock.nowMs());
  const office = await createOffice(parts);
  return {
    office,
    facts,
    parts,
    async signIn(personId) {
      const signedIn = await office.sessions.signInForDemonstration(personId);
      assert(signedIn.ok, `${personId} can sign in to the example town`);
      const actor = await office.sessions.actorOf(signedIn.value.token);
      assert(actor !== null, 'a fresh session holds');
      return { token: signedIn.value.token, actor };
    },
  };
}
