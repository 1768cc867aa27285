/** A canary: a test that shows one rule, for a document that points to two. */

import { expect, test } from 'vitest';

test('SEC-1 whoever has left is let in nowhere', () => {
  expect(1).toBe(1);
});
