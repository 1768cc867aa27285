/** What justice keeps, as it is stored: the hold, and the data keys re-wrapped for it (HLD-1). */

import type { Instant } from '@beffroi/kernel';
import type { Hold } from '@beffroi/town';
import type { SealedDataKey } from './keys.ts';

export interface StoredHold {
  readonly hold: Hold;
  /** When the key ring had destroyed its key; null before. */
  readonly keyDestroyedAt: Instant | null;
}

/** A recording's data key under the key of a hold; its key is `hold recording`. */
export interface StoredHeldKey {
  readonly key: string;
  readonly holdId: string;
  readonly recordingId: string;
  readonly sealedKey: SealedDataKey;
}
