/**
 * The key ring in a folder: the private halves of the day keys, nowhere else in the house, outside
 * the database and its backups. Destroying a day leaves nothing that opens what was sealed to it
 * (ERA: a later issue completes the receipt): the ring is rewritten without it under a new root
 * key, the old file is overwritten, and the day is never made again.
 */

import { createPrivateKey, createPublicKey, type webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { addDays, assert, equalBytes, Failure, toHex } from '@beffroi/kernel';
import type {
  Chance,
  DataKeyPurpose,
  DayKeyName,
  DayPublicKey,
  KeyRing,
  SealedDataKey,
  SealedPicture,
} from '@beffroi/office';
import { dataKeyBytes, pictureInfo, plainBuffer, purposeInfo, suite } from './hpke.ts';
import {
  fileRootKeeper,
  type HoldRingKey,
  openRing,
  type RingContents,
  type RingKey,
  type RootKeeper,
  readRingFile,
  replaceFile,
  sealRing,
} from './ring-file.ts';
import { lockRing } from './ring-lock.ts';

export interface FileKeyRingOptions {
  /** A folder of its own, made 0700 when absent. Leave it out of the database's backups. */
  readonly directory: string;
  readonly chance: Chance;
  /** Where the root key lies; a file in the same folder when absent. */
  readonly root?: RootKeeper;
}

/** Most days made in one call: a year. */
const daysMax = 366;

/** The DER of an X25519 private key is this and its 32 bytes (RFC 8410). */
const privateKeyDerHead = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * Takes the lock and reads the ring. Throws Failure `key-ring-locked` when another process holds
 * it, `key-ring-unreadable` when it can't be read or its root key isn't there.
 */
export function createFileKeyRing({ directory, chance, root }: FileKeyRingOptions): KeyRing {
  const unlock = lockRing(directory);
  try {
    const keeper = root ?? fileRootKeeper(directory);
    return new FileKeyRing(join(directory, 'ring.sealed'), keeper, chance, unlock);
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

class FileKeyRing implements KeyRing {
  readonly #path: string;
  readonly #keeper: RootKeeper;
  readonly #chance: Chance;
  readonly #unlock: () => void;
  #contents: RingContents;
  #open = true;

  constructor(path: string, keeper: RootKeeper, chance: Chance, unlock: () => void) {
    this.#path = path;
    this.#keeper = keeper;
    this.#chance = chance;
    this.#unlock = unlock;
    this.#contents = this.#read();
  }

  async dayPublicKeys(first: string, days: number): Promise<readonly DayPublicKey[]> {
    this.#assertOpen();
    assert(days >= 0 && days <= daysMax, 'at most a year of day keys is made at once');
    const wanted = Array.from({ length: days }, (_, index) => addDays(first, index));
    const known = new Set([...this.#contents.keys, ...this.#contents.destroyed].map(dayOf));
    const missing = wanted.filter((day) => !known.has(day));
    if (missing.length > 0) {
      const keys = [...this.#contents.keys, ...missing.map((day) => this.#newKey(day))];
      this.#replace({ ...this.#contents, keys });
    }
    return wanted.flatMap((day) => {
      const key = this.#contents.keys.find((candidate) => candidate.day === day);
      return key === undefined ? [] : [publicHalf(key)];
    });
  }

  async days(): Promise<readonly DayKeyName[]> {
    this.#assertOpen();
    return this.#contents.keys
      .map(({ keyId, day }) => ({ keyId, day }))
      .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  }

  openDataKey: KeyRing['openDataKey'] = async (sealed, purpose) => {
    this.#assertOpen();
    const { keys, holds = [] } = this.#contents;
    const key = [...keys, ...holds].find((candidate) => candidate.keyId === sealed.keyId);
    if (key === undefined) {
      throw new Failure(
        'key-destroyed',
        `the key of ${sealed.day} no longer exists: its recordings can't be opened by anybody`,
      );
    }
    const recipientKey = await importPrivateKey(key);
    const info = purposeInfo(key.keyId, sealed.day, purpose);
    const enc = plainBuffer(sealed.encapsulated);
    try {
      const opened = await suite.open({ recipientKey, enc, info }, plainBuffer(sealed.ciphertext));
      assert(opened.byteLength === dataKeyBytes, 'a data key has 32 bytes');
      return new Uint8Array(opened);
    } catch (thrown) {
      throw new Failure(
        'key-refused',
        `the sealed key isn't for camera ${purpose.cameraId} at ${purpose.hour}: the file was moved or changed`,
        { cause: thrown },
      );
    }
  };

  async destroyDay(day: string): Promise<{ readonly keyId: string } | null> {
    this.#assertOpen();
    const key = this.#contents.keys.find((candidate) => candidate.day === day);
    if (key === undefined) {
      return null;
    }
    const { keyId } = key;
    this.#replace({
      ...this.#contents,
      keys: this.#contents.keys.filter((candidate) => candidate !== key),
      destroyed: [...this.#contents.destroyed, { day, keyId }],
    });
    return { keyId };
  }

  async sealPicture(day: string, about: string, picture: Uint8Array): Promise<SealedPicture> {
    const [key] = await this.dayPublicKeys(day, 1);
    if (key === undefined) {
      throw new Failure(
        'key-destroyed',
        `the key of ${day} was destroyed: nothing is sealed to it`,
      );
    }
    const recipientPublicKey = await importPublicKey(key.publicKey);
    const info = pictureInfo(key.keyId, day, about);
    const { ct, enc } = await suite.seal({ recipientPublicKey, info }, plainBuffer(picture));
    const [encapsulated, ciphertext] = [new Uint8Array(enc), new Uint8Array(ct)];
    return { keyId: key.keyId, day, encapsulated, ciphertext };
  }

  async openPicture(sealed: SealedPicture, about: string): Promise<Uint8Array> {
    this.#assertOpen();
    const key = this.#contents.keys.find((candidate) => candidate.keyId === sealed.keyId);
    if (key === undefined) {
      throw new Failure('key-destroyed', `the key of ${sealed.day} no longer exists`);
    }
    const recipientKey = await importPrivateKey(key);
    const info = pictureInfo(key.keyId, key.day, about);
    const enc = plainBuffer(sealed.encapsulated);
    try {
      const opened = await suite.open({ recipientKey, enc, info }, plainBuffer(sealed.ciphertext));
      return new Uint8Array(opened);
    } catch (thrown) {
      throw new Failure('key-refused', `this picture was not sealed for ${about}`, {
        cause: thrown,
      });
    }
  }

  async rewrapForHold(
    holdId: string,
    sealed: SealedDataKey,
    purpose: DataKeyPurpose,
  ): Promise<SealedDataKey> {
    const dataKey = await this.openDataKey(sealed, purpose);
    const { keyId, privateKey } = this.#holdKey(holdId);
    const recipientPublicKey = await importPublicKey(publicBytes(privateKey));
    const info = purposeInfo(keyId, sealed.day, purpose);
    const { ct, enc } = await suite.seal({ recipientPublicKey, info }, plainBuffer(dataKey));
    dataKey.fill(0);
    return {
      keyId,
      day: sealed.day,
      encapsulated: new Uint8Array(enc),
      ciphertext: new Uint8Array(ct),
    };
  }

  async destroyHold(holdId: string): Promise<{ readonly keyId: string } | null> {
    this.#assertOpen();
    const { holds = [], destroyedHolds = [] } = this.#contents;
    const key = holds.find((candidate) => candidate.holdId === holdId);
    // One that has no key yet is marked too: a re-wrapping that comes late makes none.
    if (!destroyedHolds.includes(holdId)) {
      this.#replace({
        ...this.#contents,
        holds: holds.filter((candidate) => candidate !== key),
        destroyedHolds: [...destroyedHolds, holdId],
      });
    }
    return key === undefined ? null : { keyId: key.keyId };
  }

  async close(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      this.#contents = { version: 1, keys: [], destroyed: [] };
      this.#unlock();
    }
  }

  #holdKey(holdId: string): HoldRingKey {
    const { holds = [], destroyedHolds = [] } = this.#contents;
    const known = holds.find((candidate) => candidate.holdId === holdId);
    if (known !== undefined) {
      return known;
    }
    if (destroyedHolds.includes(holdId)) {
      throw new Failure('key-destroyed', `hold ${holdId} has ended and its key is destroyed`);
    }
    const id = toHex(this.#chance.bytes(8));
    const privateKey = Buffer.from(this.#chance.bytes(32)).toString('base64url');
    const made = { holdId, keyId: `hold-${id}`, privateKey };
    this.#replace({ ...this.#contents, holds: [...holds, made] });
    return made;
  }

  #newKey(day: string): RingKey {
    const id = toHex(this.#chance.bytes(8));
    const privateKey = Buffer.from(this.#chance.bytes(32)).toString('base64url');
    return { day, keyId: `day-${day}-${id}`, privateKey };
  }

  #read(): RingContents {
    const sealed = readRingFile(this.#path);
    if (sealed === null) {
      return { version: 1, keys: [], destroyed: [] };
    }
    for (const root of this.#keeper.candidates()) {
      const contents = openRing(root, sealed);
      if (contents !== undefined) {
        // A crash came between the new ring and the forgetting of the old root: finish that first,
        // or the next root would take the place of the only one that opens this ring.
        const present = this.#keeper.read();
        if (present === null || !equalBytes(root, present)) {
          this.#keeper.forgetOld();
        }
        return contents;
      }
    }
    throw new Failure(
      'key-ring-unreadable',
      `the key ring ${this.#path} doesn't open with its root key: put back the root that goes with it`,
    );
  }

  /**
   * A new root each time, kept before the ring that needs it is in place, and the old one forgotten
   * after: a crash at any step leaves a ring that one of the two opens.
   */
  #replace(contents: RingContents): void {
    // Where a change before this one stopped half way, its root is the only one: it is settled first.
    this.#read();
    const root = this.#chance.bytes(32);
    this.#keeper.keepNext(root);
    replaceFile(this.#path, sealRing(root, contents, this.#chance));
    this.#keeper.forgetOld();
    this.#contents = contents;
  }

  #assertOpen(): void {
    assert(this.#open, 'a closed key ring is not used');
  }
}

function dayOf(key: { readonly day: string }): string {
  return key.day;
}

function publicHalf({ keyId, day, privateKey }: RingKey): DayPublicKey {
  return { keyId, day, publicKey: publicBytes(privateKey) };
}

function publicBytes(privateKey: string): Uint8Array {
  const der = Buffer.concat([privateKeyDerHead, Buffer.from(privateKey, 'base64url')]);
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return new Uint8Array(spki.subarray(spki.length - 32));
}

function importPublicKey(publicKey: Uint8Array): Promise<webcrypto.CryptoKey> {
  return suite.kem.importKey('raw', plainBuffer(publicKey), true);
}

function importPrivateKey({
  privateKey,
}: Pick<RingKey, 'privateKey'>): Promise<webcrypto.CryptoKey> {
  return suite.kem.importKey('raw', plainBuffer(Buffer.from(privateKey, 'base64url')), false);
}
