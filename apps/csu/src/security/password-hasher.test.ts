import { describe, expect, test } from 'vitest';
import { createPasswordHasher } from './password-hasher.ts';

describe('argon2id', () => {
  test('SEC-10 a password verifies against its own hash only, and two hashes of it differ', async () => {
    const hasher = createPasswordHasher();
    const [one, two] = await Promise.all([hasher.hash('cinq mots'), hasher.hash('cinq mots')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(two);
    expect(await hasher.verify(one, 'cinq mots')).toBe(true);
    expect(await hasher.verify(one, 'cinq mot')).toBe(false);
  });

  test('a text that is no hash of ours, or that asks for gigabytes, is false and not an error', async () => {
    const hasher = createPasswordHasher();
    expect(await hasher.verify('', 'x')).toBe(false);
    expect(await hasher.verify('$2b$10$abcdefghijklmnopqrstuv', 'x')).toBe(false);
    const greedy = `$argon2id$v=19$m=4194304,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`;
    expect(await hasher.verify(greedy, 'x')).toBe(false);
  });

  test('the same letters typed in two ways are one password', async () => {
    const hasher = createPasswordHasher();
    expect(await hasher.verify(await hasher.hash('e\u0301te\u0301'), '\u00e9t\u00e9')).toBe(true);
  });
});
