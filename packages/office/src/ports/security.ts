/**
 * Ports of the sign-in: hashing, codes and the sealing of secrets at rest. The adapters are of the
 * app that composes the office; nothing here knows an algorithm's library.
 */

/** SHA-256 (FIPS 180-4) of bytes, 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export interface PasswordHasher {
  /** A PHC text of argon2id with its own salt; slow on purpose. */
  hash(password: string): Promise<string>;
  /** Constant time; false for a text that is no hash of ours. */
  verify(hash: string, password: string): Promise<boolean>;
}

export interface Totp {
  /**
   * The 30-second step (RFC 6238, SHA-1, 6 digits) that a code belongs to, within one step of the
   * instant, or null. The office refuses a step that has been used.
   */
  stepOf(secret: Uint8Array, code: string, atMs: number): number | null;
}

/** Seals secrets that lie in the database with a key that doesn't. */
export interface SecretBox {
  /** `context` is bound: what is sealed for one row doesn't open for another. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** Throws Failure `secret-refused` when altered, of another context or of another key. */
  open(sealed: Uint8Array, context: string): Uint8Array;
}
