import { expect, test } from 'vitest';
import { shownLines, shownText } from './shown-text.ts';

test('REG-23 what moves a cursor or turns a line is written out', () => {
  expect(shownText('a\u001b[2J\r\nb\u009b1m')).toBe('a\\u{1b}[2J\\u{d}\\u{a}b\\u{9b}1m');
  expect(shownText('x\u202eoui\u2069\u200b\ufeff\u2028')).toBe(
    'x\\u{202e}oui\\u{2069}\\u{200b}\\u{feff}\\u{2028}',
  );
  expect(shownText('\ud800')).toBe('\\u{d800}');
});

test('REG-23 words of people stay as they are', () => {
  const said = 'L’écriture n° 3 — « Hôtel de ville », 10\u202f000 €, 🏛 日本';
  expect(shownText(said)).toBe(said);
  expect(shownLines('une\ndeux\u0007')).toBe('une\ndeux\\u{7}');
});
