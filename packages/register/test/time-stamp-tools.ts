/** Node's cryptography for time-stamps: digests and signatures of certificates. */

import { createPublicKey, hash, verify } from 'node:crypto';
import type { TimeStampTools } from '../src/index.ts';

export const timeStampTools: TimeStampTools = {
  digest: (name, bytes) =>
    Promise.resolve(new Uint8Array(hash(name.replace('SHA-', 'sha'), bytes, 'buffer'))),
  verifySignature: ({ digest, publicKey, message, signature }) => {
    try {
      const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
      return Promise.resolve(verify(digest.replace('-', ''), message, key, signature));
    } catch (thrown) {
      if (thrown instanceof Error) {
        return Promise.resolve(false);
      }
      throw thrown;
    }
  },
};
