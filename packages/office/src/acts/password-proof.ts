/**
 * Password and code of a person, checked in three steps that a sign-in and a proof of an act share: the
 * attempt is counted before it is judged, so that many at once gain nothing (SEC-11); the hash is
 * verified; the code's step is spent, so that a code is good once (SEC-16).
 */

import { lockedUntilMs, type Person, type Refusal, refusal } from '@beffroi/town';
import type { House } from '../house.ts';
import type { FactsWork, StoredPassword } from '../ports/facts.ts';

/** Verifying this costs as much as verifying a real one; nothing hashes to it. */
const nobodysHash =
  '$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Counts an attempt as failed until it has succeeded; milliseconds to wait, 0 for none. */
export function countAttempt(house: House, person: Person): Promise<number> {
  const atMs = house.nowMs();
  return house.parts.facts.transact(async (facts) => {
    const before = (await facts.failures.one(person.id)) ?? {
      personId: person.id,
      count: 0,
      lastMs: 0,
    };
    const untilMs = lockedUntilMs(before);
    if (atMs < untilMs) {
      return untilMs - atMs;
    }
    await facts.failures.put({ ...before, count: before.count + 1, lastMs: atMs });
    return 0;
  });
}

export function lockedFor(waitMs: number): Refusal {
  const minutes = String(Math.max(1, Math.ceil(waitMs / 60_000)));
  return refusal('sign-in-locked', { minutes });
}

/** What was right of a person: their password's hash, and the step of their code. */
export interface PasswordMatch {
  readonly hash: string;
  readonly step: number;
}

/** Null unless both are right and the code hasn't served; costs as much for nobody. */
export async function matchPassword(
  house: House,
  person: Person | null,
  password: string,
  code: string,
): Promise<PasswordMatch | null> {
  const kept = await passwordOf(house, person);
  const matches = await house.parts.passwordHasher.verify(kept?.hash ?? nobodysHash, password);
  const step = kept === null ? null : stepOf(house, kept, code);
  return kept !== null && matches && step !== null && step > kept.lastStep
    ? { hash: kept.hash, step }
    : null;
}

/** Spends the code's step and forgets the failures; false when it, or the password, has gone meanwhile. */
export async function spendStep(
  facts: FactsWork,
  person: Person,
  { hash, step }: PasswordMatch,
): Promise<boolean> {
  const kept = await facts.passwords.one(person.id);
  if (kept?.hash !== hash || step <= kept.lastStep) {
    return false;
  }
  await facts.passwords.put({ ...kept, lastStep: step });
  await facts.failures.put({ personId: person.id, count: 0, lastMs: 0 });
  return true;
}

/** Context under which a person's TOTP secret is sealed. */
export function totpContext(personId: string): string {
  return `totp ${personId}`;
}

async function passwordOf(house: House, person: Person | null): Promise<StoredPassword | null> {
  if (person === null) {
    return null;
  }
  const kept = await house.parts.facts.read((facts) => facts.passwords.one(person.id));
  return kept?.confirmedAt ? kept : null;
}

function stepOf(house: House, kept: StoredPassword, code: string): number | null {
  const { secretBox, totp } = house.parts;
  const secret = secretBox.open(kept.sealedTotp, totpContext(kept.personId));
  return totp.stepOf(secret, code, house.nowMs());
}
