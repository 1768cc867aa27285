/**
 * Finds out whether a stream shows its pictures in another order than it sends them (B-frames).
 * Most cameras send none but their SPS doesn't say so, and the SPS may only be rewritten to
 * promise it (`withoutReordering`) once it is known. So the first four pictures of a run are held
 * back where the SPS leaves it open; what was found holds for the run's later connections. A
 * stream that reorders later than that is followed from then on, and its next key picture says so.
 */

/** What is known of a stream's order; `depth` is how many pictures decoding runs ahead. */
export type StreamOrder =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  | { readonly kind: 'present'; readonly depth: number };

/** Pictures that are held back, at most, until the order is known. */
export const heldPicturesMax = 4;

const recentMax = 16;

export class OrderWatch {
  #recent: number[] = [];

  /** After a loss or at a key picture nothing earlier can still be shown later. */
  restart(): void {
    this.#recent = [];
  }

  /** How many of the pictures sent before this one are shown after it. */
  see(timestamp: number): number {
    let later = 0;
    for (const other of this.#recent) {
      const ahead = (other - timestamp) | 0;
      // A clock that was set back by seconds is no reordering.
      if (ahead > 0 && ahead < 900_000) {
        later++;
      }
    }
    this.#recent.push(timestamp);
    if (this.#recent.length > recentMax) {
      this.#recent.shift();
    }
    return later;
  }
}
