/**
 * Somebody who takes everything that can be taken: each recording while it lies there (a hard link keeps
 * the bytes that an unlinking leaves), each backup, and whatever is left at the end. The attempt to open
 * is made with every sealed key that was ever written down and every ring there is.
 */

import { linkSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type FactsWork,
  type KeyRing,
  purposeOf,
  type RecordingIdentity,
  type SealedDataKey,
  type SealedPicture,
} from '@beffroi/office';
import { openedToMp4, openRecordingFolder, openSealedFiles } from '@beffroi/store-recordings';
import { filesBelow } from '../backed-up-town.ts';

export class Thief {
  /** Where the stolen recordings lie, named as on the recorder. */
  readonly directory: string;
  readonly #paths = new Set<string>();
  /** By recording: those under the key of its day, and those under the keys of holds. */
  readonly #sealedKeys = new Map<string, Map<string, SealedDataKey>>();
  readonly #references = new Map<string, SealedPicture>();

  constructor(directory: string) {
    this.directory = directory;
  }

  get files(): number {
    return this.#paths.size;
  }

  /** Takes what lies in a folder of recordings and wasn't taken yet. */
  async takeFiles(recordings: string): Promise<void> {
    for (const whole of await filesBelow(recordings)) {
      const path = whole.slice(recordings.length + 1);
      if (path.endsWith('.bfr') && !this.#paths.has(path)) {
        const target = join(this.directory, path);
        mkdirSync(dirname(target), { recursive: true });
        linkSync(whole, target);
        this.#paths.add(path);
      }
    }
  }

  /** Takes every sealed key and picture that a database holds. */
  async takeFacts(work: FactsWork): Promise<void> {
    for (const { recordingId, sealedKey } of await work.heldKeys.all()) {
      this.#note(recordingId, sealedKey);
    }
    for (const { recording } of await work.recordings.all()) {
      this.#note(recording.recordingId, recording.sealedKey);
    }
    for (const { version, reference } of await work.masks.withReference()) {
      if (reference !== null) {
        this.#references.set(version.id, reference);
      }
    }
  }

  /** What every stolen file says of itself. */
  async recordings(): Promise<readonly RecordingIdentity[]> {
    const folder = openRecordingFolder(this.directory);
    const found: RecordingIdentity[] = [];
    for (const path of this.#paths) {
      const identity = await folder.identityOf(path);
      if (identity !== null) {
        this.#note(identity.recordingId, identity.sealedKey);
        found.push(identity);
      }
    }
    return found;
  }

  /** Whether any of these rings opens a recording by any key that was ever seen of it. */
  async opens(recording: RecordingIdentity, rings: readonly KeyRing[]): Promise<boolean> {
    for (const sealed of this.#sealedKeys.get(recording.recordingId)?.values() ?? []) {
      for (const ring of rings) {
        if (await succeeds(ring.openDataKey(sealed, purposeOf(recording)))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Bytes of the MP4 that a ring makes of a stolen file; 0 when it doesn't open. */
  async play(recording: RecordingIdentity, ring: KeyRing): Promise<number> {
    for (const heldKey of this.#sealedKeys.get(recording.recordingId)?.values() ?? []) {
      const file = { ...recording, heldKey };
      const wish = { files: openSealedFiles(this.directory), opener: ring, file };
      const written = await openedToMp4(wish, () => undefined).then(
        ({ bytes }) => bytes,
        () => 0,
      );
      if (written > 0) {
        return written;
      }
    }
    return 0;
  }

  /** Pictures of reference that were ever seen, with whether one of the rings opens them. */
  async references(rings: readonly KeyRing[]) {
    return await Promise.all(
      [...this.#references].map(async ([id, sealed]) => ({
        id,
        day: sealed.day,
        isOpen: (
          await Promise.all(rings.map((ring) => succeeds(ring.openPicture(sealed, id))))
        ).some((one) => one),
      })),
    );
  }

  #note(recordingId: string, sealed: SealedDataKey): void {
    const known = this.#sealedKeys.get(recordingId) ?? new Map<string, SealedDataKey>();
    known.set(sealed.keyId, sealed);
    this.#sealedKeys.set(recordingId, known);
  }
}

async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return await attempt.then(
    () => true,
    () => false,
  );
}

/** Files below some folders that hold one of these in their raw bytes. */
export async function filesHolding(
  folders: readonly string[],
  wanted: readonly Buffer[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    for (const path of await filesBelow(folder)) {
      // A file of the database may go between the two looks: then it holds nothing.
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      if (wanted.some((one) => bytes.includes(one))) {
        found.push(path);
      }
    }
  }
  return found;
}

/** A private key in the forms in which one is ever written: its bytes, Base64 of both kinds, hex. */
export function formsOf(privateKey: string): readonly Buffer[] {
  const bytes = Buffer.from(privateKey, 'base64url');
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  return [bytes, ...[privateKey, base64, bytes.toString('hex')].map((text) => Buffer.from(text))];
}
