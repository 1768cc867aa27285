import { expect, test } from 'vitest';
import { browserCookie } from './browser-cookie.ts';

const token = 'A'.repeat(43);

test('SEC-62 the binding cookie is out of reach of scripts and other sites, for five minutes', () => {
  expect(browserCookie(true).give(token)).toBe(
    `__Host-beffroi-provider=${token}; Max-Age=300; Path=/; HttpOnly; SameSite=Strict; Secure`,
  );
  expect(browserCookie(true).take()).toContain('__Host-beffroi-provider=; Max-Age=0;');
});

test('SEC-62 a cookie that isn’t whole is none', () => {
  const cookie = browserCookie(true);
  expect(cookie.read(`x=1; __Host-beffroi-provider=${token}`)).toBe(token);
  for (const header of [
    undefined,
    '',
    `beffroi-provider=${token}`,
    `__Host-beffroi-provider=${token.slice(1)}`,
    `__Host-beffroi-provider=${token}="`,
  ]) {
    expect(cookie.read(header)).toBeNull();
  }
});
