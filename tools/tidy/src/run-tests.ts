/**
 * `npm test`: every test of the house by vitest (arguments go through to it), and as the last line
 * `N passed, N failed`, with what was skipped before it: a skipped test always has a reason in its
 * title or in a sentence of its file.
 */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}

const root = join(import.meta.dirname, '../../..');
const folder = await mkdtemp(join(tmpdir(), 'beffroi-tests-'));
const reportFile = join(folder, 'report.json');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];

const code = await new Promise<number>((resolve, reject) => {
  const child = spawn(process.execPath, [vitest, ...args, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', reject);
  child.on('exit', (exitCode) => resolve(exitCode ?? 1));
});

const report = await readReport();
await rm(folder, { recursive: true, force: true });
// A file that could not be loaded counts as one failure: it ran no test.
const failed = Math.max(report?.numFailedTests ?? 0, code === 0 ? 0 : 1);
if (report && report.numPendingTests > 0) {
  process.stdout.write(`${report.numPendingTests} skipped\n`);
}
process.stdout.write(`${report?.numPassedTests ?? 0} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function readReport(): Promise<VitestReport | undefined> {
  const text = await readFile(reportFile, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') {
      return undefined;
    }
    throw thrown;
  });
  return text === undefined ? undefined : (JSON.parse(text) as VitestReport);
}
