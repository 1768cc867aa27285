/**
 * Accounts at the town's identity provider (OpenID Connect) that open for a named person (SEC-60).
 * Issuer and subject together say which account it is; they are kept as one digest, because nothing
 * but a comparison is ever done with the subject. Whoever hands one in has verified it.
 */

import type { Id, Instant } from '@beffroi/kernel';

/** An account as the HTTP room has verified it. */
export interface ProvenIdentity {
  /** Exactly as the provider names itself. */
  readonly issuer: string;
  /** `sub`: never changes and is never given to another account of this issuer. */
  readonly subject: string;
}

export interface StoredIdentity {
  /** SHA-256 (hex) of issuer and subject as canonical JSON. */
  readonly key: string;
  readonly personId: Id<'person'>;
  readonly issuer: string;
  readonly enrolledAt: Instant;
  readonly lastUsedAt: Instant | null;
}
