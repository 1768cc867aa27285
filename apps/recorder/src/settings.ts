/**
 * What a recorder process must know before it can dial: a JSON file that only its owner may read,
 * written by the supervisor or by `beffroi recorder`. The rest comes over the link.
 */

import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure, messageOf } from '@beffroi/kernel';
import type { RecorderConfiguration } from '@beffroi/wire';

export interface RecorderSettings {
  /** `ws://127.0.0.1:8440/link` or `wss://...`. */
  readonly url: string;
  readonly recorderId: string;
  readonly secret: string;
  /**
   * PEM file of what proves the centre over `wss`: its authority or its certificate. Absent or null:
   * the authorities that this machine's Node trusts.
   */
  readonly trustedFile?: string | null;
  /** Sealed recording files. */
  readonly recordingsDirectory: string;
  /** Spool of facts and last configuration; on the same machine, mode 0700. */
  readonly stateDirectory: string;
}

const fields = ['url', 'recorderId', 'secret', 'recordingsDirectory', 'stateDirectory'] as const;

/** Paths in it are taken from its own folder, so that a recorder's folder can be carried about. */
export async function readSettings(path: string): Promise<RecorderSettings> {
  const mode = (await stat(path)).mode;
  if ((mode & 0o077) !== 0) {
    throw new Failure('settings-open', `${path} can be read by others: chmod 600 ${path}`);
  }
  const value = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  for (const field of fields) {
    if (typeof value[field] !== 'string' || value[field] === '') {
      throw new Failure('settings-invalid', `${path}: ${field} is missing; it must be a text`);
    }
  }
  const { trustedFile = null } = value;
  if (trustedFile !== null && typeof trustedFile !== 'string') {
    throw new Failure('settings-invalid', `${path}: trustedFile must be the path of a PEM file`);
  }
  const settings = value as unknown as RecorderSettings;
  const near = (name: string): string => resolve(dirname(path), name);
  return {
    ...settings,
    trustedFile: trustedFile === null ? null : near(trustedFile),
    recordingsDirectory: near(settings.recordingsDirectory),
    stateDirectory: near(settings.stateDirectory),
  };
}

/** The last wish of the centre, so that a recorder started alone goes on (mode 0600). */
export class KeptConfiguration {
  readonly #path: string;

  constructor(stateDirectory: string) {
    this.#path = `${stateDirectory}/configuration.json`;
  }

  async keep(configuration: RecorderConfiguration): Promise<void> {
    await writeFile(`${this.#path}.new`, JSON.stringify(configuration), { mode: 0o600 });
    await rename(`${this.#path}.new`, this.#path);
  }

  async read(): Promise<RecorderConfiguration | null> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8')) as RecorderConfiguration;
    } catch (thrown) {
      if (messageOf(thrown).includes('ENOENT')) {
        return null;
      }
      throw thrown;
    }
  }
}
