/** Both sides of the link prove that they hold the secret. */

import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createLinkProof } from '../src/index.ts';

const link = createLinkProof((secret, text) =>
  createHmac('sha256', secret).update(text).digest('hex'),
);

describe('the handshake of the recorder link', () => {
  const proof = link.of('secret', 'recorder', 'aa', 'bb');

  test('SEC-45 a proof is the HMAC of role|own|theirs, as any other client makes it', () => {
    const wanted = createHmac('sha256', 'secret').update('recorder|aa|bb').digest('hex');
    expect(proof).toBe(wanted);
  });

  test('SEC-45 a proof is good for its role, its nonces and its secret', () => {
    expect(link.isGood(proof, 'secret', 'recorder', 'aa', 'bb')).toBe(true);
  });

  test.each([
    ['another secret', 'other', 'recorder', 'aa', 'bb'],
    ['the other role (no reflection)', 'secret', 'centre', 'aa', 'bb'],
    ['swapped nonces (no replay)', 'secret', 'recorder', 'bb', 'aa'],
    ['a nonce cut elsewhere', 'secret', 'recorder', 'a', 'abb'],
  ] as const)('SEC-45 it is refused with %s', (_, secret, role, own, theirs) => {
    expect(link.isGood(proof, secret, role, own, theirs)).toBe(false);
  });

  test.each([
    ['one character less', proof.slice(1)],
    ['one character more', `${proof}0`],
    ['one character changed', `${proof.slice(0, -1)}${proof.endsWith('0') ? '1' : '0'}`],
    ['nothing', ''],
  ])('SEC-45 a proof with %s is refused', (_, given) => {
    expect(link.isGood(given, 'secret', 'recorder', 'aa', 'bb')).toBe(false);
  });
});
