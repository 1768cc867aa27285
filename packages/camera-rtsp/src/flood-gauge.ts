/**
 * Notices a camera that sends far more than any camera has to (CAM-8): a bucket that leaks 60
 * Mbit/s and overflows at 16 MiB. Each packet weighs at least 150 bytes more than it is, because a
 * flood of tiny packets costs as much work as one of large ones.
 */

const leakBytesPerMs = 7_500;
const bucketBytes = 16_777_216;
const packetWeight = 150;

export class FloodGauge {
  #level = 0;
  #lastMs: number | undefined;

  /** Answers whether the bucket overflows. */
  add(bytes: number, packets: number, monotonicMs: number): boolean {
    const elapsedMs = monotonicMs - (this.#lastMs ?? monotonicMs);
    this.#lastMs = monotonicMs;
    const leaked = Math.max(0, this.#level - elapsedMs * leakBytesPerMs);
    this.#level = leaked + bytes + packets * packetWeight;
    return this.#level > bucketBytes;
  }
}
