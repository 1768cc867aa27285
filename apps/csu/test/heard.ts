/**
 * What a socket has said, as a queue that a test can wait on: `next` takes the first message of a
 * type, those heard already included, and forgets those before it.
 */

interface Waiting<M> {
  readonly matches: (message: M) => boolean;
  readonly resolve: (message: M) => void;
}

export class Heard<M extends { readonly type: string }> {
  readonly all: M[] = [];
  #next = 0;
  #waiting: Waiting<M> | undefined;

  add(message: M): void {
    this.all.push(message);
    this.#look();
  }

  next<T extends M['type']>(
    type: T,
    matches: (message: Extract<M, { type: T }>) => boolean = () => true,
  ): Promise<Extract<M, { type: T }>> {
    return new Promise((resolve) => {
      this.#waiting = {
        matches: (message) => message.type === type && matches(message as Extract<M, { type: T }>),
        resolve: (message) => resolve(message as Extract<M, { type: T }>),
      };
      this.#look();
    });
  }

  of<T extends M['type']>(type: T): readonly Extract<M, { type: T }>[] {
    return this.all.filter((message): message is Extract<M, { type: T }> => message.type === type);
  }

  #look(): void {
    const waiting = this.#waiting;
    while (waiting !== undefined && this.#next < this.all.length) {
      const message = this.all[this.#next]!;
      this.#next += 1;
      if (waiting.matches(message)) {
        this.#waiting = undefined;
        waiting.resolve(message);
        return;
      }
    }
  }
}
