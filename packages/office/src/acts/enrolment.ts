/**
 * Enrolment: how a named person gets a way in (SEC-13). A link is good once, for 24 hours, and kept
 * as the SHA-256 of its token; it is made by whoever manages people, or by the owner of the machine.
 * It gives a passkey, a password, or the link to an account at the identity provider (SEC-60).
 * A password comes into force only when a code has proved that the authenticator works.
 */

import {
  err,
  type Instant,
  instantFromMs,
  type Json,
  msFromInstant,
  ok,
  toHex,
} from '@beffroi/kernel';
import { checkPassword, type Person, type RefusalCode } from '@beffroi/town';
import { commitConfirmed } from '../confirmations/commit-confirmed.ts';
import type { House, Record } from '../house.ts';
import type { Actor, Answer, NewPasskey, Sessions } from '../office.ts';
import type { FactsWork, StoredEnrolment } from '../ports/facts.ts';
import type { ProvenIdentity } from '../ports/identities.ts';
import { toBase32 } from '../text-forms.ts';
import { identityKey } from './identity-sign-in.ts';
import { totpContext } from './password-proof.ts';
import { refusalToLet, refusalToManage } from './people-reach.ts';
import { newToken, tokenHash } from './sessions.ts';

const linkMs = 24 * 3_600_000;
/** RFC 4226 section 4: the length of an HMAC-SHA-1 output. */
const totpSecretBytes = 20;

type EnrolmentActs = Pick<
  Sessions,
  | 'newEnrolment'
  | 'enrolment'
  | 'enrolPasskey'
  | 'enrolPassword'
  | 'confirmPassword'
  | 'enrolIdentity'
>;

interface EnrolmentLink {
  readonly token: string;
  readonly until: Instant;
  readonly person: Person;
}

export function createEnrolmentActs(house: House): EnrolmentActs {
  return {
    newEnrolment: (by, who) => newEnrolment(house, by, who),
    async enrolment(token) {
      const open = await openEnrolment(house, token);
      return open && { person: open.person, until: open.kept.until };
    },
    enrolPasskey: (token, passkey) => enrolPasskey(house, token, passkey),
    enrolPassword: (token, password) => enrolPassword(house, token, password),
    confirmPassword: (token, code) => confirmPassword(house, token, code),
    enrolIdentity: (token, identity) => enrolIdentity(house, token, identity),
  };
}

async function newEnrolment(
  house: House,
  by: Actor | 'machine-owner',
  personIdOrLogin: string,
): Answer<EnrolmentLink> {
  const person = findPerson(house, personIdOrLogin);
  // Decided first: who may not manage people learns of nobody whether they exist.
  const denied =
    by === 'machine-owner' ? null : refusalToManage(house, by, person?.id ?? personIdOrLogin);
  if (denied !== null) {
    return err(denied);
  }
  if (person === null) {
    return house.refused('unknown-person');
  }
  if (person.leftAt !== null) {
    return house.refused('person-left');
  }
  const above = by === 'machine-owner' ? null : refusalToLet(house, by, person.id);
  if (above !== null) {
    return err(above);
  }
  const change = { what: ['people'], rights: false } as const;
  if (by === 'machine-owner') {
    return house.commit(change, (facts, record) => makeLink(house, facts, record, by, person, {}));
  }
  const ask = {
    act: 'make-way-in',
    targetIds: [person.id],
    body: { login: person.login },
  } as const;
  return await commitConfirmed(house, { actor: by, ask, change }, (facts, record, confirmation) =>
    makeLink(house, facts, record, by.person.id, person, { confirmation }),
  );
}

async function makeLink(
  house: House,
  facts: FactsWork,
  record: Record,
  by: string,
  person: Person,
  proof: { readonly confirmation?: Json },
): Answer<EnrolmentLink> {
  const token = newToken(house);
  const until = instantFromMs(house.nowMs() + linkMs);
  await facts.enrolments.put({
    tokenHash: tokenHash(house, token),
    personId: person.id,
    until,
    usedAt: null,
    pending: null,
  });
  await record({
    kind: 'enrolment-link-made',
    by,
    about: [person.id],
    motive: 'system',
    what: { until, ...proof },
  });
  return ok({ token, until, person });
}

function findPerson(house: House, idOrLogin: string): Person | null {
  const byId = house.person(idOrLogin);
  if (byId !== null) {
    return byId;
  }
  const login = idOrLogin.toLowerCase();
  for (const { person } of house.memory.people.values()) {
    if (person.login === login) {
      return person;
    }
  }
  return null;
}

interface OpenEnrolment {
  readonly kept: StoredEnrolment;
  readonly person: Person;
}

async function openEnrolment(house: House, token: string): Promise<OpenEnrolment | null> {
  const kept = await house.parts.facts.read((facts) =>
    facts.enrolments.one(tokenHash(house, token)),
  );
  const person = kept && house.person(kept.personId);
  const isOpen = kept?.usedAt === null && house.nowMs() < msFromInstant(kept.until);
  return isOpen && person && person.leftAt === null ? { kept, person } : null;
}

/**
 * Spends the link and writes the way in, or answers that the link has been used meanwhile. What
 * `write` refuses it has not written, and the link stays good.
 */
async function spend(
  house: House,
  { kept, person }: OpenEnrolment,
  what: { readonly how: 'passkey' | 'password' | 'oidc'; readonly publicKeySha256?: string },
  write: (facts: FactsWork) => Promise<RefusalCode | null>,
): Answer<null> {
  const denied = await house.commit({ what: ['people'], rights: false }, async (facts, record) => {
    const still = await facts.enrolments.one(kept.tokenHash);
    if (still === null || still.usedAt !== null) {
      return 'enrolment-over' as const;
    }
    const unwritten = await write(facts);
    if (unwritten !== null) {
      return unwritten;
    }
    await facts.enrolments.put({ ...still, usedAt: house.now(), pending: null });
    await record({
      kind: 'enrolled',
      by: person.id,
      about: [person.id],
      motive: 'system',
      what,
    });
    return null;
  });
  return denied === null ? ok(null) : house.refused(denied);
}

async function enrolPasskey(house: House, token: string, passkey: NewPasskey): Answer<null> {
  const open = await openEnrolment(house, token);
  if (open === null) {
    return house.refused('enrolment-over');
  }
  // SEC-35: by this digest the key of a later proof is known to be this person's.
  const publicKeySha256 = toHex(house.parts.sha256(passkey.publicKey));
  const { person } = open;
  return spend(house, open, { how: 'passkey', publicKeySha256 }, async (facts) => {
    const kept = await facts.passkeys.one(passkey.credentialId);
    // Whoever enrols chooses the id: another's would be overwritten (WebAuthn level 3, 7.1 step 26).
    if (kept !== null && kept.personId !== person.id) {
      return 'passkey-taken';
    }
    await facts.passkeys.put({
      ...passkey,
      personId: person.id,
      enrolledAt: house.now(),
      lastUsedAt: null,
    });
    return null;
  });
}

/** An account that opens for somebody already is never given to another, nor taken from them. */
async function enrolIdentity(house: House, token: string, identity: ProvenIdentity): Answer<null> {
  const open = await openEnrolment(house, token);
  if (open === null) {
    return house.refused('enrolment-over');
  }
  const key = identityKey(house, identity);
  const { person } = open;
  return spend(house, open, { how: 'oidc' }, async (facts) => {
    const kept = await facts.identities.one(key);
    if (kept !== null && kept.personId !== person.id) {
      return 'identity-taken';
    }
    await facts.identities.put({
      ...{ key, personId: person.id, issuer: identity.issuer },
      enrolledAt: house.now(),
      lastUsedAt: null,
    });
    return null;
  });
}

async function enrolPassword(
  house: House,
  token: string,
  password: string,
): Answer<{ readonly secretBase32: string }> {
  const open = await openEnrolment(house, token);
  if (open === null) {
    return house.refused('enrolment-over');
  }
  const { person, kept } = open;
  const strong = checkPassword(password, [person.login, person.displayName]);
  if (!strong.ok) {
    return strong;
  }
  const { chance, passwordHasher, secretBox, facts } = house.parts;
  const secret = chance.bytes(totpSecretBytes);
  const pending = {
    hash: await passwordHasher.hash(password),
    sealedTotp: secretBox.seal(secret, totpContext(person.id)),
  };
  // Hashing takes its time: a link that was spent or taken back meanwhile stays so (SEC-20).
  const isKept = await facts.transact(async (work) => {
    const still = await work.enrolments.one(kept.tokenHash);
    if (still?.usedAt !== null) {
      return false;
    }
    await work.enrolments.put({ ...still, pending });
    return true;
  });
  return isKept ? ok({ secretBase32: toBase32(secret) }) : house.refused('enrolment-over');
}

async function confirmPassword(house: House, token: string, code: string): Answer<null> {
  const open = await openEnrolment(house, token);
  const pending = open?.kept.pending;
  if (open === null || !pending) {
    return house.refused('enrolment-over');
  }
  const { secretBox, totp } = house.parts;
  const secret = secretBox.open(pending.sealedTotp, totpContext(open.person.id));
  const step = totp.stepOf(secret, code, house.nowMs());
  if (step === null) {
    return house.refused('code-wrong');
  }
  return spend(house, open, { how: 'password' }, async (facts) => {
    await facts.passwords.put({
      personId: open.person.id,
      hash: pending.hash,
      sealedTotp: pending.sealedTotp,
      confirmedAt: house.now(),
      lastStep: step,
    });
    await facts.failures.put({ personId: open.person.id, count: 0, lastMs: 0 });
    return null;
  });
}
