import { Failure } from '@beffroi/kernel';
import { expect, test } from 'vitest';
import { createOffice } from './create-office.ts';
import { createTestOffice } from './testing/index.ts';

test('OPS-22 what fails after a commit is told as such: the act is in force, and nobody hears that it is not done', async () => {
  const town = await createTestOffice();
  const announce = async () => {
    throw new Failure('database-away', 'silent');
  };
  const office = await createOffice({ ...town.parts, facts: { ...town.facts, announce } });
  let heard = 0;
  office.onChange(() => {
    heard += 1;
  });
  const before = town.facts.entries.length;
  await expect(office.sessions.signInForDemonstration('per_operator')).rejects.toMatchObject({
    code: 'outcome-unknown',
  });
  expect(heard).toBe(1);
  expect(town.facts.entries.length).toBe(before + 1);
  office.close();
  town.office.close();
});
