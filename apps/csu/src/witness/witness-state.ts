/**
 * What a witness must not forget: its key, and the last checkpoint it vouched for of each register.
 * Both are files of its own folder, for its owner only; what was seen is on the disk before the
 * signature leaves (REG-7), or a power cut would let it vouch for a fork.
 */

import { join } from 'node:path';
import { Failure, messageOf, utf8Bytes } from '@beffroi/kernel';
import { fromBase64, type SeenCheckpoint, type Signer, toBase64 } from '@beffroi/register';
import { newPrivateKey, signerOf } from '../register/ed25519.ts';
import { type RegisterDisk, readWhole } from '../register/register-disk.ts';

/** Kind of a witness's key (C2SP tlog-cosignature). */
const cosignatureKind = 4;

export interface WitnessFiles {
  readonly signer: Signer;
  seen(origin: string): SeenCheckpoint | undefined;
  keep(origin: string, seen: SeenCheckpoint): Promise<void>;
}

/** Opens a witness's folder, made at first start. Throws Failure `witness-state-unreadable`. */
export async function openWitnessFiles(
  disk: RegisterDisk,
  folder: string,
  name: string,
): Promise<WitnessFiles> {
  await disk.makeDirectory(folder);
  const keyPath = join(folder, 'witness.key');
  const seenPath = join(folder, 'seen.json');
  const kept = await readJson<{ readonly name: string; readonly privateKey: string }>(
    disk,
    keyPath,
  );
  const key = kept ?? { name, privateKey: newPrivateKey() };
  if (kept === null) {
    await disk.replace(keyPath, utf8Bytes(`${JSON.stringify(key)}\n`));
  }
  const read = await readJson<Record<string, { size: number; root: string }>>(disk, seenPath);
  const seen = new Map<string, SeenCheckpoint>();
  for (const [origin, { size, root }] of Object.entries(read ?? {})) {
    const bytes = fromBase64(root);
    if (bytes === undefined || !Number.isSafeInteger(size)) {
      throw unreadable(seenPath, `what it says of ${origin} is no checkpoint`);
    }
    seen.set(origin, { size, root: bytes });
  }
  return {
    signer: signerOf(key.privateKey, key.name, cosignatureKind),
    seen: (origin) => seen.get(origin),
    async keep(origin, checkpoint) {
      const next = new Map(seen).set(origin, checkpoint);
      const fields = [...next].map(([each, { size, root }]) => [
        each,
        { size, root: toBase64(root) },
      ]);
      await disk.replace(
        seenPath,
        utf8Bytes(`${JSON.stringify(Object.fromEntries(fields), null, 2)}\n`),
      );
      seen.set(origin, checkpoint);
    },
  };
}

/** A file that can't be read stops the witness: starting afresh would let it vouch for a fork. */
async function readJson<T>(disk: RegisterDisk, path: string): Promise<T | null> {
  const bytes = await readWhole(disk, path);
  try {
    return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
  } catch (thrown) {
    throw unreadable(path, messageOf(thrown));
  }
}

function unreadable(path: string, why: string): Failure {
  return new Failure(
    'witness-state-unreadable',
    `${path} can't be read (${why}): put it back from a copy; without it this witness could vouch for a fork`,
  );
}
