/** What comes out of a receiver, for the two files that feed it. */

import type { AccessUnit, StreamFormat } from '../access-unit.ts';

export type ReceiverGap = 'packets-lost' | 'stream-unsupported' | 'camera-protocol-error';

export interface ReceiverSink {
  format(format: StreamFormat): void;
  accessUnit(unit: AccessUnit): void;
  /** Said once; the next access unit ends it. `detail` is one English sentence. */
  gap(cause: ReceiverGap, detail: string): void;
}
