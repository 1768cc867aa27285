/**
 * What any Node from 20 on can run before the house is there: installs the locked dependencies when
 * the lock changed, and finds the Node that runs the house (it comes with the dependencies). Plain
 * JavaScript, no imports but Node's own. Says what it does; does nothing the second time.
 */

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wantedMajor = 24;
const oldestMajor = 20;

/** Installs what package-lock.json names, once per lock file. */
export function installDependencies() {
  if (Number(process.versions.node.split('.')[0]) < oldestMajor) {
    fail(`Node ${oldestMajor} or newer is wanted; this is Node ${process.versions.node}`);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules', '.beffroi-lock');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) {
    return;
  }
  if (!isWritable(root)) {
    fail(`${root} can't be written by you: have its owner run this once, or clone it as yourself`);
  }
  say('installing the locked dependencies (0.9 GB; about a minute, once)');
  // Not `npm ci`: it refuses a lock made where another platform's optional packages were left out.
  const args = ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'];
  const result = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status !== 0) {
    fail('npm could not install the dependencies; check the network or the npm proxy, then retry');
  }
  writeFileSync(mark, lock);
}

/** Path of Node 24: the running one when it is new enough, else the one from the dependencies. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) === wantedMajor) {
    return process.execPath;
  }
  const packaged = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (!existsSync(packaged)) {
    fail(`no Node ${wantedMajor} for ${process.platform}-${process.arch}; install it and retry`);
  }
  return packaged;
}

/**
 * Builds the browser's console when its sources changed since the last build. Resolves when it is
 * there; null when there was nothing to do.
 */
export function buildConsole(node) {
  const sources = ['apps/console', 'packages/kernel', 'packages/town', 'packages/wire'];
  const digest = createHash('sha256');
  for (const folder of sources) {
    digestFolder(digest, join(root, folder));
  }
  const wanted = digest.digest('hex');
  const mark = join(root, 'apps', 'console', 'dist', '.built-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) {
    return null;
  }
  if (!isWritable(join(root, 'apps', 'console'))) {
    fail(
      `the console isn't built, and ${root} can't be written by you: have its owner run this once`,
    );
  }
  say('building the console for the browser (some seconds, once)');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const builder = spawn(node, [vite, 'build', '--logLevel', 'error'], {
    cwd: join(root, 'apps', 'console'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    builder.on('error', reject);
    builder.on('exit', (code) => {
      if (code === 0) {
        writeFileSync(mark, wanted);
        resolve();
      } else {
        reject(new Error('the console could not be built; the lines above say why'));
      }
    });
  });
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function digestFolder(digest, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !['dist', 'node_modules', 'test'].includes(entry.name)) {
      digestFolder(digest, path);
    } else if (entry.isFile() && statSync(path).size < 4_000_000) {
      digest.update(entry.name).update(readFileSync(path));
    }
  }
}

function byName(a, b) {
  return a.name < b.name ? -1 : 1;
}

export function say(sentence) {
  process.stderr.write(`beffroi: ${sentence}\n`);
}

export function fail(sentence) {
  say(sentence);
  process.exit(1);
}
