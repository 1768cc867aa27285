/**
 * The centre's clock held against what the centre has written down: the last instant at which it was
 * believed, kept with the facts, and the last lines of the register. A leap ahead is doubted (RET-10,
 * RET-11); while the clock is behind, no entry is taken (RET-12). Only a time from outside that agrees,
 * or the owner of the machine, makes a doubted clock believed; nothing here ever sets a clock.
 */

import { Failure, instantFromMs, msFromInstant } from '@beffroi/kernel';
import type { Words } from '@beffroi/town';
import type { Clock } from '../ports/clock.ts';
import type { Facts, FactsWork } from '../ports/facts.ts';
import { ClockDoubt, type Doubt } from './clock-doubt.ts';

/** Clocks that are put right by less are ordinary. */
const behindMsMin = 60_000;
/** A witness or an authority agrees with a clock that is this near to its own. */
const agreeMsMax = 10 * 60_000;
/** A believed clock is kept each quarter of an hour: a later line was written under a doubted one. */
const lineMsMax = 3_600_000;
const keepMsMin = 5 * 60_000;

type WatchedClock = Pick<Clock, 'nowMs' | 'monotonicMs'>;

export interface ClockState {
  readonly now: string;
  /** The latest instant that was believed; null in a centre that has written nothing yet. */
  readonly believed: string | null;
  readonly behindMs: number;
  readonly doubt: Doubt | null;
}

export class ClockWatch {
  readonly #clock: WatchedClock;
  readonly #doubt: ClockDoubt;
  #highMs: number;
  #keptMs: number;

  private constructor(clock: WatchedClock, beforeMs: number | null) {
    this.#clock = clock;
    this.#doubt = new ClockDoubt(clock, beforeMs);
    this.#highMs = beforeMs ?? Number.NEGATIVE_INFINITY;
    this.#keptMs = this.#highMs;
  }

  /** Reads what was kept and the last lines; judges nothing yet. */
  static async open(facts: Pick<Facts, 'read'>, clock: WatchedClock): Promise<ClockWatch> {
    return new ClockWatch(clock, await facts.read(lastBelieved));
  }

  /** Null when the clock may be believed by what destroys. */
  doubt(): Doubt | null {
    return this.#doubt.look();
  }

  /** By how much the clock is behind what was written under it; 0 up to a minute. */
  get behindMs(): number {
    const behindMs = this.#highMs - this.#clock.nowMs();
    return behindMs > behindMsMin ? behindMs : 0;
  }

  state(): ClockState {
    return {
      now: instantFromMs(this.#clock.nowMs()),
      believed: Number.isFinite(this.#highMs) ? instantFromMs(this.#highMs) : null,
      behindMs: this.behindMs,
      doubt: this.doubt(),
    };
  }

  /** Why no entry is taken; null while all is well. */
  readOnly(): Words | null {
    if (this.behindMs === 0) {
      return null;
    }
    const [now, last] = [instantFromMs(this.#clock.nowMs()), instantFromMs(this.#highMs)];
    return {
      fr: `L’horloge du centre dit ${now}, mais il a déjà écrit le ${last} : aucun acte n’est accepté avant qu’elle ne soit remise à l’heure. Si elle est juste, le propriétaire de la machine le dit : npx beffroi clock --confirm`,
      en: `the clock of the centre says ${now}, but it has already written at ${last}: no act is accepted until it is put right. If it is right, the owner of the machine says so: npx beffroi clock --confirm`,
    };
  }

  /** Someone else's clock, whose signature was checked; answers whether it ended a doubt. */
  heard(atMs: number): boolean {
    const isTroubled = this.behindMs > 0 || this.doubt() !== null;
    if (!isTroubled || Math.abs(this.#clock.nowMs() - atMs) > agreeMsMax) {
      return false;
    }
    this.believe();
    return true;
  }

  /** The clock is right as it is, also when it is behind: somebody answers for it. */
  believe(): void {
    this.#doubt.believe();
    this.#highMs = this.#clock.nowMs();
    this.#keptMs = Number.NEGATIVE_INFINITY;
  }

  /** Keeps what is believed now, for the next start; at most each five minutes. */
  async keep(facts: Pick<Facts, 'transact'>): Promise<void> {
    const nowMs = this.#clock.nowMs();
    if (this.behindMs > 0 || this.doubt() !== null || nowMs - this.#keptMs < keepMsMin) {
      return;
    }
    await facts.transact((work) => keepBelieved(work, nowMs));
    this.#keptMs = nowMs;
    this.#wrote(nowMs);
  }

  /** Facts that take no entry while the clock is behind (RET-12). */
  guarding(facts: Facts): Facts {
    const guarded = (work: FactsWork): FactsWork => ({
      ...work,
      register: {
        ...work.register,
        append: async (entry) => {
          const words = this.readOnly();
          if (words !== null) {
            throw new Failure('clock-behind', words.en);
          }
          const number = await work.register.append(entry);
          this.#wrote(this.#clock.nowMs());
          return number;
        },
      },
    });
    return { ...facts, transact: (work) => facts.transact((inside) => work(guarded(inside))) };
  }

  /** What is behind this from now on is behind what was written; a doubted clock says nothing. */
  #wrote(nowMs: number): void {
    if (this.doubt() === null) {
      this.#highMs = Math.max(this.#highMs, nowMs);
    }
  }
}

/** Writes that the clock was believed at an instant: who restores a centre answers for it too. */
export async function keepBelieved(work: FactsWork, nowMs: number): Promise<void> {
  await work.clock.put({ key: 'clock', believedAt: instantFromMs(nowMs) });
}

/** Null in a centre that has written nothing yet. */
async function lastBelieved(work: FactsWork): Promise<number | null> {
  const kept = await work.clock.one('clock');
  const lines = [];
  for (const log of ['acts', 'recordings'] as const) {
    lines.push(...(await work.register.page(log, Number.MAX_SAFE_INTEGER, 1)));
  }
  const linesMs = lines.map(({ at }) => msFromInstant(at));
  if (kept === null) {
    return linesMs.length === 0 ? null : Math.max(...linesMs);
  }
  const keptMs = msFromInstant(kept.believedAt);
  return Math.max(keptMs, ...linesMs.filter((ms) => ms <= keptMs + lineMsMax));
}
