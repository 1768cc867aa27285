/**
 * The register in the running centre: opened on the facts before anything else uses them, its faults
 * and delays told as alarms once there is an office to hear them.
 */

import { join } from 'node:path';
import { messageOf } from '@beffroi/kernel';
import type { Chance, Clock, Facts, RunningOffice } from '@beffroi/office';
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
  /** From now on alarms go to this office. */
  tellTo(office: RunningOffice): void;
  close(): Promise<void>;
}

export async function startRegister(wish: RegisterWish): Promise<RunningRegister> {
  const { environment, facts, clock, chance, log } = wish;
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
  const keeper = await RegisterKeeper.open({
    facts,
    clock,
    folder: join(environment.stateDirectory, 'register'),
    townName: environment.settings.townName,
    witness: environment.witness,
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
    onMissing: (why) => {
      if (why !== null) {
        log.warn({ why }, 'the register is not time-stamped');
      }
      alarm('time-stamp-missing', why);
    },
  });
  // What contradicts itself is evidence: nothing of it is erased.
  const { timeZone } = environment;
  const stopTerms =
    keeper.fault === null ? followRecordTerms({ facts, clock, timeZone, log }) : async () => {};
  return {
    keeper,
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
