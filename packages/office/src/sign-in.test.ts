import { describe, expect, test } from 'vitest';
import {
  confirmed,
  createSteeredClock,
  createTestOffice,
  fakeCodeAt,
  testSettings,
} from './testing/index.ts';

const hourMs = 3_600_000;
const strong = 'brouette nuage fenouil cadran onze';

async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const { sessions } = town.office;
  const enrol = async (login: string) => {
    const link = await sessions.newEnrolment('machine-owner', login);
    if (!link.ok) {
      throw new Error(link.error.code);
    }
    const chosen = await sessions.enrolPassword(link.value.token, strong);
    const proved = await sessions.confirmPassword(link.value.token, fakeCodeAt(clock.nowMs()));
    return { token: link.value.token, chosen, confirmed: proved };
  };
  const code = () => fakeCodeAt(clock.nowMs());
  return { ...town, clock, sessions, enrol, code };
}

describe('enrolment', () => {
  test('SEC-13 a link is good once', async () => {
    const { sessions, enrol } = await world();
    const { token, chosen, confirmed } = await enrol('karim.benali');
    expect(chosen).toMatchObject({
      ok: true,
      value: { secretBase32: expect.stringMatching(/^[A-Z2-7]{32}$/) },
    });
    expect(confirmed).toEqual({ ok: true, value: null });
    expect(await sessions.enrolment(token)).toBeNull();
    expect(await sessions.enrolPassword(token, strong)).toMatchObject({
      error: { code: 'enrolment-over' },
    });
    expect(await sessions.confirmPassword(token, '000000')).toMatchObject({
      error: { rule: 'SEC-13' },
    });
  });

  test('SEC-13 a link ends after 24 hours, and its token is never kept', async () => {
    const { sessions, clock, facts } = await world();
    const link = await sessions.newEnrolment('machine-owner', 'per_operator');
    const token = link.ok ? link.value.token : '';
    expect(token).toMatch(/^[\w-]{43}$/);
    const kept = JSON.stringify(await facts.read((work) => work.enrolments.all()));
    expect(kept).not.toContain(token);
    clock.advance(24 * hourMs - 1);
    expect(await sessions.enrolment(token)).toMatchObject({ person: { login: 'karim.benali' } });
    clock.advance(1);
    expect(await sessions.enrolment(token)).toBeNull();
  });

  test('SEC-13 an operator makes no links, a head does; nobody is unknown', async () => {
    const { office, sessions, signIn } = await world();
    const { actor } = await signIn('per_operator');
    expect(await sessions.newEnrolment(actor, 'per_other')).toMatchObject({ ok: false });
    const { actor: head } = await signIn('per_head');
    const link = await confirmed(office.confirmations, head, (by) =>
      sessions.newEnrolment(by, 'lea.robin'),
    );
    expect(link).toMatchObject({ ok: true });
    expect(await sessions.newEnrolment(head, 'nobody')).toMatchObject({
      error: { code: 'unknown-person' },
    });
  });

  test('SEC-10 a weak password is refused before anything is kept', async () => {
    const { sessions, facts } = await world();
    const link = await sessions.newEnrolment('machine-owner', 'karim.benali');
    const token = link.ok ? link.value.token : '';
    expect(await sessions.enrolPassword(token, 'karim2026')).toMatchObject({
      error: { rule: 'SEC-10' },
    });
    const [kept] = await facts.read((work) => work.enrolments.all());
    expect(kept?.pending).toBeNull();
  });

  test('SEC-16 a password is not in force before a code has proved the authenticator', async () => {
    const { sessions, code } = await world();
    const link = await sessions.newEnrolment('machine-owner', 'karim.benali');
    const token = link.ok ? link.value.token : '';
    await sessions.enrolPassword(token, strong);
    expect(await sessions.confirmPassword(token, '999999')).toMatchObject({
      error: { code: 'code-wrong' },
    });
    expect(await sessions.signInWithPassword('karim.benali', strong, code())).toMatchObject({
      error: { code: 'sign-in-failed' },
    });
  });
});

describe('password and code', () => {
  test('SEC-16 a code is good once', async () => {
    const { sessions, clock, enrol, code } = await world();
    await enrol('karim.benali');
    expect(await sessions.signInWithPassword('karim.benali', strong, code())).toMatchObject({
      error: { code: 'sign-in-failed' },
    });
    clock.advance(60_000);
    expect(await sessions.signInWithPassword(' Karim.Benali', strong, code())).toMatchObject({
      ok: true,
    });
    expect(await sessions.signInWithPassword('karim.benali', strong, code())).toMatchObject({
      ok: false,
    });
  });

  test('SEC-11 locks after five failures, even against the right password, and opens again', async () => {
    const { sessions, clock, enrol, code } = await world();
    await enrol('karim.benali');
    clock.advance(60_000);
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => sessions.signInWithPassword('karim.benali', 'x', code())),
    );
    const codes = attempts.map((each) => (each.ok ? 'in' : each.error.code)).sort();
    expect(codes.filter((each) => each === 'sign-in-failed')).toHaveLength(5);
    expect(codes.filter((each) => each === 'sign-in-locked')).toHaveLength(3);
    expect(await sessions.signInWithPassword('karim.benali', strong, code())).toMatchObject({
      error: { code: 'sign-in-locked', words: { en: expect.stringContaining('1 min') } },
    });
    clock.advance(60_000);
    expect(await sessions.signInWithPassword('karim.benali', strong, code())).toMatchObject({
      ok: true,
    });
  });

  test('SEC-11 a name nobody bears is refused and locked in the same way', async () => {
    const { sessions, enrol, code } = await world();
    await enrol('karim.benali');
    const answers = async (login: string) => {
      const codes: string[] = [];
      for (let tries = 0; tries < 6; tries++) {
        const answer = await sessions.signInWithPassword(login, 'x', code());
        codes.push(answer.ok ? 'in' : answer.error.code);
      }
      return codes;
    };
    expect(await answers('personne')).toEqual(await answers('karim.benali'));
  });

  test('SEC-11 once locked, a name nobody bears asks as much of the database as another', async () => {
    const { sessions, facts, enrol, code } = await world();
    await enrol('karim.benali');
    const unitsFor = async (login: string) => {
      for (let tries = 0; tries < 5; tries++) {
        await sessions.signInWithPassword(login, 'x', code());
      }
      const { transact } = facts;
      let units = 0;
      facts.transact = (work) => {
        units += 1;
        return transact(work);
      };
      const answer = await sessions.signInWithPassword(login, 'x', code());
      facts.transact = transact;
      return [answer.ok ? 'in' : answer.error.code, units];
    };
    expect(await unitsFor('personne')).toEqual(await unitsFor('karim.benali'));
  });
});

describe('sessions', () => {
  test('SEC-12 end after 12 hours, or after 2 without use', async () => {
    const { sessions, clock, signIn } = await world();
    const { token } = await signIn('per_operator');
    for (let hours = 0; hours < 11; hours++) {
      clock.advance(hourMs);
      expect(await sessions.actorOf(token)).not.toBeNull();
    }
    clock.advance(hourMs);
    expect(await sessions.actorOf(token)).toBeNull();
    const { token: idle } = await signIn('per_operator');
    clock.advance(2 * hourMs);
    expect(await sessions.actorOf(idle)).toBeNull();
  });

  test('SEC-12 an eleventh session ends the one that was used longest ago, and says so', async () => {
    const { office, signIn, sessions, clock, facts } = await world();
    const heard: boolean[] = [];
    const first = await signIn('per_operator');
    clock.advance(1000);
    const second = await signIn('per_operator');
    await signIn('per_head');
    for (let more = 0; more < 8; more++) {
      clock.advance(1000);
      await signIn('per_operator');
    }
    office.onChange(({ rights }) => heard.push(rights));
    await sessions.actorOf(first.token);
    await signIn('per_operator');
    expect(await sessions.actorOf(second.token)).toBeNull();
    expect(sessions.isOpen(second.actor.sessionId)).toBe(false);
    expect(sessions.isOpen(first.actor.sessionId)).toBe(true);
    expect(heard).toEqual([true]);
    const last = facts.entries.findLast(({ kind }) => kind === 'signed-in');
    expect(JSON.parse(last?.record ?? '{}').what.ended).toEqual([second.actor.sessionId]);
  });

  test('SEC-12 who is seen as signed in is', async () => {
    const { office, clock, signIn } = await world();
    await signIn('per_operator');
    clock.advance(2 * hourMs);
    const { actor: head } = await signIn('per_head');
    const people = await office.people.list(head);
    const shown = people.ok ? people.value.filter(({ signedIn }) => signedIn) : [];
    expect(shown.map(({ id }) => id)).toEqual(['per_head']);
  });

  test('SEC-12 no token is kept, and signing out ends it at once', async () => {
    const { sessions, facts, signIn } = await world();
    const { token, actor } = await signIn('per_operator');
    expect(JSON.stringify(await facts.read((work) => work.sessions.all()))).not.toContain(token);
    await sessions.signOut(actor);
    expect(await sessions.actorOf(token)).toBeNull();
    expect(await sessions.actorOf('')).toBeNull();
  });

  test('SEC-2 end when their person leaves', async () => {
    const { office, sessions, signIn } = await world();
    const { token } = await signIn('per_operator');
    const { actor: head } = await signIn('per_head');
    await office.people.change(head, 'per_operator', { left: true });
    expect(await sessions.actorOf(token)).toBeNull();
    expect(await sessions.signInForDemonstration('per_operator')).toMatchObject({
      error: { rule: 'SEC-2' },
    });
  });

  test('SEC-17 nobody signs in without proof outside a demonstration', async () => {
    const { office } = await createTestOffice({
      settings: { ...testSettings, demonstration: false },
    });
    expect(await office.sessions.signInForDemonstration('per_head')).toMatchObject({
      error: { rule: 'SEC-17' },
    });
    expect(await office.sessions.demonstrationPeople()).toEqual([]);
  });

  test('SEC-5 the page knows what the person may, and what to say of the rest', async () => {
    const { sessions, signIn } = await world();
    const { actor } = await signIn('per_technician');
    const view = await sessions.view(actor);
    expect(view.may['manage-cameras']).toEqual({ allowed: true, rule: 'SEC-5', words: null });
    expect(view.may['watch-live']).toMatchObject({ allowed: false, rule: 'SEC-9' });
    expect((await sessions.view(null)).may['read-health']).toMatchObject({ rule: 'SEC-1' });
  });

  test('SEC-1 a passkey whose counter falls back is a copy', async () => {
    const { sessions } = await world();
    const link = await sessions.newEnrolment('machine-owner', 'karim.benali');
    const token = link.ok ? link.value.token : '';
    const key = { credentialId: 'c', publicKey: Uint8Array.of(1), counter: 5, transports: [] };
    expect(await sessions.enrolPasskey(token, key)).toEqual({ ok: true, value: null });
    expect(await sessions.signInWithPasskey('c', 6)).toMatchObject({ ok: true });
    expect(await sessions.signInWithPasskey('c', 6)).toMatchObject({ ok: false });
    expect(await sessions.signInWithPasskey('other', 1)).toMatchObject({ ok: false });
  });
});
