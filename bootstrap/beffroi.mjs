#!/usr/bin/env node
/** `npx beffroi <verb>`: the command line of the house, run by the house's own Node. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode, installDependencies, root } from './prepare.mjs';

installDependencies();
const child = spawn(findNode(), [join(root, 'apps/cli/src/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
