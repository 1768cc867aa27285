/** Emergency access on fakes, with time advanced: taken loudly, used with a trace, cut at its end, reviewed. */

import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../office.ts';
import { confirmed, createSteeredClock, createTestOffice } from '../testing/index.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const body = {
  motive: 'danger-to-life',
  reason: 'Personne à terre près du pont, appel du SAMU',
  minutes: 30,
} as const;
const words = 'Secours guidés jusqu’à la victime';

/** Turns of the event loop after which a second act is asked. */
const moments = Array.from({ length: 16 }, (_, turns) => turns);

async function after<T>(turns: number, act: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < turns; turn++) {
    await Promise.resolve();
  }
  return await act();
}

/** `per_other` may watch live in Vermeil; `per_nobody` is cleared for one camera there. */
async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const { office, facts, signIn } = town;
  const { actor: head } = await signIn('per_head');
  const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
  const given = await confirmed(office.confirmations, head, (by) =>
    office.people.addClearance(by, 'per_nobody', {
      authority: 'Arrêté 6',
      ground: {
        ...{ kind: 'approved-agent', prefectApproval: addDays(today, -5) },
        ...{ prosecutorApproval: null, oath: null },
      },
      ...{ communeIds: ['com_vermeil'], cameraIds: ['cam_place'], rights: ['watch-live'] },
      ...{ from: today, until: addDays(today, 30) },
    }),
  );
  const clearanceId = given.ok ? (given.value.clearances[0]?.id ?? '') : '';
  const { actor } = await signIn('per_nobody');
  const take = (who: Actor = actor, wish: object = {}) =>
    confirmed(office.confirmations, who, (by) => office.emergencies.take(by, { ...body, ...wish }));
  const mayWatch = async (cameraId = 'cam_gare', who: Actor = actor) =>
    await office.live.decide(who, cameraId, instantFromMs(clock.nowMs()));
  const kinds = () => facts.entries.map(({ kind }) => kind);
  const last = (kind: string) =>
    JSON.parse(facts.entries.findLast((each) => each.kind === kind)?.record ?? '{}') as {
      readonly [name: string]: unknown;
    };
  const alarms = async (who: Actor) => {
    const seen = await office.desk.alarms(who);
    return seen.ok ? seen.value.map(({ code, endedMs }) => `${code}${endedMs ? ' over' : ''}`) : [];
  };
  return { ...town, clock, head, actor, clearanceId, take, mayWatch, kinds, last, alarms };
}

async function taken() {
  const town = await world();
  const view = await town.take();
  expect(view.ok).toBe(true);
  return { ...town, id: view.ok ? view.value.id : '' };
}

describe('taking one', () => {
  test('OPS-20 it wants a proof, and fact, alarm and entry come together', async () => {
    const { office, actor, mayWatch, kinds, take, last, alarms, head } = await world();
    expect(await office.emergencies.take(actor, body)).toMatchObject({
      error: { code: 'confirmation-wanted' },
    });
    expect((await mayWatch()).allowed).toBe(false);
    expect(kinds()).not.toContain('emergency-taken');
    expect(await take()).toMatchObject({ value: { isOpen: true, isMine: true } });
    expect(await mayWatch()).toMatchObject({ allowed: true, rule: 'OPS-17' });
    expect(last('emergency-taken')).toMatchObject({
      by: 'per_nobody',
      motive: 'danger-to-life',
      what: { reason: body.reason, confirmation: { proofs: [{ by: 'per_nobody' }] } },
    });
    expect(await alarms(head)).toEqual(['emergency-access']);
  });

  test('OPS-17 who is cleared for no picture is refused before any proof, and leaves no alarm', async () => {
    const { office, signIn, alarms, head, clearanceId } = await world();
    for (const who of ['per_technician', 'per_dpo']) {
      const { actor } = await signIn(who);
      expect(await office.emergencies.take(actor, body)).toMatchObject({
        error: { rule: 'OPS-17', code: 'emergency-without-clearance' },
      });
    }
    await office.people.suspendClearance(head, clearanceId, 'enquête');
    const { actor: suspended } = await signIn('per_nobody');
    expect(await office.emergencies.take(suspended, body)).toMatchObject({
      error: { code: 'emergency-without-clearance' },
    });
    expect(await alarms(head)).toEqual([]);
  });

  test('OPS-17 one at a time and three a day; two askings at once take one', async () => {
    const { office, actor, take, clock, signIn } = await world();
    const ids = await Promise.all(
      [0, 1].map(async () => {
        const asked = await office.emergencies.take(actor, body);
        return asked.ok ? '' : (asked.error.confirmationId ?? '');
      }),
    );
    for (const id of ids) {
      await office.confirmations.proveForDemonstration(actor, id);
    }
    const both = await Promise.all(
      ids.map((confirmationId) => office.emergencies.take({ ...actor, confirmationId }, body)),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    for (let round = 0; round < 2; round++) {
      expect(await take()).toMatchObject({ error: { code: 'emergency-open' } });
      clock.advance(31 * minuteMs);
      expect((await take()).ok).toBe(true);
    }
    clock.advance(31 * minuteMs);
    expect(await take()).toMatchObject({ error: { code: 'emergency-too-often' } });
    clock.advance(24 * hourMs);
    expect((await take((await signIn('per_nobody')).actor)).ok).toBe(true);
  });
});

describe('while it is open', () => {
  test('OPS-18 it lends the commune and nothing else, and names the camera in the list', async () => {
    const { office, actor, mayWatch } = await taken();
    // Doucet is another commune; cam_marche of it has no mask decision.
    expect(await mayWatch('cam_marche')).toMatchObject({ rule: 'SEC-4' });
    expect(await mayWatch('cam_place')).toMatchObject({ allowed: true, rule: 'LIV-1' });
    const listed = await office.cameras.list(actor);
    expect(listed.ok && listed.value.map(({ id }) => id).toSorted()).toEqual([
      'cam_ecole',
      'cam_gare',
      'cam_place',
      'cam_pont',
    ]);
    const session = await office.sessions.view(actor);
    expect(session.may['view-recordings']).toMatchObject({ allowed: true });
    for (const right of ['manage-people', 'change-masks', 'end-holds', 'read-register'] as const) {
      expect(session.may[right]).toMatchObject({ allowed: false });
    }
  });

  test('SEC-24 what is lent lends nothing on: no way in is made with it', async () => {
    const { office, head, signIn, clock, take } = await world();
    const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
    const added = await office.people.add(head, {
      ...{ displayName: 'Anne', login: 'anne', post: 'csu-head', locale: 'fr' },
    });
    const anneId = added.ok ? added.value.id : '';
    const { actor: chief } = await signIn('per_chief');
    const give = (by: Actor) =>
      office.people.addClearance(by, anneId, {
        authority: 'Arrêté 8',
        ground: {
          ...{ kind: 'approved-agent', prefectApproval: addDays(today, -5) },
          ...{ prosecutorApproval: null, oath: null },
        },
        ...{ communeIds: ['com_vermeil', 'com_doucet'], cameraIds: null },
        ...{ rights: ['watch-live', 'manage-people', 'bookmark', 'read-health', 'share-layouts'] },
        ...{ from: today, until: addDays(today, 30) },
      });
    await confirmed(office.confirmations, head, give, chief);
    const { actor: anne } = await signIn(anneId);
    expect((await take(anne)).ok).toBe(true);
    expect(await office.sessions.newEnrolment(anne, 'per_operator')).toMatchObject({
      error: { code: 'way-in-above' },
    });
  });

  test('OPS-20 each use of it says so in the register, and one’s own cameras don’t', async () => {
    const { office, actor, mayWatch, last, id, clock } = await taken();
    await mayWatch('cam_gare');
    expect(last('live-watched')).toMatchObject({ about: ['cam_gare'], what: { emergency: id } });
    await mayWatch('cam_place');
    expect(last('live-watched')['what'] as object).not.toHaveProperty('emergency');
    const nowMs = clock.nowMs();
    const viewing = await office.playback.open(actor, {
      ...{ cameraIds: ['cam_gare'], motive: 'rescue', note: '' },
      ...{ fromMs: nowMs - hourMs, toMs: nowMs },
    });
    expect(viewing.ok).toBe(true);
    expect(last('viewing-opened')).toMatchObject({ what: { emergency: id } });
    await office.playback.still(actor, viewing.ok ? viewing.value.id : '', {
      ...{ cameraId: 'cam_gare', atMs: nowMs - minuteMs },
    });
    expect(last('still-saved')).toMatchObject({ what: { emergency: id } });
    await office.desk.addBookmark(actor, { cameraId: 'cam_gare', atMs: nowMs, title: 'ici' });
    expect(last('bookmark-set')).toMatchObject({ what: { emergency: id } });
  });
});

describe('its end', () => {
  test('OPS-19 at its term every lease is decided again within the instant, and it is written', async () => {
    const { office, mayWatch, clock, last, id } = await taken();
    clock.advance(30 * minuteMs - 1);
    expect(await mayWatch()).toMatchObject({ allowed: true });
    const told: boolean[] = [];
    office.onChange(({ rights }) => told.push(rights));
    clock.advance(1);
    expect(await mayWatch()).toMatchObject({ allowed: false, rule: 'SEC-4' });
    await expect.poll(() => told.includes(true)).toBe(true);
    await expect.poll(() => last('emergency-ended')['what']).toEqual({ why: 'term' });
    expect(last('emergency-ended')).toMatchObject({ by: null, about: [id, 'per_nobody'] });
  });

  test('OPS-19 the database away, it ends all the same', async () => {
    const { facts, mayWatch, clock } = await taken();
    await mayWatch();
    facts.breakWith(new Error('the database is away'));
    clock.advance(30 * minuteMs);
    expect(await mayWatch()).toMatchObject({ allowed: false });
    facts.breakWith(null);
  });

  test('OPS-19 whoever took it and whoever manages people there end it, nobody else', async () => {
    const { office, actor, head, signIn, mayWatch, id, last } = await taken();
    for (const who of ['per_operator', 'per_technician', 'per_dpo']) {
      const { actor: other } = await signIn(who);
      expect((await office.emergencies.end(other, id)).ok).toBe(false);
    }
    expect((await mayWatch()).allowed).toBe(true);
    expect((await office.emergencies.end(head, id)).ok).toBe(true);
    expect((await mayWatch()).allowed).toBe(false);
    expect(last('emergency-ended')).toMatchObject({ by: 'per_head', what: { why: 'taken-back' } });
    expect(await office.emergencies.end(actor, id)).toMatchObject({
      error: { code: 'emergency-over' },
    });
  });

  test('OPS-19 a suspension of the clearance behind it ends it', async () => {
    const { office, head, clearanceId, mayWatch, last } = await taken();
    await office.people.suspendClearance(head, clearanceId, 'enquête');
    expect((await mayWatch()).allowed).toBe(false);
    await expect.poll(() => last('emergency-ended')['what']).toEqual({ why: 'clearance-lost' });
  });
});

describe('its review', () => {
  test('OPS-20 the alarm is for who reviews, and lasts until somebody else has', async () => {
    const { office, actor, head, signIn, alarms, id, last } = await taken();
    const { actor: dpo } = await signIn('per_dpo');
    const { actor: operator } = await signIn('per_operator');
    const finding = { finding: 'justified', words } as const;
    expect(await alarms(dpo)).toEqual(['emergency-access']);
    expect(await alarms(operator)).toEqual([]);
    expect(await alarms(actor)).toEqual([]);
    expect(await office.emergencies.review(dpo, id, finding)).toMatchObject({
      error: { code: 'emergency-not-over' },
    });
    await office.emergencies.end(actor, id);
    expect(await alarms(dpo)).toEqual(['emergency-access']);
    for (const [who, code] of [
      [actor, 'emergency-own'],
      [operator, 'post-without-right'],
    ] as const) {
      expect(await office.emergencies.review(who, id, finding)).toMatchObject({ error: { code } });
    }
    expect((await office.emergencies.review(dpo, id, finding)).ok).toBe(true);
    expect(last('emergency-reviewed')).toMatchObject({ by: 'per_dpo', what: finding });
    expect(await alarms(head)).toEqual(['emergency-access over']);
    expect(await office.emergencies.review(head, id, finding)).toMatchObject({
      error: { code: 'emergency-reviewed' },
    });
  });

  test('OPS-20 not reviewed within 72 hours, the alarm says so and is heard again', async () => {
    const { office, head, signIn, clock, alarms, facts } = await taken();
    const [alarm] = await facts.read((work) => work.alarms.current());
    await office.desk.acknowledgeAlarm(head, alarm?.id ?? '');
    // A timer never sleeps long: time goes by in steps.
    for (let step = 0; step < 73 * 4; step++) {
      clock.advance(15 * minuteMs);
    }
    const { actor: later } = await signIn('per_head');
    await expect
      .poll(async () => {
        clock.advance(minuteMs);
        return alarms(later);
      })
      .toEqual(['emergency-review-late']);
    const [heard] = await facts.read((work) => work.alarms.current());
    expect(heard?.acknowledgedBy).toBeNull();
  });

  test('OPS-20 long after its review, its reason is still for who reviews', async () => {
    const { office, actor, head, signIn, alarms, id, clock } = await taken();
    await office.emergencies.end(actor, id);
    await office.emergencies.review(head, id, { finding: 'justified', words });
    clock.advance(25 * hourMs);
    const { actor: operator } = await signIn('per_operator');
    // Any change: the town is read again.
    const { actor: dpo } = await signIn('per_dpo');
    expect(await alarms(operator)).toEqual([]);
    expect(await alarms(dpo)).toEqual(['emergency-access over']);
  });

  /** Over, not reviewed, and late in a millisecond; `later` may review it. */
  async function nearlyLate() {
    const town = await taken();
    const { clock, facts, signIn } = town;
    clock.advance(30 * minuteMs);
    for (let hours = 0; hours < 72; hours++) {
      await after(40, async () => clock.advance(hours < 71 ? hourMs : hourMs - 1));
    }
    const [alarm] = await facts.read((work) => work.alarms.current());
    const alarmId = alarm?.id ?? '';
    const kept = async () => {
      await after(40, async () => undefined);
      return await facts.read((work) => work.alarms.one(alarmId));
    };
    return { ...town, later: (await signIn('per_dpo')).actor, alarmId, kept };
  }

  test.each(moments)(
    'OPS-20 reviewed in the instant in which it becomes late, its alarm is over (%d)',
    async (turns) => {
      const { office, clock, later, id, kept } = await nearlyLate();
      await Promise.all([
        office.emergencies.review(later, id, { finding: 'justified', words }),
        after(turns, async () => clock.advance(1)),
      ]);
      expect((await kept())?.endedMs).not.toBeNull();
    },
  );

  test.each(moments)(
    'OPS-20 reviewed while somebody acknowledges its alarm, that is over (%d)',
    async (turns) => {
      const { office, later, id, alarmId, kept } = await nearlyLate();
      await Promise.all([
        after(turns, () => office.emergencies.review(later, id, { finding: 'justified', words })),
        office.desk.acknowledgeAlarm(later, alarmId),
      ]);
      expect((await kept())?.endedMs).not.toBeNull();
    },
  );

  test('OPS-20 the list holds one’s own and what one may review', async () => {
    const { office, actor, head, signIn, id } = await taken();
    const idsFor = async (who: Actor) => {
      const list = await office.emergencies.list(who);
      return list.ok ? list.value.map((each) => [each.id, each.isMine, each.mayEnd]) : [];
    };
    expect(await idsFor(actor)).toEqual([[id, true, true]]);
    expect(await idsFor(head)).toEqual([[id, false, true]]);
    expect(await idsFor((await signIn('per_dpo')).actor)).toEqual([[id, false, false]]);
    expect(await idsFor((await signIn('per_operator')).actor)).toEqual([]);
  });
});
