/**
 * Whether the database answers, for whoever watches the house: one question at a time however many ask,
 * and a no within three seconds. It must never wait for a database that is silent.
 */

import type { Clock, Facts } from '@beffroi/office';

const answerMsMax = 3000;

export class DatabaseLook {
  readonly #facts: Pick<Facts, 'read'>;
  readonly #clock: Pick<Clock, 'after'>;
  #asked: Promise<boolean> | null = null;

  constructor(facts: Pick<Facts, 'read'>, clock: Pick<Clock, 'after'>) {
    this.#facts = facts;
    this.#clock = clock;
  }

  answers(): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const cancel = this.#clock.after(answerMsMax, () => late.resolve(false));
    return Promise.race([this.#ask(), late.promise]).finally(cancel);
  }

  #ask(): Promise<boolean> {
    this.#asked ??= this.#facts
      .read((work) => work.town.one('town'))
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        this.#asked = null;
      });
    return this.#asked;
  }
}
