/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

import type { Relay } from './relay.ts';

export interface Landlord {
  readonly relays: readonly Relay[];
}
