/**
 * Where the root key lies, by the town's choice (KEY-10): in a file beside the ring, in that file under
 * a passphrase that lies elsewhere, or in that file under a key of a token that never leaves it. In all
 * three the root changes at every change of the ring; what the proof of erasure then proves differs,
 * and the README says how.
 */

import { argon2Sync, createCipheriv, createDecipheriv } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, messageOf, toHex, utf8Bytes } from '@beffroi/kernel';
import type { Chance } from '@beffroi/office';
import {
  fileRootKeeper,
  type RootKeeper,
  type RootSealer,
  replaceFile,
  sealedRootKeeper,
  sealedRootsIn,
} from '../ring-file.ts';
import { Token } from './cryptoki.ts';

export type KeyRootSettings =
  | { readonly kind: 'file' }
  | { readonly kind: 'passphrase'; readonly passphraseFile: string }
  | {
      readonly kind: 'pkcs11';
      readonly modulePath: string;
      readonly tokenLabel: string;
      readonly pinFile: string;
    };

/** argon2id (RFC 9106), as for passwords: 64 MiB, 3 passes, one lane; 0.2 s. */
const cost = { memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 } as const;
const passphraseLettersMin = 16;
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const idBytes = 16;

/** Throws Failure `passphrase-unreadable`, `token-away`. */
export async function openRootKeeper(
  settings: KeyRootSettings,
  directory: string,
  chance: Chance,
): Promise<RootKeeper> {
  switch (settings.kind) {
    case 'file':
      return fileRootKeeper(directory);
    case 'passphrase':
      return sealedRootKeeper(directory, passphraseSealer(settings.passphraseFile, chance));
    case 'pkcs11':
      return await tokenRootKeeper(settings, directory, chance);
  }
}

/** Salt, nonce, root under a key made of the passphrase, tag. */
function passphraseSealer(passphraseFile: string, chance: Chance): RootSealer {
  const passphrase = secretIn(passphraseFile, passphraseLettersMin);
  const known = new Map<string, Uint8Array>();
  const keyOf = (salt: Uint8Array): Uint8Array => {
    const message = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
    const key = known.get(toHex(salt)) ?? argon2Sync('argon2id', { message, nonce: salt, ...cost });
    known.set(toHex(salt), key);
    return key;
  };
  const ownSalt = chance.bytes(saltBytes);
  return {
    seal(root) {
      const nonce = chance.bytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyOf(ownSalt), nonce);
      return Buffer.concat([
        ownSalt,
        nonce,
        cipher.update(root),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
    },
    open(sealed) {
      const body = sealed.subarray(saltBytes + nonceBytes, sealed.length - tagBytes);
      const nonce = sealed.subarray(saltBytes, saltBytes + nonceBytes);
      if (body.length === 0) {
        return null;
      }
      const key = keyOf(sealed.subarray(0, saltBytes));
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
      const root = decipher.update(body);
      try {
        decipher.final();
        return root;
      } catch (thrown) {
        if (thrown instanceof Error) {
          return null;
        }
        throw thrown;
      }
    },
    forget: () => undefined,
  };
}

type TokenSettings = KeyRootSettings & { readonly kind: 'pkcs11' };

/** Id of the token's key, nonce, root under that key, tag. */
async function tokenRootKeeper(
  { modulePath, tokenLabel, pinFile }: TokenSettings,
  directory: string,
  chance: Chance,
): Promise<RootKeeper> {
  const token = await Token.open(modulePath, tokenLabel, secretIn(pinFile, 1));
  const label = labelIn(directory, chance);
  const idOf = (sealed: Uint8Array) => sealed.subarray(0, idBytes);
  const keeper = sealedRootKeeper(directory, {
    seal(root) {
      const id = chance.bytes(idBytes);
      token.generateKey(label, id);
      const nonce = chance.bytes(nonceBytes);
      return Buffer.concat([id, nonce, token.encrypt(id, nonce, root)]);
    },
    open(sealed) {
      const nonce = sealed.subarray(idBytes, idBytes + nonceBytes);
      return token.decrypt(idOf(sealed), nonce, sealed.subarray(idBytes + nonceBytes));
    },
    forget: (sealed) => token.destroyKey(idOf(sealed)),
  });
  // A crash between a key of the token and the file that names it leaves one that nothing needs.
  const named = sealedRootsIn(directory).map((sealed) => toHex(idOf(sealed)));
  for (const id of token.keyIds(label).filter((each) => !named.includes(toHex(each)))) {
    token.destroyKey(id);
  }
  return keeper;
}

/** Under which the token keeps this ring's keys: its own, because a token may serve several rings. */
function labelIn(directory: string, chance: Chance): string {
  const path = join(directory, 'token.label');
  if (!existsSync(path)) {
    replaceFile(path, utf8Bytes(`beffroi-root-${toHex(chance.bytes(8))}`));
  }
  return readFileSync(path, 'utf8');
}

/** The first line of a file that only its owner should read. */
function secretIn(path: string, lettersMin: number): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw unreadable(path, messageOf(thrown));
  }
  const [line = ''] = text.split('\n');
  if (line.length < lettersMin) {
    throw unreadable(path, `its first line is shorter than ${lettersMin} letters`);
  }
  return line;
}

function unreadable(path: string, why: string): Failure {
  return new Failure(
    'passphrase-unreadable',
    `${path} can't be used (${why}): put the passphrase or PIN of the key ring there`,
  );
}
