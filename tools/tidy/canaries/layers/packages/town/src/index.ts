/** A canary: this file breaks one law of the house on purpose, so that a test sees it. */

import type { Rows } from '@beffroi/store-postgres';

export type Law = Rows;
