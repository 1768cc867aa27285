/**
 * The way of one stream's pictures into an engine: one at a time, in the order in which they came.
 * What an engine refuses makes it start over at the next key picture; what comes too fast is dropped
 * and told (see `Intake`). A defect in here is nobody's to handle: it ends the process, and no picture
 * leaves.
 */

import { Failure } from '@beffroi/kernel';
import type { ClearAccessUnit } from '@beffroi/picture';
import type { GapTeller } from './gap-teller.ts';
import { Intake } from './intake.ts';

export interface EngineSteps {
  /** Takes one picture as far as it goes; a Failure makes the engine start over. */
  one(unit: ClearAccessUnit): Promise<void>;
  /** Lets go of everything of before; the next picture is a key picture. */
  startOver(): Promise<void>;
}

export class PictureLine {
  readonly #steps: EngineSteps;
  readonly #gaps: GapTeller;
  readonly #intake = new Intake();
  #working: Promise<void> = Promise.resolve();
  #busy = false;
  #stopped = false;
  #in = 0;

  constructor(gaps: GapTeller, steps: EngineSteps) {
    this.#gaps = gaps;
    this.#steps = steps;
  }

  /** Pictures pushed so far. */
  get in(): number {
    return this.#in;
  }

  /** Of these, dropped before the engine had them. */
  get dropped(): number {
    return this.#intake.dropped;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  push(unit: ClearAccessUnit): void {
    if (this.#stopped) {
      return;
    }
    this.#in++;
    if (!this.#intake.push(unit)) {
      this.#gaps.tell('mask-engine-overloaded', 'Masking is slower than the camera: 2 s dropped.');
    }
    if (!this.#busy) {
      this.#busy = true;
      this.#working = this.#work();
    }
  }

  /** No other picture begins. */
  stop(): void {
    this.#stopped = true;
    this.#intake.restart();
  }

  /** Resolves when the picture in hand is done with. */
  ended(): Promise<void> {
    return this.#working;
  }

  async #work(): Promise<void> {
    for (let unit = this.#intake.take(); unit !== undefined; unit = this.#intake.take()) {
      try {
        await this.#steps.one(unit);
      } catch (thrown) {
        if (!(thrown instanceof Failure)) {
          throw thrown;
        }
        this.#gaps.tell('mask-engine-failed', thrown.message);
        this.#intake.restart();
        await this.#steps.startOver();
      }
      await othersTurn();
    }
    this.#busy = false;
  }
}

/** What came meanwhile is read: pictures, orders, a change of masks. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
