import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barCodeAgeMs, drawBarCode, readBarCode } from './bar-code.ts';

function picture(width: number, lines: number, stride = width): Uint8Array {
  return new Uint8Array(stride * lines).fill(120);
}

describe('the time in a picture', () => {
  test.each([1280, 640, 1920, 320])('reads back what it drew, %i pixels wide', (width) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (ms) => {
        const luma = picture(width, 200);
        drawBarCode(luma, width, width, ms);
        expect(readBarCode(luma, width, width)).toBe(ms);
      }),
    );
  });

  test('keeps the low 32 bits of a real time, with padding at the end of lines', () => {
    const now = 1_795_000_123_456;
    const luma = picture(640, 80, 704);
    drawBarCode(luma, 704, 640, now);
    const value = readBarCode(luma, 704, 640);
    expect(value).toBe(now % 2 ** 32);
    expect(barCodeAgeMs(value ?? 0, now + 37)).toBe(37);
    expect(barCodeAgeMs(value ?? 0, now - 5)).toBe(-5);
  });

  test('refuses a picture without one, a hidden block and a picture that is too small', () => {
    expect(readBarCode(picture(640, 80), 640, 640)).toBeNull();
    const hidden = picture(640, 80);
    drawBarCode(hidden, 640, 640, 123_456_789);
    for (let line = 0; line < 40; line++) {
      hidden.fill(40, line * 640 + 100, line * 640 + 140);
    }
    expect(readBarCode(hidden, 640, 640)).toBeNull();
    expect(readBarCode(new Uint8Array(100), 640, 640)).toBeNull();
  });
});
