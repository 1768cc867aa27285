/**
 * Proving and refusing sensitive acts (SEC-30 to SEC-34). A proof is kept only while the confirmation
 * waits for it, from somebody who may do the act; the counter or the code that it rests on is spent in
 * the same unit of work. What a person may not see here is unknown to them (SEC-4).
 */

import { assert, err, fromHex, instantFromMs, ok, toHex } from '@beffroi/kernel';
import { confirmationStep, type Refusal, refusalToProve } from '@beffroi/town';
import type { ConfirmationView } from '@beffroi/wire';
import { readSigned } from '../confirmations/sensitive-ask.ts';
import { refusalToDo, refusalToSecond } from '../confirmations/sensitive-laws.ts';
import { isEndTold, stateOf } from '../confirmations/standing.ts';
import type { House } from '../house.ts';
import type { Actor, Answer, Confirmations } from '../office.ts';
import type { StoredConfirmation, StoredProof, VerifiedAssertion } from '../ports/confirmations.ts';
import type { FactsWork } from '../ports/facts.ts';
import { toBase64Url } from '../text-forms.ts';
import { confirmationView } from '../views/confirmation-view.ts';
import { countAttempt, lockedFor, matchPassword, spendStep } from './password-proof.ts';

const change = { what: ['confirmations'], rights: false } as const;
const shownMax = 200;

export function createConfirmationActs(house: House): Confirmations {
  return {
    pending: (actor) => pending(house, actor),
    one: (actor, id) => one(house, actor, id),
    toSign: (actor, id) => toSign(house, actor, id),
    provePasskey: (actor, id, assertion) => provePasskey(house, actor, id, assertion),
    provePassword: (actor, id, password, code) => provePassword(house, actor, id, password, code),
    proveForDemonstration: (actor, id) => proveForDemonstration(house, actor, id),
    refuse: (actor, id, reason) => refuse(house, actor, id, reason),
  };
}

async function pending(house: House, actor: Actor): Answer<readonly ConfirmationView[]> {
  const views = await house.parts.facts.read(async (facts) => {
    const shown = (await facts.confirmations.all())
      .filter((stored) => waits(house, actor, stored))
      .toSorted((a, b) => a.askedAt.localeCompare(b.askedAt))
      .slice(0, shownMax);
    return Promise.all(shown.map((stored) => confirmationView(house, facts, actor, stored)));
  });
  return ok(views);
}

/**
 * One's own of this session until it is over; another's while it waits for a second person. Whoever has
 * signed it sees how it ended, and whoever asked sees that it lapsed though both had signed.
 */
function waits(house: House, actor: Actor, stored: StoredConfirmation): boolean {
  const step = confirmationStep(stateOf(stored), house.nowMs());
  const isTold = isEndTold(stored, house.nowMs());
  if (isAskers(actor, stored)) {
    return step === 'over' ? isTold : step !== 'done' && stored.sessionId === actor.sessionId;
  }
  const hasSigned = stored.proofs.some(({ personId }) => personId === actor.person.id);
  return hasSigned ? isTold : step === 'second-proof' && isSeen(house, actor, stored);
}

function isAskers(actor: Actor, { personId }: StoredConfirmation): boolean {
  return personId === actor.person.id;
}

/**
 * Whether a person may look at it: whoever asks, in the session of the asking; else whoever may be its
 * second person, while whoever asks is signed in and may still do it.
 */
function isSeen(house: House, actor: Actor, stored: StoredConfirmation): boolean {
  if (isAskers(actor, stored)) {
    return stored.sessionId === actor.sessionId;
  }
  const ask = readSigned(stored.signed);
  const asker = house.person(stored.personId);
  return (
    refusalToSecond(house, actor, stored.personId, ask) === null &&
    house.sessionById(stored.sessionId) !== null &&
    asker !== null &&
    refusalToDo(house, { person: asker }, ask) === null
  );
}

async function seen(
  house: House,
  facts: FactsWork,
  actor: Actor,
  id: string,
): Promise<StoredConfirmation | null> {
  const stored = await facts.confirmations.one(id);
  return stored !== null && isSeen(house, actor, stored) ? stored : null;
}

async function one(house: House, actor: Actor, id: string): Answer<ConfirmationView> {
  const view = await house.parts.facts.read(async (facts) => {
    const stored = await seen(house, facts, actor, id);
    return stored && confirmationView(house, facts, actor, stored);
  });
  return view === null ? house.refused('unknown-thing') : ok(view);
}

/** The refusal of this person's proof now: unknown, not theirs, over, or the act's own law. */
function refusalOfProof(
  house: House,
  actor: Actor,
  stored: StoredConfirmation | null,
): Refusal | null {
  if (stored === null) {
    return house.refused('unknown-thing').error;
  }
  const { id } = actor.person;
  return (
    refusalToProve(stateOf(stored), id, house.nowMs()) ??
    (id === stored.personId ? refusalToDo(house, actor, readSigned(stored.signed)) : null)
  );
}

async function toSign(house: House, actor: Actor, id: string): ReturnType<Confirmations['toSign']> {
  return await house.parts.facts.read(async (facts) => {
    const stored = await seen(house, facts, actor, id);
    const denied = refusalOfProof(house, actor, stored);
    if (denied !== null || stored === null) {
      return err(denied ?? house.refused('unknown-thing').error);
    }
    const passkeys = await facts.passkeys.ofPerson(actor.person.id);
    const digest = fromHex(stored.digest);
    assert(digest !== undefined, 'a digest is kept in hex');
    return ok({
      digest,
      passkeys: passkeys.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
  });
}

async function provePasskey(
  house: House,
  actor: Actor,
  id: string,
  assertion: VerifiedAssertion | null,
): Answer<ConfirmationView> {
  return await prove(house, actor, id, 'passkey', async (facts, stored) => {
    const passkey = await facts.passkeys.one(assertion?.credentialId ?? '');
    if (assertion === null || passkey === null || passkey.personId !== actor.person.id) {
      return house.refused('proof-refused');
    }
    const { newCounter, digest } = assertion;
    const counts = newCounter !== 0 || passkey.counter !== 0;
    // WebAuthn level 3, section 6.1.1: a counter that falls back means a copied key.
    if (toHex(digest) !== stored.digest || (counts && newCounter <= passkey.counter)) {
      return house.refused('proof-refused');
    }
    await facts.passkeys.put({ ...passkey, counter: newCounter, lastUsedAt: house.now() });
    const { credentialId, clientDataJson, authenticatorData, signature } = assertion;
    const publicKey = toBase64Url(passkey.publicKey);
    return ok({ credentialId, publicKey, clientDataJson, authenticatorData, signature });
  });
}

async function provePassword(
  house: House,
  actor: Actor,
  id: string,
  password: string,
  code: string,
): Answer<ConfirmationView> {
  const wanted = await toSign(house, actor, id);
  if (!wanted.ok) {
    return wanted;
  }
  const waitMs = await countAttempt(house, actor.person);
  if (waitMs > 0) {
    return err(lockedFor(waitMs));
  }
  const match = await matchPassword(house, actor.person, password, code);
  return await prove(house, actor, id, 'password', async (facts) =>
    match !== null && (await spendStep(facts, actor.person, match))
      ? ok(null)
      : house.refused('proof-refused'),
  );
}

async function proveForDemonstration(
  house: House,
  actor: Actor,
  id: string,
): Answer<ConfirmationView> {
  return house.parts.settings.demonstration
    ? await prove(house, actor, id, 'demonstration', async () => ok(null))
    : house.refused('demonstration-only');
}

type Check = (
  facts: FactsWork,
  stored: StoredConfirmation,
) => Promise<
  ReturnType<House['refused']> | { readonly ok: true; readonly value: StoredProof['assertion'] }
>;

/** Keeps a proof; one that was refused is in the register, as a refused sign-in is. */
async function prove(
  house: House,
  actor: Actor,
  id: string,
  way: StoredProof['way'],
  check: Check,
): Answer<ConfirmationView> {
  const refused = await house.commit(change, async (facts, record) => {
    const stored = await seen(house, facts, actor, id);
    const denied = refusalOfProof(house, actor, stored);
    if (denied !== null || stored === null) {
      return denied;
    }
    const checked = await check(facts, stored);
    if (!checked.ok) {
      await record({
        kind: 'proof-refused',
        by: actor.person.id,
        about: [actor.person.id],
        motive: 'system',
        what: { how: way, act: stored.act, digest: stored.digest },
      });
      return checked.error;
    }
    const at = house.now();
    const proof = { personId: actor.person.id, way, at, assertion: checked.value };
    await facts.confirmations.put({ ...stored, proofs: [...stored.proofs, proof] });
    return null;
  });
  return refused === null ? one(house, actor, id) : err(refused);
}

async function refuse(
  house: House,
  actor: Actor,
  id: string,
  reason: string,
): Answer<ConfirmationView> {
  const denied = await house.commit(change, async (facts, record) => {
    const stored = await seen(house, facts, actor, id);
    const step = stored && confirmationStep(stateOf(stored), house.nowMs());
    if (stored === null || step === null || ['refused', 'over', 'done'].includes(step)) {
      return house.refused(stored === null ? 'unknown-thing' : 'confirmation-over').error;
    }
    const at = instantFromMs(house.nowMs());
    const refused = { personId: actor.person.id, at, reason };
    await facts.confirmations.put({ ...stored, refused });
    if (!isAskers(actor, stored)) {
      await record({
        kind: 'act-refused',
        by: actor.person.id,
        about: [stored.personId],
        motive: 'system',
        what: { act: stored.act, digest: stored.digest, signed: stored.signed, reason },
      });
    }
    return null;
  });
  return denied === null ? one(house, actor, id) : err(denied);
}
