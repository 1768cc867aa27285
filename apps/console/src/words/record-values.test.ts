import { expect, test } from 'vitest';
import { aboutWord, namesOf, recordValue } from './record-values.ts';

const t = (text: string): string => text;
const names = namesOf({
  opening: 1,
  until: '2026-11-22T20:00:00Z',
  kinds: [],
  people: [{ id: 'per_0123456789abcdef', name: 'Claire Martin' }],
  cameras: [{ id: 'cam_gare', name: 'Gare' }],
});

test('codes of closed lists are said in words, an unknown one as it stands', () => {
  expect(recordValue(t, names, 'post', 'dpo')).toBe('Délégué à la protection des données');
  expect(recordValue(t, names, 'rights', 'watch-live')).toBe('Voir en direct');
  expect(recordValue(t, names, 'channel', 'phone')).toBe('par téléphone');
  expect(recordValue(t, names, 'post', 'sheriff')).toBe('sheriff');
});

test('an id is a name where the town knows it, else its end', () => {
  expect(recordValue(t, names, 'cameraIds', 'cam_gare')).toBe('Gare');
  expect(recordValue(t, names, 'added', 'per_0123456789abcdef')).toBe('Claire Martin');
  expect(recordValue(t, names, 'session', 'ses_0123456789abcdef')).toBe('…\u2060bcdef');
  expect(recordValue(t, names, 'note', 'ses_court')).toBe('ses_court');
});

test('what an entry is about is a name, or a word and the end of an id', () => {
  expect(aboutWord(t, 'Gare')).toBe('Gare');
  expect(aboutWord(t, 'view_0123456789abcdef')).toBe('Relecture\u00a0…\u2060bcdef');
  expect(aboutWord(t, 'crd_0123456789abcdef')).toBe('…\u2060bcdef');
});
