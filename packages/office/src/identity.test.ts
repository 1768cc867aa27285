import { describe, expect, test } from 'vitest';
import { createSteeredClock, createTestOffice } from './testing/index.ts';

const issuer = 'https://idp.example/api/v2';
const karims = { issuer, subject: 'f3a9' };

async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const { sessions } = town.office;
  const linkFor = async (login: string) => {
    const made = await sessions.newEnrolment('machine-owner', login);
    return made.ok ? made.value.token : '';
  };
  const enrol = async (login: string, identity = karims) =>
    await sessions.enrolIdentity(await linkFor(login), identity);
  const enter = async (identity = karims) => {
    const entered = await sessions.signInWithIdentity(identity);
    return entered.ok ? await sessions.actorOf(entered.value.token) : null;
  };
  const lastRecord = () => JSON.parse(town.facts.entries.at(-1)?.record ?? '{}') as object;
  return { ...town, clock, sessions, linkFor, enrol, enter, lastRecord };
}

describe('accounts at an identity provider', () => {
  test('SEC-60 an account opens for the person it was linked to by a one-time link, and says how', async () => {
    const { sessions, enrol, enter, lastRecord, clock } = await world();
    expect(await enrol('karim.benali')).toEqual({ ok: true, value: null });
    expect(lastRecord()).toMatchObject({ kind: 'enrolled', what: { how: 'oidc' } });
    clock.advance(1000);
    const actor = await enter();
    expect(actor?.person.login).toBe('karim.benali');
    expect(lastRecord()).toMatchObject({ kind: 'signed-in', what: { how: 'oidc' } });
    const account = await sessions.account(actor!);
    expect(account.sessions).toMatchObject([{ how: 'oidc', current: true }]);
    expect(account.identities).toMatchObject([{ issuer }]);
    expect(Date.parse(account.identities[0]?.lastUsedAt ?? '')).toBe(clock.nowMs());
  });

  test('SEC-60 the subject is written nowhere, neither in facts nor in the register', async () => {
    const { facts, enrol, enter } = await world();
    await enrol('karim.benali', { issuer, subject: 'subject-of-karim' });
    await enter({ issuer, subject: 'subject-of-karim' });
    await enter({ issuer, subject: 'subject-of-nobody' });
    const kept = await facts.read((work) => work.identities.all());
    expect(kept).toHaveLength(1);
    expect(JSON.stringify([kept, facts.entries])).not.toContain('subject-of');
  });

  test('SEC-60 an account linked to nobody creates nobody and is noted without a name', async () => {
    const { sessions, facts, enrol, lastRecord } = await world();
    await enrol('karim.benali');
    const before = (await facts.read((work) => work.people.all())).length;
    for (const stranger of [
      { issuer, subject: 'f3a8' },
      { issuer: `${issuer}/`, subject: karims.subject },
      { issuer: '', subject: `${issuer}${karims.subject}` },
    ]) {
      expect(await sessions.signInWithIdentity(stranger)).toMatchObject({
        ok: false,
        error: { code: 'identity-unknown', rule: 'SEC-60' },
      });
      expect(lastRecord()).toMatchObject({
        kind: 'sign-in-refused',
        by: null,
        about: [],
        what: { how: 'oidc' },
      });
    }
    expect(await facts.read((work) => work.people.all())).toHaveLength(before);
  });

  test('SEC-60 an account is never of two persons, and the refused link stays good', async () => {
    const { sessions, linkFor, enrol, enter } = await world();
    await enrol('karim.benali');
    const link = await linkFor('claire.martin');
    expect(await sessions.enrolIdentity(link, karims)).toMatchObject({
      ok: false,
      error: { code: 'identity-taken' },
    });
    expect((await enter())?.person.login).toBe('karim.benali');
    expect(await sessions.enrolIdentity(link, { issuer, subject: 'hers' })).toMatchObject({
      ok: true,
    });
    expect(await sessions.enrolIdentity(link, { issuer, subject: 'other' })).toMatchObject({
      ok: false,
      error: { code: 'enrolment-over' },
    });
  });

  test('SEC-2 the account of somebody who has left opens nothing', async () => {
    const { sessions, office, signIn, enrol, lastRecord } = await world();
    await enrol('karim.benali');
    const { actor } = await signIn('per_head');
    await office.people.change(actor, 'per_operator', { left: true });
    expect(await sessions.signInWithIdentity(karims)).toMatchObject({
      ok: false,
      error: { code: 'identity-unknown' },
    });
    // SEC-26: it isn't linked any more, so it is nobody's.
    expect(lastRecord()).toMatchObject({ kind: 'sign-in-refused', about: [] });
  });

  test('SEC-19 one’s own account is taken back, but never as the last way in', async () => {
    const { sessions, signIn, enrol, enter, linkFor } = await world();
    await enrol('karim.benali');
    const actor = (await enter())!;
    const { token: elsewhere } = await signIn('per_operator');
    const id = (await sessions.account(actor)).identities[0]?.id ?? '';
    expect(await sessions.revokeIdentity(actor, id)).toMatchObject({
      ok: false,
      error: { code: 'last-way-in' },
    });
    const key = { credentialId: 'key', publicKey: Uint8Array.of(1), counter: 0, transports: [] };
    await sessions.enrolPasskey(await linkFor('karim.benali'), key);
    const { actor: other } = await signIn('per_head');
    expect(await sessions.revokeIdentity(other, id)).toMatchObject({
      ok: false,
      error: { code: 'unknown-thing' },
    });
    expect(await sessions.revokeIdentity(actor, id)).toEqual({ ok: true, value: null });
    expect(await enter()).toBeNull();
    expect(await sessions.actorOf(elsewhere)).toBeNull();
    expect(await sessions.revokePasskey(actor, 'key')).toMatchObject({
      ok: false,
      error: { code: 'last-way-in' },
    });
  });

  test('SEC-19 a linked account is a way in: the last passkey may go', async () => {
    const { sessions, enrol, enter, linkFor } = await world();
    const key = { credentialId: 'key', publicKey: Uint8Array.of(1), counter: 0, transports: [] };
    await sessions.enrolPasskey(await linkFor('karim.benali'), key);
    await enrol('karim.benali');
    expect(await sessions.revokePasskey((await enter())!, 'key')).toMatchObject({ ok: true });
  });

  test('SEC-20 taking all ways in back takes the linked accounts too', async () => {
    const { office, signIn, enrol, enter } = await world();
    await enrol('karim.benali');
    expect(await enter()).not.toBeNull();
    const { actor } = await signIn('per_head');
    expect(await office.people.revokeWaysIn(actor, 'per_operator', 'lost')).toMatchObject({
      ok: true,
      value: { enrolled: { identities: 0 }, signedIn: false },
    });
    expect(await enter()).toBeNull();
  });

  test('SEC-60 an account taken back while it signs in opens nothing', async () => {
    const { sessions, facts, enrol } = await world();
    await enrol('karim.benali');
    const [entered] = await Promise.all([
      sessions.signInWithIdentity(karims),
      facts.transact(async (work) => {
        for (const { key } of await work.identities.all()) {
          await work.identities.remove(key);
        }
      }),
    ]);
    expect(entered).toMatchObject({ ok: false, error: { code: 'identity-unknown' } });
    expect(await facts.read((work) => work.identities.all())).toEqual([]);
  });
});
