/**
 * Names of cameras, asked of the system for all runs together (CAM-13). The system resolves a few names
 * at a time and can't be stopped: without this each attempt at a name whose server is away would queue
 * another question, before those of the cameras that are well. A name is asked once at a time, and its
 * last answer serves where the next one is late or fails. Bounded by the number of cameras' names.
 */

import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Clock } from '@beffroi/office';

export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

interface KnownName {
  asking: Promise<readonly LookupAddress[]> | null;
  last: readonly LookupAddress[] | null;
}

const lateMs = 1000;
const namesMax = 10_000;

export class HostNames {
  readonly #resolve: Resolve;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #names = new Map<string, KnownName>();

  constructor(clock: Pick<Clock, 'after'>, resolve: Resolve = resolveBySystem) {
    this.#clock = clock;
    this.#resolve = resolve;
  }

  /** As `net.connect` takes it. */
  readonly lookup: LookupFunction = (name, options, callback) => {
    this.#addresses(name).then(
      (found) => {
        const [first] = found;
        if (options.all === true) {
          callback(null, [...found]);
        } else {
          callback(null, first?.address ?? '', first?.family);
        }
      },
      (thrown: NodeJS.ErrnoException) => callback(thrown, []),
    );
  };

  /** Rejects as the system does for a name that never had an answer. */
  async #addresses(name: string): Promise<readonly LookupAddress[]> {
    const known = this.#known(name);
    known.asking ??= this.#ask(name, known);
    const { asking, last } = known;
    if (last === null) {
      return await asking;
    }
    let stop: () => void = () => undefined;
    const late = new Promise<readonly LookupAddress[]>((done) => {
      stop = this.#clock.after(lateMs, () => done(last));
    });
    try {
      return await Promise.race([asking.catch(() => last), late]);
    } finally {
      stop();
    }
  }

  async #ask(name: string, known: KnownName): Promise<readonly LookupAddress[]> {
    try {
      const found = await this.#resolve(name);
      known.last = found;
      return found;
    } finally {
      known.asking = null;
    }
  }

  #known(name: string): KnownName {
    const known = this.#names.get(name) ?? { asking: null, last: null };
    this.#names.set(name, known);
    const [oldest] = this.#names.keys();
    if (this.#names.size > namesMax && oldest !== undefined) {
      this.#names.delete(oldest);
    }
    return known;
  }
}

const resolveBySystem: Resolve = (name) =>
  new Promise((done, failed) => {
    systemLookup(name, { all: true }, (error, found) => (error ? failed(error) : done(found)));
  });
