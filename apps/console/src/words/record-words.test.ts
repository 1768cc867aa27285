/**
 * Every name that a record of the register may carry has words (their English: `locales.test.ts`): reads the
 * programs that write entries. What stands there as a variable or is spread is named below, so that a new one is noticed.
 */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  NewCameraGroupBody,
  NewClearanceBody,
  NewHoldBody,
  PersonChangesBody,
  ReviewEmergencyBody,
} from '@beffroi/wire';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';
import { recordWord } from './record-words.ts';

const root = join(import.meta.dirname, '../../../..');
const writers = ['packages/office/src/**/*.ts', 'apps/{csu,cli,recorder}/src/**/*.ts'];

/** Which argument of these functions is a record. */
const recordArguments: Readonly<Record<string, number>> = {
  appendErasure: 4,
  holdRecord: 3,
  noteOwnersAct: 2,
};

const names = (schema: { readonly properties: object }): readonly string[] =>
  Object.keys(schema.properties);

/** What the texts below stand for; nothing where their names are found where they are made. */
const written: Readonly<Record<string, readonly string[]>> = {
  '...body': [NewCameraGroupBody, NewClearanceBody, NewHoldBody, ReviewEmergencyBody].flatMap(
    names,
  ),
  '...changes': names(PersonChangesBody),
  '...(ended.length > 0 && { ended: [...ended] })': ['ended'],
  '...(uncovered.length === 0 ? {} : { uncovers: uncovered })': ['uncovers'],
  '...closed': 'endMs sizeBytes sha256 pictures gops maskVersions timeSource closing'.split(' '),
  '...mark': ['emergency'],
  '...proof': ['confirmation'],
  'cameraRecord(stored)': (
    'key name place commune state purposes objective framing fastFlow authorisation position ' +
    'retentionDays mainUrl subUrl hasUsername'
  ).split(' '),
  'confirmation === null ? what : { ...what, confirmation }': ['confirmation'],
  what: ['how', 'publicKeySha256', 'believed', 'behindMs', 'aheadMs'],
  'act.what': [],
  // The view of an entry, where a record is read.
  "isErased ? '' : JSON.stringify(said?.what ?? { unreadable: record.slice(0, shownMax) })": [
    'unreadable',
  ],
};

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function every(value: unknown, visit: (node: Node) => void): void {
  if (isNode(value)) {
    visit(value);
  }
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) {
      every(part, visit);
    }
  }
}

/** The names and spread texts of the records that a source writes. */
function namesIn(path: string, text: string): readonly string[] {
  const textOf = (node: Node): string => text.slice(node['start'] as number, node['end'] as number);
  const nameOf = (part: Node): string =>
    part.type === 'SpreadElement' ? textOf(part) : textOf(part['key'] as Node);
  const found: string[] = [];
  const take = (record: Node): void => {
    found.push(
      ...(record.type === 'ObjectExpression'
        ? (record['properties'] as Node[]).map(nameOf)
        : [textOf(record)]),
    );
  };
  every(parseSync(path, text).program, (node) => {
    if (node.type === 'ObjectExpression') {
      const parts = new Map((node['properties'] as Node[]).map((part) => [nameOf(part), part]));
      const what = parts.get('what');
      if (what !== undefined && (parts.has('about') || parts.has('kind'))) {
        take(what['value'] as Node);
      }
    }
    if (node.type === 'CallExpression') {
      const place = recordArguments[textOf(node['callee'] as Node)];
      if (place !== undefined) {
        take((node['arguments'] as Node[])[place] as Node);
      }
    }
  });
  return found;
}

const sources = globSync(writers, { cwd: root })
  .filter((path) => !/\.test\.|\/testing\//.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

test('the reader of sources finds the names of a record, spread or not', () => {
  const source =
    "record({ kind: 'a', what: { day, ...mark } }); appendErasure(h, f, 'b', [], { files });";
  expect(namesIn('a.ts', source)).toEqual(['day', '...mark', 'files']);
});

test('every name that a record may carry has words', () => {
  const found = sources.flatMap(({ path, text }) =>
    namesIn(path, text).flatMap((name) => written[name] ?? [name]),
  );
  expect(new Set(found).size).toBeGreaterThan(80);
  const wordless = found.filter((name) => recordWord((text) => text, name) === name);
  expect([...new Set(wordless)]).toEqual([]);
});
