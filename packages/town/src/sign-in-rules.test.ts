import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockedUntilMs, lockOutRule } from './lock-out.ts';
import { checkPassword, passwordBits, passwordBitsMin } from './password-rule.ts';

describe('passwords', () => {
  const own = ['claire.martin', 'Claire Martin'];
  test.each([
    'Kt7#mQ2z!',
    'brouette nuage fenouil cadran onze',
    'brouette-nuage-fenouil-cadran-onze',
    'dGhpcyBpcyBhIHRva2Vu',
  ])('SEC-10 accepts %s', (password) => {
    expect(checkPassword(password, own)).toEqual({ ok: true, value: null });
  });

  test.each([
    '',
    'a',
    'azerty123456',
    'Motdepasse2026!',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    '123456789012345678',
    'abcdefghijklmnopqrstuvwx',
    'ClaireMartin2026',
    'claire claire claire claire claire claire',
    'Abcd1234Abcd1234Abcd',
    'un deux trois',
  ])('SEC-10 refuses %s and says how far it is', (password) => {
    expect(checkPassword(password, own)).toMatchObject({
      ok: false,
      error: { rule: 'SEC-10', words: { en: expect.stringContaining('of 50 bits') } },
    });
  });

  test('SEC-10 the recommendation’s own examples: 12 characters of four kinds are about 80 bits, 7 words are 80', () => {
    expect(passwordBits('q7#Tz!m2Kp-X', [])).toBeCloseTo(79.6, 0);
    expect(passwordBits('soif lune arc talus mer goudron pic', [])).toBeCloseTo(80, 0);
    expect(passwordBitsMin).toBe(50);
  });

  test('SEC-10 a password made of one’s own name is worth next to nothing, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 30 }), (password) => {
        const plain = passwordBits(password, []);
        expect(plain).toBeGreaterThanOrEqual(0);
        expect(passwordBits(password, [password])).toBeLessThanOrEqual(Math.max(plain, 4) + 1e-9);
      }),
    );
  });
});

describe('lock-out', () => {
  test('SEC-11 five failures are forgiven, then the wait doubles from one minute to four hours', () => {
    const waits = Array.from(
      { length: 16 },
      (_, count) => lockedUntilMs({ count, lastMs: 0 }) / 60_000,
    );
    expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]);
    expect(lockedUntilMs({ count: 5000, lastMs: 10 })).toBe(10 + lockOutRule.waitMsMax);
  });

  test('SEC-11 whoever tries as fast as allowed has fewer than 25 attempts in a day', () => {
    let lastMs = 0;
    let count = 0;
    for (let atMs = 0; atMs < 86_400_000; atMs = lockedUntilMs({ count, lastMs })) {
      lastMs = atMs;
      count += 1;
    }
    expect(count).toBeLessThan(25);
  });
});
