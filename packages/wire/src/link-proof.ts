/**
 * Mutual proof on the recorder link: each side shows that it holds the recorder's secret over both
 * nonces before anything else is said (SEC-45). A nonce is 32 random bytes and serves once; the role
 * keeps a proof from being sent back to its maker. The hash is handed in, because this room has no
 * platform; comparison takes the same time whatever differs.
 */

export type LinkRole = 'recorder' | 'centre';

/** HMAC-SHA-256 of a text (UTF-8) under a secret (UTF-8), lower-case hexadecimal. */
export type HmacSha256 = (secret: string, text: string) => string;

export interface LinkProof {
  /** HMAC-SHA-256(secret, `role|own nonce|their nonce`), nonces as they were sent. */
  of(secret: string, role: LinkRole, own: string, theirs: string): string;
  /** Whether `proof` is what the holder of `secret` in `role` would say. */
  isGood(proof: string, secret: string, role: LinkRole, own: string, theirs: string): boolean;
}

export function createLinkProof(hmac: HmacSha256): LinkProof {
  const of: LinkProof['of'] = (secret, role, own, theirs) =>
    hmac(secret, `${role}|${own}|${theirs}`);
  return {
    of,
    isGood: (proof, secret, role, own, theirs) => isSame(proof, of(secret, role, own, theirs)),
  };
}

/** Looks at every character: the time taken tells nothing of where two proofs differ. */
function isSame(given: string, wanted: string): boolean {
  let differs = given.length ^ wanted.length;
  for (let index = 0; index < wanted.length; index++) {
    differs |= given.charCodeAt(index) ^ wanted.charCodeAt(index);
  }
  return differs === 0;
}
