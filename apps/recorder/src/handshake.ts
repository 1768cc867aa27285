/**
 * Mutual proof on the recorder link (wire/link.ts): each side shows that it holds the recorder's
 * secret over both nonces, before anything else is said. Constant-time comparison; a nonce is 32
 * random bytes and used once (SEC-12).
 */

import { createHmac, timingSafeEqual } from 'node:crypto';

export type LinkRole = 'recorder' | 'centre';

/** HMAC-SHA-256(secret, role | own nonce | their nonce), hexadecimal. */
export function linkProof(secret: string, role: LinkRole, own: string, theirs: string): string {
  return createHmac('sha256', secret).update(`${role}|${own}|${theirs}`).digest('hex');
}

export function isLinkProof(
  proof: string,
  secret: string,
  role: LinkRole,
  own: string,
  theirs: string,
): boolean {
  const wanted = Buffer.from(linkProof(secret, role, own, theirs));
  const given = Buffer.from(proof);
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}
