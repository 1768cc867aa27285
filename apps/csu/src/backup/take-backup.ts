/**
 * Takes a backup of the running centre (BAK-1): the entry that says so first, then the trees of the
 * register, then the facts of one instant after them, so that every sealed entry has its row. No
 * private day key goes along unless the owner asks, and then encrypted to recipients alone (BAK-2).
 */

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { Failure, instantFromMs, messageOf, utf8Bytes } from '@beffroi/kernel';
import { copyRing, type RootKeeper } from '@beffroi/keyring';
import type { Chance, Clock, Facts } from '@beffroi/office';
import { exportFacts } from '@beffroi/store-postgres';
import type { CentreEnvironment } from '../environment.ts';
import { copySealedLog } from '../register/register-export.ts';
import type { RegisterKeeper } from '../register/register-keeper.ts';
import type { LogName } from '../register/town-key.ts';
import { assertRecipients, encryptTo } from './age-file.ts';
import {
  type BackupManifest,
  dayKeysName,
  factsFolder,
  finishBackup,
  registerFolder,
  secretsName,
} from './backup-form.ts';
import { localRecorderIdOf } from './import-into-state.ts';
import { noteOwnersAct } from './owners-act.ts';
import { gatherSecrets } from './state-secrets.ts';

export interface BackupParts {
  readonly environment: Pick<
    CentreEnvironment,
    'databaseUrl' | 'stateDirectory' | 'timeZone' | 'site' | 'demonstration' | 'settings'
  >;
  /** Those that seal what is appended. */
  readonly facts: Facts;
  readonly keeper: RegisterKeeper;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Of the key ring. */
  readonly root: RootKeeper;
  readonly version: string;
}

export interface BackupWish {
  /** Absolute; made, and must be empty. */
  readonly folder: string;
  /** Public lines of `age`; none leaves every secret behind. */
  readonly recipients: readonly string[];
  /** Takes the private day keys along; wants recipients. */
  readonly withKeys: boolean;
}

/**
 * Throws Failure `recipient-invalid`, `folder-relative`, `folder-in-use`, `register-read-only`, and
 * `backup-failed` when the folder can't be written: what had been begun there is taken away again.
 */
export async function takeBackup(parts: BackupParts, wish: BackupWish): Promise<BackupManifest> {
  const { folder, recipients, withKeys } = wish;
  if (withKeys || recipients.length > 0) {
    assertRecipients(recipients);
  }
  if (parts.keeper.fault !== null) {
    throw new Failure(
      'register-read-only',
      `${parts.keeper.fault.words.en} A backup of it could not be restored: export the register as evidence instead`,
    );
  }
  let isOurs = false;
  try {
    await makeEmpty(folder);
    isOurs = true;
    return await fill(parts, wish);
  } catch (thrown) {
    if (!isOfDisk(thrown)) {
      throw thrown;
    }
    const left = isOurs ? await takeAway(folder) : 'nothing was written there';
    throw new Failure(
      'backup-failed',
      `${folder} can't be written (${messageOf(thrown)}): name a folder on a disk with room that the centre may write to; ${left}`,
      { cause: thrown },
    );
  }
}

/** Something of the system, such as no room: what is ours says its own words. */
function isOfDisk(thrown: unknown): boolean {
  return thrown instanceof Error && !(thrown instanceof Failure) && 'syscall' in thrown;
}

/** The folder was empty before: all in it is ours. Says what became of it. */
async function takeAway(folder: string): Promise<string> {
  try {
    for (const name of await readdir(folder)) {
      await rm(join(folder, name), { recursive: true });
    }
    return 'nothing of it is left there';
  } catch (thrown) {
    return `what is there is no backup, destroy it (${messageOf(thrown)})`;
  }
}

async function fill(parts: BackupParts, wish: BackupWish): Promise<BackupManifest> {
  const { folder, recipients, withKeys } = wish;
  const { databaseUrl, stateDirectory, timeZone, site, demonstration, settings } =
    parts.environment;
  const ring = copyRing({ directory: join(stateDirectory, 'keys'), root: parts.root });
  const dayKeys = ring.keys.map(({ keyId, day }) => ({ keyId, day }));
  const madeAt = instantFromMs(parts.clock.nowMs());
  await noteOwnersAct(parts, 'backup-taken', {
    folder,
    recipients,
    dayKeys: withKeys ? dayKeys.map(({ keyId }) => keyId) : [],
  });
  const register = await copyRegister(parts, join(folder, registerFolder));
  await exportFacts({
    url: databaseUrl,
    folder: join(folder, factsFolder),
    sealed: true,
    madeAt,
  });
  if (recipients.length > 0) {
    await put(
      join(folder, secretsName),
      await encryptTo(recipients, await gatherSecrets(stateDirectory)),
    );
  }
  if (withKeys) {
    const plain = utf8Bytes(JSON.stringify(ring));
    await put(join(folder, dayKeysName), await encryptTo(recipients, plain));
  }
  return await finishBackup(folder, {
    program: parts.version,
    madeAt,
    town: { name: settings.townName, timeZone, site, demonstration },
    localRecorderId: await localRecorderIdOf(stateDirectory),
    register,
    dayKeys,
    recipients,
  });
}

async function copyRegister(
  { keeper }: BackupParts,
  folder: string,
): Promise<BackupManifest['register']> {
  await keeper.sealNow();
  const lineOf = async (log: LogName) => {
    const sealed = keeper.logs[log];
    const entries = sealed === undefined ? 0 : await copySealedLog(sealed, join(folder, log));
    return { keyLine: keeper.key.lines[log], entries };
  };
  return { acts: await lineOf('acts'), recordings: await lineOf('recordings') };
}

async function makeEmpty(folder: string): Promise<void> {
  if (!isAbsolute(folder)) {
    throw new Failure('folder-relative', `${folder} is no whole path; begin it with /`);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) {
    throw new Failure('folder-in-use', `${folder} isn't empty; name a new folder`);
  }
}

function put(path: string, bytes: Uint8Array): Promise<void> {
  return writeFile(path, bytes, { mode: 0o600, flag: 'wx', flush: true });
}
