/**
 * The cryptography that the register needs, as arguments: this room computes no hash and holds no
 * key. Hashing is synchronous because a tree is millions of hashes; signatures may wait, because
 * browsers only offer them that way.
 */

/** SHA-256 (FIPS 180-4): 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Ed25519 (RFC 8032) with a private key that the caller keeps: 64 bytes. */
export type SignEd25519 = (message: Uint8Array) => Promise<Uint8Array>;

/** Whether an Ed25519 signature (64 bytes) is of this public key (32 bytes). Never throws. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>;

export const hashBytes = 32;
