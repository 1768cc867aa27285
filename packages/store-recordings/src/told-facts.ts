/**
 * Between the store and its sink: facts go out in order, and when the sink can't keep one (its disk
 * is full too) they wait here, bounded, until it can. What is dropped beyond the bound is said; the
 * recovery at the next start tells closings again.
 */

import { messageOf } from '@beffroi/kernel';
import type { RecorderFact } from '@beffroi/office';
import { type StoreAlarm, storeLimits } from './store-context.ts';

export class ToldFacts {
  readonly #sink: (fact: RecorderFact) => void;
  readonly #alarm: (alarm: StoreAlarm) => void;
  #waiting: RecorderFact[] = [];

  constructor(sink: (fact: RecorderFact) => void, alarm: (alarm: StoreAlarm) => void) {
    this.#sink = sink;
    this.#alarm = alarm;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  tell(fact: RecorderFact): void {
    this.#waiting.push(fact);
    this.retry();
  }

  retry(): void {
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0];
      if (next === undefined || !this.#give(next)) {
        return;
      }
      this.#waiting.shift();
    }
  }

  #give(fact: RecorderFact): boolean {
    try {
      this.#sink(fact);
      return true;
    } catch (thrown) {
      const over = this.#waiting.length - storeLimits.factsHeldMax;
      if (over > 0) {
        this.#waiting.splice(0, over);
      }
      const lost = over > 0 ? `, ${over} given up` : '';
      this.#alarm({
        code: 'facts-not-kept',
        level: 'alarm',
        cameraId: null,
        detail: `${this.#waiting.length} facts wait for the spool${lost}: ${messageOf(thrown)}`,
      });
      return false;
    }
  }
}
