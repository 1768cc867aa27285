/**
 * How long a camera may send nothing before it has stalled (CAM-4): five seconds for any that sends
 * pictures all the time; longer for one whose own pace is slow (a picture each ten seconds by a thin
 * link), by what was seen of it. After a connection that ended before the pace was seen, the next one
 * waits four times as long, half a minute at most. One pause of a quick camera is no slow pace.
 */

/** Intervals of which the shortest is taken for the camera's pace. */
const intervalsMax = 3;
const patienceMsMax = 30_000;
const silenceMsMax = 60_000;

export class PictureRhythm {
  readonly #intervals: number[] = [];
  #patience = 1;
  #measured = 0;
  #last: { readonly timestamp: number; readonly atMs: number } | undefined;

  /** A connection begins: its first picture is no interval away from those before it. */
  connected(): void {
    this.#last = undefined;
    this.#measured = 0;
  }

  /** One RTP packet (RFC 3550 section 5.1): another timestamp is another picture. */
  packet(rtp: Uint8Array, atMs: number): void {
    const timestamp = timestampOf(rtp);
    if (timestamp === undefined || this.#last?.timestamp === timestamp) {
      return;
    }
    if (this.#last !== undefined) {
      this.#intervals.push(atMs - this.#last.atMs);
      this.#intervals.splice(0, this.#intervals.length - intervalsMax);
      this.#measured++;
      if (this.#measured >= intervalsMax) {
        this.#patience = 1;
      }
    }
    this.#last = { timestamp, atMs };
  }

  /** The connection ended because nothing came. */
  stalled(): void {
    if (this.#measured < intervalsMax) {
      this.#patience *= 4;
    }
  }

  /** How long nothing may come, where a camera of a usual pace is given `usualMs`. */
  silenceMs(usualMs: number): number {
    const patient = Math.max(usualMs, Math.min(patienceMsMax, usualMs * this.#patience));
    return Math.max(patient, Math.min(silenceMsMax, 2.5 * this.#paceMs));
  }

  /** How long packets may make no picture; the first four of a run are held back (CAM-9). */
  barrenMs(usualMs: number): number {
    const slowMs = this.#patience > 1 ? silenceMsMax : 6 * this.#paceMs;
    return Math.max(usualMs, slowMs);
  }

  get #paceMs(): number {
    return this.#intervals.length === 0 ? 0 : Math.min(...this.#intervals);
  }
}

/** By hand: thousands of packets come a second, and a view for each is garbage. */
function timestampOf({ 4: a, 5: b, 6: c, 7: d }: Uint8Array): number | undefined {
  return a === undefined || b === undefined || c === undefined || d === undefined
    ? undefined
    : ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}
