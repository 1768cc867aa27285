/** The line of an act: what the register's own checks say of it (REG-1, REG-8). */

import { commitmentOf, isSalt, readLeaf } from '@beffroi/register';
import { expect, test } from 'vitest';
import { treeLeafOf } from './register-entry.ts';
import { createTestOffice, sha256 } from './testing/index.ts';

test('REG-1 the tree grows by kind, time and commitment; the salt of each entry checks itself', async () => {
  const { facts, signIn } = await createTestOffice();
  await signIn('per_operator');
  const entries = facts.entries.filter(({ log }) => log === 'acts');
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) {
    expect(isSalt(sha256, entry.salt)).toBe(true);
    const leaf = treeLeafOf(entry);
    expect(readLeaf(leaf)).toEqual({
      kind: entry.kind,
      at: entry.at,
      commitment: commitmentOf(sha256, entry),
    });
    expect(Buffer.from(leaf).toString()).not.toContain('per_operator');
  }
});
