/** What of a record is shown, and as what. */

import { expect, test } from 'vitest';
import { recordLines } from './record-lines.ts';

test('texts, instants, lists and answers each have their form', () => {
  const record = {
    note: 'contrôle du trimestre',
    until: '2026-11-22T14:05:09Z',
    fromMs: 1_763_820_309_000,
    files: 4,
    added: ['cam_gare', 'cam_pont'],
    recoded: true,
    keyDay: '2026-11-22',
    sizeBytes: 4096,
    behindMs: 1500,
  };
  expect(recordLines(JSON.stringify(record))).toEqual([
    { name: 'note', value: { kind: 'texts', texts: ['contrôle du trimestre'] } },
    { name: 'until', value: { kind: 'instant', at: '2026-11-22T14:05:09Z' } },
    { name: 'fromMs', value: { kind: 'instant', at: 1_763_820_309_000 } },
    { name: 'files', value: { kind: 'amount', unit: '', value: 4 } },
    { name: 'added', value: { kind: 'texts', texts: ['cam_gare', 'cam_pont'] } },
    { name: 'recoded', value: { kind: 'yes' } },
    { name: 'keyDay', value: { kind: 'day', day: '2026-11-22' } },
    { name: 'sizeBytes', value: { kind: 'amount', unit: 'bytes', value: 4096 } },
    { name: 'behindMs', value: { kind: 'amount', unit: 's', value: 1.5 } },
  ]);
});

test('a start is read before its end, whatever the alphabet says', () => {
  const lines = recordLines('{"closing":"complete","endMs":2000000000000,"startMs":1900000000000}');
  expect(lines.map(({ name }) => name)).toEqual(['startMs', 'closing', 'endMs']);
});

test('what is empty is no line, what has parts stays whole', () => {
  const record = {
    note: '',
    sha256: null,
    removed: [],
    choice: { mode: 'server', polygons: [[]] },
  };
  expect(recordLines(JSON.stringify(record))).toEqual([
    {
      name: 'choice',
      value: { kind: 'parts', text: '{"mode":"server","polygons":[[]]}' },
    },
  ]);
  expect(recordLines('')).toEqual([]);
});
