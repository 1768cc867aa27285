/**
 * SHAPE: each file opens with prose, stays under 400 lines (tests 600) and its functions under 70;
 * no default export, no empty catch, no mark of unfinished work. Figures in STYLE.md.
 */

import type { Finding } from '../finding.ts';
import type { House, SourceFile } from '../tree.ts';
import { isNode, type Node, walk } from '../walk.ts';

const fileLinesMax = 400;
const testLinesMax = 600;
const functionLinesMax = 70;
const proseMin = 20;
// Written in two halves, so that this file doesn't break its own law.
const marks = new RegExp(`\\b(${'TO'}${'DO'}|${'FIX'}${'ME'})\\b`);

export function checkShape(house: House): Finding[] {
  return house.sources.flatMap((file) => [
    ...checkHeader(file),
    ...checkLength(file),
    ...checkFunctions(file),
    ...checkExports(file),
    ...checkCatches(file),
    ...checkMarks(file),
  ]);
}

function checkHeader(file: SourceFile): Finding[] {
  const [first] = file.parsed.comments;
  const begins = file.text.startsWith('#!') ? file.text.indexOf('\n') + 1 : 0;
  const opens = first?.type === 'Block' && first.start <= begins + 1;
  if (file.test || (opens && first.value.replace(/[\s*]/g, '').length >= proseMin)) {
    return [];
  }
  const words = 'begin with a block of prose: what this is, which promise it keeps';
  return [{ law: 'header', path: file.path, line: 1, words }];
}

function checkLength(file: SourceFile): Finding[] {
  const lines = file.lineOf(file.text.length) - (file.text.endsWith('\n') ? 1 : 0);
  const most = file.test ? testLinesMax : fileLinesMax;
  const words = `${lines} lines, more than ${most}: look for a second noun`;
  return lines > most ? [{ law: 'file-length', path: file.path, line: 1, words }] : [];
}

function checkFunctions(file: SourceFile): Finding[] {
  if (file.test) {
    return [];
  }
  return collect(file, (node) => {
    const body = node['body'];
    const isFunction = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(
      node.type,
    );
    if (!isFunction || !isNode(body)) {
      return undefined;
    }
    const lines = file.lineOf(node.end) - file.lineOf(node.start) + 1;
    return lines > functionLinesMax
      ? {
          law: 'function-length',
          words: `a function of ${lines} lines, more than ${functionLinesMax}`,
        }
      : undefined;
  });
}

function checkExports(file: SourceFile): Finding[] {
  if (/\.config\.ts$/.test(file.path)) {
    return [];
  }
  return collect(file, (node) =>
    node.type === 'ExportDefaultDeclaration'
      ? { law: 'default-export', words: 'name what you export' }
      : undefined,
  );
}

function checkCatches(file: SourceFile): Finding[] {
  return collect(file, (node) => {
    const empty =
      (node.type === 'CatchClause' && isEmptyBlock(node['body'])) ||
      (node.type === 'CallExpression' && swallows(node));
    return empty
      ? { law: 'empty-catch', words: 'a catch rethrows, converts or answers; it never swallows' }
      : undefined;
  });
}

function swallows(call: Readonly<Record<string, unknown>>): boolean {
  const callee = call['callee'] as Readonly<Record<string, unknown>> | undefined;
  const property = callee?.['property'] as Readonly<Record<string, unknown>> | undefined;
  const [handler] = (call['arguments'] as readonly Readonly<Record<string, unknown>>[]) ?? [];
  return property?.['name'] === 'catch' && handler !== undefined && isEmptyBlock(handler['body']);
}

function isEmptyBlock(body: unknown): boolean {
  return (
    isNode(body) &&
    body.type === 'BlockStatement' &&
    ((body as Node & { readonly body?: readonly unknown[] }).body ?? []).length === 0
  );
}

function checkMarks(file: SourceFile): Finding[] {
  return file.text.split('\n').flatMap((text, index) => {
    const words = 'finish it or file it; no mark of unfinished work stays in the code';
    return marks.test(text) ? [{ law: 'unfinished', path: file.path, line: index + 1, words }] : [];
  });
}

function collect(
  file: SourceFile,
  judge: (
    node: Node & Readonly<Record<string, unknown>>,
  ) => { readonly law: string; readonly words: string } | undefined,
): Finding[] {
  const findings: Finding[] = [];
  walk(file.parsed.program, (node) => {
    const found = judge(node);
    if (found) {
      findings.push({ ...found, path: file.path, line: file.lineOf(node.start) });
    }
  });
  return findings;
}
