/** The checks that read the tree without running it: each is one line of the result. */

import { spawnSync } from 'node:child_process';
import { root, say } from './prepare.mjs';

export const steps = [
  ['types, pure rooms', 'tsc', ['-p', 'tsconfig.pure.json']],
  ['types, programs', 'tsc', ['-p', 'tsconfig.json']],
  ['types, browser', 'tsc', ['-p', 'tsconfig.browser.json']],
  ['types, tests of pages', 'tsc', ['-p', 'tsconfig.page-tests.json']],
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['promises and switches', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['dead code', 'knip', []],
];

/** Runs the steps; answers the names of those that failed. */
export function runSteps() {
  const failed = [];
  for (const [name, program, args] of steps) {
    const result = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
    if (result.status === 0) {
      say(`ok: ${name}`);
    } else {
      failed.push(name);
      process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}\n`);
      say(`FAILED: ${name}`);
    }
  }
  return failed;
}
