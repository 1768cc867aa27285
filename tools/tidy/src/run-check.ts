/**
 * `npm run check`: types, format, lint, laws of the house, dead code; one line each with its time,
 * and the words of those that fail. Two at a time, under half a minute on two cores.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const onNode = (script: string): readonly string[] => [process.execPath, join(root, script)];
const atOnce = 2;

interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'types of the server', command: [bin('tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the pure rooms', command: [bin('tsc'), '-p', 'tsconfig.pure.json'] },
  { name: 'types of the browser', command: [bin('tsc'), '-p', 'tsconfig.browser.json'] },
  { name: 'format and lint', command: [bin('biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'promises and switches', command: [bin('oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'laws of the house', command: onNode('tools/tidy/src/run-tidy.ts') },
  { name: 'dead code', command: [bin('knip'), '--no-progress'] },
];

interface Outcome {
  readonly passed: boolean;
  readonly words: string;
}

function run({ command }: Check): Promise<Outcome> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    const add = (chunk: Buffer): void => {
      words = (words + chunk.toString()).slice(-40_000);
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', (error) => resolve({ passed: false, words: error.message }));
    child.on('close', (code) => resolve({ passed: code === 0, words }));
  });
}

const waiting = [...checks];
const failed: string[] = [];

async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const began = performance.now();
    const { passed, words } = await run(check);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    if (!passed) {
      failed.push(check.name);
      process.stdout.write(`${words.trimEnd()}\n`);
    }
    process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${check.name} (${seconds} s)\n`);
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
process.stdout.write(`${checks.length - failed.length} passed, ${failed.length} failed\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
