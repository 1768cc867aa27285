/**
 * Each law has been seen to fail: a canary under `canaries/` breaks it, and the law says so in these
 * words. A check that has never failed is not a check (STYLE 16).
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from './finding.ts';
import { checkWords } from './laws/documents.ts';
import { checkShape } from './laws/shape.ts';
import { laws } from './laws.ts';
import { type House, parse, readHouse } from './tree.ts';

const canaries = join(import.meta.dirname, '../canaries');

/** Ids of canaries are put together here: they are rules of no real SPEC.md. */
function rule(number: number): string {
  return ['RET', number].join('-');
}

/** What each canary must make its law say. */
const expected: Readonly<Record<string, readonly string[]>> = {
  layers: ['town may not import store-postgres'],
  'deep-import': [
    'enter @beffroi/kernel by its name, not by ../../kernel/src/result.ts',
    '@beffroi/kernel does not export "./src/result.ts"',
  ],
  cycle: ['a cycle of imports: packages/town/src/landlord.ts -> packages/town/src/relay.ts'],
  undeclared: [
    '@beffroi/kernel is not in packages/office/package.json',
    'yaml is not in packages/office/package.json',
  ],
  rules: [
    `${rule(1)} is already a rule of packages/office/SPEC.md`,
    `${rule(2)} has no test that names it`,
    `${rule(9)} is a rule of no SPEC.md`,
  ],
  banned: [
    '@vladmandic/face-api is forbidden by BAN-1',
    'onnxruntime-node is forbidden by BAN-1',
    'tesseract.js is forbidden by BAN-2',
  ],
  'banned-names': [
    '"licensePlate" is forbidden by BAN-2',
    '"gait" is forbidden by BAN-3',
    '"runFaceRecognition" is forbidden by BAN-1',
    '"biometricTemplate" is forbidden by BAN-1',
  ],
  'masked-cast': [
    'only masked-maker.ts makes a masked picture; no cast to MaskedAccessUnit',
    'only masked-maker.ts makes a masked picture; no cast to readonly MaskedAccessUnit[]',
  ],
  purity: [
    'node:fs in the pure room town; take what you need as an argument',
    ...['Date', 'Math.random', 'setTimeout', 'Buffer', 'console', 'process'].map(
      (name) => `${name} in the pure room town; take it as an argument`,
    ),
  ],
  place: ['name a file of ours by join(import.meta.dirname, ...), not by a URL'],
  shape: [
    'begin with a block of prose: what this is, which promise it keeps',
    '402 lines, more than 400: look for a second noun',
    'a function of 79 lines, more than 70',
    'name what you export',
    'a catch rethrows, converts or answers; it never swallows',
  ],
  threats: [
    'packages/town/test/gone.ts is no test of the house',
    `no test of packages/town/test/here.ts begins with ${['SEC', 2].join('-')}`,
    'an answer without a test: point to one, or move the line to what is not answered',
    'packages/town/test/here.ts is named without the rule it shows',
  ],
  link: ['missing.md leads nowhere', 'docs/page.md has no heading #nowhere'],
  readme: ['packages/town/README.md is missing: objective, invariants, procedures, numbers'],
};

function wordsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ words }) => words))].sort();
}

describe('each law fails on its canary', () => {
  const drawn = laws.filter(({ name }) => name !== 'words');
  test.each(drawn)('$name: $says', (law) => {
    const root = join(canaries, law.name);
    expect(existsSync(root), `no canary for ${law.name}`).toBe(true);
    expect(wordsOf(law.check(readHouse(root)))).toEqual([...(expected[law.name] ?? [])].sort());
  });

  test('shape: no mark of unfinished work', () => {
    const mark = ['TO', 'DO'].join('');
    const file = parse(
      'packages/town/src/x.ts',
      `/** A page of prose, long enough. */\n// ${mark}: later\n`,
    );
    expect(checkShape(houseOf(file)).map(({ law, line }) => [law, line])).toEqual([
      ['unfinished', 2],
    ]);
  });

  // Not on disk: the house would then contain the very words that it must not.
  test('words: no path of a machine, no name of a tool', () => {
    const path = ['', 'home', 'somebody', 'beffroi'].join('/');
    const tool = ['cl', 'au', 'de'].join('');
    const file = parse(
      'packages/town/src/x.ts',
      `// see ${path}\n// asked ${tool}\n// see /usr/bin/ffmpeg\n`,
    );
    expect(checkWords(houseOf(file)).map(({ line }) => line)).toEqual([1, 2]);
  });
});

test('place: a URL of our file, and the pathname of one; nothing said of those that are taken', () => {
  const place = laws.find(({ name }) => name === 'place');
  const findings = place?.check(readHouse(join(canaries, 'place'))) ?? [];
  expect(findings.map(({ line }) => line)).toEqual([5, 7]);
});

test('a local name that looks like the outside is innocent', () => {
  const purity = laws.find(({ name }) => name === 'purity');
  const findings = purity?.check(readHouse(join(canaries, 'purity'))) ?? [];
  expect(findings.filter(({ path }) => path.endsWith('innocent.ts'))).toEqual([]);
});

function houseOf(file: House['sources'][number]): House {
  return { root: '.', sources: [file], packages: [], documents: [], paths: new Set([file.path]) };
}
