/**
 * The data of the server on disk: made once, with checksums, under another name until it is whole, so
 * that a crash while making it leaves nothing that looks finished. Data outlives every restart; this
 * file never removes a finished cluster.
 */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, messageOf } from '@beffroi/kernel';
import { canReach, type ServerUser, serverUserFor } from './server-user.ts';

const run = promisify(execFile);

export interface Cluster {
  /** Holds data, socket and, if needed, a copy of the programs. */
  readonly home: string;
  readonly data: string;
  /** Folder of the unix socket; its path is at most 90 bytes (the system allows 107). */
  readonly sockets: string;
  readonly user: ServerUser | null;
}

const socketPathBytesMax = 90;
export const owner = 'beffroi';

/** Where the cluster of a state directory lies, for whom; folders are made. */
export async function clusterOf(directory: string, log: (line: string) => void): Promise<Cluster> {
  const user = await serverUserFor(join(directory, 'data'));
  const home = await reachableHome(directory, user, log);
  await mkdir(home, { recursive: true, mode: 0o755 });
  const sockets =
    Buffer.byteLength(home) + 8 <= socketPathBytesMax
      ? join(home, 'socket')
      : join(tmpdir(), `beffroi-${digestOf(home)}`);
  await mkdir(sockets, { recursive: true, mode: 0o700 });
  if (user !== null) {
    await chown(sockets, user.uid, user.gid);
  }
  return { home, data: join(home, 'data'), sockets, user };
}

/** The server's user may not be able to pass through a private home folder. */
async function reachableHome(
  directory: string,
  user: ServerUser | null,
  log: (line: string) => void,
): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o755 });
  if (user !== null) {
    await openTemporary(directory);
  }
  if (await canReach(user, directory)) {
    return directory;
  }
  const elsewhere = `/var/lib/beffroi-${digestOf(directory)}`;
  log(`the database lies in ${elsewhere}: its user can't pass through ${directory}`);
  return elsewhere;
}

/** Private folders below the temporary one are ours to pass through; others are left alone. */
async function openTemporary(directory: string): Promise<void> {
  for (let path = directory; dirname(path).startsWith(tmpdir()); path = dirname(path)) {
    const { mode, uid } = await stat(path);
    if (uid === 0 && (mode & 0o001) === 0) {
      await chmod(path, (mode & 0o777) | 0o001);
    }
  }
}

function digestOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}

/** Makes the cluster if there is none. */
export async function ensureCluster(
  { data, user }: Cluster,
  binaries: string,
  log: (line: string) => void,
): Promise<void> {
  if ((await stat(join(data, 'PG_VERSION')).catch(() => null)) !== null) {
    return;
  }
  log('making the database (first start)');
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (user !== null) {
    await chown(draft, user.uid, user.gid);
  }
  const options = [
    ['-D', draft],
    ['-U', owner],
    // Only who may enter the socket's folder connects: its mode is 0700.
    ['--auth=trust', '--encoding=UTF8', '--data-checksums'],
    ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  ].flat();
  try {
    await run(join(binaries, 'bin', 'initdb'), options, { ...user, cwd: '/', env: {} });
  } catch (thrown) {
    throw new Failure('server-refused', `the database can't be made: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
  await rename(draft, data);
}
