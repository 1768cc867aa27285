/**
 * Under which user the server runs. PostgreSQL refuses to run as root, so when we are root it gets an
 * unprivileged one: whoever owns the data already, else the system's `postgres`, else `nobody`. That
 * user must be able to reach what it is given, which is checked folder by folder.
 */

import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const nobody: ServerUser = { uid: 65_534, gid: 65_534 };

/** Null when we aren't root: the server then runs as we do. */
export async function serverUserFor(dataDirectory: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const owner = await stat(dataDirectory).catch(() => null);
  if (owner !== null && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid };
  }
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return userNamed(users, 'postgres') ?? userNamed(users, 'nobody') ?? nobody;
}

function userNamed(users: string, name: string): ServerUser | null {
  const line = users.split('\n').find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** Whether a user may pass through every folder down to this one (null: we ourselves, so yes). */
export async function canReach(user: ServerUser | null, folder: string): Promise<boolean> {
  if (user === null) {
    return true;
  }
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => null);
    if (found !== null && !mayPass(user, found)) {
      return false;
    }
    if (path === dirname(path)) {
      return true;
    }
  }
}

function mayPass(user: ServerUser, { mode, uid, gid }: { mode: number; uid: number; gid: number }) {
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}
