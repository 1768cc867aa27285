/**
 * One sync serves all who wait for it: when every camera begins a new file at the same minute, the
 * folder of markers is synced a few times, not once a camera. A caller's sync always begins after
 * its call, so that what it wrote before is covered.
 */

interface Round {
  readonly running: Promise<void>;
  next: Promise<void> | null;
}

export class SharedSync {
  readonly #sync: (path: string) => Promise<void>;
  readonly #rounds = new Map<string, Round>();

  constructor(sync: (path: string) => Promise<void>) {
    this.#sync = sync;
  }

  sync(path: string): Promise<void> {
    const round = this.#rounds.get(path);
    if (round === undefined) {
      return this.#start(path);
    }
    // The running one may have begun before this caller's write: wait for the one after it.
    round.next ??= round.running.catch(() => undefined).then(() => this.#start(path));
    return round.next;
  }

  #start(path: string): Promise<void> {
    const running = this.#sync(path).finally(() => {
      if (this.#rounds.get(path) === round && round.next === null) {
        this.#rounds.delete(path);
      }
    });
    const round: Round = { running, next: null };
    this.#rounds.set(path, round);
    return running;
  }
}
