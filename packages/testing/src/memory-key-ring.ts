/**
 * A key ring that lies in memory, for tests of what seals and opens; it keeps the contract of the
 * real ones. Sealing is a look-up, so that nothing in a test depends on a cipher it doesn't test.
 */

import { addDays, Failure, toHex } from '@beffroi/kernel';
import type {
  Chance,
  DataKeyPurpose,
  DataKeySealer,
  DayKeyName,
  DayPublicKey,
  KeyRing,
  SealedDataKey,
  SealedPicture,
} from '@beffroi/office';

interface Secret {
  readonly dataKey: Uint8Array;
  readonly purpose: string;
}

export class MemoryKeyRing implements KeyRing {
  readonly #chance: Chance;
  readonly #days = new Map<string, DayPublicKey | 'destroyed'>();
  readonly #secrets = new Map<string, Secret>();
  readonly #holds = new Set<string>();
  readonly #destroyedHolds = new Set<string>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  async dayPublicKeys(first: string, days: number): Promise<readonly DayPublicKey[]> {
    const keys: DayPublicKey[] = [];
    for (let i = 0; i < days; i++) {
      const day = addDays(first, i);
      const publicKey = this.#chance.bytes(32);
      const key = this.#days.get(day) ?? { keyId: toHex(publicKey.slice(0, 8)), day, publicKey };
      this.#days.set(day, key);
      keys.push(...(key === 'destroyed' ? [] : [key]));
    }
    return keys;
  }

  async days(): Promise<readonly DayKeyName[]> {
    return [...this.#days.values()]
      .flatMap((key) => (key === 'destroyed' ? [] : [{ keyId: key.keyId, day: key.day }]))
      .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  }

  async openDataKey(sealed: SealedDataKey, purpose: DataKeyPurpose): Promise<Uint8Array> {
    const known = [...this.#days.values()].some(
      (key) => key !== 'destroyed' && key.keyId === sealed.keyId,
    );
    if (!known && !this.#holds.has(sealed.keyId)) {
      throw new Failure('key-destroyed', `the key of ${sealed.day} is gone`);
    }
    const secret = this.#secrets.get(toHex(sealed.ciphertext));
    if (secret?.purpose !== JSON.stringify(purpose)) {
      throw new Failure('key-refused', 'sealed for another purpose');
    }
    return Uint8Array.from(secret.dataKey);
  }

  async destroyDay(day: string): Promise<{ readonly keyId: string } | null> {
    const key = this.#days.get(day);
    if (key === undefined || key === 'destroyed') {
      return null;
    }
    this.#days.set(day, 'destroyed');
    return { keyId: key.keyId };
  }

  async sealPicture(day: string, about: string, picture: Uint8Array): Promise<SealedPicture> {
    const [key] = await this.dayPublicKeys(day, 1);
    if (key === undefined) {
      throw new Failure('key-destroyed', `the key of ${day} is gone`);
    }
    const ciphertext = this.#chance.bytes(48);
    this.#secrets.set(toHex(ciphertext), { dataKey: Uint8Array.from(picture), purpose: about });
    return { keyId: key.keyId, day, encapsulated: this.#chance.bytes(32), ciphertext };
  }

  async openPicture(sealed: SealedPicture, about: string): Promise<Uint8Array> {
    const key = this.#days.get(sealed.day);
    if (key === undefined || key === 'destroyed') {
      throw new Failure('key-destroyed', `the key of ${sealed.day} is gone`);
    }
    const secret = this.#secrets.get(toHex(sealed.ciphertext));
    if (secret?.purpose !== about) {
      throw new Failure('key-refused', 'sealed for something else');
    }
    return Uint8Array.from(secret.dataKey);
  }

  async rewrapForHold(
    holdId: string,
    sealed: SealedDataKey,
    purpose: DataKeyPurpose,
  ): Promise<SealedDataKey> {
    const dataKey = await this.openDataKey(sealed, purpose);
    const keyId = `hold-${holdId}`;
    if (this.#destroyedHolds.has(keyId)) {
      throw new Failure('key-destroyed', `hold ${holdId} has ended`);
    }
    this.#holds.add(keyId);
    const ciphertext = this.#chance.bytes(48);
    this.#secrets.set(toHex(ciphertext), { dataKey, purpose: JSON.stringify(purpose) });
    return { keyId, day: sealed.day, encapsulated: this.#chance.bytes(32), ciphertext };
  }

  async destroyHold(holdId: string): Promise<{ readonly keyId: string } | null> {
    const keyId = `hold-${holdId}`;
    const isKnown = this.#holds.delete(keyId);
    this.#destroyedHolds.add(keyId);
    return isKnown ? { keyId } : null;
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }

  sealer(keys: readonly DayPublicKey[]): DataKeySealer {
    return {
      newDataKey: async (day, { site, cameraId, hour }) => {
        const key = keys.find((candidate) => candidate.day === day);
        if (key === undefined) {
          throw new Failure('key-missing', `no key for ${day}`);
        }
        const dataKey = this.#chance.bytes(32);
        const ciphertext = this.#chance.bytes(48);
        const purpose = JSON.stringify({ site, cameraId, hour });
        this.#secrets.set(toHex(ciphertext), { dataKey, purpose });
        const encapsulated = this.#chance.bytes(32);
        return { dataKey, sealed: { keyId: key.keyId, day, encapsulated, ciphertext } };
      },
    };
  }
}
