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
    // The house needs its console last: database and simulated town are made ready meanwhile.
    const building = buildConsole(node);
    const house = run(['apps/cli/src/main.ts', 'up', ...rest], ['ipc'], {
      BEFFROI_CONSOLE_BUILDING: building === null ? '' : '1',
    });
    building?.then(
      () => house.connected && house.send({ console: 'built' }),
      (failed) => {
        say(failed.message);
        process.exitCode = 1;
        house.kill('SIGTERM');
      },
    );
  },
  async test() {
    installWitnesses();
    await built();
    run(['bootstrap/test.mjs', ...rest]);
  },
  check() {
    run(['bootstrap/check.mjs', ...rest]);
  },
  async bench() {
    installWitnesses();
    await built();
    run(['tools/bench/src/main.ts', ...rest]);
  },
  async screens() {
    installWitnesses();
    await built();
    run(['tools/bench/src/screens.ts', ...rest]);
  },
  fmt() {
    run(['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.', ...rest]);
  },
};

if (!Object.hasOwn(commands, command)) {
  fail(`no command named ${command}; known: ${Object.keys(commands).join(', ')}`);
}
await commands[command]();

async function built() {
  try {
    await buildConsole(node);
  } catch (failed) {
    fail(failed.message);
  }
}

/** Runs a program of the house in our place; with a channel it also hears from us. */
function run(args, channel = [], environment = {}) {
  const [program, ...others] = args;
  const path = `${dirname(node)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  const child = spawn(node, [join(root, program), ...others], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', ...channel],
    env: { ...process.env, ...environment, PATH: path },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  endWithNpm(child);
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code || process.exitCode || 0));
  return child;
}

/** npm passes a signal on to nobody: where it is killed alone (`kill $!`), its command ends too. */
function endWithNpm(child) {
  const npm = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid === npm || child.kill('SIGTERM'), 500).unref();
  }
}
