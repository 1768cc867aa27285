/** Who may play: challenges and checks of the small server (Basic, Digest MD5, Digest SHA-256). */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Credentials, digestResponse, readPairs } from '@beffroi/picture';
import { hashText } from '../hash-text.ts';

export type Authentication = 'md5' | 'sha-256' | 'basic';

const realm = 'Beffroi';

export class Guard {
  readonly #credentials: Credentials | null;
  readonly #authentication: Authentication;
  readonly #nonce = randomBytes(16).toString('hex');

  constructor(credentials: Credentials | null, authentication: Authentication) {
    this.#credentials = credentials;
    this.#authentication = authentication;
  }

  get challenge(): string {
    if (this.#authentication === 'basic') {
      return `Basic realm="${realm}"`;
    }
    const algorithm = this.#authentication === 'md5' ? 'MD5' : 'SHA-256';
    return `Digest realm="${realm}", nonce="${this.#nonce}", algorithm=${algorithm}, qop="auth"`;
  }

  admits(method: string, authorization: string | undefined): boolean {
    const credentials = this.#credentials;
    if (credentials === null) {
      return true;
    }
    if (authorization === undefined) {
      return false;
    }
    if (this.#authentication === 'basic') {
      const pair = Buffer.from(`${credentials.username}:${credentials.password}`);
      return sameText(authorization, `Basic ${pair.toString('base64')}`);
    }
    return this.#answersDigest(credentials, method, readPairs(authorization));
  }

  #answersDigest(
    credentials: Credentials,
    method: string,
    pairs: ReadonlyMap<string, string>,
  ): boolean {
    const algorithm = this.#authentication === 'sha-256' ? 'sha-256' : 'md5';
    const expected = digestResponse(
      { algorithm, realm, nonce: this.#nonce, withQop: pairs.has('qop') },
      credentials,
      {
        method,
        uri: pairs.get('uri') ?? '',
        nonceCount: Number.parseInt(pairs.get('nc') ?? '0', 16),
        clientNonce: pairs.get('cnonce') ?? '',
      },
      hashText,
    );
    return (
      pairs.get('username') === credentials.username &&
      pairs.get('nonce') === this.#nonce &&
      sameText(pairs.get('response') ?? '', expected)
    );
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
