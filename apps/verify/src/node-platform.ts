/** What Node brings to a check: hashes, signatures, the clock, files. Reads and never writes. */

import { createPublicKey, hash, verify as verifySigned } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileBytesMax, type RegisterReader } from '@beffroi/register';
import type { Platform } from './verify.ts';

/** What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410). */
const ed25519Head = Buffer.from('302a300506032b6570032100', 'hex');

export function nodePlatform(nowMs: number): Platform {
  return {
    nowMs,
    sha256: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
    verifyEd25519: (publicKey, message, signature) =>
      checked(null, Buffer.concat([ed25519Head, publicKey]), message, signature),
    digest: (name, bytes) =>
      Promise.resolve(new Uint8Array(hash(name.replace('SHA-', 'sha'), bytes, 'buffer'))),
    verifySignature: ({ digest, publicKey, message, signature }) =>
      checked(digest.replace('-', ''), publicKey, message, signature),
  };
}

export function folderReader(folder: string): RegisterReader {
  return {
    read: (path) => readSome(join(folder, path)).catch(absent),
    list: (path) =>
      readdir(join(folder, path)).then(
        (names) => names.sort(),
        (thrown: unknown) => absent(thrown) ?? [],
      ),
  };
}

function checked(
  digest: string | null,
  spki: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return Promise.resolve(verifySigned(digest, message, key, signature));
  } catch (thrown) {
    // A key that OpenSSL can't read verifies nothing.
    if (thrown instanceof Error) {
      return Promise.resolve(false);
    }
    throw thrown;
  }
}

/** At most one byte more than a register's file may have: the check says that it is too large. */
async function readSome(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r');
  try {
    const about = await file.stat();
    if (!about.isFile()) {
      return undefined;
    }
    const bytes = new Uint8Array(Math.min(about.size, fileBytesMax + 1));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A file that isn't there is an answer, a link that leads nowhere too; one that can't be read is a failure. */
function absent(thrown: unknown): undefined {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO'].includes(code)) {
    return undefined;
  }
  throw thrown;
}
