/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

import type { Landlord } from './landlord.ts';

export interface Relay {
  readonly by: Landlord;
}
