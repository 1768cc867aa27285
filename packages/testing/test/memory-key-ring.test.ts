/** The ring of our tests keeps what the real ones keep. */

import { keyRingContract } from '@beffroi/office/testing';
import { MemoryKeyRing } from '../src/memory-key-ring.ts';
import { seededChance } from '../src/steered-clock.ts';

keyRingContract('memory', async () => {
  const ring = new MemoryKeyRing(seededChance(1));
  return {
    open: async () => ring,
    sealer: (keys) => ring.sealer(keys),
    remove: async () => {
      await Promise.resolve();
    },
  };
});
