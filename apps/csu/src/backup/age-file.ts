/**
 * Secrets that leave the machine are files of `age` (age-encryption.org/v1), which Debian's `age` opens
 * too: encrypted to recipients, opened by an identity that never was on this machine (BAK-2).
 */

import { Failure, messageOf } from '@beffroi/kernel';
import { Decrypter, Encrypter } from 'age-encryption';

const recipientsMax = 20;

/** Throws Failure `recipient-invalid`. */
export function assertRecipients(recipients: readonly string[]): void {
  newEncrypter(recipients);
}

export async function encryptTo(
  recipients: readonly string[],
  plain: Uint8Array,
): Promise<Uint8Array> {
  return await newEncrypter(recipients).encrypt(plain);
}

/** `identity`: the text of an identity file. Throws Failure `identity-invalid`, `identity-other`. */
export async function decryptWith(
  identity: string,
  encrypted: Uint8Array,
  name: string,
): Promise<Uint8Array> {
  const lines = identity.split('\n').map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const decrypter = new Decrypter();
  try {
    for (const key of keys) {
      decrypter.addIdentity(key);
    }
  } catch (thrown) {
    throw new Failure(
      'identity-invalid',
      `the identity can't be read (${messageOf(thrown)}): give the file that age-keygen made, AGE-SECRET-KEY-1...`,
      { cause: thrown },
    );
  }
  try {
    return await decrypter.decrypt(encrypted);
  } catch (thrown) {
    throw new Failure(
      'identity-other',
      `${name} doesn't open with this identity (${messageOf(thrown)}): give that of one of its recipients`,
      { cause: thrown },
    );
  }
}

function newEncrypter(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0 || recipients.length > recipientsMax) {
    throw new Failure('recipient-invalid', `give 1 to ${recipientsMax} recipients, age1...`);
  }
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (thrown) {
      throw new Failure(
        'recipient-invalid',
        `${recipient} is no recipient of age (${messageOf(thrown)}): give the public line, age1...`,
        { cause: thrown },
      );
    }
  }
  return encrypter;
}
