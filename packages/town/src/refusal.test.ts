import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dayWords, refusal, refusalCodes, refusalKindOf } from './refusal.ts';

const specs = [
  '../SPEC.md',
  '../../office/SPEC.md',
  '../../register/SPEC.md',
  '../../mask-engine/SPEC.md',
].map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'));

describe('refusals', () => {
  test.each(refusalCodes)('%s cites a written rule, in words of both languages', (code) => {
    const { rule, words } = refusal(code);
    expect(
      specs.some((spec) => spec.includes(`\n| ${rule} `)),
      rule,
    ).toBe(true);
    expect(words.fr.length).toBeGreaterThan(9);
    expect(words.en.length).toBeGreaterThan(9);
    expect(words.fr).not.toBe(words.en);
    const marks = (text: string) =>
      text
        .match(/\{\w+?(_..)?\}/g)
        ?.map((mark) => mark.slice(0, 5))
        .sort();
    expect(marks(words.fr)).toEqual(marks(words.en));
  });

  test('marks are filled in each language', () => {
    expect(refusal('clearance-ended', { day: dayWords('2026-11-22') }).words).toEqual({
      fr: expect.stringContaining('22/11/2026'),
      en: expect.stringContaining('2026-11-22'),
    });
  });

  test('each code has a kind; a code of another room is forbidden', () => {
    expect(refusalKindOf('not-signed-in')).toBe('not-signed-in');
    expect(refusalKindOf('sign-in-locked')).toBe('wait');
    expect(refusalKindOf('toString')).toBe('forbidden');
  });
});
