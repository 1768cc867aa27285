/**
 * Sign-in with password and code. An attempt is counted before it is judged, so that many at once
 * gain nothing (SEC-11); a code is good once (SEC-16); and a name nobody bears costs as much time and
 * gets the same answer as a wrong password, so that names can't be found by trying.
 */

import { ok } from '@beffroi/kernel';
import { lockedUntilMs, type Person, type SignInFailures } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Answer } from '../office.ts';
import type { StoredPassword } from '../ports/facts.ts';
import { openSession, type SignedIn } from './sessions.ts';

const strangersMax = 1000;

/** Verifying this costs as much as verifying a real one; nothing hashes to it. */
const nobodysHash =
  '$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export class PasswordSignIn {
  readonly #house: House;
  /** Failures of names that nobody bears; oldest forgotten first. */
  readonly #strangers = new Map<string, SignInFailures>();

  constructor(house: House) {
    this.#house = house;
  }

  async signIn(login: string, password: string, code: string): Answer<SignedIn> {
    const name = login.trim().toLowerCase();
    const person = this.#personOf(name);
    const waitMs = person === null ? this.#strangerWaits(name) : await this.#countAttempt(person);
    if (waitMs > 0) {
      return this.#house.refused('sign-in-locked', {
        minutes: String(Math.max(1, Math.ceil(waitMs / 60_000))),
      });
    }
    const kept = await this.#passwordOf(person);
    const matches = await this.#house.parts.passwordHasher.verify(
      kept?.hash ?? nobodysHash,
      password,
    );
    const step = kept === null ? null : this.#stepOf(kept, code);
    if (person === null || kept === null || !matches || step === null || step <= kept.lastStep) {
      await this.#traceFailure(person);
      return this.#house.refused('sign-in-failed');
    }
    return this.#open(person, step);
  }

  #personOf(login: string): Person | null {
    for (const { person } of this.#house.memory.people.values()) {
      if (person.login === login && person.leftAt === null) {
        return person;
      }
    }
    return null;
  }

  /** Counts an attempt as failed until it has succeeded; milliseconds to wait, 0 for none. */
  #countAttempt(person: Person): Promise<number> {
    const atMs = this.#house.nowMs();
    return this.#house.parts.facts.transact(async (facts) => {
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

  #strangerWaits(login: string): number {
    const atMs = this.#house.nowMs();
    const before = this.#strangers.get(login) ?? { count: 0, lastMs: 0 };
    const untilMs = lockedUntilMs(before);
    if (atMs < untilMs) {
      return untilMs - atMs;
    }
    this.#strangers.delete(login);
    this.#strangers.set(login, { count: before.count + 1, lastMs: atMs });
    const oldest = this.#strangers.keys().next();
    if (this.#strangers.size > strangersMax && !oldest.done) {
      this.#strangers.delete(oldest.value);
    }
    return 0;
  }

  async #passwordOf(person: Person | null): Promise<StoredPassword | null> {
    if (person === null) {
      return null;
    }
    const kept = await this.#house.parts.facts.read((facts) => facts.passwords.one(person.id));
    return kept?.confirmedAt ? kept : null;
  }

  #stepOf(kept: StoredPassword, code: string): number | null {
    const { secretBox, totp } = this.#house.parts;
    const secret = secretBox.open(kept.sealedTotp, totpContext(kept.personId));
    return totp.stepOf(secret, code, this.#house.nowMs());
  }

  async #traceFailure(person: Person | null): Promise<void> {
    // A name that nobody bears may be a password typed in the wrong field: it is never written.
    await this.#house.trace({
      kind: 'sign-in-refused',
      by: null,
      about: person === null ? [] : [person.id],
      motive: 'system',
      what: { how: 'password' },
    });
  }

  /** The code's step is spent in the same unit of work; a second use of it fails here. */
  async #open(person: Person, step: number): Answer<SignedIn> {
    const house = this.#house;
    const spent = await house.parts.facts.transact(async (facts) => {
      const kept = await facts.passwords.one(person.id);
      if (kept === null || step <= kept.lastStep) {
        return false;
      }
      await facts.passwords.put({ ...kept, lastStep: step });
      await facts.failures.put({ personId: person.id, count: 0, lastMs: 0 });
      return true;
    });
    return spent
      ? ok(await openSession(house, person, 'password'))
      : house.refused('sign-in-failed');
  }
}

/** Context under which a person's TOTP secret is sealed. */
export function totpContext(personId: string): string {
  return `totp ${personId}`;
}
