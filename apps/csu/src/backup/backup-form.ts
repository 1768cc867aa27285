/**
 * What a backup is: a folder with the facts in their open form, the trees of the register, what is
 * sealed to recipients, and `backup.json`, written last, that names every other file with its digest.
 * A folder without it is no backup; one byte changed and it is none either (BAK-3).
 */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type Instant, messageOf } from '@beffroi/kernel';
import type { DayKeyName } from '@beffroi/office';
import type { LogName } from '../register/town-key.ts';

const format = 'beffroi-backup';
const version = 1;
export const manifestName = 'backup.json';
export const factsFolder = 'facts';
export const registerFolder = 'register';
export const secretsName = 'secrets.age';
export const dayKeysName = 'day-keys.age';

export interface BackupTown {
  readonly name: string;
  readonly timeZone: string;
  readonly site: string;
  readonly demonstration: boolean;
}

export interface BackupFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface BackupManifest {
  readonly format: typeof format;
  readonly version: typeof version;
  readonly program: string;
  readonly madeAt: Instant;
  readonly town: BackupTown;
  /** The recorder of the centre's own machine; null when it never had one. */
  readonly localRecorderId: string | null;
  /** Public line and sealed entries of each log. */
  readonly register: Readonly<
    Record<LogName, { readonly keyLine: string; readonly entries: number }>
  >;
  /** Day keys that lived then, by name: without their private halves. */
  readonly dayKeys: readonly DayKeyName[];
  /** To whom `secrets.age` and `day-keys.age` are encrypted. */
  readonly recipients: readonly string[];
  readonly files: readonly BackupFile[];
}

/** Writes `backup.json` over everything that lies in the folder. */
export async function finishBackup(
  folder: string,
  parts: Omit<BackupManifest, 'format' | 'version' | 'files'>,
): Promise<BackupManifest> {
  const files: BackupFile[] = [];
  for (const path of await pathsIn(folder)) {
    files.push({ path, ...(await digestOf(join(folder, path))) });
  }
  const manifest: BackupManifest = { format, version, ...parts, files };
  const file = await open(join(folder, manifestName), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return manifest;
}

/** Throws Failure `backup-unreadable`, `backup-altered`. */
export async function readBackup(folder: string): Promise<BackupManifest> {
  const path = join(folder, manifestName);
  let manifest: BackupManifest;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8')) as BackupManifest;
  } catch (thrown) {
    throw new Failure(
      'backup-unreadable',
      `${path} can't be read (${messageOf(thrown)}): name the folder of a backup that was finished`,
      { cause: thrown },
    );
  }
  if (!isManifest(manifest)) {
    throw new Failure(
      'backup-unreadable',
      `${path} is no list of a backup: take another copy of it`,
    );
  }
  if (manifest.format !== format || manifest.version !== version) {
    throw new Failure(
      'backup-unreadable',
      `${path} is of another form: use the version of Beffroi that wrote it (${manifest.program}), or a later one`,
    );
  }
  const named = manifest.files.map((file) => file.path).toSorted();
  const lying = (await pathsIn(folder)).filter((each) => each !== manifestName).toSorted();
  const strange = [...named, ...lying].find(
    (each) => !named.includes(each) || !lying.includes(each),
  );
  if (strange !== undefined) {
    throw altered(strange, 'is missing, or was added');
  }
  for (const file of manifest.files) {
    const found = await digestOf(join(folder, file.path));
    if (found.sha256 !== file.sha256) {
      throw altered(file.path, 'is not what was backed up');
    }
  }
  return manifest;
}

/** Enough of one to go on: every file that it names is then held against its digest. */
function isManifest(value: Partial<BackupManifest> | null): boolean {
  const files = value?.files;
  return (
    Array.isArray(files) &&
    files.every((file) => typeof (file as BackupFile | null)?.path === 'string')
  );
}

function altered(path: string, how: string): Failure {
  return new Failure('backup-altered', `${path} ${how}: take another copy of the backup`);
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\/+/, ''))
    .toSorted();
}

async function digestOf(path: string): Promise<Omit<BackupFile, 'path'>> {
  const digest = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    digest.update(piece);
    sizeBytes += piece.length;
  }
  return { sizeBytes, sha256: digest.digest('hex') };
}
