/**
 * The ring as it lies on disk: one small file sealed under a root key (AES-256-GCM), replaced as a
 * whole: new file, fsync, rename, fsync of the directory. A file that is replaced is overwritten
 * first (best effort on flash: what counts is that the root key changes at each destruction, so
 * that an old copy of the ring has no root). Mode 0600 throughout.
 */

import { createCipheriv, createDecipheriv } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Chance } from '@beffroi/office';

/** What the ring holds; private keys as base64url. */
export interface RingContents {
  readonly version: 1;
  readonly keys: readonly RingKey[];
  /** Days whose private key is gone; never made again. */
  readonly destroyed: readonly { readonly day: string; readonly keyId: string }[];
  /** Keys of holds (VP-38); absent in a ring that never had one. */
  readonly holds?: readonly HoldRingKey[];
  readonly destroyedHolds?: readonly string[];
}

export interface HoldRingKey {
  readonly holdId: string;
  readonly keyId: string;
  readonly privateKey: string;
}

export interface RingKey {
  readonly day: string;
  readonly keyId: string;
  readonly privateKey: string;
}

/** Where the root key comes from: a file, or what stands behind it (`openRootKeeper`). */
export interface RootKeeper {
  /** The present root, or null when there has been none yet. 32 bytes. */
  read(): Uint8Array | null;
  /** Keeps the root that the new ring is sealed under, durably; called before the ring is replaced. */
  keepNext(root: Uint8Array): void;
  /** The new ring is in place: the old root is forgotten. */
  forgetOld(): void;
  /** Roots to try, newest first: after a crash the ring may be under either. */
  candidates(): readonly Uint8Array[];
}

/** What stands between a root and the file it lies in. */
export interface RootSealer {
  seal(root: Uint8Array): Uint8Array;
  /** Null for what this sealer didn't make, or can no longer open. */
  open(sealed: Uint8Array): Uint8Array | null;
  /** What was sealed so opens nowhere from now on; done again it does nothing. */
  forget(sealed: Uint8Array): void;
}

const additional = new TextEncoder().encode('beffroi-key-ring-1');
const nonceBytes = 12;
const tagBytes = 16;

export function sealRing(root: Uint8Array, contents: RingContents, chance: Chance): Uint8Array {
  const nonce = chance.bytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', root, nonce);
  cipher.setAAD(additional);
  const plain = new TextEncoder().encode(JSON.stringify(contents));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when the ring isn't under this root. */
export function openRing(root: Uint8Array, sealed: Uint8Array): RingContents | undefined {
  if (sealed.length < nonceBytes + tagBytes) {
    return undefined;
  }
  const decipher = createDecipheriv('aes-256-gcm', root, sealed.subarray(0, nonceBytes));
  decipher.setAAD(additional);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const body = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch (thrown) {
    if (messageOf(thrown).includes('auth')) {
      return undefined;
    }
    throw thrown;
  }
  return JSON.parse(body.toString('utf8')) as RingContents;
}

export const rootBytes = 32;

/** The root in a file beside the ring: protects a backup of the ring alone, not a stolen disk. */
export function fileRootKeeper(directory: string): RootKeeper {
  const isRoot = (bytes: Uint8Array) => (bytes.length === rootBytes ? bytes : null);
  return sealedRootKeeper(directory, { seal: (root) => root, open: isRoot, forget: () => {} });
}

/**
 * The root in that file, sealed. A bare root that lies there from before opens too, and is sealed at
 * the next change of the ring.
 */
export function sealedRootKeeper(directory: string, sealer: RootSealer): RootKeeper {
  const current = join(directory, 'root.key');
  const next = join(directory, 'root.next');
  const bytesOf = (path: string) => (existsSync(path) ? readFileSync(path) : null);
  const open = (path: string) => {
    const bytes = bytesOf(path);
    return bytes === null || bytes.length === rootBytes ? bytes : sealer.open(bytes);
  };
  return {
    read: () => open(current),
    keepNext: (root) => replaceFile(next, sealer.seal(root)),
    forgetOld() {
      const old = bytesOf(current);
      if (old !== null) {
        sealer.forget(old);
      }
      overwrite(current);
      renameSync(next, current);
      syncDirectory(directory);
    },
    candidates: () => [open(next), open(current)].filter((root) => root !== null),
  };
}

/** The root files of a folder as they lie there. */
export function sealedRootsIn(directory: string): readonly Uint8Array[] {
  return ['root.key', 'root.next']
    .map((name) => join(directory, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path));
}

/** Replaces a file as a whole and durably; what was there is overwritten afterwards. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.new`;
  const old = existsSync(path) ? openSync(path, 'r+') : null;
  const descriptor = openSync(fresh, 'w', 0o600);
  try {
    writeSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, path);
  syncDirectory(dirname(path));
  if (old !== null) {
    overwriteOpen(old);
  }
}

export function readRingFile(path: string): Uint8Array | null {
  try {
    return existsSync(path) ? readFileSync(path) : null;
  } catch (thrown) {
    throw new Failure(
      'key-ring-unreadable',
      `the key ring ${path} can't be read (${messageOf(thrown)}): check its owner and its disk`,
      { cause: thrown },
    );
  }
}

function overwrite(path: string): void {
  if (existsSync(path)) {
    overwriteOpen(openSync(path, 'r+'));
  }
}

function overwriteOpen(descriptor: number): void {
  try {
    writeSync(descriptor, new Uint8Array(fstatSync(descriptor).size), 0, undefined, 0);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
