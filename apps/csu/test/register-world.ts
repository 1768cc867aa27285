/** Entries, a folder and a disk that dies after a given step: for the tests of the sealer. */

import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, type Id, instantFromMs } from '@beffroi/kernel';
import type { Facts, RegisterEntry } from '@beffroi/office';
import { commitmentOf, makeSalt } from '@beffroi/register';
import { realDisk } from '@beffroi/store-recordings';
import { sha256 } from '../src/register/ed25519.ts';
import type { RegisterDisk } from '../src/register/register-disk.ts';

export const startMs = 1_795_305_600_000;

export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'beffroi-register-'));
}

export function exampleEntry(number: number, log: RegisterEntry['log'] = 'acts'): RegisterEntry {
  const kind = 'viewing-opened';
  const at = instantFromMs(startMs + number * 1000);
  const record = canonicalJson({ at, by: `per_${number}`, kind });
  const salt = makeSalt(sha256, sha256(Buffer.from(`${log} ${number}`)).subarray(0, 16));
  return {
    id: `ent_${log}${number}` as Id<'entry'>,
    log,
    kind,
    at,
    personId: `per_${number}`,
    record,
    salt,
    leaf: commitmentOf(sha256, { record, salt }),
  };
}

/** Appends entries `from` to `to`, both counted. */
export async function appendEntries(
  facts: Facts,
  from: number,
  to: number,
  log: RegisterEntry['log'] = 'acts',
): Promise<void> {
  await facts.transact(async (work) => {
    for (let number = from; number <= to; number++) {
      await work.register.append(exampleEntry(number, log));
    }
  });
}

export class DyingDisk implements RegisterDisk {
  changes = 0;
  /** The change after which, or in the middle of which, nothing more is done; counted from 1. */
  diesAt = Number.POSITIVE_INFINITY;
  /** Whether the deadly change is still done. */
  isLastDone = true;
  isDead = false;
  readonly list = realDisk.list;
  readonly openForReading = realDisk.openForReading;
  readonly #onReplace: (path: string) => Promise<void>;

  constructor(onReplace: (path: string) => Promise<void> = () => Promise.resolve()) {
    this.#onReplace = onReplace;
  }

  makeDirectory(path: string): Promise<void> {
    return this.#change(() => realDisk.makeDirectory(path));
  }

  async replace(path: string, bytes: Uint8Array): Promise<void> {
    await this.#change(() => realDisk.replace(path, bytes));
    await this.#onReplace(path);
  }

  remove(path: string): Promise<void> {
    return this.#change(() => realDisk.remove(path));
  }

  async #change(work: () => Promise<void>): Promise<void> {
    this.changes += 1;
    if (!this.isDead && this.changes >= this.diesAt) {
      this.isDead = true;
      if (this.isLastDone) {
        await work();
      }
    }
    if (this.isDead) {
      throw new Error('this process is dead');
    }
    await work();
  }
}

/** Sees every checkpoint that reaches the disk: two roots of one size are a fork of our own. */
export class CheckpointWatch {
  readonly rootOfSize = new Map<string, string>();
  readonly contradictions: string[] = [];

  readonly look = async (path: string): Promise<void> => {
    if (!path.endsWith('/checkpoint')) {
      return;
    }
    const [origin = '', size = '', root = ''] = (await readFile(path, 'utf8')).split('\n');
    const before = this.rootOfSize.get(`${origin} ${size}`);
    if (before !== undefined && before !== root) {
      this.contradictions.push(`${origin} ${size}`);
    }
    this.rootOfSize.set(`${origin} ${size}`, root);
  };
}
