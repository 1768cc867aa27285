/**
 * Lets go of records at their term (VP-33: three years at most; DP-07: technical entries one year; both
 * from the dated legal profile): text, salt and author of an entry become nothing, its leaf stays, and
 * every proof goes on verifying (REG-9). Then the database's files are rid of them (REG-17). Looked at
 * when the centre starts and once a day, a thousand entries a unit of work.
 */

import { civilDayOf, type Instant, instantFromMs, messageOf } from '@beffroi/kernel';
import type { Clock, Expunged, Facts } from '@beffroi/office';
import { technicalKinds } from '@beffroi/register';
import { legalProfileOn } from '@beffroi/town';
import type { Log } from '../observe/log.ts';
import { type LogName, logNames } from './town-key.ts';

const lookMs = 24 * 3_600_000;
/** Until a clock that is doubted is looked at again. */
const doubtedMs = 10 * 60_000;
const entriesAtOnce = 1000;
/** Years of 365 days, less the time to the next look: never longer than the law's. */
const yearMs = 365 * 86_400_000;

export interface RecordTermsParts {
  readonly facts: Pick<Facts, 'transact' | 'expunge'>;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly log: Log;
  /** Nothing that can't come back goes on the word of such a clock (RET-11). */
  readonly isClockDoubted: () => boolean;
}

/** What a look has let go. */
export interface RecordsOver {
  readonly records: number;
  readonly expunged: Expunged;
}

/** Erases all that is over, and takes it out of the database's files (REG-16, REG-17). */
export async function eraseRecordsOver({
  facts,
  clock,
  timeZone,
}: Omit<RecordTermsParts, 'log' | 'isClockDoubted'>): Promise<RecordsOver> {
  const nowMs = clock.nowMs();
  const profile = legalProfileOn(civilDayOf(instantFromMs(nowMs), timeZone));
  const yearsAgo = (years: number) => instantFromMs(nowMs - years * yearMs + lookMs);
  let records = 0;
  for (const log of logNames) {
    records += await eraseBefore(facts, log, yearsAgo(profile.registerYearsMax));
    const technical = yearsAgo(profile.technicalLogYearsMax);
    records += await eraseBefore(facts, log, technical, technicalKinds);
  }
  // What is over opens nothing; what it was stands in the register, to its term.
  await facts.transact(async (work) => {
    await work.viewings.removeOver(instantFromMs(nowMs - lookMs));
    await work.sessions.removeOver(instantFromMs(nowMs - lookMs));
    await work.enrolments.removeOver(instantFromMs(nowMs - lookMs));
    await work.confirmations.removeOver(instantFromMs(nowMs));
    await work.emergencies.removeOver(yearsAgo(profile.registerYearsMax));
  });
  // Also when nothing was erased now: a crash may have come between the two.
  return { records, expunged: await facts.expunge() };
}

async function eraseBefore(
  facts: RecordTermsParts['facts'],
  log: LogName,
  before: Instant,
  kinds?: readonly string[],
): Promise<number> {
  let total = 0;
  let erased = entriesAtOnce;
  while (erased === entriesAtOnce) {
    erased = await facts.transact((work) => work.register.erase(log, before, entriesAtOnce, kinds));
    total += erased;
  }
  return total;
}

/** Looks now and from then on; the returned function stops, and waits for a look that runs. */
export function followRecordTerms(parts: RecordTermsParts): () => Promise<void> {
  const { clock, log, isClockDoubted } = parts;
  let cancel = (): void => undefined;
  let isOver = false;
  let running = Promise.resolve();
  const look = (): void => {
    if (isClockDoubted()) {
      cancel = clock.after(doubtedMs, look);
      return;
    }
    running = eraseRecordsOver(parts)
      .then(
        ({ records, expunged }) => {
          const said = { records, ...expunged };
          log.info(said, 'records of the register erased at their term');
          if (!expunged.isLogCleared) {
            log.warn(said, 'the database keeps them in its write-ahead log until it recycles that');
          }
        },
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
    return running;
  };
}
