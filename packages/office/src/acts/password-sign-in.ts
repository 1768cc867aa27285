/**
 * Sign-in with password and code. A name nobody bears costs as much time and gets the same answer as a
 * wrong password, so that names can't be found by trying (SEC-11); the rest is `password-proof.ts`.
 */

import { err, ok } from '@beffroi/kernel';
import { lockedUntilMs, type Person, type SignInFailures } from '@beffroi/town';
import type { House } from '../house.ts';
import type { Answer } from '../office.ts';
import {
  countAttempt,
  lockedFor,
  matchPassword,
  type PasswordMatch,
  spendStep,
} from './password-proof.ts';
import { openSession, type SignedIn } from './sessions.ts';

const strangersMax = 1000;

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
    const waitMs = await (person === null
      ? this.#strangerWaits(name)
      : countAttempt(this.#house, person));
    if (waitMs > 0) {
      return err(lockedFor(waitMs));
    }
    const match = await matchPassword(this.#house, person, password, code);
    if (person === null || match === null) {
      await this.#traceFailure(person);
      return this.#house.refused('sign-in-failed');
    }
    return this.#open(person, match);
  }

  #personOf(login: string): Person | null {
    for (const { person } of this.#house.memory.people.values()) {
      if (person.login === login && person.leftAt === null) {
        return person;
      }
    }
    return null;
  }

  /** Counted in memory, after a unit of work like a person's: the time it takes tells nothing. */
  async #strangerWaits(login: string): Promise<number> {
    await this.#house.parts.facts.transact((facts) => facts.failures.one(login));
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

  /** A second use of the code fails here. */
  async #open(person: Person, match: PasswordMatch): Answer<SignedIn> {
    const house = this.#house;
    const opened = await openSession(house, person, 'password', (facts) =>
      spendStep(facts, person, match),
    );
    return opened === null ? house.refused('sign-in-failed') : ok(opened);
  }
}
