/** `npm run check`: types, lint, format, dead code, and the laws of the house; under 30 s. */

import { spawnSync } from 'node:child_process';
import { root } from './prepare.mjs';
import { runSteps } from './steps.mjs';

const failed = runSteps();
const tidy = spawnSync('vitest', ['run', '--project', 'wet', 'tools/tidy'], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = failed.length === 0 && tidy.status === 0 ? 0 : 1;
