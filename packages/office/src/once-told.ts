/**
 * What the register is told once of many like it: a camera watched for an hour, an hour of recordings that
 * is played (LIV-9, LIV-10). Whoever asks while it is being written waits for that same line, so none goes
 * on before it stands and none writes another; what could not be written is tried by the next. Holds twenty
 * thousand keys, and then forgets the oldest: the worst of it is a second line.
 */

const keysMax = 20_000;

interface Told {
  readonly atMs: number;
  readonly written: Promise<void>;
}

export class OnceTold {
  readonly #told = new Map<string, Told>();

  /** Writes unless `key` was told less than `forMs` before `atMs`; rejects when it can't be written. */
  async tell(key: string, atMs: number, forMs: number, write: () => Promise<void>): Promise<void> {
    const before = this.#told.get(key);
    if (before !== undefined && atMs - before.atMs < forMs) {
      await before.written;
      return;
    }
    const told: Told = { atMs, written: write() };
    this.#told.delete(key);
    this.#told.set(key, told);
    this.#forgetOldest();
    try {
      await told.written;
    } catch (thrown) {
      if (this.#told.get(key) === told) {
        this.#told.delete(key);
      }
      throw thrown;
    }
  }

  #forgetOldest(): void {
    const oldest = this.#told.keys().next();
    if (this.#told.size > keysMax && !oldest.done) {
      this.#told.delete(oldest.value);
    }
  }
}
