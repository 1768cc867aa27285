/**
 * Seals the secrets that lie in the database (camera passwords, TOTP secrets, recorders' secrets)
 * with AES-256-GCM under a key that lies outside it: `secret-box.key` in the state directory, made at
 * first start, readable by its owner only. A copy of the database alone opens none of them, and what
 * was sealed for one row doesn't open for another, because the context is authenticated.
 */

import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@beffroi/kernel';
import type { SecretBox } from '@beffroi/office';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** First byte of everything sealed: lets a later form be told apart. */
const form = 1;

/** Opens the box of a state directory; makes its key at first start. */
export async function openSecretBox(stateDirectory: string): Promise<SecretBox> {
  return createSecretBox(await keyOf(join(stateDirectory, 'secret-box.key')));
}

/** A box for a key of 32 bytes. */
export function createSecretBox(key: Uint8Array): SecretBox {
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return new Uint8Array(
        Buffer.concat([Uint8Array.of(form), nonce, sealed, cipher.getAuthTag()]),
      );
    },
    open(sealed, context) {
      if (sealed[0] !== form || sealed.length < 1 + nonceBytes + tagBytes) {
        throw refused(context);
      }
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
      try {
        const body = sealed.subarray(1 + nonceBytes, sealed.length - tagBytes);
        return new Uint8Array(Buffer.concat([decipher.update(body), decipher.final()]));
      } catch (thrown) {
        throw refused(context, thrown);
      }
    },
  };
}

function refused(context: string, cause?: unknown): Failure {
  return new Failure(
    'secret-refused',
    `the secret of "${context}" does not open: was secret-box.key replaced? Restore it with the database, or enter the secret again`,
    { cause },
  );
}

async function keyOf(path: string): Promise<Uint8Array> {
  const kept = await readIfThere(path);
  if (kept === null) {
    await makeKey(path);
  }
  const key = kept ?? (await readFile(path));
  if (key.length !== keyBytes) {
    throw new Failure(
      'secret-key-damaged',
      `${path} must hold ${keyBytes} bytes, not ${key.length}`,
    );
  }
  await chmod(path, 0o600);
  return new Uint8Array(key);
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw thrown;
  }
}

/** Whole and synced before it has its name; of two that start at once, the first wins. */
async function makeKey(path: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.write(randomBytes(keyBytes));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw thrown;
    }
  } finally {
    await rm(draft, { force: true });
  }
}
