/**
 * The key that signs the registers of a town: made at the first start, in `register/town.key` of the
 * state folder, for its owner only (0600) and never in the database. Beside it lies `register/keys`,
 * the public lines that whoever checks must have by another way than the register (REG-5).
 */

import { join } from 'node:path';
import { Failure, messageOf, toHex, utf8Bytes } from '@beffroi/kernel';
import type { RegisterEntry } from '@beffroi/office';
import { type Signer, writeKey } from '@beffroi/register';
import { newPrivateKey, publicKeyOf, sha256, signerOf } from './ed25519.ts';
import { type RegisterDisk, readWhole } from './register-disk.ts';

export type LogName = RegisterEntry['log'];
export const logNames: readonly LogName[] = ['acts', 'recordings'];

export interface TownKey {
  /** Signs a log's checkpoints; the key's name is the log's origin. */
  signerOf(log: LogName): Signer;
  /** `name+id+key`, one for each log. */
  readonly lines: Readonly<Record<LogName, string>>;
}

/** Reads the key of a town, or makes it; the folder must exist. Throws Failure `key-unreadable`. */
export async function openTownKey(
  disk: RegisterDisk,
  folder: string,
  townName: string,
): Promise<TownKey> {
  const path = join(folder, 'town.key');
  const bytes = await readWhole(disk, path);
  const kept = bytes === null ? newKey(townName) : keptKey(bytes, path);
  if (bytes === null) {
    await disk.replace(path, utf8Bytes(`${JSON.stringify(kept)}\n`));
  }
  const signers = {
    acts: signerOf(kept.privateKey, `${kept.name}/acts`),
    recordings: signerOf(kept.privateKey, `${kept.name}/recordings`),
  };
  const lines = {
    acts: writeKey(signers.acts.key),
    recordings: writeKey(signers.recordings.key),
  };
  await disk.replace(join(folder, 'keys'), utf8Bytes(`${lines.acts}\n${lines.recordings}\n`));
  return { signerOf: (log) => signers[log], lines };
}

interface KeptKey {
  /** Stays when the town is called otherwise: it is the name of its registers. */
  readonly name: string;
  readonly privateKey: string;
}

function newKey(townName: string): KeptKey {
  const privateKey = newPrivateKey();
  const plain = townName.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const word = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const mark = toHex(sha256(publicKeyOf(privateKey)).subarray(0, 4));
  return { name: `${word === '' ? 'town' : word}-${mark}`, privateKey };
}

function keptKey(bytes: Uint8Array, path: string): KeptKey {
  try {
    const { name, privateKey } = JSON.parse(Buffer.from(bytes).toString('utf8')) as KeptKey;
    if (typeof name === 'string' && typeof privateKey === 'string') {
      return { name, privateKey };
    }
  } catch (thrown) {
    throw unreadable(path, messageOf(thrown));
  }
  throw unreadable(path, 'it names no key');
}

function unreadable(path: string, why: string): Failure {
  return new Failure(
    'key-unreadable',
    `${path} can't be read (${why}): put it back from your copy of the state folder`,
  );
}
