/** What a house has acknowledged to the outside, and must still know after any cut. */

import type { LogName } from '../../src/register/town-key.ts';

export type Acknowledged =
  | { readonly kind: 'clock'; readonly nowMs: number }
  | { readonly kind: 'key'; readonly keyId: string }
  | { readonly kind: 'destroyed'; readonly keyId: string }
  | {
      readonly kind: 'act';
      readonly log: LogName;
      readonly number: number;
      /** Hex. */
      readonly leaf: string;
    }
  | { readonly kind: 'sealed'; readonly log: LogName; readonly note: string }
  | { readonly kind: 'synced'; readonly recordingId: string; readonly endMs: number };

export function only<Kind extends Acknowledged['kind']>(
  said: readonly Acknowledged[],
  kind: Kind,
): readonly Extract<Acknowledged, { readonly kind: Kind }>[] {
  return said.filter(
    (one): one is Extract<Acknowledged, { readonly kind: Kind }> => one.kind === kind,
  );
}
