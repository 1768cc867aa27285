/** What every keeper of facts must do with sessions and links that are over (DP-07). */

import { type Id, instantFromMs } from '@beffroi/kernel';
import type { StoredSession } from '../ports/facts.ts';
import { seedExampleTown } from './example-town.ts';
import { type FactsCase, same } from './facts-case.ts';

const nowMs = 1_795_305_600_000;
const personId = 'per_operator' as Id<'person'>;

function session(name: string, untilMs: number): StoredSession {
  const startedAt = instantFromMs(nowMs);
  return {
    id: `ses_${name}` as Id<'session'>,
    ...{ tokenHash: name, personId, how: 'passkey', startedAt, lastSeenAt: startedAt },
    ...{ until: instantFromMs(untilMs), endedAt: null },
  };
}

export const signInCases: readonly FactsCase[] = [
  {
    title: 'lets go of sessions and links that were over before an instant',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      await facts.transact(async (work) => {
        for (const [name, untilMs] of [
          ['over', nowMs + 1000],
          ['open', nowMs + 2000],
        ] as const) {
          const until = instantFromMs(untilMs);
          await work.sessions.put(session(name, untilMs));
          await work.enrolments.put({
            ...{ tokenHash: name, personId, until, usedAt: null, pending: null },
          });
        }
      });
      const before = instantFromMs(nowMs + 2000);
      const remove = () =>
        facts.transact(async (work) => [
          await work.sessions.removeOver(before),
          await work.enrolments.removeOver(before),
        ]);
      same(
        [await remove(), await remove()],
        [
          [1, 1],
          [0, 0],
        ],
        'what was over',
      );
      const left = await facts.read(async (work) => [
        ...(await work.sessions.all()),
        ...(await work.enrolments.all()),
      ]);
      same(
        left.map(({ tokenHash }) => tokenHash),
        ['open', 'open'],
        'what is left',
      );
    },
  },
];
