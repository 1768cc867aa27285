import { instantFromMs } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import { createSteeredClock, createTestOffice } from './testing/index.ts';

describe('live pictures', () => {
  test('SEC-7 a suspended clearance ends live at once, and says so to the listeners', async () => {
    const clock = createSteeredClock();
    const { office, signIn } = await createTestOffice({ clock });
    const { actor } = await signIn('per_operator');
    const { actor: head } = await signIn('per_head');
    const before = await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    expect(before).toMatchObject({
      allowed: true,
      rule: 'LIV-1',
      until: instantFromMs(clock.nowMs() + 60_000),
    });
    const changes: boolean[] = [];
    office.onChange((change) => changes.push(change.rights));
    const done = await office.people.suspendClearance(head, 'clr_operator', 'enquête interne');
    expect(done.ok).toBe(true);
    expect(changes).toEqual([true]);
    const after = await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    expect(after).toMatchObject({ allowed: false, rule: 'SEC-7' });
  });

  test('SEC-7 a clearance suspended while the line of its use is written permits nothing', async () => {
    for (const wanted of ['a tile', 'a still'] as const) {
      const clock = createSteeredClock();
      const { office, facts, signIn } = await createTestOffice({ clock });
      const { actor } = await signIn('per_operator');
      const { actor: head } = await signIn('per_head');
      const { transact } = facts;
      Object.assign(facts, {
        async transact(work: Parameters<typeof transact>[0]) {
          facts.transact = transact;
          await office.people.suspendClearance(head, 'clr_operator', 'enquête interne');
          return await transact(work);
        },
      });
      const answer =
        wanted === 'a tile'
          ? await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()))
          : await office.cameras.mayStill(actor, 'cam_place');
      expect('allowed' in answer ? answer.allowed : answer.ok, wanted).toBe(false);
      expect(facts.entries.filter(({ kind }) => kind === 'live-watched')).toHaveLength(1);
    }
  });

  test('LIV-9 the first permission of a session on a camera is in the register, renewals are not', async () => {
    const clock = createSteeredClock();
    const { office, facts, signIn } = await createTestOffice({ clock });
    const { actor } = await signIn('per_operator');
    const watched = () => facts.entries.filter((entry) => entry.kind === 'live-watched').length;
    await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    expect(watched()).toBe(1);
    clock.advance(50_000);
    await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    expect(watched()).toBe(1);
    await office.live.decide(actor, 'cam_gare', instantFromMs(clock.nowMs()));
    expect(watched()).toBe(2);
    clock.advance(3_600_000);
    await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    expect(watched()).toBe(3);
  });

  test('LIV-9 a renewal goes on while the database is away; a first permission does not', async () => {
    const clock = createSteeredClock();
    const { office, facts, signIn } = await createTestOffice({ clock });
    const { actor } = await signIn('per_operator');
    await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    facts.breakWith(new Error('away'));
    clock.advance(50_000);
    const renewed = await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    expect(renewed.allowed).toBe(true);
    await expect(
      office.live.decide(actor, 'cam_gare', instantFromMs(clock.nowMs())),
    ).rejects.toThrow('away');
  });

  test('SEC-12 live ends with the session', async () => {
    const clock = createSteeredClock();
    const { office, signIn } = await createTestOffice({ clock });
    const { actor } = await signIn('per_operator');
    await office.sessions.signOut(actor);
    const decision = await office.live.decide(actor, 'cam_place', instantFromMs(clock.nowMs()));
    expect(decision).toMatchObject({ allowed: false, code: 'not-signed-in' });
  });
});
