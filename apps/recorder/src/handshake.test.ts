/** Both sides of the link prove that they hold the secret. */

import { describe, expect, test } from 'vitest';
import { isLinkProof, linkProof } from './handshake.ts';

describe('the handshake of the recorder link', () => {
  const proof = linkProof('secret', 'recorder', 'aa', 'bb');

  test('a proof is good for its role, its nonces and its secret', () => {
    expect(isLinkProof(proof, 'secret', 'recorder', 'aa', 'bb')).toBe(true);
  });

  test.each([
    ['another secret', 'other', 'recorder', 'aa', 'bb'],
    ['the other role (no reflection)', 'secret', 'centre', 'aa', 'bb'],
    ['swapped nonces (no replay)', 'secret', 'recorder', 'bb', 'aa'],
  ] as const)('it is refused with %s', (_, secret, role, own, theirs) => {
    expect(isLinkProof(proof, secret, role, own, theirs)).toBe(false);
  });

  test('a proof of another length is refused', () => {
    expect(isLinkProof(proof.slice(1), 'secret', 'recorder', 'aa', 'bb')).toBe(false);
  });
});
