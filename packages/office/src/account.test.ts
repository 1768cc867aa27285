import { describe, expect, test } from 'vitest';
import { createSteeredClock, createTestOffice, fakeCodeAt } from './testing/index.ts';

const strong = 'brouette nuage fenouil cadran onze';

async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const { sessions } = town.office;
  const link = async () => {
    const made = await sessions.newEnrolment('machine-owner', 'karim.benali');
    return made.ok ? made.value.token : '';
  };
  const addPasskey = async (credentialId: string) => {
    const key = { credentialId, publicKey: Uint8Array.of(1), counter: 0, transports: ['internal'] };
    return await sessions.enrolPasskey(await link(), key);
  };
  const addPassword = async () => {
    const token = await link();
    await sessions.enrolPassword(token, strong);
    return await sessions.confirmPassword(token, fakeCodeAt(clock.nowMs()));
  };
  return { ...town, clock, sessions, link, addPasskey, addPassword };
}

describe('own ways in', () => {
  test('SEC-19 a person sees their passkeys and sessions, and nobody else’s', async () => {
    const { sessions, signIn, addPasskey, clock } = await world();
    await addPasskey('first');
    clock.advance(1000);
    const entered = await sessions.signInWithPasskey('first', 0);
    const actor = entered.ok ? await sessions.actorOf(entered.value.token) : null;
    expect(actor).not.toBeNull();
    if (actor === null) {
      return;
    }
    await signIn('per_head');
    const account = await sessions.account(actor);
    expect(account.passkeys).toMatchObject([{ id: 'first', transports: ['internal'] }]);
    expect(Date.parse(account.passkeys[0]?.lastUsedAt ?? '')).toBe(clock.nowMs());
    expect(Date.parse(account.passkeys[0]?.enrolledAt ?? '')).toBe(clock.nowMs() - 1000);
    expect(account.password).toBe(false);
    expect(account.sessions).toMatchObject([{ how: 'passkey', current: true }]);
  });

  test('SEC-19 a passkey taken back opens nothing and ends the other sessions', async () => {
    const { sessions, signIn, addPasskey } = await world();
    await addPasskey('first');
    await addPasskey('second');
    const { actor: mine } = await signIn('per_operator');
    const { token: elsewhere } = await signIn('per_operator');
    const { token: others } = await signIn('per_other');
    expect(await sessions.revokePasskey(mine, 'first')).toEqual({ ok: true, value: null });
    expect(await sessions.passkey('first')).toBeNull();
    expect(await sessions.signInWithPasskey('first', 0)).toMatchObject({ ok: false });
    expect(await sessions.actorOf(elsewhere)).toBeNull();
    expect(await sessions.actorOf(others)).not.toBeNull();
    expect((await sessions.account(mine)).sessions).toHaveLength(1);
  });

  test.each([0, 1, 2, 3])(
    'SEC-20 a passkey taken back while it signs in opens nothing and stays away (%d)',
    async (turns) => {
      const { sessions, signIn, addPasskey, office } = await world();
      await addPasskey('lost');
      const { actor: head } = await signIn('per_head');
      const revoked = office.people.revokeWaysIn(head, 'per_operator', 'Clé perdue dans le parc');
      for (let turn = 0; turn < turns; turn++) {
        await Promise.resolve();
      }
      const [entered] = await Promise.all([sessions.signInWithPasskey('lost', 1), revoked]);
      expect(await sessions.passkey('lost')).toBeNull();
      expect(entered.ok && (await sessions.actorOf(entered.value.token))).toBeFalsy();
    },
  );

  test('SEC-19 the last way in stays, and somebody else’s passkey is unknown', async () => {
    const { sessions, signIn, addPasskey, addPassword } = await world();
    await addPasskey('only');
    const { actor } = await signIn('per_operator');
    const { actor: other } = await signIn('per_other');
    expect(await sessions.revokePasskey(actor, 'only')).toMatchObject({
      error: { code: 'last-way-in', rule: 'SEC-19' },
    });
    expect(await sessions.revokePasskey(other, 'only')).toMatchObject({
      error: { code: 'unknown-thing' },
    });
    await addPassword();
    expect(await sessions.revokePasskey(actor, 'only')).toEqual({ ok: true, value: null });
  });

  test('SEC-19 a person ends another session of theirs, never somebody else’s', async () => {
    const { sessions, signIn } = await world();
    const { actor } = await signIn('per_operator');
    const { actor: elsewhere, token } = await signIn('per_operator');
    const { actor: other, token: others } = await signIn('per_other');
    expect(await sessions.endSession(other, elsewhere.sessionId)).toMatchObject({ ok: false });
    expect(await sessions.endSession(actor, elsewhere.sessionId)).toEqual({
      ok: true,
      value: null,
    });
    expect(await sessions.actorOf(token)).toBeNull();
    expect(await sessions.actorOf(others)).not.toBeNull();
  });
});

describe('ways in of others', () => {
  const key = { credentialId: 'claires', counter: 0, transports: [] };

  test('SEC-25 a passkey that another person has is never enrolled again, and the link stays good', async () => {
    const { sessions, facts, link } = await world();
    const made = await sessions.newEnrolment('machine-owner', 'claire.martin');
    const claires = { ...key, publicKey: Uint8Array.of(1) };
    await sessions.enrolPasskey(made.ok ? made.value.token : '', claires);
    const token = await link();
    // Whoever enrols chooses the id that the page sends.
    const forged = { ...key, publicKey: Uint8Array.of(2) };
    expect(await sessions.enrolPasskey(token, forged)).toMatchObject({
      error: { code: 'passkey-taken', rule: 'SEC-25' },
    });
    expect(await facts.read((work) => work.passkeys.one('claires'))).toMatchObject({
      ...{ personId: 'per_head', publicKey: Uint8Array.of(1) },
    });
    expect(await sessions.enrolment(token)).not.toBeNull();
  });

  test('SEC-26 whoever leaves keeps no way in, no link and no session, and no secret is kept of them', async () => {
    const { office, sessions, facts, signIn, link, addPasskey, addPassword } = await world();
    await addPasskey('theirs');
    await addPassword();
    await sessions.enrolIdentity(await link(), { issuer: 'https://idp.example', subject: 'f3a9' });
    const open = await link();
    const { actor: head } = await signIn('per_head');
    const left = await office.people.change(head, 'per_operator', { left: true });
    expect(left).toMatchObject({
      value: { enrolled: { passkeys: 0, password: false, identities: 0 }, signedIn: false },
    });
    expect(await sessions.enrolment(open)).toBeNull();
    const kept = await facts.read(async (work) => [
      await work.passwords.one('per_operator'),
      ...(await work.passkeys.ofPerson('per_operator')),
      ...(await work.identities.ofPerson('per_operator')),
    ]);
    expect(kept).toEqual([null]);
    // Whoever comes back is another person of the register, who may link the same account.
    const again = await sessions.newEnrolment('machine-owner', 'lea.robin');
    const identity = { issuer: 'https://idp.example', subject: 'f3a9' };
    expect(await sessions.enrolIdentity(again.ok ? again.value.token : '', identity)).toMatchObject(
      { ok: true },
    );
  });
});

describe('a lost device', () => {
  test('SEC-20 every way in, link and session of the person ends, and the register says why', async () => {
    const { office, sessions, facts, signIn, link, addPasskey, addPassword } = await world();
    await addPasskey('lost');
    await addPassword();
    const open = await link();
    const { token } = await signIn('per_operator');
    const { actor: head } = await signIn('per_head');
    const reason = 'Téléphone perdu';
    const revoked = await office.people.revokeWaysIn(head, 'per_operator', reason);
    expect(revoked).toMatchObject({
      value: { enrolled: { passkeys: 0, password: false, identities: 0 }, signedIn: false },
    });
    expect(await sessions.actorOf(token)).toBeNull();
    expect(await sessions.enrolment(open)).toBeNull();
    expect(await sessions.signInWithPasskey('lost', 0)).toMatchObject({ ok: false });
    const [entry] = await facts.read((work) => work.register.page('acts', 1e9, 1));
    expect(entry?.record).toContain('ways-in-revoked');
    expect(entry?.record).toContain(reason);
  });

  test('SEC-20 is for whoever manages people', async () => {
    const { office, sessions, signIn } = await world();
    const { actor } = await signIn('per_other');
    const { token } = await signIn('per_operator');
    expect(await office.people.revokeWaysIn(actor, 'per_operator', 'x')).toMatchObject({
      ok: false,
    });
    expect(await sessions.actorOf(token)).not.toBeNull();
  });
});
