/**
 * The register in the running centre: opened on the facts before anything else uses them, its faults
 * and delays told as alarms once there is an office to hear them.
 */

import { join } from 'node:path';
import { instantFromMs, messageOf } from '@beffroi/kernel';
import {
  type Chance,
  type Clock,
  ClockWatch,
  type Facts,
  type RunningOffice,
} from '@beffroi/office';
import type { CentreEnvironment } from '../environment.ts';
import type { Log } from '../observe/log.ts';
import { followRecordTerms } from './record-terms.ts';
import { RegisterKeeper } from './register-keeper.ts';
import { followTimeStamps } from './time-stamp-watch.ts';

export interface RegisterWish {
  readonly environment: CentreEnvironment;
  readonly facts: Facts;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

export interface RunningRegister {
  readonly keeper: RegisterKeeper;
  readonly clockWatch: ClockWatch;
  /** Sealed soon after each entry, which is refused while there is a fault or the clock is behind. */
  readonly facts: Facts;
  /** From now on alarms go to this office. */
  tellTo(office: RunningOffice): void;
  close(): Promise<void>;
}

export async function startRegister(wish: RegisterWish): Promise<RunningRegister> {
  const { environment, facts, clock, chance, log } = wish;
  const clockWatch = await ClockWatch.open(facts, clock);
  let office: RunningOffice | null = null;
  const alarm = (code: string, detail: string | null): void => {
    const told =
      detail === null
        ? office?.recorders.endAlarm(code, null)
        : office?.recorders.raiseAlarm({ code, level: 'alarm', cameraId: null, detail });
    told?.catch((thrown: unknown) =>
      log.error({ code, why: messageOf(thrown) }, 'an alarm could not be kept'),
    );
  };
  const onTime = hearing(clockWatch, log);
  const keeper = await RegisterKeeper.open({
    facts,
    clock,
    folder: join(environment.stateDirectory, 'register'),
    townName: environment.settings.townName,
    witness: environment.witness,
    onTime,
    onWitnessAway: (why) => {
      if (why !== null) {
        log.warn({ why }, 'the witness does not answer');
      }
      alarm('witness-away', why);
    },
    onFault: (fault) => {
      log.error({ rule: fault.rule, code: fault.code, why: fault.words.en }, 'read-only');
      alarm('register-read-only', fault.words.fr);
    },
    onLate: (why) => {
      log[why === null ? 'info' : 'error']({ why }, 'sealing of the register');
      alarm('register-late', why);
    },
  });
  const stopStamps = followTimeStamps({
    settings: environment.timeStamps,
    logs: keeper.fault === null ? keeper.logs : {},
    clock,
    chance,
    onTime,
    onMissing: (why) => {
      if (why !== null) {
        log.warn({ why }, 'the register is not time-stamped');
      }
      alarm('time-stamp-missing', why);
    },
  });
  const stopTerms = followTerms(wish, keeper, clockWatch);
  return {
    keeper,
    clockWatch,
    facts: clockWatch.guarding(keeper.watching(facts)),
    async close() {
      await Promise.all([stopTerms(), stopStamps()]);
      await keeper.close();
    },
    tellTo(given) {
      office = given;
      const { fault } = keeper;
      if (fault !== null) {
        log.error({ rule: fault.rule, code: fault.code, why: fault.words.en }, 'read-only');
      }
      alarm('register-read-only', fault?.words.fr ?? null);
    },
  };
}

/** What contradicts itself is evidence: nothing of it is erased. */
function followTerms(
  { environment: { timeZone }, facts, clock, log }: RegisterWish,
  { fault }: RegisterKeeper,
  clockWatch: ClockWatch,
): () => Promise<void> {
  const isClockDoubted = (): boolean => clockWatch.doubt() !== null;
  return fault === null
    ? followRecordTerms({ facts, clock, timeZone, log, isClockDoubted })
    : async () => {};
}

/** What a witness or an authority says of the time may end a doubt (RET-11). */
function hearing(clockWatch: ClockWatch, log: Log) {
  return (atMs: number, by: string): void => {
    if (clockWatch.heard(atMs)) {
      log.warn({ by, at: instantFromMs(atMs) }, 'a doubted clock is believed again (RET-11)');
    }
  };
}
