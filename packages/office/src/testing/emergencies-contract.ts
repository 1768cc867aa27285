/** What every keeper of facts must do with emergency accesses (OPS-17, OPS-20). */

import { type Id, instantFromMs } from '@beffroi/kernel';
import type { EmergencyAccess } from '@beffroi/town';
import { seedExampleTown } from './example-town.ts';
import { type FactsCase, same } from './facts-case.ts';

const nowMs = 1_795_305_600_000;
const dayMs = 86_400_000;

function taken(name: string, openedMs: number, isReviewed: boolean): EmergencyAccess {
  const at = instantFromMs(openedMs + 1000);
  const by = 'per_head' as Id<'person'>;
  return {
    id: `urg_${name}` as Id<'emergency'>,
    personId: 'per_operator' as Id<'person'>,
    motive: 'disaster',
    reason: 'Incendie au marché, sapeurs en route',
    openedAt: instantFromMs(openedMs),
    until: instantFromMs(openedMs + 1_800_000),
    ended: isReviewed ? { at, by: null, why: 'term' } : null,
    reviewed: isReviewed ? { at, by, finding: 'justified', words: 'Incendie avéré' } : null,
    alarmId: `alm_${name}` as Id<'alarm'>,
  };
}

export const emergencyCases: readonly FactsCase[] = [
  {
    title: 'keeps emergency accesses whole, and finds those that matter now',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      const old = taken('old', nowMs - 9 * dayMs, true);
      const unseen = taken('unseen', nowMs - 8 * dayMs, false);
      const recent = taken('recent', nowMs - 1000, true);
      await facts.transact(async (work) => {
        for (const each of [recent, old, unseen]) {
          await work.emergencies.put(each);
        }
      });
      same(await facts.read((work) => work.emergencies.one('urg_old')), old, 'whole');
      const since = instantFromMs(nowMs - dayMs);
      const current = await facts.read((work) => work.emergencies.current(since));
      same(current, [unseen, recent], 'to be reviewed, or of a day');
      const newest = await facts.read((work) => work.emergencies.newest(2));
      same(newest, [recent, unseen], 'the newest');
      const gone = await facts.transact((work) =>
        work.emergencies.removeOver(instantFromMs(nowMs - 8 * dayMs)),
      );
      same(gone, 1, 'opened before the instant');
      same(await facts.read((work) => work.emergencies.newest(3)), [recent, unseen], 'those after');
    },
  },
];
