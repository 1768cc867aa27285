/**
 * The register of the centre that a backup was taken of. Its rows are held against its tiles and its
 * last checkpoint as at any start (REG-14), and against its witness when there is one. What comes after
 * can't be the same register: whatever was signed since the backup is lost, and a log that signed again
 * at those sizes would be a fork of our own. So the restored centre begins a register of its own, and
 * this one is kept beside it as it was (BAK-5).
 */

import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, toHex } from '@beffroi/kernel';
import type { Facts } from '@beffroi/office';
import { readKey, type Signer } from '@beffroi/register';
import { realDisk } from '@beffroi/store-recordings';
import { sha256 } from '../register/ed25519.ts';
import { LogFiles } from '../register/log-files.ts';
import { registerFault } from '../register/register-fault.ts';
import { SealedLog } from '../register/sealed-log.ts';
import { checkAtStart } from '../register/start-check.ts';
import { type LogName, logNames } from '../register/town-key.ts';
import { askWitnessOf, type WitnessSettings } from '../register/witness-watch.ts';
import { type BackupManifest, registerFolder } from './backup-form.ts';

export interface FormerLog {
  readonly keyLine: string;
  /** Entries under the last checkpoint of the backup. */
  readonly entries: number;
  /** Root of the tree over them, hex. */
  readonly root: string;
  /** Entries that its witness saw; null when nobody was asked, or nobody answered. */
  readonly witnessed: number | null;
}

export type FormerRegister = Readonly<Record<LogName, FormerLog>>;

export interface FormerWish {
  readonly backup: string;
  readonly manifest: BackupManifest;
  /** `register` of the new state folder. */
  readonly folder: string;
  readonly facts: Facts;
  /** Lines that the owner has from elsewhere; the backup's own when there are none. */
  readonly keyLines: readonly string[];
  readonly witness: WitnessSettings | null;
}

/** Throws Failure `register-altered` with the words of REG-14, `key-unreadable`, `key-other`. */
export async function keepFormerRegister(wish: FormerWish): Promise<FormerRegister> {
  const kept = join(wish.folder, 'former', wish.manifest.madeAt.replace(/[:.]/g, '-'));
  await mkdir(kept, { recursive: true, mode: 0o700 });
  await cp(join(wish.backup, registerFolder), kept, { recursive: true });
  const [acts, recordings] = [
    await keepLog(wish, kept, 'acts'),
    await keepLog(wish, kept, 'recordings'),
  ];
  return { acts, recordings };
}

async function keepLog(wish: FormerWish, kept: string, log: LogName): Promise<FormerLog> {
  const { keyLine } = wish.manifest.register[log];
  if (wish.keyLines.length > 0 && !wish.keyLines.some((line) => line.trim() === keyLine)) {
    throw new Failure(
      'key-other',
      `the register of ${log} in this backup is signed by ${keyLine}, which is none of the keys given`,
    );
  }
  const key = readKey(sha256, keyLine);
  if (key === undefined) {
    throw new Failure('key-unreadable', `${keyLine} is no key line of a register`);
  }
  const { facts, witness } = wish;
  const files = new LogFiles(realDisk, join(kept, log));
  const started = await checkAtStart({ facts, log, files, key });
  if (!started.ok) {
    throw new Failure('register-altered', started.error.words.en);
  }
  const signer: Signer = {
    key,
    sign: () => Promise.reject(new Failure('key-unreadable', 'a former register signs no more')),
  };
  const sealed = new SealedLog({ facts, log, files, signer }, started.value);
  const { tree } = started.value;
  const witnessed = witness === null ? null : await askWitnessOf({ settings: witness, sealed });
  if (witnessed === 'other') {
    throw new Failure('register-altered', registerFault(log, 'witness-fork').words.en);
  }
  return { keyLine, entries: tree.size, root: toHex(tree.root()), witnessed };
}

/** What is known to be lost, in words; empty when nothing is known to be. */
export function lostWords(former: FormerRegister): readonly string[] {
  return logNames.flatMap((log) => {
    const { entries, witnessed } = former[log];
    return witnessed === null || witnessed <= entries
      ? []
      : [registerFault(log, 'witness-ahead', { last: witnessed, size: entries }).words.en];
  });
}
