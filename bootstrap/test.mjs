/**
 * `npm test`: the checks, then every test. The last line is `N passed, N failed`; a check counts as
 * one test. Words after `npm test --` go to vitest (a file, `--project pure`).
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, say } from './prepare.mjs';
import { runSteps, steps } from './steps.mjs';

const chosen = process.argv.slice(2);
const failedSteps = chosen.length === 0 ? runSteps() : [];
const passedSteps = chosen.length === 0 ? steps.length - failedSteps.length : 0;
const folder = mkdtempSync(join(tmpdir(), 'beffroi-test-'));
const report = join(folder, 'report.json');
// Browsers come last and alone: beside other tests, two cores would make them late, not wrong.
const rounds =
  chosen.length > 0 ? [chosen] : [['--project=pure', '--project=wet'], ['--project=e2e']];
const results = rounds.map(runRound);
rmSync(folder, { recursive: true });
const passed = passedSteps + sum((result) => result.passed);
const failed = failedSteps.length + sum((result) => result.failed);
const skipped = sum((result) => result.skipped);
for (const name of failedSteps) {
  say(`failed check: ${name}`);
}
for (const name of results.flatMap((result) => result.failures)) {
  say(`failed test: ${name}`);
}
if (skipped > 0) {
  say(`${skipped} skipped; their titles say why`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function sum(count) {
  return results.reduce((total, result) => total + count(result), 0);
}

function runRound(words) {
  rmSync(report, { force: true });
  const run = spawnSync(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...words],
    { cwd: root, stdio: 'inherit' },
  );
  const result = readReport();
  // A run that ends badly without a failed test (a crash, an unhandled error) is a failure too.
  return run.status !== 0 && result.failed === 0
    ? { ...result, failed: 1, failures: ['vitest ended badly after its tests'] }
    : result;
}

function readReport() {
  try {
    const json = JSON.parse(readFileSync(report, 'utf8'));
    const failures = json.testResults.flatMap((file) => {
      const tests = file.assertionResults
        .filter((test) => test.status === 'failed')
        .map((test) => `${file.name.replace(root, '.')} > ${test.fullName}`);
      return tests.length === 0 && file.status === 'failed'
        ? [`${file.name.replace(root, '.')}: ${String(file.message).slice(0, 300)}`]
        : tests;
    });
    return {
      passed: json.numPassedTests,
      failed: failures.length,
      skipped: json.numPendingTests,
      failures,
    };
  } catch (thrown) {
    say(`no report of the tests: ${thrown.message}`);
    return { passed: 0, failed: 1, skipped: 0, failures: ['vitest did not finish'] };
  }
}
