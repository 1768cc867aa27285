/** What every keeper of facts does with confirmations, as cases without a test runner. */

import { assert, type Id, instantFromMs } from '@beffroi/kernel';
import type { StoredConfirmation } from '../ports/confirmations.ts';
import { type FactsCase, same } from './facts-case.ts';

const nowMs = 1_795_305_600_000;
const minuteMs = 60_000;

function confirmation(name: string, askedMs: number): StoredConfirmation {
  const at = (ms: number) => instantFromMs(nowMs + ms);
  return {
    ...{ id: `cnf_${name}` as Id<'confirmation'>, sessionId: 'ses_one' as Id<'session'> },
    ...{ personId: 'per_head' as Id<'person'>, act: 'end-hold', persons: 2 },
    // Blanks, order and escapes of the text are signed: it comes back to the letter.
    ...{ signed: '{"b":"é\\n","a":1}', digest: 'ab'.repeat(32) },
    ...{ askedAt: at(askedMs), proveUntil: at(askedMs + 5 * minuteMs) },
    ...{ until: at(askedMs + 15 * minuteMs), proofs: [], refused: null, doneAt: null },
  };
}

export const confirmationCases: readonly FactsCase[] = [
  {
    title:
      'SEC-32 keeps confirmations whole, finds a person’s oldest first, removes those that are over',
    async run(facts) {
      const [first, second] = [confirmation('a', 0), confirmation('b', -minuteMs)];
      const at = first.askedAt;
      const assertion = {
        ...{ credentialId: 'c', publicKey: 'k', clientDataJson: 'e30' },
        ...{ authenticatorData: 'AA', signature: 'AQ' },
      };
      const proved: StoredConfirmation = {
        ...first,
        proofs: [{ personId: first.personId, way: 'passkey', at, assertion }],
        refused: { personId: 'per_chief' as Id<'person'>, at, reason: 'on voit une chambre' },
        doneAt: at,
      };
      await facts.transact(async (work) => {
        await work.confirmations.put(first);
        await work.confirmations.put(second);
        await work.confirmations.put(proved);
      });
      const found = await facts.read((work) => work.confirmations.ofPerson('per_head'));
      same(found, [second, proved], 'whole, oldest first');
      same(
        await facts.read((work) => work.confirmations.ofPerson('per_chief')),
        [],
        'of nobody else',
      );
      const removed = await facts.transact((work) => work.confirmations.removeOver(second.until));
      assert(removed === 1, `${removed} removed at the end of one`);
      same(await facts.read((work) => work.confirmations.all()), [proved], 'the other stays');
    },
  },
];
