/**
 * Answers a camera's challenge: Basic (RFC 7617) and Digest with MD5 or SHA-256 (RFC 2617, RFC
 * 7616). The strongest offer is taken; Basic only where nothing else is offered, because it gives
 * the password away. The hash is an argument: this room has none.
 */

import { utf8Bytes } from '@beffroi/kernel';
import { encodeBase64 } from '../bits/base64.ts';
import { headerSafe } from './message.ts';

/** Lower-case hexadecimal digest of a text's UTF-8 bytes. */
export type HashText = (algorithm: 'md5' | 'sha-256', text: string) => string;

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface DigestChallenge {
  readonly scheme: 'digest';
  readonly algorithm: 'md5' | 'sha-256';
  /** As the camera wrote it, to be repeated; null when it wrote none. */
  readonly algorithmText: string | null;
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly withQop: boolean;
  readonly stale: boolean;
}

export type Challenge = DigestChallenge | { readonly scheme: 'basic' };

/** What one request contributes to a digest. */
export interface DigestUse {
  readonly method: string;
  readonly uri: string;
  readonly nonceCount: number;
  readonly clientNonce: string;
}

/** The strongest challenge among `WWW-Authenticate` values that we can answer. */
export function strongestChallenge(values: readonly string[]): Challenge | undefined {
  const challenges = values.flatMap(readChallenges);
  const digests = challenges.filter((challenge) => challenge.scheme === 'digest');
  return (
    digests.find((challenge) => challenge.algorithm === 'sha-256') ?? digests[0] ?? challenges[0]
  );
}

/** Value of the `Authorization` header. */
export function authorizationOf(
  challenge: Challenge,
  credentials: Credentials,
  use: DigestUse,
  hash: HashText,
): string {
  if (challenge.scheme === 'basic') {
    const pair = utf8Bytes(`${credentials.username}:${credentials.password}`);
    return `Basic ${encodeBase64(pair)}`;
  }
  const quoted = (text: string) => `"${headerSafe(text).replace(/(["\\])/g, '\\$1')}"`;
  const parts = [
    `username=${quoted(credentials.username)}`,
    `realm=${quoted(challenge.realm)}`,
    `nonce=${quoted(challenge.nonce)}`,
    `uri="${headerSafe(use.uri)}"`,
    `response="${digestResponse(challenge, credentials, use, hash)}"`,
  ];
  if (challenge.algorithmText !== null) {
    parts.push(`algorithm=${headerSafe(challenge.algorithmText)}`);
  }
  if (challenge.opaque !== null) {
    parts.push(`opaque=${quoted(challenge.opaque)}`);
  }
  if (challenge.withQop) {
    parts.push('qop=auth', `nc=${countText(use.nonceCount)}`, `cnonce="${use.clientNonce}"`);
  }
  return `Digest ${parts.join(', ')}`;
}

/** The `response` of a digest, for the side that answers and the side that checks. */
export function digestResponse(
  challenge: Pick<DigestChallenge, 'algorithm' | 'realm' | 'nonce' | 'withQop'>,
  credentials: Credentials,
  use: DigestUse,
  hash: HashText,
): string {
  const secret = `${credentials.username}:${challenge.realm}:${credentials.password}`;
  const middle = challenge.withQop
    ? `${challenge.nonce}:${countText(use.nonceCount)}:${use.clientNonce}:auth`
    : challenge.nonce;
  const parts = [
    hash(challenge.algorithm, secret),
    middle,
    hash(challenge.algorithm, `${use.method}:${use.uri}`),
  ];
  return hash(challenge.algorithm, parts.join(':'));
}

/** `name="value"` and `name=value` pairs of a challenge or an authorization. */
export function readPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const match of text.matchAll(/([a-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)) {
    const value = match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '';
    pairs.set((match[1] ?? '').toLowerCase(), value);
  }
  return pairs;
}

function readChallenges(value: string): Challenge[] {
  // One header may hold several challenges; each begins with its scheme.
  return value
    .split(/(?:^|,)\s*(?=(?:digest|basic)\b)/i)
    .map(readChallenge)
    .filter((challenge) => challenge !== undefined);
}

function readChallenge(text: string): Challenge | undefined {
  if (/^\s*basic\b/i.test(text)) {
    return { scheme: 'basic' };
  }
  const pairs = readPairs(text);
  const nonce = pairs.get('nonce');
  const algorithmText = pairs.get('algorithm') ?? null;
  const algorithm = algorithmNamed(algorithmText);
  if (!/^\s*digest\b/i.test(text) || nonce === undefined || algorithm === undefined) {
    return undefined;
  }
  const qop = pairs.get('qop');
  return {
    scheme: 'digest',
    algorithm,
    algorithmText,
    realm: pairs.get('realm') ?? '',
    nonce,
    opaque: pairs.get('opaque') ?? null,
    withQop: qop !== undefined && /\bauth\b(?!-)/i.test(qop),
    stale: pairs.get('stale')?.toLowerCase() === 'true',
  };
}

function algorithmNamed(text: string | null): 'md5' | 'sha-256' | undefined {
  switch (text?.toLowerCase()) {
    case undefined:
    case 'md5':
      return 'md5';
    case 'sha-256':
    case 'sha256':
      return 'sha-256';
    default:
      return undefined;
  }
}

function countText(count: number): string {
  return count.toString(16).padStart(8, '0');
}
