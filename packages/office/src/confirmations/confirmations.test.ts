/** Sensitive acts and their proofs, on fakes: what a confirmation opens, and everything it doesn't. */

import { assert, toHex, utf8Bytes } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../office.ts';
import type { VerifiedAssertion } from '../ports/confirmations.ts';
import {
  drawn,
  type Errand,
  minuteMs,
  noMasks,
  openWorld,
} from '../testing/confirmations-world.ts';
import { confirmed, fakeCodeAt, sha256, testSettings } from '../testing/index.ts';

describe('SEC-30 a sensitive act wants a proof bound to it', () => {
  test('SEC-30 asked without one it does nothing and says in words what is to be proved', async () => {
    const world = await openWorld();
    const errands = [world.masks(drawn), world.clearance, world.link, world.lift];
    for (const errand of errands) {
      const before = world.town.facts.entries.length;
      const id = await world.ask(errand);
      const view = await world.confirmations.one(world.head, id);
      assert(view.ok, 'whoever asks sees it');
      expect(view.value).toMatchObject({ step: 'first-proof', isMine: true, provedBy: [] });
      expect(view.value.about.length).toBeGreaterThan(1);
      expect(view.value.about.every(({ fr, en }) => fr !== en)).toBe(true);
      expect(await errand(with_(world.head, id))).toMatchObject({
        error: { rule: 'SEC-30', code: 'confirmation-wanted', confirmationId: id },
      });
      expect(world.town.facts.entries).toHaveLength(before);
    }
  });

  test('SEC-30 what protects waits for nobody', async () => {
    const { office, head } = await openWorld();
    expect(await office.people.suspendClearance(head, 'clr_other', 'enquête')).toMatchObject({
      ok: true,
    });
    expect(await office.people.revokeWaysIn(head, 'per_operator', 'perdu')).toMatchObject({
      ok: true,
    });
  });

  test('SEC-30 what the law refuses is refused before any proof is asked', async () => {
    const world = await openWorld();
    expect(await world.masks(drawn)(world.chief)).toMatchObject({
      error: { code: 'post-without-right' },
    });
  });

  test('SEC-32 a confirmation opens its act once, and no other act, body, target, session or person', async () => {
    const world = await openWorld();
    const id = await world.proved(world.masks(drawn));
    const otherSession = (await world.town.signIn('per_head')).actor;
    const others: readonly (readonly [Errand, Actor])[] = [
      [world.masks({ ...drawn, style: 'pixelate' }), world.head],
      [world.masks(drawn, 'cam_gare'), world.head],
      [world.masks(drawn, 'cam_place', 'autre motif'), world.head],
      [world.masks(noMasks), world.head],
      [world.clearance, world.head],
      [world.masks(drawn), otherSession],
      [world.masks(drawn), world.otherHead],
    ];
    for (const [errand, actor] of others) {
      expect(await errand(with_(actor, id))).toMatchObject({
        error: { rule: 'SEC-32', code: 'confirmation-over' },
      });
    }
    expect(await world.masks(drawn)(with_(world.head, id))).toMatchObject({ ok: true });
    expect(await world.masks(drawn)(with_(world.head, id))).toMatchObject({
      error: { code: 'confirmation-over' },
    });
  });

  test('SEC-32 of two askings at once one is carried out', async () => {
    const world = await openWorld();
    const id = await world.proved(world.masks(drawn));
    const twice = await Promise.all([1, 2].map(() => world.masks(drawn)(with_(world.head, id))));
    expect(twice.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    expect(world.entries('mask-redrawn')).toHaveLength(1);
  });

  test('SEC-32 it is over after five minutes, proved or not, and leaves', async () => {
    for (const isProved of [false, true]) {
      const world = await openWorld();
      const errand = world.masks(drawn);
      const id = isProved ? await world.proved(errand) : await world.ask(errand);
      world.clock.advance(5 * minuteMs);
      expect(await errand(with_(world.head, id))).toMatchObject({
        error: { code: 'confirmation-over' },
      });
      expect(await world.confirmations.proveForDemonstration(world.head, id)).toMatchObject({
        error: { code: 'confirmation-over' },
      });
      await world.ask(errand);
      expect(await world.kept()).toHaveLength(1);
    }
  });

  test('SEC-32 a person has five open ones at most, the oldest goes', async () => {
    const world = await openWorld();
    const first = await world.ask(world.masks(drawn));
    for (let count = 0; count < 7; count++) {
      world.clock.advance(1);
      await world.ask(world.masks(drawn));
    }
    expect(await world.kept()).toHaveLength(5);
    expect(await world.confirmations.one(world.head, first)).toMatchObject({
      error: { code: 'unknown-thing' },
    });
  });

  test('SEC-32 a right that ended since the proof opens nothing', async () => {
    const world = await openWorld();
    const id = await world.proved(world.clearance);
    await world.office.people.suspendClearance(world.otherHead, 'clr_head', 'enquête');
    expect((await world.clearance(with_(world.head, id))).ok).toBe(false);
    expect(world.entries('clearance-given')).toHaveLength(0);
  });
});

describe('SEC-34 ways to prove', () => {
  test('SEC-17 a demonstration’s mark exists in a demonstration only', async () => {
    const settings = { ...testSettings };
    const world = await openWorld({ settings });
    const id = await world.ask(world.masks(drawn));
    Object.assign(settings, { demonstration: false });
    expect(await world.confirmations.proveForDemonstration(world.head, id)).toMatchObject({
      error: { rule: 'SEC-17' },
    });
    Object.assign(settings, { demonstration: true });
    await world.confirmations.proveForDemonstration(world.head, id);
    Object.assign(settings, { demonstration: false });
    expect((await world.masks(drawn)(with_(world.head, id))).ok).toBe(false);
  });

  test('SEC-34 password and code: a failure is written and counted, a code serves once', async () => {
    const world = await openWorld();
    const { confirmations, head } = world;
    const password = await world.enrolPassword('claire.martin');
    world.clock.advance(minuteMs);
    const id = await world.ask(world.masks(drawn));
    const code = () => fakeCodeAt(world.clock.nowMs());
    expect(await confirmations.provePassword(head, id, 'wrong', code())).toMatchObject({
      error: { rule: 'SEC-34', code: 'proof-refused' },
    });
    expect(world.entries('proof-refused')).toHaveLength(1);
    const proved = await confirmations.provePassword(head, id, password, code());
    expect(proved).toMatchObject({ ok: true, value: { step: 'ready' } });
    const second = await world.ask(world.masks(drawn));
    expect(await confirmations.provePassword(head, second, password, code())).toMatchObject({
      error: { code: 'proof-refused' },
    });
    for (let failure = 0; failure < 4; failure++) {
      await confirmations.provePassword(head, second, 'wrong', '000000');
    }
    expect(await confirmations.provePassword(head, second, password, code())).toMatchObject({
      error: { rule: 'SEC-11', code: 'sign-in-locked' },
    });
  });

  test('SEC-34 a proof by a password or passkey that was taken back meanwhile counts no more', async () => {
    const world = await openWorld();
    const password = await world.enrolPassword('claire.martin');
    world.clock.advance(minuteMs);
    const byPassword = await world.ask(world.masks(drawn));
    const code = fakeCodeAt(world.clock.nowMs());
    await world.confirmations.provePassword(world.head, byPassword, password, code);
    await world.enrolPasskey('claire.martin', 'one');
    const byPasskey = await world.ask(world.masks(drawn));
    await world.confirmations.provePasskey(world.head, byPasskey, await world.assertion(byPasskey));
    await world.town.facts.transact(async (facts) => {
      await facts.passwords.remove('per_head');
      await facts.passkeys.remove('one');
    });
    for (const id of [byPassword, byPasskey]) {
      expect(await world.masks(drawn)(with_(world.head, id))).toMatchObject({
        error: { code: 'confirmation-over' },
      });
    }
  });

  test('SEC-34 an assertion over another digest, of another’s passkey or with a counter that fell back is refused', async () => {
    const world = await openWorld();
    await world.enrolPasskey('claire.martin', 'one');
    await world.enrolPasskey('karim.benali', 'two');
    const id = await world.ask(world.masks(drawn));
    const good = await world.assertion(id);
    const bad: readonly (VerifiedAssertion | null)[] = [
      null,
      { ...good, digest: sha256(good.digest) },
      { ...good, credentialId: 'two' },
      { ...good, credentialId: 'none' },
      { ...good, newCounter: 3 },
    ];
    for (const assertion of bad) {
      expect(await world.confirmations.provePasskey(world.head, id, assertion)).toMatchObject({
        error: { rule: 'SEC-34' },
      });
    }
    expect(world.entries('proof-refused')).toHaveLength(bad.length);
    expect(await world.confirmations.provePasskey(world.head, id, good)).toMatchObject({
      value: { step: 'ready', provedBy: [{ way: 'passkey' }] },
    });
    const passkey = await world.town.facts.read((facts) => facts.passkeys.one('one'));
    expect(passkey?.counter).toBe(good.newCounter);
  });

  test('SEC-35 the act’s entry holds what was signed and the assertion, and its digest can be made again', async () => {
    const world = await openWorld();
    await world.enrolPasskey('claire.martin', 'one');
    const id = await world.ask(world.masks(drawn));
    const good = await world.assertion(id);
    await world.confirmations.provePasskey(world.head, id, good);
    await world.masks(drawn)(with_(world.head, id));
    const [entry] = world.entries('mask-redrawn');
    const { confirmation } = JSON.parse(entry?.record ?? '{}').what;
    expect(confirmation).toMatchObject({
      digest: toHex(sha256(utf8Bytes(confirmation.signed))),
      proofs: [{ by: 'per_head', way: 'passkey', assertion: { signature: good.signature } }],
    });
    expect(JSON.parse(confirmation.signed)).toMatchObject({
      act: 'change-masks',
      asker: 'per_head',
      targets: ['cam_place', 'msk_place'],
      body: { choice: drawn },
    });
  });
});

describe('SEC-31 two persons', () => {
  test('SEC-31 lifting masks and ending a hold want a second person, never the first again', async () => {
    const world = await openWorld();
    for (const errand of [world.masks(noMasks), world.lift]) {
      const id = await world.proved(errand);
      expect(await errand(with_(world.head, id))).toMatchObject({
        error: { rule: 'SEC-31', code: 'second-person-wanted', confirmationId: id },
      });
      expect(await world.confirmations.proveForDemonstration(world.head, id)).toMatchObject({
        error: { rule: 'SEC-31' },
      });
      const own = await world.confirmations.one(world.head, id);
      expect(own.ok && own.value.waitsFor).toContain('Anne Doucet');
      expect(own.ok && own.value.waitsFor).not.toContain('Claire Martin');
      await world.confirmations.proveForDemonstration(world.otherHead, id);
      expect(await errand(with_(world.head, id))).toMatchObject({ ok: true });
    }
    const entry = world.entries('hold-ended')[0];
    const { proofs } = JSON.parse(entry?.record ?? '{}').what.confirmation;
    expect(proofs.map(({ by }: { by: string }) => by)).toEqual([
      'per_head',
      world.otherHead.person.id,
    ]);
  });

  test('SEC-31 who may not do the act, or gets something by it, neither sees nor proves it', async () => {
    const world = await openWorld();
    await world.town.facts.transact((facts) =>
      facts.town.put({ key: 'town', name: 'Vermeil', fourEyes: ['make-way-in', 'lift-masks'] }),
    );
    await world.office.people.add(world.head, world.newcomer('x'));
    const link = (by: Actor) => world.office.sessions.newEnrolment(by, world.otherHead.person.id);
    for (const [errand, who] of [
      [world.masks(noMasks), world.chief],
      [world.masks(noMasks), world.operator],
      [link, world.otherHead],
    ] as const) {
      const id = await world.proved(errand);
      expect(await world.confirmations.one(who, id)).toMatchObject({
        error: { code: 'unknown-thing' },
      });
      expect((await world.confirmations.proveForDemonstration(who, id)).ok).toBe(false);
      const list = await world.confirmations.pending(who);
      expect(list.ok && list.value.map((each) => each.id)).not.toContain(id);
    }
  });

  test('SEC-36 nobody makes their own second person: a clearance or a way in for one wants two', async () => {
    const world = await openWorld();
    const { office, head, otherHead, chief } = world;
    const added = await office.people.add(head, world.newcomer('straw.man'));
    const strawMan = added.ok ? added.value.id : '';
    const clear: Errand = (by) => office.people.addClearance(by, strawMan, world.headClearance);
    const linkForOther: Errand = (by) => office.sessions.newEnrolment(by, otherHead.person.id);
    for (const errand of [clear, linkForOther]) {
      const id = await world.proved(errand);
      expect(await errand(with_(head, id))).toMatchObject({ error: { rule: 'SEC-31' } });
    }
    expect((await confirmed(world.confirmations, head, clear, chief)).ok).toBe(true);
    expect((await confirmed(world.confirmations, head, world.clearance)).ok).toBe(true);
    await world.town.facts.transact((facts) =>
      facts.town.put({ key: 'town', name: 'Vermeil', fourEyes: [] }),
    );
    await office.people.add(head, world.newcomer('z'));
    expect((await confirmed(world.confirmations, head, linkForOther)).ok).toBe(true);
  });

  test('SEC-31 nobody is asked before whoever asks has proved, nor once they have signed out', async () => {
    const world = await openWorld();
    const waiting = async () => {
      const list = await world.confirmations.pending(world.otherHead);
      return list.ok ? list.value.map(({ id }) => id) : [];
    };
    const id = await world.ask(world.masks(noMasks));
    expect(await waiting()).toEqual([]);
    expect((await world.confirmations.proveForDemonstration(world.otherHead, id)).ok).toBe(false);
    await world.confirmations.proveForDemonstration(world.head, id);
    expect(await waiting()).toEqual([id]);
    await world.office.sessions.signOut(world.head);
    expect(await waiting()).toEqual([]);
  });

  test('SEC-32 the second person’s right is asked again when the act is carried out', async () => {
    const world = await openWorld();
    const errand = world.masks(noMasks);
    const id = await world.proved(errand, world.otherHead);
    await world.office.people.change(world.head, world.otherHead.person.id, { left: true });
    expect(await errand(with_(world.head, id))).toMatchObject({
      error: { code: 'confirmation-over' },
    });
  });

  test('SEC-31 both are told how it ended: done, or lapsed because whoever asked was gone', async () => {
    const world = await openWorld();
    const { confirmations, clock, head, otherHead } = world;
    const steps = async (person: typeof head) => {
      const shown = await confirmations.pending(person);
      return shown.ok ? shown.value.map(({ step }) => step) : [];
    };
    const done = world.masks(noMasks);
    const id = await world.proved(done, otherHead);
    expect([await steps(head), await steps(otherHead)]).toEqual([['ready'], ['ready']]);
    await done(with_(head, id));
    expect([await steps(head), await steps(otherHead)]).toEqual([[], ['done']]);
    expect(await done(with_(head, id))).toMatchObject({ error: { code: 'confirmation-over' } });
    expect(await confirmations.refuse(otherHead, id, 'trop tard')).toMatchObject({ ok: false });
    await world.proved(world.lift, otherHead);
    await world.office.sessions.signOut(head);
    clock.advance(15 * minuteMs);
    const back = (await world.town.signIn('per_head')).actor;
    expect([await steps(back), await steps(otherHead)]).toEqual([['over'], ['done', 'over']]);
    expect(await steps(world.operator)).toEqual([]);
    clock.advance(60 * minuteMs);
    await world.masks(drawn)(back);
    expect([await steps(back), await steps(otherHead)]).toEqual([['first-proof'], []]);
  });

  test('SEC-33 the second person refuses with a reason that stays; nothing opens it again', async () => {
    const world = await openWorld();
    const errand = world.masks(noMasks);
    const id = await world.proved(errand);
    const { confirmations, head, otherHead } = world;
    expect(await confirmations.refuse(otherHead, id, 'On voit une chambre')).toMatchObject({
      value: { step: 'refused', refused: { by: 'Anne Doucet', reason: 'On voit une chambre' } },
    });
    expect((await confirmations.proveForDemonstration(otherHead, id)).ok).toBe(false);
    expect(await errand(with_(head, id))).toMatchObject({
      error: { rule: 'SEC-33', code: 'confirmation-refused' },
    });
    const [entry] = world.entries('act-refused');
    expect(JSON.parse(entry?.record ?? '{}')).toMatchObject({
      by: otherHead.person.id,
      what: { act: 'lift-masks', reason: 'On voit une chambre' },
    });
  });

  test('SEC-31 which acts want two persons is the town’s; a list that grew meanwhile counts', async () => {
    const world = await openWorld();
    const errand = world.masks(drawn);
    const id = await world.proved(errand);
    await world.town.facts.transact((facts) =>
      facts.town.put({ key: 'town', name: 'Vermeil', fourEyes: ['change-masks'] }),
    );
    await world.office.people.add(world.head, world.newcomer('y'));
    expect(await errand(with_(world.head, id))).toMatchObject({
      error: { code: 'confirmation-over' },
    });
    const again = await confirmed(world.confirmations, world.head, errand, world.otherHead);
    expect(again.ok).toBe(true);
    expect((await confirmed(world.confirmations, world.head, world.lift)).ok).toBe(true);
  });
});

function with_(actor: Actor, confirmationId: string): Actor {
  return { ...actor, confirmationId };
}
