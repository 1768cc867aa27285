/**
 * Ports of the key ring. A day's key is that of the civil day on which what is sealed to it must be
 * erased (RET-4): destroying it erases what is due, of every camera. A recorder holds only public
 * keys: it can write what it can't read back. The private halves live in the key ring alone, outside the database and its backups.
 */

import { type CivilDay, type EpochMs, instantFromMs } from '@beffroi/kernel';

const hourMs = 3_600_000;

/** Which key, without the key. */
export interface DayKeyName {
  readonly keyId: string;
  readonly day: CivilDay;
}

export interface DayPublicKey extends DayKeyName {
  /** X25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** A data key under a day key: HPKE base mode (RFC 9180), X25519, HKDF-SHA256, AES-256-GCM. */
export interface SealedDataKey {
  readonly keyId: string;
  readonly day: CivilDay;
  readonly encapsulated: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** What the key is for: bound as HPKE info, so a key presented for another camera doesn't open. */
export interface DataKeyPurpose {
  readonly site: string;
  readonly cameraId: string;
  /** First instant of the camera-hour, ISO. */
  readonly hour: string;
}

/** The purpose a recording's data key was sealed for: its camera, in the UTC hour it begins in. */
export function purposeOf(recording: {
  readonly site: string;
  readonly cameraId: string;
  readonly startMs: EpochMs;
}): DataKeyPurpose {
  const { site, cameraId, startMs } = recording;
  const hour = instantFromMs(Math.floor(startMs / hourMs) * hourMs);
  return { site, cameraId, hour };
}

/** In the recorder: public halves only. */
export interface DataKeySealer {
  /** A fresh 32-byte data key and its sealed form; throws Failure `key-missing` without a day key. */
  newDataKey(
    day: CivilDay,
    purpose: DataKeyPurpose,
  ): Promise<{ readonly dataKey: Uint8Array; readonly sealed: SealedDataKey }>;
}

/** In the centre: opens while the day's key exists. */
export interface DataKeyOpener {
  /** Throws Failure `key-destroyed` or `key-refused` (wrong purpose). */
  openDataKey(sealed: SealedDataKey, purpose: DataKeyPurpose): Promise<Uint8Array>;
}

/** A small picture sealed to the key of a day (RET-9): it dies with the day, in every copy. */
export interface SealedPicture {
  readonly keyId: string;
  readonly day: CivilDay;
  readonly encapsulated: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export interface KeyRing extends DataKeyOpener {
  /** Seals a picture of some megabytes to the key of a day, made when missing; `about` is bound. */
  sealPicture(day: CivilDay, about: string, picture: Uint8Array): Promise<SealedPicture>;
  /** Throws Failure `key-destroyed`, or `key-refused` when it was sealed for something else. */
  openPicture(sealed: SealedPicture, about: string): Promise<Uint8Array>;
  /** Public keys from `first`, for `days` days; made where missing. */
  dayPublicKeys(first: CivilDay, days: number): Promise<readonly DayPublicKey[]>;
  /** Days whose key exists, oldest first. */
  days(): Promise<readonly DayKeyName[]>;
  /** Destroys the private half of a day: nothing sealed to it opens again. */
  destroyDay(day: CivilDay): Promise<{ readonly keyId: string } | null>;
  /**
   * Opens a data key and seals it again to the key of a hold, made when there is none (VP-38): its
   * day may die and it opens still. Throws Failure `key-destroyed` or `key-refused` like
   * `openDataKey`, and `key-destroyed` for a hold whose key was destroyed.
   */
  rewrapForHold(
    holdId: string,
    sealed: SealedDataKey,
    purpose: DataKeyPurpose,
  ): Promise<SealedDataKey>;
  /** Destroys the key of a hold, and none is made for it from now on: what only it opened opens no more. */
  destroyHold(holdId: string): Promise<{ readonly keyId: string } | null>;
  close(): Promise<void>;
}
