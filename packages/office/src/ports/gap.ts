/**
 * Why there is no picture: a closed list, because each cause has words on the wall, a line in the
 * timeline and a remedy (docs/operations.md). A gap is never unexplained.
 */

export const gapCauses = [
  'camera-unreachable',
  'camera-refused-login',
  'camera-refused-stream',
  'camera-closed',
  'camera-stalled',
  'camera-protocol-error',
  'camera-flood',
  'packets-lost',
  'stream-unsupported',
  'stream-undecodable',
  'mask-missing',
  'mask-geometry-invalid',
  'mask-check-failed',
  'mask-engine-failed',
  'mask-engine-overloaded',
  'disk-full',
  'disk-failed',
  'key-missing',
  'authorisation-missing',
  'recorder-stopped',
  'recorder-crashed',
] as const;

export type GapCause = (typeof gapCauses)[number];

/** `detail` is one English sentence for the technician, without credentials. */
export interface GapNotice {
  readonly cause: GapCause;
  readonly detail: string;
  readonly atMs: number;
}
