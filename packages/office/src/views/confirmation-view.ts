/** A sensitive act that waits, as one of its persons may see it: what, by whom, for whom, until when. */

import { confirmationStep, sensitiveActWords } from '@beffroi/town';
import type { ConfirmationView, ProofWay } from '@beffroi/wire';
import { readSigned, type SensitiveAsk } from '../confirmations/sensitive-ask.ts';
import { linesOf, refusalToSecond } from '../confirmations/sensitive-laws.ts';
import { stateOf } from '../confirmations/standing.ts';
import type { House } from '../house.ts';
import type { Actor } from '../office.ts';
import type { StoredConfirmation } from '../ports/confirmations.ts';
import type { FactsWork } from '../ports/facts.ts';

const namesMax = 12;

export async function confirmationView(
  house: House,
  facts: FactsWork,
  actor: Actor,
  stored: StoredConfirmation,
): Promise<ConfirmationView> {
  const ask = readSigned(stored.signed);
  const isMine = stored.personId === actor.person.id;
  const nameOf = (personId: string) => house.person(personId)?.displayName ?? personId;
  const { id, act, digest, askedAt, proveUntil, until, persons, proofs, refused } = stored;
  return {
    ...{ id, act, digest, askedAt, proveUntil, until, persons, isMine },
    title: sensitiveActWords[act],
    about: [...linesOf(house, ask)],
    askedBy: { id: stored.personId, displayName: nameOf(stored.personId) },
    step: confirmationStep(stateOf(stored), house.nowMs()),
    provedBy: proofs.map(({ personId, way, at }) => ({ displayName: nameOf(personId), way, at })),
    waitsFor: isMine && persons === 2 ? secondsOf(house, stored.personId, ask) : [],
    ways: await waysOf(house, facts, actor),
    refused: refused && {
      by: nameOf(refused.personId),
      at: refused.at,
      reason: refused.reason,
    },
  };
}

/** Names of those who may confirm now: the law is asked of each, so nobody waits for somebody who can't. */
function secondsOf(house: House, askerId: string, ask: SensitiveAsk): string[] {
  return [...house.memory.people.values()]
    .filter(({ person }) => refusalToSecond(house, { person }, askerId, ask) === null)
    .map(({ person }) => person.displayName)
    .toSorted((a, b) => a.localeCompare(b, 'fr'))
    .slice(0, namesMax);
}

async function waysOf(house: House, facts: FactsWork, actor: Actor): Promise<ProofWay[]> {
  const passkeys = await facts.passkeys.ofPerson(actor.person.id);
  const password = await facts.passwords.one(actor.person.id);
  return [
    ...(passkeys.length > 0 ? (['passkey'] as const) : []),
    ...(password !== null && password.confirmedAt !== null ? (['password'] as const) : []),
    ...(house.parts.settings.demonstration ? (['demonstration'] as const) : []),
  ];
}
