/**
 * How a kept confirmation stands now: whose proofs still count, what it waits for, and whether an act
 * that is asked with it may be carried out (SEC-32). Everything is decided again from the facts of the
 * moment: a right that ended, a way in that was taken back, a person who left count no more.
 */

import { type EpochMs, err, msFromInstant, ok, type Result } from '@beffroi/kernel';
import {
  type ConfirmationState,
  confirmationRule,
  confirmationStep,
  type Refusal,
  sensitiveActWords,
} from '@beffroi/town';
import type { House } from '../house.ts';
import type { Actor } from '../office.ts';
import type { StoredConfirmation, StoredProof } from '../ports/confirmations.ts';
import type { FactsWork } from '../ports/facts.ts';
import { digestOf, readSigned, type SensitiveAsk, signedText } from './sensitive-ask.ts';
import { personsWanted, refusalToDo, refusalToSecond } from './sensitive-laws.ts';

export function stateOf(stored: StoredConfirmation): ConfirmationState {
  return {
    askerId: stored.personId,
    persons: stored.persons,
    proveUntilMs: msFromInstant(stored.proveUntil),
    untilMs: msFromInstant(stored.until),
    provedBy: stored.proofs.map(({ personId }) => personId),
    isRefused: stored.refused !== null,
    isDone: stored.doneAt !== null,
  };
}

/** Whether both have signed it, and are still told how it ended. */
export function isEndTold({ persons, proofs, until }: StoredConfirmation, atMs: EpochMs): boolean {
  const isSigned = persons === 2 && proofs.length >= persons;
  return isSigned && atMs < msFromInstant(until) + confirmationRule.toldMs;
}

/**
 * The confirmation that an act was asked with, when it may be spent on it now. Its refusals name it
 * while it can still be proved.
 */
export async function spendable(
  house: House,
  facts: FactsWork,
  actor: Actor,
  ask: SensitiveAsk,
): Promise<Result<StoredConfirmation, Refusal>> {
  const stored = await facts.confirmations.one(actor.confirmationId ?? '');
  if (stored === null || !isOf(house, stored, actor, ask)) {
    return house.refused('confirmation-over');
  }
  const step = confirmationStep(stateOf(stored), house.nowMs());
  switch (step) {
    case 'first-proof':
      return err({
        ...house.refused('confirmation-wanted', { act: sensitiveActWords[ask.act] }).error,
        confirmationId: stored.id,
      });
    case 'second-proof':
      return err({
        ...house.refused('second-person-wanted').error,
        confirmationId: stored.id,
      });
    case 'refused':
      return house.refused('confirmation-refused');
    case 'done':
    case 'over':
      return house.refused('confirmation-over');
    case 'ready':
      return (await areAllGood(house, facts, stored, ask))
        ? ok(stored)
        : house.refused('confirmation-over');
  }
}

/** This session's, and of this very act: the digest is made again from what is asked now. */
function isOf(house: House, stored: StoredConfirmation, actor: Actor, ask: SensitiveAsk): boolean {
  const { persons } = stored;
  const wanted = personsWanted(house, ask);
  const text = signedText(house, ask, {
    askerId: actor.person.id,
    sessionId: actor.sessionId,
    persons,
    nonce: readSigned(stored.signed).nonce,
    until: stored.until,
  });
  return persons >= wanted && digestOf(house, text) === stored.digest;
}

async function areAllGood(
  house: House,
  facts: FactsWork,
  stored: StoredConfirmation,
  ask: SensitiveAsk,
): Promise<boolean> {
  for (const proof of stored.proofs) {
    const person = house.person(proof.personId);
    const denied =
      person === null ||
      (person.id === stored.personId
        ? refusalToDo(house, { person }, ask)
        : refusalToSecond(house, { person }, stored.personId, ask)) !== null;
    if (denied || !(await isStillAWayIn(house, facts, proof))) {
      return false;
    }
  }
  return true;
}

/** SEC-34: a proof by a passkey or password that was taken back meanwhile proves nothing. */
async function isStillAWayIn(
  house: House,
  facts: FactsWork,
  { personId, way, at, assertion }: StoredProof,
): Promise<boolean> {
  switch (way) {
    case 'passkey': {
      const passkey = await facts.passkeys.one(assertion?.credentialId ?? '');
      return passkey?.personId === personId;
    }
    case 'password': {
      const password = await facts.passwords.one(personId);
      return password?.confirmedAt != null && password.confirmedAt <= at;
    }
    case 'demonstration':
      return house.parts.settings.demonstration;
  }
}
