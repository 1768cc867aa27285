/**
 * Where a centre keeps what it must not lose: database, keys, recordings, logs. By default beside
 * the program, `.beffroi/<town>`; as root, under /var/lib/beffroi, because the database runs as an
 * unprivileged user who must be able to reach it. Created closed to everybody else.
 */

import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '@beffroi/kernel';

export interface StateDirectory {
  readonly root: string;
  readonly postgres: string;
  readonly keys: string;
  readonly recordings: string;
  readonly recorder: string;
  readonly simulation: string;
  /** Public keys of the registers, one line each. */
  readonly registerKeys: string;
  readonly ownerSocket: string;
  /** Held by the one house that runs on this state. */
  readonly houseLock: string;
  readonly recorderSettings: string;
  /** What the processes of the house write, one JSON object a line. */
  readonly log: string;
  /** There while a restore is under way, and after one that failed. */
  readonly restoring: string;
}

export const programRoot: string = resolve(import.meta.dirname, '../../..');

/** Paths of a state directory; `chosen` null means the default of this machine. */
export function stateDirectory(chosen: string | null, town: string): StateDirectory {
  const root = resolve(chosen ?? defaultRoot(town));
  return {
    root,
    postgres: join(root, 'postgres'),
    keys: join(root, 'keys'),
    recordings: join(root, 'recordings'),
    recorder: join(root, 'recorder'),
    simulation: join(root, 'simulation'),
    registerKeys: join(root, 'register', 'keys'),
    ownerSocket: join(root, 'owner.sock'),
    houseLock: join(root, 'house.sock'),
    recorderSettings: join(root, 'recorder.json'),
    log: join(root, 'beffroi.log'),
    restoring: join(root, 'restoring'),
  };
}

/**
 * Makes the folders; the database's parent may be crossed, not listed, by its own user. Throws Failure
 * `state-unwritable` where they can't be made, as beside a program that is somebody else's.
 */
export async function makeStateDirectory(state: StateDirectory): Promise<void> {
  try {
    await mkdir(state.root, { recursive: true });
    await chmod(state.root, 0o711);
    for (const folder of [state.keys, state.recordings, state.recorder, state.simulation]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    throw new Failure(
      'state-unwritable',
      `the state can't be kept in ${state.root} (${code}); choose another place with --state DIR`,
      { cause: thrown },
    );
  }
}

function defaultRoot(town: string): string {
  if (process.getuid?.() !== 0) {
    return join(programRoot, '.beffroi', town);
  }
  return join('/var/lib/beffroi', `${town}${placeSuffix()}`);
}

/**
 * What the state folders of this program's centres end with: nothing beside the program, a digest of
 * the program's place where all programs of a machine keep theirs.
 */
export function placeSuffix(): string {
  const place = createHash('sha256').update(programRoot).digest('hex').slice(0, 8);
  return process.getuid?.() === 0 ? `-${place}` : '';
}
