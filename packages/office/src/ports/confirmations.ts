/**
 * Sensitive acts that wait for a proof (SEC-30), as they are kept: few rows for some minutes. A row goes
 * in the unit of work of the act that it opens, or when it is over; one of two persons stays for an hour,
 * so that both can be told how it ended. What proves the act stays in the register.
 */

import type { Id, Instant } from '@beffroi/kernel';
import type { SensitiveAct } from '@beffroi/town';
import type { ProofWay } from '@beffroi/wire';

/** A WebAuthn assertion as the browser gave it, base64url, and the public key that verifies it. */
export interface ProofAssertion {
  readonly credentialId: string;
  /** COSE (RFC 9052), as it was enrolled. */
  readonly publicKey: string;
  /** Its `challenge` is the digest of the act. */
  readonly clientDataJson: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

export interface StoredProof {
  readonly personId: Id<'person'>;
  readonly way: ProofWay;
  readonly at: Instant;
  /** Null for the ways that leave no signature. */
  readonly assertion: ProofAssertion | null;
}

export interface StoredConfirmation {
  readonly id: Id<'confirmation'>;
  readonly personId: Id<'person'>;
  readonly sessionId: Id<'session'>;
  readonly act: SensitiveAct;
  /** The canonical JSON (RFC 8785) whose SHA-256 is signed. */
  readonly signed: string;
  /** Hex. */
  readonly digest: string;
  readonly persons: 1 | 2;
  readonly askedAt: Instant;
  readonly proveUntil: Instant;
  readonly until: Instant;
  readonly proofs: readonly StoredProof[];
  readonly refused: {
    readonly personId: Id<'person'>;
    readonly at: Instant;
    readonly reason: string;
  } | null;
  /** When its act was carried out; null while it wasn't. */
  readonly doneAt: Instant | null;
}

/** What an authenticator is asked to sign, and which of the person's passkeys may. */
export interface ToSign {
  /** 32 bytes: the challenge. */
  readonly digest: Uint8Array;
  readonly passkeys: readonly { readonly id: string; readonly transports: readonly string[] }[];
}

/** An assertion that the HTTP room has verified over `digest`, user verification included. */
export interface VerifiedAssertion {
  readonly credentialId: string;
  readonly digest: Uint8Array;
  readonly newCounter: number;
  /** base64url, as the browser gave them. */
  readonly clientDataJson: string;
  readonly authenticatorData: string;
  readonly signature: string;
}
