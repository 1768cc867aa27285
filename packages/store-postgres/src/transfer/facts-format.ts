/**
 * The open form of the facts (docs/facts-format.md): a folder with `facts.json`, which says what is in
 * it, and one file of JSON lines for each shelf. What is sealed to this machine, and what proves who
 * somebody is, stays behind unless it is asked for; sessions and one-time links never leave.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, messageOf } from '@beffroi/kernel';

export const manifestName = 'facts.json';
const format = 'beffroi-facts';
const version = 1;

export interface FactsColumn {
  readonly name: string;
  /** Of PostgreSQL: `text`, `timestamp(3) with time zone`... */
  readonly type: string;
  readonly about: string;
}

export interface FactsFile {
  readonly shelf: string;
  readonly about: string;
  readonly lines: number;
  /** Of the file, hex. */
  readonly sha256: string;
  readonly columns: readonly FactsColumn[];
}

export interface FactsManifest {
  readonly format: typeof format;
  readonly version: typeof version;
  /** Last step of the schema that these facts were written under. */
  readonly schema: string;
  readonly madeAt: string;
  /** Whether the secrets that are sealed to the machine came along, still sealed. */
  readonly sealed: boolean;
  readonly shelves: readonly FactsFile[];
  /** `shelf` or `shelf.column`, as they stayed behind. */
  readonly leftOut: readonly string[];
}

/** Proofs of who somebody is, for hours: whoever comes back signs in again. */
const neverLeaving = ['sessions', 'enrolments', 'confirmations'];
/** Opened by `secret-box.key` alone, or of no use without what it opens. */
const sealedToMachine = [
  'passwords',
  'cameras.sealed_password',
  'imports.sealed_password',
  'recorders.sealed_secret',
];

export function leftOutOf(sealed: boolean): readonly string[] {
  return sealed ? neverLeaving : [...neverLeaving, ...sealedToMachine];
}

export function newManifest(
  parts: Omit<FactsManifest, 'format' | 'version' | 'leftOut'>,
): FactsManifest {
  return { format, version, ...parts, leftOut: leftOutOf(parts.sealed) };
}

/** Throws Failure `facts-unreadable` for a folder that is no export, or one of a later form. */
export async function readManifest(folder: string): Promise<FactsManifest> {
  const path = join(folder, manifestName);
  let manifest: FactsManifest;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8')) as FactsManifest;
  } catch (thrown) {
    throw new Failure(
      'facts-unreadable',
      `${path} can't be read (${messageOf(thrown)}): name a folder that export-facts has finished`,
      { cause: thrown },
    );
  }
  if (manifest.format !== format || manifest.version !== version) {
    throw new Failure(
      'facts-unreadable',
      `${path} is of another form (${manifest.format} ${manifest.version}): use the version of Beffroi that wrote it, or a later one`,
    );
  }
  return manifest;
}

/** A name of PostgreSQL in a statement; names come from its own catalogue, never from a file. */
export function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
