/** Time and chance as things one holds: real ones in the apps, steered ones in tests. */

export interface Clock {
  /** Wall clock, milliseconds since the epoch. */
  nowMs(): number;
  /** Monotonic milliseconds, for durations only. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects never; the returned function cancels. */
  after(ms: number, what: () => void): () => void;
}

export interface Chance {
  bytes(length: number): Uint8Array;
}
