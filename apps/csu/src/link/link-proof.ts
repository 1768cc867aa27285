/** The proof of the recorder link (wire/link-proof.ts) with this platform's hash. */

import { createHmac } from 'node:crypto';
import { createLinkProof, type LinkProof } from '@beffroi/wire';

export const linkProof: LinkProof = createLinkProof((secret, text) =>
  createHmac('sha256', secret).update(text).digest('hex'),
);
