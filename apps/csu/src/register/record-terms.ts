/**
 * Lets go of records at their term (VP-33: three years at most, from the dated legal profile): text,
 * salt and author of an entry become nothing, its leaf stays, and every proof goes on verifying
 * (REG-9). Looked at when the centre starts and twice a day, a thousand entries a unit of work.
 */

import { civilDayOf, instantFromMs, messageOf } from '@beffroi/kernel';
import type { Clock, Facts } from '@beffroi/office';
import { legalProfileOn } from '@beffroi/town';
import type { Log } from '../observe/log.ts';
import { logNames } from './town-key.ts';

const lookMs = 12 * 3_600_000;
const entriesAtOnce = 1000;
/** Years of 365 days: never longer than the law's. */
const yearMs = 365 * 86_400_000;

export interface RecordTermsParts {
  readonly facts: Pick<Facts, 'transact'>;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly log: Log;
}

/** Erases all that is over; answers how many records. */
export async function eraseRecordsOver({
  facts,
  clock,
  timeZone,
}: Omit<RecordTermsParts, 'log'>): Promise<number> {
  const nowMs = clock.nowMs();
  const { registerYearsMax } = legalProfileOn(civilDayOf(instantFromMs(nowMs), timeZone));
  const before = instantFromMs(nowMs - registerYearsMax * yearMs);
  let total = 0;
  for (const log of logNames) {
    let erased = entriesAtOnce;
    while (erased === entriesAtOnce) {
      erased = await facts.transact((work) => work.register.erase(log, before, entriesAtOnce));
      total += erased;
    }
  }
  return total;
}

/** Looks now and from then on; the returned function stops. */
export function followRecordTerms(parts: RecordTermsParts): () => void {
  const { clock, log } = parts;
  let cancel = (): void => undefined;
  let isOver = false;
  const look = (): void => {
    eraseRecordsOver(parts)
      .then(
        (records) => log.info({ records }, 'records of the register erased at their term'),
        (thrown: unknown) =>
          log.error({ why: messageOf(thrown) }, 'records at their term are not erased'),
      )
      .finally(() => {
        cancel = isOver ? cancel : clock.after(lookMs, look);
      });
  };
  look();
  return () => {
    isOver = true;
    cancel();
  };
}
