/**
 * What the centre knows of the town's identity provider: its metadata, read at the start and again
 * from time to time. A provider that is away keeps nobody from working: the centre starts, the other
 * ways in go on, the button says so, and it is asked again, less and less often (SEC-63). It must name
 * itself exactly as it was set, and sign with keys of its own (RS256, ES256): nothing else is believed.
 */

import { Failure, messageOf } from '@beffroi/kernel';
import type { Clock } from '@beffroi/office';
import {
  allowInsecureRequests,
  ClientSecretPost,
  Configuration,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from 'openid-client';
import type { Log } from '../observe/log.ts';
import type { ProviderSettings } from '../settings.ts';
import { limitedFetch } from './limited-fetch.ts';
import { isSafeAddress } from './provider-settings.ts';

const timeoutSeconds = 5;
const clockToleranceSeconds = 10;
const firstRetryMs = 5000;
const retryMsMax = 5 * 60_000;
/** How long a metadata document is trusted to be the provider's present word. */
const lookAgainMs = 15 * 60_000;
/** Signatures by a key that only the provider holds; `none` and shared secrets are not among them. */
const signatures: readonly string[] = ['RS256', 'ES256'];
const endpoints = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

export interface ProviderParts {
  readonly settings: ProviderSettings;
  readonly clock: Clock;
  readonly log: Log;
}

export class Provider {
  readonly settings: ProviderSettings;
  readonly #clock: Clock;
  readonly #log: Log;
  #configuration: Configuration | null = null;
  #retryMs = firstRetryMs;
  #cancel: () => void = () => {};
  #isOver = false;

  constructor({ settings, clock, log }: ProviderParts) {
    this.settings = settings;
    this.#clock = clock;
    this.#log = log;
  }

  /** Null while it is away. */
  get configuration(): Configuration | null {
    return this.#configuration;
  }

  /** Looks now, and goes on looking; resolves after the first look, whatever it found. */
  async look(): Promise<void> {
    this.#cancel();
    try {
      this.#configuration = await discover(this.settings);
      this.#retryMs = firstRetryMs;
      this.#lookAfter(lookAgainMs);
    } catch (thrown) {
      this.#log.warn({ why: messageOf(thrown) }, 'the identity provider is away');
      this.away();
    }
  }

  /** It didn't answer: until it does, its button says so. */
  away(): void {
    this.#configuration = null;
    this.#lookAfter(this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, retryMsMax);
  }

  close(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #lookAfter(ms: number): void {
    this.#cancel();
    if (!this.#isOver) {
      this.#cancel = this.#clock.after(ms, () => void this.look());
    }
  }
}

/** Reads the metadata; throws when it can't be had or isn't as it must be. */
async function discover(settings: ProviderSettings): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = settings;
  const isPlain = issuer.startsWith('http:');
  const plain = isPlain ? [allowInsecureRequests] : [];
  const found = await discovery(new URL(issuer), clientId, undefined, undefined, {
    ...{ execute: plain, timeout: timeoutSeconds, [customFetch]: limitedFetch },
  });
  // As JSON again: without the library's own functions.
  const metadata = JSON.parse(JSON.stringify(found.serverMetadata())) as ServerMetadata;
  if (metadata.issuer !== issuer) {
    throw unusable(`names itself ${metadata.issuer}, and BEFFROI_OIDC_ISSUER says ${issuer}`);
  }
  const unsafe = endpoints.find((name) => !isSafeAddress(metadata[name] ?? ''));
  if (unsafe !== undefined) {
    throw unusable(`has no safe ${unsafe}`);
  }
  const ours = (offered: readonly string[] | undefined) =>
    signatures.filter((name) => offered?.includes(name) ?? true);
  if (ours(metadata.id_token_signing_alg_values_supported).length === 0) {
    throw unusable(`signs with none of ${signatures.join(', ')}`);
  }
  const configuration = new Configuration(
    {
      ...metadata,
      id_token_signing_alg_values_supported: ours(metadata.id_token_signing_alg_values_supported),
      userinfo_signing_alg_values_supported: ours(metadata.userinfo_signing_alg_values_supported),
    },
    clientId,
    { [clockTolerance]: clockToleranceSeconds },
    ClientSecretPost(clientSecret),
  );
  configuration.timeout = timeoutSeconds;
  configuration[customFetch] = limitedFetch;
  enableNonRepudiationChecks(configuration);
  if (isPlain) {
    allowInsecureRequests(configuration);
  }
  return configuration;
}

function unusable(what: string): Failure {
  return new Failure(
    'provider-unusable',
    `the identity provider ${what}: correct the settings, or ask whoever runs it`,
  );
}
