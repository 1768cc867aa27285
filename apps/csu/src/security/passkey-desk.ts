/**
 * Passkeys (WebAuthn level 2): asks the browser for a signature over a fresh challenge and checks it.
 * A challenge serves once, for five minutes, for one kind of act and (when enrolling) for one link.
 * User verification is always required; the passkey is the person's key, not the machine's (SEC-48).
 */

import type {
  Chance,
  Clock,
  NewPasskey,
  StoredPasskey,
  ToSign,
  VerifiedAssertion,
} from '@beffroi/office';
import type { Person } from '@beffroi/town';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';

const challengeMsMax = 5 * 60_000;
const challengesMax = 2000;
const challengeBytes = 32;

/** Where the page stands: origin `https://csu.ville.fr` and its host name. */
export interface PasskeyPlace {
  readonly origin: string;
  readonly hostName: string;
}

type RegistrationResponse = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type AuthenticationResponse = Parameters<typeof verifyAuthenticationResponse>[0]['response'];
type AuthenticatorTransport = NonNullable<
  NonNullable<
    Parameters<typeof generateAuthenticationOptions>[0]['allowCredentials']
  >[number]['transports']
>[number];

export class PasskeyDesk {
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #townName: string;
  /** Challenge -> what it is for and until when. */
  readonly #open = new Map<string, { readonly purpose: string; readonly untilMs: number }>();

  constructor(parts: { clock: Clock; chance: Chance; townName: string }) {
    this.#clock = parts.clock;
    this.#chance = parts.chance;
    this.#townName = parts.townName;
  }

  /** Options for `navigator.credentials.create`, for the holder of an enrolment link. */
  async registrationOptions(place: PasskeyPlace, person: Person, link: string): Promise<object> {
    const options = await generateRegistrationOptions({
      rpName: `Beffroi, ${this.#townName}`,
      rpID: place.hostName,
      userName: person.login,
      userDisplayName: person.displayName,
      userID: new Uint8Array(Buffer.from(person.id)),
      challenge: this.#newChallenge(),
      timeout: challengeMsMax,
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    this.#keep(options.challenge, `enrol ${link}`);
    return options;
  }

  /** The new passkey, null when the answer isn't a good one. */
  async registered(
    place: PasskeyPlace,
    link: string,
    response: unknown,
  ): Promise<NewPasskey | null> {
    const verified = await this.#verify(() =>
      verifyRegistrationResponse({
        response: response as RegistrationResponse,
        expectedChallenge: (challenge) => this.#spend(challenge, `enrol ${link}`),
        expectedOrigin: place.origin,
        expectedRPID: place.hostName,
        requireUserVerification: true,
      }),
    );
    if (verified?.verified !== true) {
      return null;
    }
    const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
    return { credentialId: id, publicKey, counter, transports: transports ?? [] };
  }

  /** Options for `navigator.credentials.get`: any passkey of this centre. */
  async signInOptions(place: PasskeyPlace): Promise<object> {
    const options = await generateAuthenticationOptions({
      rpID: place.hostName,
      challenge: this.#newChallenge(),
      timeout: challengeMsMax,
      userVerification: 'required',
    });
    this.#keep(options.challenge, 'sign-in');
    return options;
  }

  /** The authenticator's new counter, null when the signature isn't good. */
  async signedIn(
    place: PasskeyPlace,
    passkey: StoredPasskey,
    response: unknown,
  ): Promise<{ readonly newCounter: number } | null> {
    const verified = await this.#verify(() =>
      verifyAuthenticationResponse({
        response: response as AuthenticationResponse,
        expectedChallenge: (challenge) => this.#spend(challenge, 'sign-in'),
        expectedOrigin: place.origin,
        expectedRPID: place.hostName,
        requireUserVerification: true,
        credential: {
          id: passkey.credentialId,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: passkey.counter,
        },
      }),
    );
    return verified?.verified === true
      ? { newCounter: verified.authenticationInfo.newCounter }
      : null;
  }

  /** Options for `navigator.credentials.get`: the challenge is the digest of the act (SEC-34). */
  async proofOptions(place: PasskeyPlace, { digest, passkeys }: ToSign): Promise<object> {
    return await generateAuthenticationOptions({
      rpID: place.hostName,
      challenge: new Uint8Array(digest),
      allowCredentials: passkeys.map(({ id, transports }) => ({
        id,
        transports: [...transports] as AuthenticatorTransport[],
      })),
      timeout: challengeMsMax,
      userVerification: 'required',
    });
  }

  /** An assertion over a digest, null when it isn't a good one. Its end and single use are the office's. */
  async proved(
    place: PasskeyPlace,
    passkey: StoredPasskey,
    digest: Uint8Array,
    response: unknown,
  ): Promise<VerifiedAssertion | null> {
    const given = response as AuthenticationResponse;
    const verified = await this.#verify(() =>
      verifyAuthenticationResponse({
        response: given,
        expectedChallenge: Buffer.from(digest).toString('base64url'),
        expectedOrigin: place.origin,
        expectedRPID: place.hostName,
        requireUserVerification: true,
        credential: {
          id: passkey.credentialId,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: passkey.counter,
        },
      }),
    );
    if (verified?.verified !== true) {
      return null;
    }
    const { clientDataJSON, authenticatorData, signature } = given.response;
    return {
      credentialId: passkey.credentialId,
      digest,
      newCounter: verified.authenticationInfo.newCounter,
      clientDataJson: clientDataJSON,
      authenticatorData,
      signature,
    };
  }

  /** The library throws on any answer that is malformed or doesn't fit: that is a refusal. */
  async #verify<T>(verify: () => Promise<T>): Promise<T | null> {
    try {
      return await verify();
    } catch (thrown) {
      if (thrown instanceof Error) {
        return null;
      }
      throw thrown;
    }
  }

  #newChallenge(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#chance.bytes(challengeBytes));
  }

  #keep(challenge: string, purpose: string): void {
    const nowMs = this.#clock.monotonicMs();
    for (const [old, { untilMs }] of this.#open) {
      if (untilMs > nowMs && this.#open.size < challengesMax) {
        break;
      }
      this.#open.delete(old);
    }
    this.#open.set(challenge, { purpose, untilMs: nowMs + challengeMsMax });
  }

  #spend(challenge: string, purpose: string): boolean {
    const open = this.#open.get(challenge);
    this.#open.delete(challenge);
    return open?.purpose === purpose && open.untilMs > this.#clock.monotonicMs();
  }
}
