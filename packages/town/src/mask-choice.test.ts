import { describe, expect, test } from 'vitest';
import type { MaskPoint } from './camera.ts';
import { checkMaskChoice } from './mask-choice.ts';

const square: readonly MaskPoint[] = [
  { x: 0.1, y: 0.1 },
  { x: 0.4, y: 0.1 },
  { x: 0.4, y: 0.5 },
];

function check(...polygons: (readonly MaskPoint[])[]) {
  return checkMaskChoice({ mode: 'server', style: 'solid', polygons });
}

describe('a choice of masks', () => {
  test('MSK-51 what can be drawn is accepted, and so is a declaration that none is needed', () => {
    expect(check(square, square).ok).toBe(true);
    expect(checkMaskChoice({ mode: 'camera', polygons: [square] }).ok).toBe(true);
    expect(checkMaskChoice({ mode: 'none-needed' }).ok).toBe(true);
  });

  test('MSK-52 zones that were forgotten are not a declaration', () => {
    expect(check()).toMatchObject({ ok: false, error: { rule: 'MSK-52', code: 'mask-empty' } });
  });

  test.each([
    ['two points', square.slice(0, 2), 'three points'],
    ['a point outside', [...square, { x: 1.01, y: 0 }], 'outside'],
    ['a point outside below', [...square, { x: 0.5, y: -0.01 }], 'outside'],
    ['no number', [...square, { x: Number.NaN, y: 0 }], 'outside'],
    ['a line', square.map(({ x }) => ({ x, y: 0.2 })), 'covers nothing'],
    [
      '65 points',
      Array.from({ length: 65 }, (_, i) => ({ x: i / 65, y: (i % 7) / 7 })),
      '64 points',
    ],
  ])('MSK-51 refuses %s and names the zone', (_, polygon, words) => {
    expect(check(square, polygon)).toMatchObject({
      ok: false,
      error: { rule: 'MSK-51', words: { en: expect.stringMatching(`Zone 2 .*${words}`) } },
    });
  });

  test('MSK-51 refuses a 33rd zone', () => {
    expect(check(...Array.from({ length: 33 }, () => square))).toMatchObject({
      error: { words: { en: 'Zone 33 is invalid: at most 32 zones.' } },
    });
  });
});
