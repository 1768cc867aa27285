/** The hash of Digest authentication, which the pure RTSP machine takes as an argument. */

import { createHash } from 'node:crypto';
import type { HashText } from '@beffroi/picture';

export const hashText: HashText = (algorithm, text) =>
  createHash(algorithm === 'md5' ? 'md5' : 'sha256')
    .update(text)
    .digest('hex');
