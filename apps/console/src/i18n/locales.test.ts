/**
 * Every French sentence of the console has its English: reads all sources for `t('...')` and
 * compares with the merged catalogues. Also refuses the straight apostrophe, which ICU reads as a quote.
 */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';

const sourceDir = join(import.meta.dirname, '..');
const sentence = /\bt\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;

function sentencesOf(text: string): string[] {
  return [...text.matchAll(sentence)].map((found) => found[1] ?? found[2] ?? '');
}

function allSentences(): { file: string; text: string }[] {
  return globSync('**/*.{ts,tsx}', { cwd: sourceDir })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      sentencesOf(readFileSync(join(sourceDir, file), 'utf8')).map((text) => ({ file, text })),
    );
}

function catalogue(): Record<string, string> {
  const files = globSync('locales/en*.json', { cwd: sourceDir });
  const parts = files.map(
    (file) => JSON.parse(readFileSync(join(sourceDir, file), 'utf8')) as Record<string, string>,
  );
  return Object.assign({}, ...parts) as Record<string, string>;
}

test('the reader of sentences finds them, also with an escaped quote or over two lines', () => {
  expect(sentencesOf("t('Mur'); t(\n  'L\\'heure'); at('no'); t(\"Carte\")")).toEqual([
    'Mur',
    "L\\'heure",
    'Carte',
  ]);
});

test('every French sentence has its English', () => {
  const english = catalogue();
  const sentences = allSentences();
  expect(sentences.length).toBeGreaterThan(5);
  const missing = sentences.filter(({ text }) => english[text] === undefined);
  expect(missing).toEqual([]);
});

test('no French colon stands between two values, where no language can change it', () => {
  const files = globSync('**/*.tsx', { cwd: sourceDir });
  const raw = files.filter((file) =>
    /^\s*\{[\w.]+\} [:;!?]/m.test(readFileSync(join(sourceDir, file), 'utf8')),
  );
  expect(raw).toEqual([]);
});

test('no sentence carries a straight apostrophe, and each compiles in both languages', () => {
  const english = catalogue();
  for (const { text } of allSentences()) {
    expect(text).not.toContain("'");
    expect(compileMessage(text)).toBeDefined();
    expect(english[text] ?? '').not.toContain("'");
  }
});
