/**
 * What a viewer has been sent and has not yet handed to its decoder. Kernels hold megabytes of
 * video, so only these acknowledgements bound what is in flight: when the oldest unacknowledged
 * picture is older than the window, nothing more is sent until the next key picture finds the window
 * open again (LIV-23). Pure bookkeeping; time is an argument.
 */

/** Longest time a picture may stay unacknowledged before the viewer counts as slow. */
export const ackWindowMs = 400;
/** At a cut, a viewer this far behind is reset instead of being told (LIV-22). */
const behindMs = 250;
const behindPictures = 12;
/** Longest burst of one GOP that is remembered; beyond it the viewer is slow by definition. */
const inFlightMax = 4096;

export class AckWindow {
  #sent: { readonly sequence: number; readonly atMs: number }[] = [];
  #first = 0;

  get inFlightCount(): number {
    return this.#sent.length - this.#first;
  }

  sent(sequence: number, nowMs: number): void {
    this.#sent.push({ sequence, atMs: nowMs });
  }

  /** Everything up to this sequence has reached the decoder; what was never sent is ignored. */
  acknowledged(sequence: number): void {
    while (this.#first < this.#sent.length && this.#sent[this.#first]!.sequence <= sequence) {
      this.#first += 1;
    }
    if (this.#first > 64) {
      this.#sent = this.#sent.slice(this.#first);
      this.#first = 0;
    }
  }

  isOver(nowMs: number): boolean {
    return this.#oldestMs(nowMs) > ackWindowMs || this.inFlightCount >= inFlightMax;
  }

  isBehind(nowMs: number): boolean {
    return this.#oldestMs(nowMs) > behindMs || this.inFlightCount > behindPictures;
  }

  #oldestMs(nowMs: number): number {
    const oldest = this.#sent[this.#first];
    return oldest === undefined ? 0 : nowMs - oldest.atMs;
  }
}
