/**
 * Follows the 16-bit sequence numbers of one stream over their wrap (RFC 3550 appendix A.1) and
 * says of each packet whether it follows, came after a hole, came too late, or begins anew.
 */

export type Arrival = 'next' | 'after-loss' | 'late' | 'restart';

/** A jump further than this is a sender that began anew (RFC 3550 appendix A.1). */
const dropoutMax = 3000;

export class SequenceTracker {
  #last: number | undefined;
  #ssrc: number | undefined;
  /** Packets that never came; a restart counts as one. */
  lost = 0;
  late = 0;

  /** Whether a packet is of the sender that is followed. */
  follows(ssrc: number): boolean {
    return this.#ssrc === ssrc;
  }

  arrive(sequence: number, ssrc: number): Arrival {
    if (this.#last === undefined || this.#ssrc !== ssrc) {
      const first = this.#last === undefined;
      this.#last = sequence;
      this.#ssrc = ssrc;
      return first ? 'next' : 'restart';
    }
    const ahead = signed16(sequence - this.#last - 1);
    if (ahead === 0) {
      this.#last = sequence;
      return 'next';
    }
    if (ahead > 0 && ahead < dropoutMax) {
      this.#last = sequence;
      this.lost += ahead;
      return 'after-loss';
    }
    if (ahead < 0 && ahead > -dropoutMax) {
      this.late++;
      return 'late';
    }
    this.#last = sequence;
    this.lost++;
    return 'restart';
  }
}

/** A difference of 16-bit numbers, -32768 to 32767. */
export function signed16(difference: number): number {
  return ((difference & 0xffff) ^ 0x8000) - 0x8000;
}
