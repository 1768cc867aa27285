/**
 * Keeps the two logs sealed: a checkpoint at the latest 100 ms after an act (and after the batch that
 * is on its way), tried again with a growing pause when the disk or the database fails. When the
 * start finds a rollback or a fork it seals nothing, and the facts refuse every entry: no act without
 * its line in a register that holds (REG-14).
 */

import { join } from 'node:path';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Clock, Facts, FactsWork, NumberedEntry } from '@beffroi/office';
import { realDisk } from '@beffroi/store-recordings';
import { LogFiles } from './log-files.ts';
import type { RegisterDisk } from './register-disk.ts';
import type { RegisterFault } from './register-fault.ts';
import { SealedLog } from './sealed-log.ts';
import { checkAtStart } from './start-check.ts';
import { type LogName, logNames, openTownKey, type TownKey } from './town-key.ts';
import { type WitnessSettings, WitnessWatch } from './witness-watch.ts';

const batchMs = 100;
const pauseMsMax = 30_000;
/** What another process appended is sealed this long after at the latest. */
const lookMs = 5000;

export interface KeeperParts {
  readonly facts: Facts;
  readonly clock: Clock;
  /** `register` of the state folder. */
  readonly folder: string;
  readonly townName: string;
  readonly disk?: RegisterDisk;
  /** Hears each failure to seal, and null when it goes again. */
  readonly onLate?: (why: string | null) => void;
  /** Hears of each new checkpoint. */
  readonly onSealed?: (log: LogName) => void;
  readonly witness?: WitnessSettings | null;
  /** Hears the time at which the witness signed, each time that it does (RET-11). */
  readonly onTime?: (atMs: number, by: string) => void;
  /** Hears why the witness doesn't answer, and null when it does again. */
  readonly onWitnessAway?: (why: string | null) => void;
  /** Hears of a fault that is found after the start: only the witness finds those. */
  readonly onFault?: (fault: RegisterFault) => void;
}

export class RegisterKeeper {
  readonly key: TownKey;
  readonly logs: Readonly<Partial<Record<LogName, SealedLog>>>;
  readonly #parts: KeeperParts;
  #fault: RegisterFault | null;
  #cancel: (() => void) | null = null;
  #dueMs = 0;
  #running: Promise<void> = Promise.resolve();
  #pauseMs = batchMs;
  #isClosed = false;
  readonly #watches: Partial<Record<LogName, WitnessWatch>> = {};
  #isLate = false;

  private constructor(
    parts: KeeperParts,
    key: TownKey,
    logs: RegisterKeeper['logs'],
    fault: RegisterFault | null,
  ) {
    this.#parts = parts;
    this.key = key;
    this.logs = logs;
    this.#fault = fault;
  }

  /** Compares rows, tiles and checkpoints; a fault opens it read-only. */
  static async open(parts: KeeperParts): Promise<RegisterKeeper> {
    const disk = parts.disk ?? realDisk;
    await disk.makeDirectory(parts.folder);
    const key = await openTownKey(disk, parts.folder, parts.townName);
    const logs: Partial<Record<LogName, SealedLog>> = {};
    let fault: RegisterFault | null = null;
    for (const log of logNames) {
      const files = new LogFiles(disk, join(parts.folder, log));
      const signer = key.signerOf(log);
      const started = await checkAtStart({ facts: parts.facts, log, files, key: signer.key });
      if (started.ok) {
        logs[log] = new SealedLog({ facts: parts.facts, log, files, signer }, started.value);
      } else {
        fault ??= started.error;
      }
    }
    const keeper = new RegisterKeeper(parts, key, logs, fault);
    await keeper.#askWitness();
    keeper.#arm(0);
    return keeper;
  }

  /** Why the service is read-only; null while all is well. */
  get fault(): RegisterFault | null {
    return this.#fault;
  }

  nowMs(): number {
    return this.#parts.clock.nowMs();
  }

  /** Facts whose entries are sealed soon after, and refused while there is a fault. */
  watching(facts: Facts): Facts {
    const guarded = (work: FactsWork, appended: () => void): FactsWork => ({
      ...work,
      register: {
        ...work.register,
        append: async (entry) => {
          if (this.#fault !== null) {
            throw new Failure('register-read-only', this.#fault.words.en);
          }
          appended();
          return await work.register.append(entry);
        },
      },
    });
    return {
      ...facts,
      transact: async (work) => {
        let hasAppended = false;
        const value = await facts.transact((inside) =>
          work(
            guarded(inside, () => {
              hasAppended = true;
            }),
          ),
        );
        if (hasAppended) {
          this.#arm(this.#isLate ? this.#pauseMs : batchMs);
        }
        return value;
      },
    };
  }

  /** Seals at once what has been appended so far; throws what keeps it from being sealed. */
  async sealNow(): Promise<void> {
    if (this.#fault !== null) {
      return;
    }
    for (const log of logNames) {
      const before = this.logs[log]?.note;
      while ((await this.logs[log]?.seal()) === true) {
        // The rest follows at once.
      }
      if (this.logs[log]?.note !== before) {
        this.#parts.onSealed?.(log);
        this.#watches[log]?.nudge();
      }
    }
  }

  /** The receipt of an entry, sealed first when it is fresh; null when this log is at fault. */
  async receipt(entry: NumberedEntry): Promise<string | null> {
    const log = this.logs[entry.log];
    const receipt = (await log?.receipt(entry)) ?? null;
    if (receipt !== null || log === undefined || this.#fault !== null) {
      return receipt;
    }
    await this.sealNow();
    return await log.receipt(entry);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    await this.#running;
    await Promise.all(Object.values(this.#watches).map((watch) => watch.close()));
  }

  /** What the witness saw is part of the comparison at the start; it may be away. */
  async #askWitness(): Promise<void> {
    const { witness, clock } = this.#parts;
    for (const log of logNames) {
      const sealed = this.logs[log];
      if (witness !== undefined && witness !== null && sealed !== undefined) {
        this.#watches[log] = await WitnessWatch.open({
          settings: witness,
          log,
          sealed,
          clock,
          onTime: (atMs, by) => this.#parts.onTime?.(atMs, by),
          onAway: (why) => this.#parts.onWitnessAway?.(why),
          onFault: (fault) => {
            this.#fault ??= fault;
            this.#parts.onFault?.(fault);
          },
        });
      }
    }
  }

  /** Seals in so many milliseconds, or earlier when it is due earlier. */
  #arm(ms: number): void {
    const { clock } = this.#parts;
    const dueMs = clock.monotonicMs() + ms;
    if (this.#isClosed || this.#fault !== null || (this.#cancel !== null && this.#dueMs <= dueMs)) {
      return;
    }
    this.#cancel?.();
    this.#dueMs = dueMs;
    this.#cancel = clock.after(ms, () => {
      this.#cancel = null;
      this.#running = this.#running.then(() => this.#sealAndWait());
    });
  }

  async #sealAndWait(): Promise<void> {
    try {
      await this.sealNow();
      this.#pauseMs = batchMs;
      this.#tellLate(null);
      this.#arm(lookMs);
    } catch (thrown) {
      this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMsMax);
      this.#tellLate(messageOf(thrown));
      this.#arm(this.#pauseMs);
    }
  }

  #tellLate(why: string | null): void {
    if (why !== null || this.#isLate) {
      this.#isLate = why !== null;
      this.#parts.onLate?.(why);
    }
  }
}
