/**
 * Mutual proof on the recorder link (wire/link.ts): each side shows that it holds the recorder's
 * secret over both nonces before anything else is said (SEC-45). Comparison takes the same time
 * whatever differs; a nonce is 32 random bytes and serves once.
 */

import { createHmac, timingSafeEqual } from 'node:crypto';

export type LinkRole = 'recorder' | 'centre';

/** HMAC-SHA-256(secret, `role|own nonce|their nonce`), hexadecimal. */
export function linkProof(secret: string, role: LinkRole, own: string, theirs: string): string {
  return createHmac('sha256', secret).update(`${role}|${own}|${theirs}`).digest('hex');
}

/** Whether `proof` is what the holder of `secret` in `role` would say. */
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
