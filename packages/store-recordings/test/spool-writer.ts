/** A child of the kill test: appends facts for ever and says each sequence once it is kept. */

import { openFactSpool } from '../src/fact-spool.ts';

const spool = openFactSpool({ path: process.argv[2] ?? '' });
for (;;) {
  const sequence = spool.append({
    kind: 'recording-removed',
    recordingId: 'rec_killed',
    why: 'disk-floor',
  });
  process.stdout.write(`${sequence}\n`);
}
