/**
 * No branch of the law is left unasked. V8 itself counts, block by block, while the table is asked in
 * a process of its own: the house has no coverage tool, and what node strips from TypeScript keeps
 * its place, so a range of V8's report is a range of the source.
 */

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
/** The law of who may do what, whole. */
const law = ['decide.ts', 'clearance.ts', 'post-rights.ts', 'term.ts'];

interface Block {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Report {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly Block[] }[];
  }[];
}

/** `decide.ts:120 text...` of each block that never ran. */
async function blocksNeverRun(questions: 'all' | 'one'): Promise<readonly string[]> {
  const coverage = await mkdtemp(join(tmpdir(), 'beffroi-branches-'));
  try {
    await promisify(execFile)(process.execPath, [join(folder, 'ask-the-table.ts'), questions], {
      env: { ...process.env, NODE_V8_COVERAGE: coverage },
    });
    const [name] = await readdir(coverage);
    const report = JSON.parse(await readFile(join(coverage, name!), 'utf8')) as Report;
    const missed: string[] = [];
    for (const file of law) {
      const script = report.result.find(({ url }) => url.endsWith(`/town/src/${file}`));
      expect(script, `${file} was loaded`).toBeDefined();
      const source = await readFile(join(folder, '../src', file), 'utf8');
      for (const { ranges } of script!.functions) {
        for (const { startOffset, endOffset } of ranges.filter(({ count }) => count === 0)) {
          const line = source.slice(0, startOffset).split('\n').length;
          missed.push(
            `${file}:${line} ${source.slice(startOffset, endOffset).slice(0, 60).trim()}`,
          );
        }
      }
    }
    return missed;
  } finally {
    await rm(coverage, { recursive: true });
  }
}

test('SEC-5 every branch of the law is asked', async () => {
  expect(await blocksNeverRun('all')).toEqual([]);
});

test('SEC-5 the count would see a branch that nobody asks', async () => {
  const missed = (await blocksNeverRun('one')).join('\n');
  expect(missed).toContain("refusal('clearance-suspended'");
  expect(missed).toContain("refusal('mask-missing')");
});
