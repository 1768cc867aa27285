/**
 * Erasure at term, by itself (VP-31, RET-6): at the start, at each civil midnight and every quarter of
 * an hour what is due is condemned, its key destroyed, its files ordered away and receipted. One run
 * at a time. A run that fails, or a file that stays a day, is an alarm, never only a line in a log. A
 * clock that was set forward is not believed at once (RET-10): what it takes never comes back.
 */

import { civilDayOf, Failure, messageOf, msFromInstant } from '@beffroi/kernel';
import { createAlarmActs } from '../acts/alarms.ts';
import type { House } from '../house.ts';
import type { Erasures } from '../office.ts';
import type { ErasureReport, Inventory, StoredErasure } from '../ports/erasure.ts';
import { endClockAlarms, raiseClockAlarm, unconfirmedWords } from './clock-alarms.ts';
import type { ClockWatch } from './clock-watch.ts';
import { condemnRecordings, destroyKeys, nextMidnightMs } from './condemn.ts';
import { destroyHoldKeys, endHolds, nextHoldEndMs, rewrapHeld } from './holding.ts';
import { adoptUntold, takeInventory } from './inventory.ts';
import { copyWords, type KeyCopy } from './key-copies.ts';
import { ErasureRounds, writeReceipts } from './receipts.ts';
import { eraseReferences } from './references.ts';
import { isReadOnly, stoppedWords } from './stopped-erasure.ts';

/** A corrected clock is noticed within this; so is a recording whose facts came late. */
const lookMsMax = 15 * 60_000;
const retryMs = 60_000;
/** Facts of unlinked files come in batches: one look for many. */
const settleMs = 2000;
/** A recorder may be away; a condemned file that is still there after this is an alarm. */
const patienceMs = 24 * 3_600_000;

export class Eraser implements Erasures {
  readonly #house: House;
  readonly #alarms: ReturnType<typeof createAlarmActs>;
  #runs: Promise<unknown> = Promise.resolve();
  #cancelLook = () => {};
  #cancelSettle: (() => void) | null = null;
  readonly #clockWatch: ClockWatch;
  readonly #rounds: ErasureRounds;
  #closed = false;
  /** Where it was looked for untold files on a day: ids of recorders, null for the centre's own folder. */
  #adopted = { day: '', places: new Set<string | null>() };

  constructor(house: House, clockWatch: ClockWatch) {
    this.#house = house;
    this.#alarms = createAlarmActs(house);
    this.#clockWatch = clockWatch;
    this.#rounds = new ErasureRounds(house);
  }

  /**
   * Somebody asked for it, and answers for the clock up to two days (RET-10). Throws Failure
   * `clock-unconfirmed` beyond: a script that asks each day knows no more than its machine (RET-11).
   */
  async eraseDue(): Promise<ErasureReport> {
    const doubt = this.#clockWatch.doubt();
    if (doubt !== null && doubt.waitMs === null) {
      throw new Failure(
        'clock-unconfirmed',
        unconfirmedWords(this.#house, this.#clockWatch, doubt),
      );
    }
    if (doubt !== null) {
      this.#clockWatch.believe();
    }
    return await this.#eraseInTurn();
  }

  #eraseInTurn(): Promise<ErasureReport> {
    const run = () => this.#run();
    const turn = this.#runs.then(run, run);
    this.#runs = turn;
    return turn;
  }

  /** Between two runs: what is being condemned meanwhile would seem to have no ground. */
  inventory(): Promise<Inventory> {
    const take = () => takeInventory(this.#house);
    const turn = this.#runs.then(take, take);
    this.#runs = turn;
    return turn;
  }

  ordersFor: Erasures['ordersFor'] = (recorderId) => this.#rounds.next(recorderId);

  /** Begins to follow the calendar; the first run is now. */
  follow(): void {
    const doubt = this.#clockWatch.doubt();
    if (doubt !== null || this.#clockWatch.behindMs > 0) {
      this.#followIn(Math.min(retryMs, doubt?.waitMs ?? retryMs));
      // While the database is away the alarm can't be kept: the next look raises it again.
      raiseClockAlarm(this.#house, this.#alarms, this.#clockWatch, doubt).catch(() => undefined);
      return;
    }
    this.#eraseInTurn()
      .then(() => this.#clockWatch.keep(this.#house.parts.facts))
      .then(() => this.#adoptOnce())
      .then(() => this.#lookMs())
      .then(
        (ms) => this.#followIn(ms),
        (thrown: unknown) => this.#failed(thrown),
      );
  }

  /** Something is to be done before the next look: files are unlinked, or a hold was lifted. */
  soon(): void {
    this.#cancelSettle ??= this.#house.parts.clock.after(settleMs, () => {
      this.#cancelSettle = null;
      this.#cancelLook();
      this.follow();
    });
  }

  close(): void {
    this.#closed = true;
    this.#cancelLook();
    this.#cancelSettle?.();
  }

  async #run(): Promise<ErasureReport> {
    const house = this.#house;
    const today = civilDayOf(house.now(), house.parts.settings.timeZone);
    const ended = await endHolds(house);
    await this.#alarmOfHolds(await rewrapHeld(house));
    const condemnedRecordings = await condemnRecordings(house, today);
    await destroyHoldKeys(house, ended);
    const { keyIds: destroyedKeys, firstOfCopies } = await destroyKeys(house, today);
    await this.#alarmOfCopies(firstOfCopies);
    const { receipts, waiting } = await writeReceipts(house);
    // After the keys: they die with their day even when this fails.
    await eraseReferences(house, today);
    if (condemnedRecordings > 0 || waiting.length > 0) {
      // Recorders get their orders with their configuration.
      house.tell({ what: ['recordings'], rights: false });
    }
    await this.#alarms.endAlarm('erasure-failed', null);
    await this.#alarms.endAlarm('erasure-stopped', null);
    await endClockAlarms(this.#alarms);
    await this.#alarmOf(waiting);
    return { condemnedRecordings, destroyedKeys, receipts, waitingFiles: waiting.length };
  }

  /** Once a civil day, after what is due: walking the folder takes a while, and no start waits for it. */
  #adoptOnce(): Promise<unknown> {
    const { settings } = this.#house.parts;
    const adopt = async () => {
      const today = civilDayOf(this.#house.now(), settings.timeZone);
      if (this.#adopted.day !== today) {
        this.#adopted = { day: today, places: new Set() };
      }
      // A recorder that is away is looked at once it is back, with the next look.
      await adoptUntold(this.#house, this.#adopted.places);
    };
    const turn = this.#runs.then(adopt, adopt);
    this.#runs = turn;
    return turn;
  }

  /** What could not be re-wrapped is kept all the same, and the key of its day with it. */
  async #alarmOfHolds(faults: readonly string[]): Promise<void> {
    const [first] = faults;
    if (first === undefined) {
      await this.#alarms.endAlarm('hold-failed', null);
      return;
    }
    await this.#alarms.raiseAlarm({
      code: 'hold-failed',
      level: 'alarm',
      cameraId: null,
      detail: `${faults.length} files under a hold could not be put under its key; they stay, and the key of their day with them. First: ${first}`,
    });
  }

  /** It lasts nowhere: it stays in the list until somebody has taken it. */
  async #alarmOfCopies(copies: readonly KeyCopy[]): Promise<void> {
    if (copies.length > 0) {
      const [code, detail] = ['key-copy-over', copyWords(copies)];
      await this.#alarms.raiseAlarm({ code, level: 'alarm', cameraId: null, detail });
      await this.#alarms.endAlarm(code, null);
    }
  }

  async #alarmOf(waiting: readonly StoredErasure[]): Promise<void> {
    const sinceMs = this.#house.nowMs() - patienceMs;
    const late = waiting.filter(({ condemnedAt }) => msFromInstant(condemnedAt) < sinceMs);
    const [first] = late;
    if (first === undefined) {
      await this.#alarms.endAlarm('erasure-waiting', null);
      return;
    }
    await this.#alarms.raiseAlarm({
      code: 'erasure-waiting',
      level: 'alarm',
      cameraId: null,
      detail: `${late.length} condemned files are not unlinked, ${first.path} of recorder ${first.recorderId} first: start that recorder, or destroy its disk`,
    });
  }

  #failed(thrown: unknown): void {
    this.#followIn(retryMs);
    // While the database is away the alarm can't be kept either: the next failure raises it again.
    this.#alarmOfFailure(thrown).catch(() => undefined);
  }

  async #alarmOfFailure(thrown: unknown): Promise<void> {
    const [code, detail] = isReadOnly(thrown)
      ? ['erasure-stopped', await stoppedWords(this.#house)]
      : [
          'erasure-failed',
          `what is due could not be erased (${messageOf(thrown)}); it is tried again each minute`,
        ];
    await this.#alarms.raiseAlarm({ code, level: 'alarm', cameraId: null, detail });
  }

  #followIn(ms: number): void {
    if (!this.#closed) {
      this.#cancelLook = this.#house.parts.clock.after(ms, () => this.follow());
    }
  }

  async #lookMs(): Promise<number> {
    const { settings } = this.#house.parts;
    const today = civilDayOf(this.#house.now(), settings.timeZone);
    const midnightMs = nextMidnightMs(today, settings.timeZone);
    const holdEndMs = (await nextHoldEndMs(this.#house)) ?? midnightMs;
    const nextMs = Math.min(midnightMs, holdEndMs) - this.#house.nowMs();
    return Math.min(Math.max(nextMs, 0), lookMsMax);
  }
}
