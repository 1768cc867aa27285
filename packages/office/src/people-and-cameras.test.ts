import { addDays, civilDayOf, equalBytes, instantFromMs, utf8Bytes } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import {
  confirmed,
  createSteeredClock,
  createTestOffice,
  exampleZone,
  sha256,
} from './testing/index.ts';

async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const head = (await town.signIn('per_head')).actor;
  const operator = (await town.signIn('per_operator')).actor;
  const technician = (await town.signIn('per_technician')).actor;
  return { ...town, clock, head, operator, technician };
}

const clearance = {
  authority: 'Arrêté 2',
  ground: {
    kind: 'approved-agent' as const,
    prefectApproval: '2026-10-01',
    prosecutorApproval: null,
    oath: null,
  },
  communeIds: ['com_vermeil'],
  cameraIds: null,
  rights: ['watch-live' as const],
  from: '2026-11-01',
  until: '2027-10-31',
};

const corner = [
  { x: 0.5, y: 0.5 },
  { x: 0.9, y: 0.5 },
  { x: 0.9, y: 0.9 },
];
const drawn = { mode: 'server' as const, style: 'solid' as const, polygons: [exampleZone, corner] };

describe('people', () => {
  test('SEC-14 nobody issues their own clearance', async () => {
    const { office, head } = await world();
    expect(await office.people.addClearance(head, 'per_head', clearance)).toMatchObject({
      error: { rule: 'SEC-14' },
    });
  });

  test('SEC-14 nobody changes their own post, which bounds what their clearance gives', async () => {
    const { office, head, signIn } = await world();
    await office.people.change(head, 'per_head', {
      displayName: 'Claire Martin-Roy',
      post: 'csu-head',
    });
    const { actor: chief } = await signIn('per_chief');
    await office.people.change(chief, 'per_head', { post: 'police-chief' });
    const { actor: lowered } = await signIn('per_head');
    expect((await office.sessions.view(lowered)).may['change-masks'].allowed).toBe(false);
    expect(await office.people.change(lowered, 'per_head', { post: 'csu-head' })).toMatchObject({
      error: { rule: 'SEC-14', code: 'own-clearance' },
    });
    expect((await office.people.change(lowered, 'per_head', { displayName: 'Claire' })).ok).toBe(
      true,
    );
  });

  test('SEC-15 nobody gives a clearance for a commune that isn’t theirs', async () => {
    const { office, head } = await world();
    const elsewhere = { ...clearance, communeIds: ['com_vermeil', 'com_ailleurs'] };
    expect(await office.people.addClearance(head, 'per_nobody', elsewhere)).toMatchObject({
      error: { rule: 'SEC-4' },
    });
  });

  test('VP-40: a clearance given opens the wall of whoever had none', async () => {
    const { office, head, signIn } = await world();
    const { actor } = await signIn('per_nobody');
    expect(await office.cameras.list(actor)).toEqual({ ok: true, value: [] });
    const given = await confirmed(office.confirmations, head, (by) =>
      office.people.addClearance(by, 'per_nobody', clearance),
    );
    expect(given).toMatchObject({ ok: true, value: { clearances: [{ authority: 'Arrêté 2' }] } });
    const list = await office.cameras.list(actor);
    expect(list.ok && list.value.map((camera) => camera.may.watchLive.allowed)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('OPS-14 a clearance to pictures without its papers is refused, and one with them shows its review', async () => {
    const { office, head, facts } = await world();
    const lacking = { ...clearance, ground: { ...clearance.ground, prefectApproval: null } };
    expect(await office.people.addClearance(head, 'per_nobody', lacking)).toMatchObject({
      error: { rule: 'OPS-14', code: 'ground-incomplete' },
    });
    const given = await confirmed(office.confirmations, head, (by) =>
      office.people.addClearance(by, 'per_nobody', clearance),
    );
    expect(given).toMatchObject({
      value: { clearances: [{ ground: clearance.ground, reviewDay: '2031-09-30' }] },
    });
    const entry = facts.entries.find((each) => each.kind === 'clearance-given');
    expect(JSON.parse(entry?.record ?? '{}')).toMatchObject({ what: { ground: clearance.ground } });
  });

  test('OPS-7 logins are unique', async () => {
    const { office, head } = await world();
    const body = { displayName: 'X', login: 'lea.robin', post: 'operator', locale: 'fr' } as const;
    expect(await office.people.add(head, body)).toMatchObject({ error: { rule: 'OPS-7' } });
    expect(await office.people.add(head, { ...body, login: 'x.y' })).toMatchObject({ ok: true });
  });

  test('OPS-10 each act stands in the register with its leaf, numbered without holes', async () => {
    const { office, facts, head } = await world();
    await office.people.suspendClearance(head, 'clr_other', 'enquête');
    const entry = facts.entries.find((each) => each.kind === 'clearance-suspended');
    expect(JSON.parse(entry?.record ?? '{}')).toMatchObject({
      by: 'per_head',
      about: ['per_other', 'clr_other'],
      what: { reason: 'enquête' },
    });
    const salted = new Uint8Array([...(entry?.salt ?? []), ...utf8Bytes(entry?.record ?? '')]);
    expect(equalBytes(sha256(salted), entry?.leaf ?? new Uint8Array())).toBe(true);
    expect(facts.entries.map((each) => each.number)).toEqual(
      facts.entries.map((_, index) => index + 1),
    );
  });

  test('OPS-10 an act whose register entry can’t be written has not happened', async () => {
    const { office, facts, head } = await world();
    facts.breakWith(new Error('away'));
    await expect(office.people.suspendClearance(head, 'clr_other', 'x')).rejects.toThrow('away');
    facts.breakWith(null);
    const kept = await facts.read((work) => work.clearances.one('clr_other'));
    expect(kept?.suspended).toBeNull();
  });
});

describe('cameras', () => {
  const added = {
    communeId: 'com_vermeil',
    name: 'Parc',
    place: 'Parc',
    position: null,
    purposes: ['prevention-of-attacks' as const],
    objective: 'Prévenir',
    framing: 'wide' as const,
    fastFlow: false,
    authorisation: null,
    retentionDays: 15,
    mainUrl: 'rtsp://192.0.2.9/main',
    subUrl: null,
    username: 'ville',
    password: 'motdepasse-caméra',
  };

  test('SEC-18 a camera’s password goes to its recorder and to nobody else', async () => {
    const { office, facts, technician, parts } = await world();
    const camera = await office.cameras.add(technician, added);
    expect(camera.ok).toBe(true);
    const id = camera.ok ? camera.value.id : '';
    expect(JSON.stringify(await office.cameras.list(technician))).not.toContain('motdepasse');
    expect(JSON.stringify(facts.entries)).not.toContain('motdepasse');
    const { recorderId } = await office.recorders.register('recorder-1');
    const streamOf = async () =>
      (await office.recorders.configurationFor(recorderId)).cameras.find((each) => each.id === id)
        ?.main;
    expect(await streamOf()).toMatchObject({ username: null, password: null });
    const noticeDay = civilDayOf(instantFromMs(parts.clock.nowMs()), 'Europe/Paris');
    await office.cameras.setState(technician, id, { to: 'notified', noticeDay });
    expect(await streamOf()).toMatchObject({ username: 'ville', password: 'motdepasse-caméra' });
  });

  test('OPS-2 a camera goes into service only with notice and authorisation', async () => {
    const { office, technician, clock } = await world();
    const day = civilDayOf(instantFromMs(clock.nowMs()), 'Europe/Paris');
    const camera = await office.cameras.add(technician, added);
    const id = camera.ok ? camera.value.id : '';
    const serve = () => office.cameras.setState(technician, id, { to: 'in-service' });
    expect(await serve()).toMatchObject({ error: { code: 'service-without-notice' } });
    await office.cameras.setState(technician, id, { to: 'notified', noticeDay: day });
    expect(await serve()).toMatchObject({ error: { code: 'service-without-authorisation' } });
    const authorisation = {
      orderNumber: '1',
      from: day,
      until: addDays(day, 300),
      retentionDaysMax: 20,
    };
    await office.cameras.change(technician, id, { authorisation });
    expect(await serve()).toMatchObject({ ok: true, value: { state: { kind: 'in-service' } } });
  });

  test('OPS-11 a recorder records only what is in service, authorised and decided, and knows why', async () => {
    const { office, clock } = await world();
    const { recorderId, secret } = await office.recorders.register('recorder-1');
    expect(await office.recorders.secretOf(recorderId)).toBe(secret);
    expect(await office.recorders.secretOf('rcd_none')).toBeNull();
    const reasons = async () =>
      Object.fromEntries(
        (await office.recorders.configurationFor(recorderId)).cameras.map((camera) => [
          camera.id,
          camera.record ? 'recorded' : camera.why,
        ]),
      );
    expect(await reasons()).toEqual({
      cam_place: 'recorded',
      cam_gare: 'recorded',
      cam_ecole: 'recorded',
      cam_pont: 'recorded',
      cam_marche: 'mask-missing',
      cam_stade: 'authorisation-missing',
    });
    office.close();
    clock.advance(1001 * 86_400_000);
    expect(await reasons()).toMatchObject({ cam_place: 'authorisation-missing' });
  });

  test('LIV-2 at civil midnight everything is decided again, without anybody asking', async () => {
    const { office, clock } = await world();
    const told: boolean[] = [];
    office.onChange((change) => told.push(change.rights));
    clock.advance(24 * 3_600_000);
    expect(told).toEqual([true]);
    office.close();
    clock.advance(48 * 3_600_000);
    expect(told).toEqual([true]);
  });

  test('MSK-53 each decision is a new version, the newest first, with its picture', async () => {
    const { office, head, operator } = await world();
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
    const body = { choice: drawn, reason: 'Mur aveugle' };
    expect(await office.cameras.setMasks(operator, 'cam_place', body, null)).toMatchObject({
      error: { rule: 'SEC-9' },
    });
    const version = await confirmed(office.confirmations, head, (by) =>
      office.cameras.setMasks(by, 'cam_place', body, png),
    );
    const id = version.ok ? version.value.id : '';
    const versions = await office.cameras.masks(head, 'cam_place');
    expect(versions.ok && versions.value.map((each) => each.reason)).toEqual([
      'Mur aveugle',
      'Fenêtres du premier étage',
    ]);
    expect(await office.cameras.maskReference(operator, id)).toEqual({ ok: true, value: png });
    expect(await office.live.camera('cam_place')).toMatchObject({ mask: { id } });
  });

  test('LIV-10 each look at a picture of reference is in the register, and a refused one shows nothing', async () => {
    const { office, head, operator, technician, facts } = await world();
    const body = { choice: drawn, reason: 'Mur aveugle' };
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
    const version = await confirmed(office.confirmations, head, (by) =>
      office.cameras.setMasks(by, 'cam_place', body, png),
    );
    const id = version.ok ? version.value.id : '';
    const looks = () => facts.entries.filter(({ kind }) => kind === 'mask-reference-viewed');
    expect((await office.cameras.maskReference(technician, id)).ok).toBe(false);
    expect(looks()).toHaveLength(0);
    await office.cameras.maskReference(operator, id);
    expect(looks().map(({ personId }) => personId)).toEqual(['per_operator']);
    expect(JSON.parse(looks()[0]?.record ?? '{}')).toMatchObject({ about: ['cam_place', id] });
  });

  test('SEC-4 a camera out of reach is unknown', async () => {
    const { office, signIn } = await world();
    const { actor } = await signIn('per_other');
    expect(await office.cameras.one(actor, 'cam_stade')).toMatchObject({
      error: { code: 'unknown-camera' },
    });
    const communes = await office.cameras.communes(actor);
    expect(communes.ok && communes.value.map((each) => each.id)).toEqual(['com_vermeil']);
  });
});
