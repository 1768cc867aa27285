/**
 * Notices that a recorder says nothing any more though its connection stands: frozen, hung, or behind a
 * cable that was pulled. A recorder says something every two seconds; it is away after five words missed.
 * What counts is looks, each behind a turn in which its socket could be read: a centre that starved or
 * slept for a while finds the words of its recorders unread, and takes nobody's link for that (LNK-14).
 */

import type { Clock } from '@beffroi/office';
import { linkStatusEveryMs } from '@beffroi/wire';

/** Words missed; the connection ends at the look behind them, ten to twelve seconds after the last word. */
const looksMax = 5;

export class SilenceWatch {
  readonly #clock: Clock;
  readonly #silent: () => void;
  #looks = 0;
  #couldRead = true;
  #cancel: () => void;

  /** `silent` is called once at most. */
  constructor(clock: Clock, silent: () => void) {
    this.#clock = clock;
    this.#silent = silent;
    this.#cancel = clock.after(linkStatusEveryMs, () => this.#look());
  }

  heard(): void {
    this.#looks = 0;
  }

  close(): void {
    this.#cancel();
  }

  #look(): void {
    if (this.#looks >= looksMax) {
      this.#silent();
      return;
    }
    if (this.#couldRead) {
      this.#looks += 1;
      this.#couldRead = false;
      setImmediate(() => {
        this.#couldRead = true;
      });
    }
    this.#cancel = this.#clock.after(linkStatusEveryMs, () => this.#look());
  }
}
