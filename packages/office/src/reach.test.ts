import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import type { NewClearanceBody } from '@beffroi/wire';
import { describe, expect, test } from 'vitest';
import type { Actor, Office } from './office.ts';
import { confirmed, createSteeredClock, createTestOffice } from './testing/index.ts';

/** A head of the other commune beside the people of the example town. */
async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const { actor: head } = await town.signIn('per_head');
  const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
  const added = await town.office.people.add(head, {
    ...{ displayName: 'Anne Doucet', login: 'anne.doucet', post: 'csu-head', locale: 'fr' },
  });
  const elsewhereId = added.ok ? added.value.id : '';
  const clearance: NewClearanceBody = {
    authority: 'Arrêté 5',
    ground: {
      kind: 'approved-agent',
      prefectApproval: today,
      prosecutorApproval: null,
      oath: null,
    },
    communeIds: ['com_doucet'],
    cameraIds: null,
    rights: ['manage-people', 'watch-live', 'read-health'],
    from: today,
    until: addDays(today, 30),
  };
  const { actor: chief } = await town.signIn('per_chief');
  const give = (by: Actor) => town.office.people.addClearance(by, elsewhereId, clearance);
  await confirmed(town.office.confirmations, head, give, chief);
  const { actor: elsewhere } = await town.signIn(elsewhereId);
  return { ...town, clock, head, elsewhere };
}

function linkFor({ sessions, confirmations }: Office, actor: Actor, personId: string) {
  return confirmed(confirmations, actor, (by) => sessions.newEnrolment(by, personId));
}

describe('people of another commune', () => {
  test('SEC-23 a manager gives no way in to a person of another commune, takes none back, changes nothing', async () => {
    const { office, elsewhere, facts } = await world();
    const written = facts.entries.length;
    for (const personId of ['per_head', 'per_other', 'per_operator']) {
      for (const refused of [
        await office.sessions.newEnrolment(elsewhere, personId),
        await office.people.revokeWaysIn(elsewhere, personId, 'perdu'),
        await office.people.change(elsewhere, personId, { post: 'dpo' }),
      ]) {
        expect(refused).toMatchObject({ error: { rule: 'SEC-4', code: 'clearance-elsewhere' } });
      }
    }
    expect(facts.entries).toHaveLength(written);
    // Who has no clearance yet belongs to nobody.
    expect((await linkFor(office, elsewhere, 'per_nobody')).ok).toBe(true);
  });

  test('SEC-23 the list holds those of one’s communes and those without a clearance', async () => {
    const { office, elsewhere, head } = await world();
    const idsFor = async (actor: typeof head) => {
      const list = await office.people.list(actor);
      return list.ok ? list.value.map(({ login }) => login) : [];
    };
    expect(await idsFor(elsewhere)).not.toContain('lea.robin');
    expect(await idsFor(elsewhere)).toEqual(
      expect.arrayContaining(['anne.doucet', 'karim.benali', 'zoe.blanc']),
    );
    expect(await idsFor(head)).toContain('lea.robin');
  });

  test('SEC-23 who may manage nobody learns of no name whether somebody bears it', async () => {
    const { office, signIn } = await world();
    const { actor } = await signIn('per_operator');
    const known = await office.sessions.newEnrolment(actor, 'lea.robin');
    const unknown = await office.sessions.newEnrolment(actor, 'no.such');
    expect(known).toEqual(unknown);
  });

  test('SEC-24 nobody makes a way in for a person who may do more than they may', async () => {
    const { office, head, signIn } = await world();
    const { actor: chief } = await signIn('per_chief');
    for (const personId of ['per_head', 'per_technician']) {
      expect(await office.sessions.newEnrolment(chief, personId)).toMatchObject({
        error: { rule: 'SEC-24', code: 'way-in-above' },
      });
      // SEC-36: for somebody who may be a second person nobody makes it alone.
      const alone = await linkFor(office, head, personId);
      expect(alone.ok ? null : alone.error.rule).toBe(personId === 'per_head' ? 'SEC-31' : null);
      expect((await office.sessions.newEnrolment('machine-owner', personId)).ok).toBe(true);
    }
    expect((await linkFor(office, chief, 'per_operator')).ok).toBe(true);
    // A lost device is taken back by whoever manages people, whatever it opened.
    expect((await office.people.revokeWaysIn(chief, 'per_technician', 'perdu')).ok).toBe(true);
  });

  test('SEC-7 a clearance of two communes is suspended by the manager of either', async () => {
    const { office, elsewhere } = await world();
    const both = await office.people.suspendClearance(elsewhere, 'clr_operator', 'enquête');
    expect(both.ok).toBe(true);
    const theirs = await office.people.suspendClearance(elsewhere, 'clr_other', 'enquête');
    expect(theirs).toMatchObject({ error: { rule: 'SEC-4' } });
  });
});

describe('what needs a clearance in force', () => {
  test('SEC-21 alarms are shown to and acknowledged by nobody else', async () => {
    const { office, facts, signIn, head } = await world();
    const raise = (code: string, cameraId: string | null) =>
      office.recorders.raiseAlarm({ code, level: 'warning', cameraId, detail: '' });
    await raise('disk-low', null);
    await raise('camera-lost', 'cam_place');
    const { actor } = await signIn('per_other');
    const codes = async () => {
      const alarms = await office.desk.alarms(actor);
      return alarms.ok ? alarms.value.map(({ code }) => code).toSorted() : [];
    };
    expect(await codes()).toEqual(['camera-lost', 'disk-low']);
    await office.people.suspendClearance(head, 'clr_other', 'enquête');
    expect(await codes()).toEqual([]);
    for (const { id } of await facts.read((work) => work.alarms.current())) {
      expect(await office.desk.acknowledgeAlarm(actor, id)).toMatchObject({
        error: { code: 'unknown-thing' },
      });
    }
  });

  test('SEC-22 saved walls are for whoever watches live somewhere', async () => {
    const { office, signIn } = await world();
    const wall = { name: 'Nuit', columns: 1, tiles: ['cam_place'], shared: true };
    const { actor } = await signIn('per_operator');
    expect((await office.desk.saveLayout(actor, null, wall)).ok).toBe(true);
    for (const who of ['per_technician', 'per_dpo', 'per_nobody']) {
      const { actor: other } = await signIn(who);
      expect((await office.desk.layouts(other)).ok).toBe(false);
      expect((await office.desk.saveLayout(other, null, { ...wall, shared: false })).ok).toBe(
        false,
      );
    }
    const { actor: third } = await signIn('per_other');
    expect(await office.desk.layouts(third)).toMatchObject({ value: [{ name: 'Nuit' }] });
  });

  test('SEC-22 a person keeps a hundred walls at most, and may go on changing them', async () => {
    const { office, signIn } = await world();
    const { actor } = await signIn('per_operator');
    const { actor: other } = await signIn('per_other');
    const save = (who: typeof actor, id: string | null, name: string) =>
      office.desk.saveLayout(who, id, { name, columns: 1, tiles: ['cam_place'], shared: false });
    let last = '';
    for (let made = 0; made < 99; made++) {
      const saved = await save(actor, null, `Mur ${made}`);
      last = saved.ok ? saved.value.id : expect.unreachable();
    }
    const [hundredth, more] = await Promise.all([
      save(actor, null, 'Mur 100'),
      save(actor, null, 'Mur 101'),
    ]);
    expect(hundredth.ok).toBe(true);
    expect(more).toMatchObject({ error: { code: 'layouts-too-many' } });
    expect((await save(actor, last, 'Nuit')).ok).toBe(true);
    expect((await save(other, null, 'Mur')).ok).toBe(true);
    await office.desk.removeLayout(actor, last);
    expect((await save(actor, null, 'Mur 101')).ok).toBe(true);
  });

  test('LIV-9 stills asked one after the other leave the trace that a wall leaves', async () => {
    const { office, facts, signIn, clock } = await world();
    const { actor } = await signIn('per_operator');
    const watched = () => facts.entries.filter(({ kind }) => kind === 'live-watched').length;
    for (let asked = 0; asked < 3; asked++) {
      expect((await office.cameras.mayStill(actor, 'cam_place')).ok).toBe(true);
    }
    expect(watched()).toBe(1);
    clock.advance(3_600_000);
    await office.cameras.mayStill(actor, 'cam_place');
    expect(watched()).toBe(2);
    const { actor: technician } = await signIn('per_technician');
    expect((await office.cameras.mayStill(technician, 'cam_place')).ok).toBe(false);
    expect(watched()).toBe(2);
  });
});
