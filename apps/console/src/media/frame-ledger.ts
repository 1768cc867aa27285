/**
 * Counts decoded pictures that are open. A `VideoFrame` that is not closed stops its decoder after
 * a few dozen, so each has exactly one owner and every way out of this room goes through `close`.
 */

export class FrameLedger {
  #open = 0;

  /** A decoder gave a picture; whoever receives it owns it. */
  opened(): void {
    this.#open += 1;
  }

  /** The owner is done with the picture. */
  close(frame: VideoFrame): void {
    frame.close();
    this.#open -= 1;
  }

  get openCount(): number {
    return this.#open;
  }
}
