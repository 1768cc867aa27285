/**
 * A PostgreSQL of another major than our own: Debian's 15 in a fresh folder, on a unix socket, under
 * its own user when we are root. For the tests of facts that cross from one major to another.
 */

import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const programs = '/usr/lib/postgresql/15/bin';

/** Why its tests are skipped here; null when it is installed. */
export const noPostgres15: string | null = existsSync(join(programs, 'initdb'))
  ? null
  : `no PostgreSQL 15 in ${programs}`;

export interface Postgres15 {
  readonly url: string;
  end(): void;
}

export function startPostgres15(): Postgres15 {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-pg15-'));
  const data = join(folder, 'data');
  const user = unprivilegedUser();
  mkdirSync(data, { mode: 0o700 });
  for (const path of user === null ? [] : [folder, data]) {
    chownSync(path, user?.uid ?? 0, user?.gid ?? 0);
  }
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(join(programs, program), args, { ...user, cwd: '/', stdio: 'ignore' });
  run('initdb', '-D', data, '-U', 'beffroi', '--auth=trust', '--encoding=UTF8', '--locale=C');
  const settings = `-c listen_addresses= -c unix_socket_directories=${folder}`;
  run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start');
  return {
    url: `postgres://beffroi@/postgres?host=${encodeURIComponent(folder)}`,
    end() {
      run('pg_ctl', '-D', data, '-m', 'fast', '-w', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL doesn't run as root: its own user of the system then. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) {
    return null;
  }
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  const [, , uid = '65534', gid = '65534'] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}
