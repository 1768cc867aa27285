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
  };
  expect(recordLines(JSON.stringify(record))).toEqual([
    { name: 'note', value: { kind: 'text', text: 'contrôle du trimestre' } },
    { name: 'until', value: { kind: 'instant', at: '2026-11-22T14:05:09Z' } },
    { name: 'fromMs', value: { kind: 'instant', at: 1_763_820_309_000 } },
    { name: 'files', value: { kind: 'text', text: '4' } },
    { name: 'added', value: { kind: 'text', text: 'cam_gare, cam_pont' } },
    { name: 'recoded', value: { kind: 'yes' } },
  ]);
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
