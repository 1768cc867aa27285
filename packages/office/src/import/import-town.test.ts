import { assert, Failure } from '@beffroi/kernel';
import type { TownFile, TownFileCamera } from '@beffroi/wire';
import { describe, expect, test } from 'vitest';
import { createOffice } from '../create-office.ts';
import type { Facts } from '../ports/facts.ts';
import { confirmed, createFakeFacts, createTestOffice } from '../testing/index.ts';

async function emptyOffice() {
  const { parts, office: other } = await createTestOffice();
  other.close();
  const facts = createFakeFacts();
  return { facts, parts, office: await createOffice({ ...parts, facts }) };
}

const polygon = [
  { x: 0.1, y: 0.1 },
  { x: 0.2, y: 0.1 },
  { x: 0.2, y: 0.3 },
];

const mairie: TownFileCamera = {
  key: 'mairie',
  commune: '91326',
  name: 'Mairie',
  place: 'Place de la Mairie',
  purposes: ['public-buildings'],
  objective: 'Protéger la mairie',
  framing: 'wide',
  authorisation: {
    orderNumber: '1',
    from: '2026-01-01',
    until: '2030-12-31',
    retentionDaysMax: 20,
  },
  state: 'in-service',
  noticeDay: '2026-01-02',
  main: 'rtsp://192.0.2.1/main',
  username: 'u',
  password: 'secret',
  masks: {
    choice: { mode: 'server', style: 'solid', polygons: [polygon] },
    reason: 'Fenêtres',
    decidedBy: 'claire.martin',
  },
};

function townFile(): TownFile {
  return {
    town: { name: 'Vermeil' },
    communes: [{ insee: '91326', name: 'Vermeil' }],
    people: [
      {
        login: 'claire.martin',
        name: 'Claire Martin',
        post: 'csu-head',
        clearances: [
          {
            authority: 'Arrêté 2026-118',
            communes: ['91326'],
            cameras: ['mairie'],
            rights: ['watch-live', 'change-masks', 'manage-people', 'manage-cameras'],
            from: '2026-01-01',
            until: '2030-12-31',
          },
        ],
      },
    ],
    cameras: [mairie],
  };
}

describe('a town file', () => {
  test('OPS-8 is brought in whole with one entry, and again without any change', async () => {
    const { office, facts } = await emptyOffice();
    const changes: unknown[] = [];
    office.onChange((change) => changes.push(change));
    expect(await office.importTown(townFile())).toEqual({ added: 4, changed: 0, unchanged: 0 });
    expect(facts.entries.map((entry) => entry.kind)).toEqual(['town-imported']);
    expect(facts.entries[0]?.record).not.toContain('secret');
    expect(await office.importTown(townFile())).toEqual({ added: 0, changed: 0, unchanged: 4 });
    expect(facts.entries).toHaveLength(1);
    expect(changes).toContainEqual({ what: ['cameras', 'people'], rights: true });
    const [person] = await office.sessions.demonstrationPeople();
    expect(person?.displayName).toBe('Claire Martin');
    const camera = (await facts.read((work) => work.cameras.all()))[0];
    expect(camera?.camera).toMatchObject({
      retentionDays: 15,
      state: { kind: 'in-service' },
      mask: { reason: 'Fenêtres', decidedBy: person?.id },
    });
  });

  test('OPS-14 what a clearance rests on comes with the file, and what can’t be so is a fault', async () => {
    const { office, facts } = await emptyOffice();
    const file = townFile();
    const clearance = file.people?.[0]?.clearances?.[0];
    assert(clearance !== undefined, 'the file has a clearance');
    clearance.ground = { kind: 'approved-agent', prefectApproval: '2025-06-30' };
    await expect(office.importTown(file)).rejects.toThrow(/people\/0\/clearances\/0.*OPS-14/s);
    clearance.ground.prefectApproval = '2026-01-01';
    await office.importTown(file);
    expect((await facts.read((work) => work.clearances.all()))[0]?.ground).toEqual({
      kind: 'approved-agent',
      prefectApproval: '2026-01-01',
      prosecutorApproval: null,
      oath: null,
    });
  });

  test('OPS-15 groups come with the file and clearances name them; what can’t be so is a fault', async () => {
    const { office, facts } = await emptyOffice();
    const file = townFile();
    file.communes.push({ insee: '91327', name: 'Doucet' });
    const clearance = file.people?.[0]?.clearances?.[0];
    assert(clearance !== undefined, 'the file has a clearance');
    delete clearance.cameras;
    clearance.groups = ['centre', 'nulle-part', 'doucet'];
    const doucet = { key: 'doucet', commune: '91327', name: 'Doucet', cameras: ['mairie'] };
    const centre = { key: 'centre', commune: '91326', name: 'Centre', cameras: ['mairie'] };
    file.groups = [centre, doucet, { ...centre, cameras: ['gare'] }];
    await expect(office.importTown(file)).rejects.toMatchObject({
      faults: [
        { path: 'groups/2/key' },
        { path: 'groups/1/cameras', what: expect.stringContaining('mairie is not') },
        { path: 'groups/2/cameras', what: expect.stringContaining('gare is not') },
        { path: 'people/0/clearances/0/groups', what: expect.stringContaining('nulle-part') },
        { path: 'people/0/clearances/0/groups', what: expect.stringContaining('doucet') },
      ],
    });
    file.groups = [centre];
    clearance.groups = ['centre'];
    await office.importTown(file);
    const [group] = await facts.read((work) => work.cameraGroups.all());
    const [camera] = await facts.read((work) => work.cameras.all());
    expect(group).toMatchObject({ name: 'Centre', cameraIds: [camera?.camera.id] });
    expect((await facts.read((work) => work.clearances.all()))[0]).toMatchObject({
      cameraIds: null,
      groupIds: [group?.id],
    });
    const before = facts.entries.length;
    file.groups = [{ ...centre, name: 'Centre-ville', cameras: [] }];
    expect(await office.importTown(file)).toMatchObject({ added: 0, changed: 1 });
    expect(await facts.read((work) => work.cameraGroups.all())).toEqual([
      { ...group, name: 'Centre-ville', cameraIds: [] },
    ]);
    expect(facts.entries).toHaveLength(before + 1);
  });

  test('SEC-31 which acts want two persons comes with the file, and the register says so each time', async () => {
    const { office, facts } = await emptyOffice();
    const file = townFile();
    await office.importTown(file);
    expect(await facts.read((work) => work.town.one('town'))).toMatchObject({ fourEyes: null });
    const changed = { ...file, town: { ...file.town, fourEyes: ['end-hold'] } };
    expect(await office.importTown(changed)).toMatchObject({ changed: 1 });
    expect(await facts.read((work) => work.town.one('town'))).toMatchObject({
      fourEyes: ['end-hold'],
    });
    const said = facts.entries.filter(({ kind }) => kind === 'town-imported');
    expect(said.map(({ record }) => JSON.parse(record).what.fourEyes)).toEqual([
      null,
      ['end-hold'],
    ]);
    expect(await office.importTown(changed)).toMatchObject({ changed: 0 });
  });

  test('OPS-8 lines that are as they were leave alone what the console has decided since', async () => {
    const { office, facts } = await emptyOffice();
    await office.importTown(townFile());
    const stored = (await facts.read((work) => work.cameras.all()))[0];
    const signedIn = await office.sessions.signInForDemonstration(
      (await office.sessions.demonstrationPeople())[0]?.id ?? '',
    );
    const actor = signedIn.ok ? await office.sessions.actorOf(signedIn.value.token) : null;
    expect(actor).not.toBeNull();
    if (actor === null || stored === undefined) {
      return;
    }
    const moved = polygon.map(({ x, y }) => ({ x: x + 0.5, y }));
    const choice = { mode: 'server' as const, style: 'solid' as const, polygons: [polygon, moved] };
    const body = { choice, reason: 'Mur aveugle' };
    const decided = await confirmed(office.confirmations, actor, (by) =>
      office.cameras.setMasks(by, stored.camera.id, body, null),
    );
    expect(decided.ok).toBe(true);
    await office.importTown(townFile());
    const kept = await facts.read((work) => work.cameras.one(stored.camera.id));
    expect(kept?.camera.mask?.reason).toBe('Mur aveugle');
    const file = townFile();
    file.cameras = [{ ...mairie, name: 'Hôtel de ville', password: 'other' }];
    expect(await office.importTown(file)).toMatchObject({ changed: 1, unchanged: 3 });
    const renamed = await facts.read((work) => work.cameras.one(stored.camera.id));
    expect(renamed?.camera.name).toBe('Hôtel de ville');
    expect(renamed?.camera.state).toEqual(stored.camera.state);
  });

  test('MSK-54 it waits for nobody, and its entry names the cameras of which it hides less', async () => {
    const { office, facts } = await emptyOffice();
    const uncovers = () => JSON.parse(facts.entries.at(-1)?.record ?? '{}').what.uncovers;
    const masked = (polygons: (typeof polygon)[]) => {
      const file = townFile();
      const masks = { ...mairie.masks, reason: 'Relevé', decidedBy: 'claire.martin' };
      const choice = { mode: 'server' as const, style: 'solid' as const, polygons };
      file.cameras = [{ ...mairie, masks: { ...masks, choice } }];
      return office.importTown(file);
    };
    const moved = polygon.map(({ x, y }) => ({ x: x + 0.5, y }));
    await office.importTown(townFile());
    expect(uncovers()).toBeUndefined();
    await masked([polygon, moved]);
    expect(uncovers()).toBeUndefined();
    await masked([moved]);
    const [stored] = await facts.read((work) => work.cameras.all());
    expect(uncovers()).toEqual([stored?.camera.id]);
  });

  test('OPS-8 a changed password alone is a change, and no digest of it is kept', async () => {
    const { office, facts } = await emptyOffice();
    await office.importTown(townFile());
    const file = townFile();
    file.cameras = [{ ...mairie, password: 'other' }];
    expect(await office.importTown(file)).toMatchObject({ added: 0, changed: 1, unchanged: 3 });
    const imports = await facts.read((work) => work.imports.all());
    const digests = imports
      .filter((each) => each.key === 'camera mairie')
      .map((each) => each.digest);
    await office.importTown(townFile());
    const after = await facts.read((work) => work.imports.all());
    expect(after.find((each) => each.key === 'camera mairie')?.digest).toBe(digests[0]);
  });

  test('OPS-8 every fault is said with its path and remedy, and nothing is brought in', async () => {
    const { office, facts } = await emptyOffice();
    const file = townFile();
    const { masks: _, noticeDay: __, ...bare } = mairie;
    const { authorisation: ___, ...unauthorised } = mairie;
    file.cameras = [
      { ...bare, commune: '75056', retentionDays: 28 },
      { ...unauthorised, main: 'rtsp://u:p@192.0.2.1/' },
    ];
    const refused = await office.importTown(file).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'town-file-invalid' });
    const lines = refused instanceof Error ? refused.message.split('\n').slice(1) : [];
    expect(lines).toEqual([
      'cameras/1/key: mairie is used twice: keys are unique',
      'cameras/0/commune: 75056 is not a commune of this file: correct it or declare it',
      'cameras/0: Keeping 28 days is refused: the maximum is 20 days for this camera. (RET-1)',
      'cameras/0: is in-service without noticeDay: add the day the prefect was told (OPS-2)',
      'cameras/1: The stream address must look like rtsp://machine/path, without user name or password. (OPS-4)',
      'cameras/1: is in-service without authorisation: add the prefect’s order (OPS-2)',
    ]);
    await expect(office.importTown({ town: {} })).rejects.toThrow('town: lacks name: add it');
    expect(facts.entries).toEqual([]);
    expect(await facts.read((work) => work.communes.all())).toEqual([]);
  });

  test('OPS-8 a day of no calendar is a fault at its place, not a defect', async () => {
    const { office } = await emptyOffice();
    const file = townFile();
    file.cameras = [{ ...mairie, noticeDay: '2026-02-30' }];
    await expect(office.importTown(file)).rejects.toThrow(
      'cameras/0/noticeDay: must be a day that the calendar has, as 2026-01-31',
    );
  });

  test('REG-14 a register that takes no entry keeps the whole file out, and each change is named', async () => {
    const { parts, facts } = await emptyOffice();
    const refusing: Facts = {
      ...facts,
      transact: (work) =>
        facts.transact((inside) => {
          const append = async (): Promise<never> => {
            throw new Failure('register-read-only', 'Entry 4 was altered.');
          };
          return work({ ...inside, register: { ...inside.register, append } });
        }),
    };
    const office = await createOffice({ ...parts, facts: refusing });
    await expect(office.importTown(townFile())).rejects.toMatchObject({
      code: 'register-read-only',
      message: expect.stringMatching(
        /nothing .* brought in; this waits .*: town, commune 91326, person claire.martin, .*Entry 4/,
      ) as string,
    });
    expect(await facts.read((work) => work.cameras.all())).toEqual([]);
    const open = await createOffice({ ...parts, facts });
    await open.importTown(townFile());
    await office.close();
    const later = await createOffice({ ...parts, facts: refusing });
    expect(await later.importTown(townFile())).toMatchObject({ added: 0, changed: 0 });
  });
});
