/**
 * What a codec forgets about a picture: when it was taken and received, and under which mask it was
 * drawn. Codecs see a running number instead; this map gives the rest back when the picture comes
 * out. Bounded: a codec that swallows pictures loses the oldest entries, which never come out late.
 */

const entriesMax = 64;

export class PictureNotes<T> {
  readonly #notes = new Map<number, T>();
  #next = 0;
  #lost = 0;

  /** Notes that nobody took back. */
  get lost(): number {
    return this.#lost;
  }

  /** The running number under which the note can be taken back. */
  add(note: T): number {
    const number = this.#next++;
    this.#notes.set(number, note);
    if (this.#notes.delete(number - entriesMax)) {
      this.#lost++;
    }
    return number;
  }

  take(number: number): T | undefined {
    const note = this.#notes.get(number);
    this.#notes.delete(number);
    return note;
  }

  clear(): void {
    this.#lost += this.#notes.size;
    this.#notes.clear();
  }
}
