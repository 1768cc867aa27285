import { describe, test } from 'vitest';
import { createFakeFacts, factsContract } from './index.ts';

describe('facts in memory', () => {
  test.each(factsContract.map((each) => [each.title, each] as const))('%s', async (_, each) => {
    await each.run(createFakeFacts());
  });
});
