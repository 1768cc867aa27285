/** Digests and signatures of certificates, from Node's own OpenSSL: what reading a time-stamp needs. */

import { createPublicKey, hash, verify } from 'node:crypto';
import type { TimeStampTools } from '@beffroi/register';

export const timeStampTools: TimeStampTools = {
  digest: (name, bytes) =>
    Promise.resolve(new Uint8Array(hash(name.replace('SHA-', 'sha'), bytes, 'buffer'))),
  verifySignature: ({ digest, publicKey, message, signature }) => {
    try {
      const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
      return Promise.resolve(verify(digest.replace('-', ''), message, key, signature));
    } catch (thrown) {
      // A key that OpenSSL can't read verifies nothing.
      if (thrown instanceof Error) {
        return Promise.resolve(false);
      }
      throw thrown;
    }
  },
};
