/**
 * Behind the npm scripts: makes the house ready, then runs one of its commands with Node 24.
 */

import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { installWitnesses } from './debian.mjs';
import { buildConsole, fail, findNode, installDependencies, root } from './prepare.mjs';

const [command = 'start', ...rest] = process.argv.slice(2);
installDependencies();
const node = findNode();

const commands = {
  start() {
    buildConsole(node);
    run(['apps/cli/src/main.ts', 'up', ...rest]);
  },
  test() {
    installWitnesses();
    buildConsole(node);
    run(['bootstrap/test.mjs', ...rest]);
  },
  check() {
    run(['bootstrap/check.mjs', ...rest]);
  },
  bench() {
    installWitnesses();
    buildConsole(node);
    run(['tools/bench/src/main.ts', ...rest]);
  },
  screens() {
    installWitnesses();
    buildConsole(node);
    run(['tools/bench/src/screens.ts', ...rest]);
  },
  fmt() {
    run(['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.', ...rest]);
  },
};

if (!Object.hasOwn(commands, command)) {
  fail(`no command named ${command}; known: ${Object.keys(commands).join(', ')}`);
}
commands[command]();

function run(args) {
  const [program, ...others] = args;
  const path = `${dirname(node)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  const child = spawn(node, [join(root, program), ...others], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
