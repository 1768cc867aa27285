/**
 * THREATS: each line of docs/threat-model.md that says how an attack is answered points to the tests
 * that show it, by file and rule. A pointer to a file that is gone, or to a rule that no text of that
 * file begins with, is a promise that nobody holds any more.
 */

import type { Finding } from '../finding.ts';
import type { House, HouseDocument } from '../tree.ts';

const document = 'docs/threat-model.md';
/** A row of a table whose last cell shows something: `path` and the rules that follow it. */
const row = /^\|(?! *-)(?<cells>.*)\|\s*$/;
const pointer = /`(?<path>[^`]+)`(?<rules>[^`]*)/g;
const ruleId = /\b[A-Z]{3}-\d+\b/g;

export function checkThreats(house: House): Finding[] {
  const page = house.documents.find(({ path }) => path === document);
  return page === undefined
    ? []
    : page.text.split('\n').flatMap((_, index) => lineOf(house, page, index));
}

function lineOf(house: House, page: HouseDocument, index: number): Finding[] {
  const lines = page.text.split('\n');
  const cells = row.exec(lines[index] ?? '')?.groups?.['cells']?.split('|');
  // The heading of a table stands above its rule.
  if (cells === undefined || /^\|\s*-/.test(lines[index + 1] ?? '')) {
    return [];
  }
  const shown = cells.at(-1) ?? '';
  const found = (words: string): Finding => ({
    law: 'threats',
    path: page.path,
    line: index + 1,
    words,
  });
  const pointers = [...shown.matchAll(pointer)];
  return pointers.length === 0
    ? [found('an answer without a test: point to one, or move the line to what is not answered')]
    : pointers.flatMap(({ groups }) =>
        faultsOf(house, groups?.['path'] ?? '', groups?.['rules'] ?? '').map(found),
      );
}

function faultsOf(house: House, path: string, said: string): string[] {
  const source = house.sources.find((file) => file.path === path);
  if (source === undefined || !source.test) {
    return [`${path} is no test of the house`];
  }
  const ids = [...said.matchAll(ruleId)].map(([id]) => id);
  if (ids.length === 0) {
    return [`${path} is named without the rule it shows`];
  }
  return ids
    .filter(
      (id) => !new RegExp(`['\`"](?:[A-Z]{3}-\\d+,? (?:and )?)*${id}\\b[, ]`).test(source.text),
    )
    .map((id) => `no test of ${path} begins with ${id}`);
}
