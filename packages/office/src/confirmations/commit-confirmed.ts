/**
 * Carries a sensitive act out once it is confirmed (SEC-30): the first asking keeps what is to be proved
 * and answers its id; asked again with it, the act, its register entry and the end of the confirmation
 * are one unit of work. A crash leaves all three or none; of two askings at once one finds it spent.
 */

import { err, type Id, instantFromMs, type Json, type Result, toHex } from '@beffroi/kernel';
import {
  confirmationRule,
  confirmationStep,
  confirmationTerm,
  type Refusal,
  sensitiveActWords,
} from '@beffroi/town';
import type { House, Record } from '../house.ts';
import type { Actor, Answer, OfficeChange } from '../office.ts';
import type { StoredConfirmation } from '../ports/confirmations.ts';
import type { FactsWork } from '../ports/facts.ts';
import { digestOf, type SensitiveAsk, signedText } from './sensitive-ask.ts';
import { personsWanted } from './sensitive-laws.ts';
import { isEndTold, spendable, stateOf } from './standing.ts';

const nonceBytes = 16;

export interface ConfirmedAct {
  readonly actor: Actor;
  readonly ask: SensitiveAsk;
  readonly change: OfficeChange;
}

/**
 * One unit of work of an act that has been decided and checked; `confirmation` goes into the `what` of
 * its register entry (SEC-35). `work` may still refuse: what it has written then stays, as in any
 * unit of work, so it refuses before it writes.
 */
export async function commitConfirmed<T>(
  house: House,
  { actor, ask, change }: ConfirmedAct,
  work: (facts: FactsWork, record: Record, confirmation: Json) => Promise<Result<T, Refusal>>,
): Answer<T> {
  if (actor.confirmationId === undefined) {
    return err({
      ...house.refused('confirmation-wanted', { act: sensitiveActWords[ask.act] }).error,
      confirmationId: await keep(house, actor, ask),
    });
  }
  // Looked at first: an act that waits for its second person is asked often and changes nothing.
  const seen = await house.parts.facts.read((facts) => spendable(house, facts, actor, ask));
  if (!seen.ok) {
    return seen;
  }
  return await house.commit(
    { ...change, what: [...change.what, 'confirmations'] },
    async (facts, record) => {
      const spent = await spendable(house, facts, actor, ask);
      if (!spent.ok) {
        return spent;
      }
      await facts.confirmations.remove(spent.value.id);
      const done = await work(facts, record, evidenceOf(spent.value));
      if (done.ok && spent.value.persons === 2) {
        await facts.confirmations.put({ ...spent.value, doneAt: house.now() });
      }
      return done;
    },
  );
}

/** SEC-35: all that it takes to verify later that these persons proved this act. */
function evidenceOf({ digest, signed, proofs }: StoredConfirmation): Json {
  return {
    digest,
    signed,
    proofs: proofs.map(({ personId, way, at, assertion }) => ({
      by: personId,
      way,
      at,
      assertion: assertion && { ...assertion },
    })),
  };
}

async function keep(house: House, actor: Actor, ask: SensitiveAsk): Promise<Id<'confirmation'>> {
  const persons = personsWanted(house, ask);
  const { proveUntilMs, untilMs } = confirmationTerm(persons, house.nowMs());
  const until = instantFromMs(untilMs);
  const signed = signedText(house, ask, {
    askerId: actor.person.id,
    sessionId: actor.sessionId,
    persons,
    nonce: toHex(house.parts.chance.bytes(nonceBytes)),
    until,
  });
  const stored: StoredConfirmation = {
    id: house.newId('confirmation'),
    personId: actor.person.id,
    sessionId: actor.sessionId,
    act: ask.act,
    signed,
    digest: digestOf(house, signed),
    persons,
    askedAt: house.now(),
    proveUntil: instantFromMs(proveUntilMs),
    until,
    proofs: [],
    refused: null,
    doneAt: null,
  };
  await house.parts.facts.transact(async (facts) => {
    await removeOver(house, facts);
    const open = (await facts.confirmations.ofPerson(actor.person.id)).filter(
      (each) => !isOver(house, each),
    );
    for (const { id } of open.slice(0, Math.max(0, open.length - confirmationRule.openMax + 1))) {
      await facts.confirmations.remove(id);
    }
    await facts.confirmations.put(stored);
  });
  return stored.id;
}

/** Of anybody; but two persons who have signed are told for a while how it ended. */
async function removeOver(house: House, facts: FactsWork): Promise<void> {
  for (const each of await facts.confirmations.all()) {
    if (isOver(house, each) && !isEndTold(each, house.nowMs())) {
      await facts.confirmations.remove(each.id);
    }
  }
}

function isOver(house: House, stored: StoredConfirmation): boolean {
  const step = confirmationStep(stateOf(stored), house.nowMs());
  return step === 'over' || step === 'done';
}
