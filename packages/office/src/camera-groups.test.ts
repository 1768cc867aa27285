import { addDays, civilDayOf, instantFromMs } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import type { Actor } from './office.ts';
import { confirmed, createSteeredClock, createTestOffice } from './testing/index.ts';

const ground = {
  kind: 'approved-agent',
  prefectApproval: '2026-01-05',
  prosecutorApproval: null,
  oath: null,
} as const;

/** `per_nobody` holds a clearance that names one group, "Écoles", of one camera. */
async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const { office, signIn } = town;
  const { actor: head } = await signIn('per_head');
  const made = await office.cameraGroups.add(head, {
    ...{ communeId: 'com_vermeil', name: 'Écoles', cameraIds: ['cam_ecole'] },
  });
  const groupId = made.ok ? made.value.id : '';
  const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
  const { actor: chief } = await signIn('per_chief');
  const clear = (who: string, change: object = {}) => {
    const give = (by: Actor) =>
      office.people.addClearance(by, who, {
        ...{ authority: 'Arrêté 6', ground, communeIds: ['com_vermeil'], cameraIds: null },
        ...{ groupIds: [groupId], rights: ['watch-live'], from: today, until: addDays(today, 30) },
        ...change,
      });
    return confirmed(office.confirmations, head, give, chief);
  };
  const given = await clear('per_nobody');
  expect(given).toMatchObject({ ok: true, value: { clearances: [{ groupIds: [groupId] }] } });
  const { actor } = await signIn('per_nobody');
  const widen = (who: Actor, body: object) =>
    confirmed(office.confirmations, who, (by) => office.cameraGroups.change(by, groupId, body));
  return { ...town, clock, head, groupId, clear, actor, widen };
}

async function seen({ office, actor }: Awaited<ReturnType<typeof world>>): Promise<string[]> {
  const ids: string[] = [];
  for (const id of ['cam_place', 'cam_gare', 'cam_ecole', 'cam_pont']) {
    if ((await office.live.decide(actor, id, instantFromMs(1_795_305_600_000))).allowed) {
      ids.push(id);
    }
  }
  return ids;
}

function last(world: {
  readonly facts: { readonly entries: readonly { readonly record: string }[] };
}) {
  return JSON.parse(world.facts.entries.at(-1)?.record ?? '{}') as Record<string, unknown>;
}

describe('what a group opens', () => {
  test('OPS-16 a change of a group changes reach at once, and every open lease is decided again', async () => {
    const town = await world();
    const { office, head, groupId, widen } = town;
    expect(await seen(town)).toEqual(['cam_ecole']);
    const told: boolean[] = [];
    office.onChange(({ rights }) => told.push(rights));
    await widen(head, { cameraIds: ['cam_gare', 'cam_pont'] });
    expect(told).toContain(true);
    expect(await seen(town)).toEqual(['cam_gare', 'cam_pont']);
    await office.cameraGroups.change(head, groupId, { cameraIds: [] });
    // Never all: a group without cameras gives none.
    expect(await seen(town)).toEqual([]);
  });

  test('OPS-16 each change is an entry that names what came, what went and whom it reaches', async () => {
    const town = await world();
    const { office, head, groupId, widen } = town;
    await widen(head, { name: 'École', cameraIds: ['cam_gare'] });
    expect(last(town)).toMatchObject({
      kind: 'camera-group-changed',
      by: 'per_head',
      about: [groupId, 'cam_gare', 'cam_ecole', 'per_nobody'],
      what: { name: 'École', added: ['cam_gare'], removed: ['cam_ecole'] },
    });
    const written = town.facts.entries.length;
    const made = await office.cameraGroups.add(head, {
      ...{ communeId: 'com_doucet', name: 'Marché', cameraIds: ['cam_marche'] },
    });
    expect(last(town)).toMatchObject({ kind: 'camera-group-made' });
    await office.cameraGroups.remove(head, made.ok ? made.value.id : '');
    expect(last(town)).toMatchObject({ kind: 'camera-group-removed', what: { name: 'Marché' } });
    expect(town.facts.entries).toHaveLength(written + 2);
  });

  test('OPS-16 the list is for who manages people', async () => {
    const { office, head, actor, groupId } = await world();
    expect(await office.cameraGroups.list(actor)).toMatchObject({ error: { rule: 'SEC-9' } });
    const listed = await office.cameraGroups.list(head);
    expect(listed.ok && listed.value.map(({ id }) => id)).toEqual(['grp_centre', groupId]);
  });

  test('OPS-16 a camera says the groups that hold it to whoever sees it, and of no other', async () => {
    const { office, actor, head, groupId, widen } = await world();
    const told = async (who: Actor) => {
      const cameras = await office.cameras.list(who);
      return cameras.ok
        ? cameras.value.map(({ id, groups }) => [id, groups.map(({ name }) => name)])
        : [];
    };
    expect(await told(actor)).toEqual([['cam_ecole', ['Écoles']]]);
    await widen(head, { cameraIds: ['cam_ecole', 'cam_gare'] });
    expect(await told(actor)).toEqual([
      ['cam_gare', ['Écoles']],
      ['cam_ecole', ['Écoles']],
    ]);
    const one = await office.cameras.one(head, 'cam_gare');
    expect(one.ok && one.value.groups).toContainEqual({ id: groupId, name: 'Écoles' });
  });
});

describe('who may', () => {
  test('SEC-30 what gives cameras to somebody is signed, and what gives nothing waits for nobody', async () => {
    const town = await world();
    const { office, head, groupId, facts, signIn } = town;
    const written = facts.entries.length;
    const wish = { cameraIds: ['cam_ecole', 'cam_gare'] };
    const asked = await office.cameraGroups.change(head, groupId, wish);
    expect(asked).toMatchObject({ error: { code: 'confirmation-wanted' } });
    expect(facts.entries).toHaveLength(written);
    expect(await seen(town)).toEqual(['cam_ecole']);
    const confirmationId = asked.ok ? '' : (asked.error.confirmationId ?? '');
    const view = await office.confirmations.one(head, confirmationId);
    expect(view.ok && view.value.about.map(({ fr }) => fr)).toEqual([
      'Groupe : Écoles',
      'Caméras ajoutées : 2 Gare',
      expect.stringMatching(/^Ouvertes à : ./),
    ]);
    await office.confirmations.proveForDemonstration(head, confirmationId);
    const other = { cameraIds: ['cam_ecole', 'cam_pont'] };
    expect((await office.cameraGroups.change({ ...head, confirmationId }, groupId, other)).ok).toBe(
      false,
    );
    // Another head asks and signs the same: it is theirs.
    const { actor: chief } = await signIn('per_chief');
    expect((await town.widen(chief, wish)).ok).toBe(true);
    expect(last(town)).toMatchObject({ what: { confirmation: { proofs: [{ by: 'per_chief' }] } } });
    const free = await office.cameraGroups.change(head, 'grp_centre', wish);
    expect(free.ok).toBe(true);
  });

  test('OPS-16 only who manages people in that commune', async () => {
    const town = await world();
    const { office, groupId, signIn, facts, clock, head } = town;
    const today = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
    const added = await office.people.add(head, {
      ...{ displayName: 'Anne', login: 'anne', post: 'csu-head', locale: 'fr' },
    });
    const elsewhereId = added.ok ? added.value.id : '';
    await town.clear(elsewhereId, {
      ...{ communeIds: ['com_doucet'], groupIds: [], rights: ['manage-people'], from: today },
    });
    for (const who of ['per_operator', 'per_technician', 'per_dpo', 'per_nobody', elsewhereId]) {
      const { actor } = await signIn(who);
      const before = facts.entries.length;
      for (const refused of [
        await office.cameraGroups.add(actor, {
          ...{ communeId: 'com_vermeil', name: 'Mien', cameraIds: ['cam_gare'] },
        }),
        await office.cameraGroups.change(actor, groupId, { cameraIds: ['cam_gare'] }),
        await office.cameraGroups.remove(actor, groupId),
      ]) {
        expect(refused.ok).toBe(false);
      }
      expect(facts.entries).toHaveLength(before);
    }
    const { actor: elsewhere } = await signIn(elsewhereId);
    expect(await office.cameraGroups.list(elsewhere)).toEqual({ ok: true, value: [] });
    expect(await seen(town)).toEqual(['cam_ecole']);
  });

  test('SEC-14 nobody adds a camera to a group that their own clearance names', async () => {
    const town = await world();
    const { office, head, groupId, signIn, widen } = town;
    // The chief gives the head a clearance that names the group.
    const { actor: chief } = await signIn('per_chief');
    const today = civilDayOf(instantFromMs(town.clock.nowMs()), 'Europe/Paris');
    const given = await confirmed(office.confirmations, chief, (by) =>
      office.people.addClearance(by, 'per_head', {
        ...{ authority: 'Arrêté 7', ground, communeIds: ['com_vermeil'], cameraIds: null },
        ...{ groupIds: [groupId], rights: ['watch-live'], from: today, until: addDays(today, 9) },
      }),
    );
    expect(given.ok).toBe(true);
    expect(
      await office.cameraGroups.change(head, groupId, { cameraIds: ['cam_ecole', 'cam_gare'] }),
    ).toMatchObject({ error: { rule: 'SEC-14', code: 'own-clearance' } });
    expect(await seen(town)).toEqual(['cam_ecole']);
    // Taking away and naming give nothing; somebody else adds.
    expect((await office.cameraGroups.change(head, groupId, { name: 'Lycées' })).ok).toBe(true);
    expect((await office.cameraGroups.change(head, groupId, { cameraIds: [] })).ok).toBe(true);
    expect((await widen(chief, { cameraIds: ['cam_gare'] })).ok).toBe(true);
    // Over, it reaches nobody any more.
    town.clock.advance(11 * 86_400_000);
    const { actor: later } = await signIn('per_head');
    const widened = { cameraIds: ['cam_gare', 'cam_ecole'] };
    expect((await widen(later, widened)).ok).toBe(true);
  });

  test('OPS-16 a group that a clearance names is not removed before that has ended', async () => {
    const town = await world();
    const { office, head, groupId } = town;
    expect(await office.cameraGroups.remove(head, groupId)).toMatchObject({
      error: { code: 'group-in-use' },
    });
    town.clock.advance(32 * 86_400_000);
    const { actor: later } = await town.signIn('per_head');
    expect((await office.cameraGroups.remove(later, groupId)).ok).toBe(true);
    expect(await office.cameraGroups.change(later, groupId, { name: 'x' })).toMatchObject({
      error: { code: 'unknown-group' },
    });
  });

  test('OPS-16 a group that only somebody who has left was cleared for gives nobody anything', async () => {
    const town = await world();
    const { office, head, groupId } = town;
    await office.people.change(head, 'per_nobody', { left: true });
    const wish = { cameraIds: ['cam_ecole', 'cam_gare'] };
    expect((await office.cameraGroups.change(head, groupId, wish)).ok).toBe(true);
    expect((await office.cameraGroups.remove(head, groupId)).ok).toBe(true);
  });

  test('OPS-15 a clearance names groups that there are, of its communes', async () => {
    const { clear, groupId } = await world();
    expect(await clear('per_other', { communeIds: ['com_doucet'] })).toMatchObject({
      error: { code: 'group-elsewhere' },
    });
    expect(await clear('per_other', { groupIds: ['grp_none'] })).toMatchObject({
      error: { code: 'unknown-group' },
    });
    expect((await clear('per_other', { groupIds: [groupId] })).ok).toBe(true);
  });
});
