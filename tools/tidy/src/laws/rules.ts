/**
 * RULES: every rule of a SPEC.md has a test that names it, every id that a test names is a rule of
 * some SPEC.md, and no id is given twice. An id is a prefix of section 9 of the design and a number.
 */

import type { Finding } from '../finding.ts';
import type { House, HouseDocument, SourceFile } from '../tree.ts';
import { walk } from '../walk.ts';

const prefixes =
  'RET|ERA|MSK|AGR|POL|REL|PTZ|BWC|REQ|EXP|ALT|TIC|OPS|REG|RGT|LIV|REC|SEC|BAN|CAM|WIR';
/** A rule stands at the start of a line: `- MSK-1 ...`, `| MSK-1 | ...`, `### MSK-1 ...`. */
const ruleLine = new RegExp(`^[\\s\\-*#|\`]*((?:${prefixes})-\\d+)\\b`);
const leadingIds = new RegExp(
  `^((?:${prefixes})-\\d+)(?:(?:,\\s*|\\s+and\\s+|\\s+)(?:${prefixes})-\\d+)*`,
);
const oneId = new RegExp(`(?:${prefixes})-\\d+`, 'g');

interface Place {
  readonly path: string;
  readonly line: number;
}

export function checkRules(house: House): Finding[] {
  const specs = house.documents.filter(({ path }) => /(^|\/)SPEC\.md$/.test(path));
  const rules = new Map<string, Place>();
  const findings: Finding[] = [];
  for (const spec of specs) {
    for (const [id, place] of rulesOf(spec)) {
      const before = rules.get(id);
      if (before) {
        findings.push({
          law: 'rules',
          ...place,
          words: `${id} is already a rule of ${before.path}`,
        });
      } else {
        rules.set(id, place);
      }
    }
  }
  const named = new Map<string, Place>();
  for (const file of house.sources.filter(({ test }) => test)) {
    for (const [id, place] of idsOf(file)) {
      named.set(id, named.get(id) ?? place);
    }
  }
  for (const [id, place] of rules) {
    if (!named.has(id)) {
      findings.push({ law: 'rules', ...place, words: `${id} has no test that names it` });
    }
  }
  for (const [id, place] of named) {
    if (!rules.has(id)) {
      findings.push({ law: 'rules', ...place, words: `${id} is a rule of no SPEC.md` });
    }
  }
  return findings;
}

function rulesOf(spec: HouseDocument): [string, Place][] {
  return spec.text.split('\n').flatMap((text, index) => {
    const id = ruleLine.exec(text)?.[1];
    return id ? [[id, { path: spec.path, line: index + 1 }] as [string, Place]] : [];
  });
}

/** Ids at the start of any text of a test file: titles, and rows of `test.each`. */
function idsOf(file: SourceFile): [string, Place][] {
  const ids: [string, Place][] = [];
  walk(file.parsed.program, (node) => {
    const text = textOf(node);
    const lead = text === undefined ? undefined : leadingIds.exec(text)?.[0];
    for (const [id] of lead?.matchAll(oneId) ?? []) {
      ids.push([id, { path: file.path, line: file.lineOf(node.start) }]);
    }
  });
  return ids;
}

function textOf(node: Readonly<Record<string, unknown>>): string | undefined {
  if (node['type'] === 'Literal' && typeof node['value'] === 'string') {
    return node['value'];
  }
  if (node['type'] === 'TemplateElement') {
    return (node['value'] as { readonly cooked?: string }).cooked;
  }
  return undefined;
}
