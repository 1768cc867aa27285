/**
 * Two acts at once: what was read before the other was written is never written back. Each case holds
 * the first act where it waits (a hash, its turn), lets the second through, and looks at what is left.
 */

import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import type { Actor } from './office.ts';
import {
  createSteeredClock,
  createTestOffice,
  exampleRecording,
  fakeCodeAt,
  fakePasswordHasher,
} from './testing/index.ts';

const strong = 'brouette nuage fenouil cadran onze';
/** Turns of the event loop after which the second act is asked: before, between and after the first's steps. */
const moments = Array.from({ length: 24 }, (_, turns) => turns);

async function after<T>(turns: number, act: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < turns; turn++) {
    await Promise.resolve();
  }
  return await act();
}

/** `duringHash` runs once, while the next password is hashed or verified. */
async function world() {
  const clock = createSteeredClock();
  let duringHash: () => Promise<unknown> = async () => undefined;
  const meanwhile = async () => {
    const what = duringHash;
    duringHash = async () => undefined;
    await what();
  };
  const town = await createTestOffice({
    clock,
    passwordHasher: {
      hash: async (password) => {
        await meanwhile();
        return fakePasswordHasher.hash(password);
      },
      verify: async (hash, password) => {
        const matches = await fakePasswordHasher.verify(hash, password);
        await meanwhile();
        return matches;
      },
    },
  });
  const { office, signIn } = town;
  const { sessions } = office;
  const { actor: head } = await signIn('per_head');
  const link = async (login = 'karim.benali') => {
    const made = await sessions.newEnrolment('machine-owner', login);
    return made.ok ? made.value.token : '';
  };
  const enrolPassword = async (password: string) => {
    const token = await link();
    await sessions.enrolPassword(token, password);
    return await sessions.confirmPassword(token, fakeCodeAt(clock.nowMs()));
  };
  const person = async (id: string) =>
    (await town.facts.read((facts) => facts.people.one(id)))?.person;
  return {
    ...{ ...town, clock, sessions, head, link, enrolPassword, person },
    whileHashing: (what: () => Promise<unknown>) => {
      duringHash = what;
    },
  };
}

describe('links and ways in', () => {
  test('SEC-20 a link taken back while its password is hashed stays taken back', async () => {
    const { office, sessions, head, link, whileHashing } = await world();
    const token = await link();
    whileHashing(() => office.people.revokeWaysIn(head, 'per_operator', 'Téléphone perdu'));
    expect(await sessions.enrolPassword(token, strong)).toMatchObject({
      error: { code: 'enrolment-over' },
    });
    expect(await sessions.enrolment(token)).toBeNull();
  });

  test('SEC-13 a link spent in another browser while its password is hashed is spent', async () => {
    const { sessions, link, whileHashing } = await world();
    const token = await link();
    const key = { credentialId: 'one', publicKey: Uint8Array.of(1), counter: 0, transports: [] };
    whileHashing(() => sessions.enrolPasskey(token, key));
    expect(await sessions.enrolPassword(token, strong)).toMatchObject({ ok: false });
    expect(await sessions.enrolPasskey(token, { ...key, credentialId: 'two' })).toMatchObject({
      error: { code: 'enrolment-over' },
    });
  });

  test('SEC-20 a password that was replaced while it was verified opens nothing', async () => {
    const { office, sessions, clock, head, enrolPassword, whileHashing } = await world();
    await enrolPassword(strong);
    clock.advance(90_000);
    whileHashing(async () => {
      await office.people.revokeWaysIn(head, 'per_operator', 'Mot de passe lu par un autre');
      await enrolPassword('tuile marronnier fanal bruyère sept');
    });
    // A step early, which an authenticator may be: the new password's enrolment hasn't spent it.
    const code = fakeCodeAt(clock.nowMs() + 30_000);
    expect(await sessions.signInWithPassword('karim.benali', strong, code)).toMatchObject({
      error: { code: 'sign-in-failed' },
    });
  });
});

describe('people', () => {
  test('SEC-2 who leaves while they change their theme has left', async () => {
    const { office, sessions, signIn, head, person } = await world();
    const { actor } = await signIn('per_operator');
    await Promise.all([
      office.people.change(head, 'per_operator', { left: true }),
      sessions.setPreferences(actor, { theme: 'light' }),
    ]);
    expect((await person('per_operator'))?.leftAt).not.toBeNull();
  });

  test('SEC-2 who leaves while somebody corrects their name has left', async () => {
    const { office, head, person } = await world();
    await Promise.all([
      office.people.change(head, 'per_operator', { left: true }),
      office.people.change(head, 'per_operator', { displayName: 'Karim Ben Ali' }),
    ]);
    expect(await person('per_operator')).toMatchObject({
      ...{ displayName: 'Karim Ben Ali', leftAt: expect.any(String) },
    });
  });

  test.each(moments)(
    'SEC-2 who leaves while a clearance is written has none, or had it before (%d)',
    async (turns) => {
      const { office, head, clock, facts, person } = await world();
      const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
      const give = (by: Actor) =>
        office.people.addClearance(by, 'per_nobody', {
          ...{ authority: 'Arrêté 6', communeIds: ['com_vermeil'], cameraIds: null },
          ground: {
            ...{ kind: 'approved-agent', prefectApproval: '2026-01-05' },
            ...{ prosecutorApproval: null, oath: null },
          },
          ...{ rights: ['watch-live'], from: today, until: addDays(today, 30) },
        });
      const asked = await give(head);
      const confirmationId = asked.ok ? '' : (asked.error.confirmationId ?? '');
      await office.confirmations.proveForDemonstration(head, confirmationId);
      const [given] = await Promise.all([
        give({ ...head, confirmationId }),
        after(turns, () => office.people.change(head, 'per_nobody', { left: true })),
      ]);
      expect((await person('per_nobody'))?.leftAt).not.toBeNull();
      const kinds = facts.entries.map(({ kind }) => kind);
      const [first, second] = ['clearance-given', 'person-left'].map((kind) => kinds.indexOf(kind));
      expect(given.ok ? Number(first) < Number(second) : first === -1).toBe(true);
      expect(await give(head)).toMatchObject({ error: { rule: 'SEC-2', code: 'person-left' } });
    },
  );

  test('OPS-7 of two that ask for one login at once, one gets it', async () => {
    const { office, head } = await world();
    const body = { displayName: 'X', login: 'anne', post: 'operator', locale: 'fr' } as const;
    const both = await Promise.all([1, 2].map(() => office.people.add(head, body)));
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'login-taken' } });
  });

  test('SEC-7 the first suspension stands, with its reason', async () => {
    const { office, head, facts } = await world();
    await Promise.all(
      ['enquête', 'doublon'].map((reason) =>
        office.people.suspendClearance(head, 'clr_other', reason),
      ),
    );
    const kept = await facts.read((work) => work.clearances.one('clr_other'));
    expect(kept?.suspended?.reason).toBe('enquête');
    expect(facts.entries.filter(({ kind }) => kind === 'clearance-suspended')).toHaveLength(1);
  });
});

describe('said once', () => {
  const said = (facts: { readonly entries: readonly { readonly kind: string }[] }, kind: string) =>
    facts.entries.filter((entry) => entry.kind === kind).length;

  test('OPS-10 who signs out twice at once has signed out once', async () => {
    const { sessions, signIn, facts } = await world();
    const { actor } = await signIn('per_operator');
    await Promise.all([
      sessions.signOut(actor),
      sessions.signOut(actor),
      sessions.endSession(actor, actor.sessionId),
    ]);
    expect(said(facts, 'signed-out')).toBe(1);
  });

  test('OPS-10 a session that is ended while its ways in are taken back ended with them', async () => {
    const { office, sessions, signIn, head, facts } = await world();
    const { actor } = await signIn('per_operator');
    await Promise.all([
      office.people.revokeWaysIn(head, 'per_operator', 'Téléphone perdu'),
      sessions.signOut(actor),
    ]);
    expect(said(facts, 'signed-out')).toBe(0);
  });

  test('OPS-10 who is noted as leaving twice at once has left once, with one entry', async () => {
    const { office, head, facts } = await world();
    const leave = () => office.people.change(head, 'per_operator', { left: true });
    await Promise.all([leave(), leave()]);
    expect(said(facts, 'person-left')).toBe(1);
  });

  test('OPS-10 a bookmark that is taken away twice at once is taken away once', async () => {
    const { office, signIn, facts, clock } = await world();
    const { actor } = await signIn('per_operator');
    const mark = { cameraId: 'cam_place', atMs: clock.nowMs() - 60_000, title: 'Chute' };
    const set = await office.desk.addBookmark(actor, mark);
    const id = set.ok ? set.value.id : '';
    const remove = () => office.desk.removeBookmark(actor, id);
    const both = await Promise.all([remove(), remove()]);
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
    expect(said(facts, 'bookmark-removed')).toBe(1);
  });

  test('LIV-9 a camera that is opened on two tiles at once is one trace', async () => {
    const { office, signIn, facts, clock } = await world();
    const { actor } = await signIn('per_operator');
    const decide = () => office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    await Promise.all([decide(), decide()]);
    expect(said(facts, 'live-watched')).toBe(1);
  });

  test('LIV-10 four groups of pictures of one hour asked at once are one trace', async () => {
    const { office, signIn, facts, clock } = await world();
    const { actor } = await signIn('per_operator');
    const fromMs = clock.nowMs() - 600_000;
    await facts.transact((work) =>
      work.recordings.put(exampleRecording('rec_a', fromMs, fromMs + 300_000)),
    );
    const period = { fromMs, toMs: clock.nowMs() };
    const viewing = await office.playback.open(actor, {
      ...{ cameraIds: ['cam_place'], motive: 'rescue', note: '', ...period },
    });
    const id = viewing.ok ? viewing.value.id : '';
    const found = await Promise.all(
      [1, 2, 3, 4].map((second) =>
        office.playback.fileFor(actor, id, 'cam_place', fromMs + second * 1000, 'containing'),
      ),
    );
    expect(found.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(said(facts, 'recording-consulted')).toBe(1);
  });
});

describe('groups', () => {
  const ground = {
    kind: 'approved-agent',
    prefectApproval: '2026-01-05',
    prosecutorApproval: null,
    oath: null,
  } as const;

  /** A clearance for `per_nobody` that names the group "centre", proved and not yet carried out. */
  async function ready() {
    const town = await world();
    const { office, head, clock } = town;
    const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
    const give = (by: Actor) =>
      office.people.addClearance(by, 'per_nobody', {
        ...{ authority: 'Arrêté 6', ground, communeIds: ['com_vermeil'], cameraIds: null },
        ...{ groupIds: ['grp_centre'], rights: ['watch-live'] },
        ...{ from: today, until: addDays(today, 30) },
      });
    const asked = await give(head);
    const confirmationId = asked.ok ? '' : (asked.error.confirmationId ?? '');
    const shown = await office.confirmations.one(head, confirmationId);
    await office.confirmations.proveForDemonstration(head, confirmationId);
    const about = shown.ok ? shown.value.about.map(({ fr }) => fr) : [];
    return { ...town, about, give: () => give({ ...head, confirmationId }) };
  }

  test.each(moments)(
    'OPS-16 a group isn’t removed while a clearance that names it is written (%d)',
    async (turns) => {
      const { office, head, give, facts } = await ready();
      const [given, removed] = await Promise.all([
        give(),
        after(turns, () => office.cameraGroups.remove(head, 'grp_centre')),
      ]);
      expect([given.ok, removed.ok].toSorted()).toEqual([false, true]);
      const clearances = await facts.read((work) => work.clearances.all());
      const named = clearances.some(({ groupIds }) => groupIds.some((id) => id === 'grp_centre'));
      const kept = await facts.read((work) => work.cameraGroups.one('grp_centre'));
      expect(named).toBe(kept !== null);
    },
  );

  test.each(moments)(
    'SEC-30 a camera that joins a group while a clearance names it is signed for (%d)',
    async (turns) => {
      const { office, head, give } = await ready();
      const wish = { cameraIds: ['cam_place', 'cam_pont'] };
      const [given, widened] = await Promise.all([
        give(),
        after(turns, () => office.cameraGroups.change(head, 'grp_centre', wish)),
      ]);
      expect([given.ok, widened.ok].toSorted()).toEqual([false, true]);
    },
  );

  test('SEC-32 who signs a clearance signs the cameras of its groups, and no others', async () => {
    const { office, head, give, about, facts } = await ready();
    expect(about).toContain('Groupes : Centre (1 Place du Beffroi)');
    // Nobody has it yet, so nothing else is asked of whoever widens it.
    const wish = { cameraIds: ['cam_place', 'cam_gare', 'cam_pont'] };
    expect((await office.cameraGroups.change(head, 'grp_centre', wish)).ok).toBe(true);
    expect(await give()).toMatchObject({ error: { code: 'confirmation-over' } });
    const entry = facts.entries.find(({ kind }) => kind === 'clearance-given');
    expect(entry).toBeUndefined();
  });
});

describe('cameras', () => {
  test.each(moments)(
    'MSK-53 a decision on masks isn’t undone by whoever corrects the camera meanwhile (%d)',
    async (turns) => {
      const { office, head, signIn, facts } = await world();
      const { actor: technician } = await signIn('per_technician');
      const polygon = [
        { x: 0.5, y: 0.5 },
        { x: 0.9, y: 0.5 },
        { x: 0.9, y: 0.9 },
      ];
      const choice = { mode: 'server' as const, style: 'solid' as const, polygons: [polygon] };
      const draw = (by: Actor) =>
        office.cameras.setMasks(by, 'cam_marche', { choice, reason: 'Fenêtres' }, null);
      const asked = await draw(head);
      const confirmationId = asked.ok ? '' : (asked.error.confirmationId ?? '');
      await office.confirmations.proveForDemonstration(head, confirmationId);
      const [drawn] = await Promise.all([
        draw({ ...head, confirmationId }),
        after(turns, () => office.cameras.change(technician, 'cam_marche', { fastFlow: true })),
      ]);
      expect(drawn.ok).toBe(true);
      const kept = await facts.read((work) => work.cameras.one('cam_marche'));
      expect(kept?.camera).toMatchObject({ fastFlow: true, mask: { reason: 'Fenêtres' } });
    },
  );
});
