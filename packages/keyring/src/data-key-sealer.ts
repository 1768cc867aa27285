/**
 * The recorder's half of the keys: public day keys only. It makes a fresh data key and seals it so
 * that nobody here, this process included once it has forgotten the key, can open it again (REC-22).
 * It must never be given a private key.
 */

import type { webcrypto } from 'node:crypto';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Chance, DataKeySealer, DayPublicKey } from '@beffroi/office';
import { dataKeyBytes, plainBuffer, purposeInfo, suite } from './hpke.ts';

/**
 * `publicKeys`: the day keys, or a function that gives those of now (the centre sends new ones each
 * day). Throws Failure `key-missing` when there is none for the day, or it isn't a usable key.
 */
export function createDataKeySealer(
  publicKeys: readonly DayPublicKey[] | (() => readonly DayPublicKey[]),
  chance: Chance,
): DataKeySealer {
  const keysOfNow = typeof publicKeys === 'function' ? publicKeys : () => publicKeys;
  return {
    async newDataKey(day, purpose) {
      const dayKey = keysOfNow().find((key) => key.day === day);
      if (dayKey === undefined) {
        throw new Failure(
          'key-missing',
          `there is no public key for ${day}: connect this recorder to its centre once`,
        );
      }
      const dataKey = chance.bytes(dataKeyBytes);
      const recipientPublicKey = await importPublicKey(dayKey);
      const { ct, enc } = await suite.seal(
        { recipientPublicKey, info: purposeInfo(dayKey.keyId, day, purpose) },
        plainBuffer(dataKey),
      );
      const sealed = {
        keyId: dayKey.keyId,
        day,
        encapsulated: new Uint8Array(enc),
        ciphertext: new Uint8Array(ct),
      };
      return { dataKey, sealed };
    },
  };
}

async function importPublicKey(dayKey: DayPublicKey): Promise<webcrypto.CryptoKey> {
  try {
    return await suite.kem.importKey('raw', plainBuffer(dayKey.publicKey), true);
  } catch (thrown) {
    throw new Failure(
      'key-missing',
      `the public key of ${dayKey.day} is no X25519 key (${messageOf(thrown)}): send it again from the centre`,
      { cause: thrown },
    );
  }
}
