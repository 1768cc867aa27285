/**
 * What a mask worker may do, in Node's own words: read the house's code and its modules, load the
 * codec library, speak to the network. Not write a file, not start a program (unless the engine is
 * the distribution's ffmpeg), not start threads of its own, not read the recordings (MSK-16). The
 * limit is Node's, not the kernel's: native code could still call the system. A separate account
 * (`runAs`) and the service manager's rules stand behind it; see the README.
 */

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from './messages.ts';

const heapMiBMax = 256;

/** Arguments for Node, the worker's file last. */
export function workerArguments(engine: Engine): readonly string[] {
  return [
    ...confinement(engine.kind === 'node-av' ? '--allow-addons' : '--allow-child-process'),
    fileURLToPath(new URL('../worker.ts', import.meta.url)),
  ];
}

/** What Node is told of any process of this room that decodes pictures. */
export function confinement(right: '--allow-addons' | '--allow-child-process'): readonly string[] {
  return [
    '--permission',
    right,
    ...codeDirectories().map((directory) => `--allow-fs-read=${directory}`),
    `--max-old-space-size=${heapMiBMax}`,
    '--disable-warning=SecurityWarning',
  ];
}

/** The house's packages, and each `node_modules` from there up. */
function codeDirectories(): string[] {
  const packages = fileURLToPath(new URL('../../../', import.meta.url));
  const directories = [join(packages, '*')];
  for (let at = dirname(packages); ; at = dirname(at)) {
    directories.push(join(at, 'node_modules', '*'), join(at, 'package.json'));
    if (at === dirname(at)) {
      return directories;
    }
  }
}
