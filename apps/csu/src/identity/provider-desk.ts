/**
 * Sign-ins on their way to the identity provider and back (OpenID Connect Core 3.1, PKCE of RFC 7636,
 * issuer of RFC 9207). Each is bound to the browser that began it, serves once, for five minutes, and
 * for one purpose; what comes back is believed only when every check holds (SEC-61, SEC-62). No token
 * is logged or kept, but the one that names a session when it is ended at the provider too.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '@beffroi/kernel';
import type { Chance, Clock, ProvenIdentity } from '@beffroi/office';
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
} from 'openid-client';
import type { HttpRefusal } from '../http/refusals.ts';
import type { Log } from '../observe/log.ts';
import { isAssured } from './assurance.ts';
import type { Provider } from './provider.ts';
import { faultOf } from './provider-fault.ts';
import { type ProviderRefusalCode, providerRefusal } from './provider-refusals.ts';

/** Page of the console to which the provider sends the browser back. */
export const returnPath = '/sign-in/return';
const signInPath = '/sign-in';
const pendingMsMax = 5 * 60_000;
const pendingMax = 2000;
const sessionsMax = 2000;
const secretBytes = 32;

export type SignInPurpose =
  | { readonly kind: 'sign-in' }
  /** `token`: of the one-time link. */
  | { readonly kind: 'enrol'; readonly token: string };

export interface BegunSignIn {
  readonly url: string;
  /** For the cookie that binds it to this browser. */
  readonly browser: string;
}

export interface FinishedSignIn {
  readonly identity: ProvenIdentity;
  readonly idToken: string;
  readonly purpose: SignInPurpose;
  /** Page of the console to go on to. */
  readonly next: string;
}

interface Pending {
  readonly purpose: SignInPurpose;
  readonly next: string;
  readonly origin: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly browserDigest: Uint8Array;
  readonly untilMs: number;
}

export class ProviderDesk {
  readonly #provider: Provider;
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #log: Log;
  /** By `state`, oldest first. */
  readonly #pending = new Map<string, Pending>();
  /** Session -> its identity token, oldest first. */
  readonly #idTokens = new Map<string, string>();

  constructor(parts: { provider: Provider; clock: Clock; chance: Chance; log: Log }) {
    this.#provider = parts.provider;
    this.#clock = parts.clock;
    this.#chance = parts.chance;
    this.#log = parts.log;
  }

  get label(): string {
    return this.#provider.settings.label;
  }

  get isAway(): boolean {
    return this.#provider.configuration === null;
  }

  /** Asks the provider what it is; resolves whether it answers or not (SEC-63). */
  look(): Promise<void> {
    return this.#provider.look();
  }

  close(): void {
    this.#provider.close();
  }

  /** `next`: a page of the console, checked by whoever asks. */
  async begin(
    origin: string,
    purpose: SignInPurpose,
    next: string,
  ): Promise<Result<BegunSignIn, HttpRefusal>> {
    const { configuration } = this.#provider;
    if (configuration === null) {
      return err(providerRefusal('provider-away'));
    }
    const [state, nonce, verifier, browser] = [1, 2, 3, 4].map(() => this.#secret()) as [
      string,
      string,
      string,
      string,
    ];
    const { acr, amr } = this.#provider.settings;
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: origin + returnPath,
      // No name and no e-mail: whose account it is stands in the centre.
      scope: 'openid',
      ...{ state, nonce },
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(acr.length === 0 ? {} : { acr_values: acr.join(' ') }),
      ...(amr.length === 0
        ? {}
        : { claims: JSON.stringify({ id_token: { amr: { essential: true } } }) }),
    });
    const untilMs = this.#clock.monotonicMs() + pendingMsMax;
    const browserDigest = digestOf(browser);
    this.#keep(state, { purpose, next, origin, nonce, verifier, browserDigest, untilMs });
    return ok({ url: url.href, browser });
  }

  /** `query`: what stands after `?` in the address to which the provider sent the browser. */
  async finish(
    origin: string,
    query: string,
    browser: string | null,
  ): Promise<Result<FinishedSignIn, HttpRefusal>> {
    const state = new URLSearchParams(query).get('state') ?? '';
    const pending = this.#pending.get(state);
    this.#pending.delete(state);
    const isOurs =
      pending !== undefined &&
      browser !== null &&
      pending.origin === origin &&
      this.#clock.monotonicMs() < pending.untilMs &&
      timingSafeEqual(digestOf(browser), pending.browserDigest);
    if (!isOurs) {
      return this.#refused('provider-sign-in-over', 'not begun here');
    }
    const { configuration } = this.#provider;
    if (configuration === null) {
      return err(providerRefusal('provider-away'));
    }
    try {
      const url = new URL(`${origin}${returnPath}?${query}`);
      return await this.#verified(configuration, url, state, pending);
    } catch (thrown) {
      return this.#refusedFault(thrown);
    }
  }

  /** Remembers which token names the session at the provider. */
  keepSession(sessionId: string, idToken: string): void {
    this.#idTokens.set(sessionId, idToken);
    for (const oldest of this.#idTokens.keys()) {
      if (this.#idTokens.size <= sessionsMax) {
        return;
      }
      this.#idTokens.delete(oldest);
    }
  }

  /** Lets go of the tokens of sessions that ended in any other way. */
  keepOnly(isOpen: (sessionId: string) => boolean): void {
    for (const sessionId of this.#idTokens.keys()) {
      if (!isOpen(sessionId)) {
        this.#idTokens.delete(sessionId);
      }
    }
  }

  /** How many sessions it remembers a token of. */
  get keptCount(): number {
    return this.#idTokens.size;
  }

  /** Whether the session can be ended at the provider too. */
  canEnd(sessionId: string): boolean {
    return (
      this.#idTokens.has(sessionId) &&
      this.#provider.configuration?.serverMetadata().end_session_endpoint !== undefined
    );
  }

  /** Where the browser ends the session at the provider; null where there is nothing to end. */
  endUrl(origin: string, sessionId: string): string | null {
    const { configuration } = this.#provider;
    const idToken = this.#idTokens.get(sessionId);
    const canEnd = this.canEnd(sessionId);
    this.#idTokens.delete(sessionId);
    if (configuration === null || idToken === undefined || !canEnd) {
      return null;
    }
    return buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      post_logout_redirect_uri: origin + signInPath,
      // ProConnect wants 32 characters at least.
      state: this.#secret(),
    }).href;
  }

  async #verified(
    configuration: Configuration,
    url: URL,
    state: string,
    { nonce, verifier, purpose, next }: Pending,
  ): Promise<Result<FinishedSignIn, HttpRefusal>> {
    const tokens = await authorizationCodeGrant(configuration, url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    const { id_token: idToken, access_token: accessToken } = tokens;
    if (claims === undefined || idToken === undefined) {
      return this.#refused('provider-answer-refused', 'no identity token');
    }
    if (configuration.serverMetadata().userinfo_endpoint !== undefined) {
      // Throws unless it is about the same account.
      await fetchUserInfo(configuration, accessToken, claims.sub);
    }
    if (!isAssured(this.#provider.settings, claims['acr'], claims['amr'])) {
      return this.#refused('provider-too-weak', 'acr or amr');
    }
    const identity = { issuer: this.#provider.settings.issuer, subject: claims.sub };
    return ok({ identity, idToken, purpose, next });
  }

  #refusedFault(thrown: unknown): Result<never, HttpRefusal> {
    if (thrown instanceof AuthorizationResponseError) {
      return this.#refused('provider-turned-away', 'said no');
    }
    const fault = faultOf(thrown);
    if (fault.isAway) {
      this.#provider.away();
      return this.#refused('provider-away', fault.why);
    }
    return this.#refused('provider-answer-refused', fault.why);
  }

  #refused(code: ProviderRefusalCode, why: string): Result<never, HttpRefusal> {
    this.#log.warn({ code, why }, 'a sign-in by the identity provider was refused');
    return err(providerRefusal(code));
  }

  #secret(): string {
    return Buffer.from(this.#chance.bytes(secretBytes)).toString('base64url');
  }

  #keep(state: string, pending: Pending): void {
    const nowMs = this.#clock.monotonicMs();
    for (const [old, { untilMs }] of this.#pending) {
      if (untilMs > nowMs && this.#pending.size < pendingMax) {
        break;
      }
      this.#pending.delete(old);
    }
    this.#pending.set(state, pending);
  }
}

function digestOf(text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest());
}
