/**
 * How long nothing that came could be decoded. A picture or two that can't be decoded are the
 * weather of a network; ten seconds of them are a camera that sends something else than it
 * announces, and the connection is made again (CAM-11).
 */

const barrenMsMax = 10_000;

export class BarrenSpell {
  #sinceMs: number | null = null;

  get lasts(): boolean {
    return this.#sinceMs !== null;
  }

  /** A picture could not be decoded; true when none could for ten seconds, once. */
  failed(atMs: number): boolean {
    this.#sinceMs ??= atMs;
    const isOver = atMs - this.#sinceMs >= barrenMsMax;
    if (isOver) {
      this.#sinceMs = null;
    }
    return isOver;
  }

  ended(): void {
    this.#sinceMs = null;
  }
}
