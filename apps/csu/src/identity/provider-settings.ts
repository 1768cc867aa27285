/**
 * The town's identity provider (OpenID Connect, shaped as ProConnect), as the owner of the machine
 * sets it in the environment. Off unless it is set; half of it stops the start. The secret is read
 * once, kept in memory, and never written to a log. The meaning of each is in docs/operations.md.
 */

import { readFileSync } from 'node:fs';
import { Failure } from '@beffroi/kernel';
import { isLoopback, type ProviderSettings } from '../settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const labelLengthMax = 40;

/** Null when no provider is set. Throws Failure `setting-invalid`. */
export function readProvider(environment: Environment): ProviderSettings | null {
  const text = (name: string, otherwise = ''): string => environment[name] || otherwise;
  const issuer = text('BEFFROI_OIDC_ISSUER');
  const clientId = text('BEFFROI_OIDC_CLIENT_ID');
  const secret = text('BEFFROI_OIDC_SECRET');
  const secretFile = text('BEFFROI_OIDC_SECRET_FILE');
  if ([issuer, clientId, secret, secretFile].every((value) => value === '')) {
    return null;
  }
  if (!isSafeAddress(issuer)) {
    throw invalid('BEFFROI_OIDC_ISSUER is the https address by which the provider names itself');
  }
  if (clientId === '' || (secret === '') === (secretFile === '')) {
    throw invalid(
      'BEFFROI_OIDC_ISSUER wants BEFFROI_OIDC_CLIENT_ID and one of BEFFROI_OIDC_SECRET_FILE and BEFFROI_OIDC_SECRET',
    );
  }
  const label = text('BEFFROI_OIDC_LABEL', 'ProConnect').trim();
  if (label === '' || label.length > labelLengthMax) {
    throw invalid(`BEFFROI_OIDC_LABEL has 1 to ${labelLengthMax} characters`);
  }
  return {
    ...{ issuer, clientId, label },
    clientSecret: secret === '' ? readSecret(secretFile) : secret,
    acr: words(text('BEFFROI_OIDC_ACR', 'eidas1')),
    amr: words(text('BEFFROI_OIDC_AMR')),
  };
}

/** https anywhere; http on this machine alone (tests, a provider beside the centre). */
export function isSafeAddress(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.username === '' &&
    url.hash === '' &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  );
}

function readSecret(file: string): string {
  let secret: string;
  try {
    secret = readFileSync(file, 'utf8').trim();
  } catch (thrown) {
    throw new Failure(
      'setting-invalid',
      `BEFFROI_OIDC_SECRET_FILE is ${file}, which can't be read: give the centre's user the right to`,
      { cause: thrown },
    );
  }
  if (secret === '') {
    throw invalid(`BEFFROI_OIDC_SECRET_FILE is ${file}, which is empty`);
  }
  return secret;
}

function words(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function invalid(sentence: string): Failure {
  return new Failure('setting-invalid', sentence);
}
