/**
 * What every keeper of facts must do, as cases without a test runner: the fake and PostgreSQL both
 * run them. Each case gets empty facts of its own.
 */

import { assert, type Id, type Instant, instantFromMs } from '@beffroi/kernel';
import type { RegisterEntry, RegisterQuery } from '../ports/register.ts';
import { confirmationCases } from './confirmations-contract.ts';
import { emergencyCases } from './emergencies-contract.ts';
import { seedExampleTown } from './example-town.ts';
import { type FactsCase, same } from './facts-case.ts';
import { recordingCases } from './recordings-contract.ts';
import { signInCases } from './sign-in-contract.ts';

const nowMs = 1_795_305_600_000;
const at = instantFromMs(nowMs);
const operator = 'per_operator' as Id<'person'>;

function entry(id: string, log: RegisterEntry['log'] = 'acts'): RegisterEntry {
  return {
    id: `ent_${id}` as Id<'entry'>,
    log,
    kind: 'tried',
    at,
    personId: 'per_operator',
    record: '{"kind":"tried"}',
    salt: Uint8Array.of(1, 2, 3),
    leaf: new Uint8Array(32).fill(7),
  };
}

const keeping: readonly FactsCase[] = [
  {
    title: 'RET-11 keeps when the clock was last believed, and replaces it',
    async run(facts) {
      for (const believedAt of [at, instantFromMs(nowMs + 1)]) {
        await facts.transact((work) => work.clock.put({ key: 'clock', believedAt }));
        const kept = await facts.read((work) => work.clock.one('clock'));
        same(kept, { key: 'clock', believedAt }, 'the clock');
      }
    },
  },
  {
    title: 'gives back what was put, whole, and replaces by key',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      await facts.transact(async (work) => {
        const camera = await work.cameras.one('cam_place');
        assert(camera !== null, 'the camera is there');
        const sealedPassword = Uint8Array.of(9, 8, 7);
        await work.town.put({ key: 'town', name: 'Vermeil', fourEyes: null });
        await work.town.put({ key: 'town', name: 'Vermeil-sur-Orge', fourEyes: ['end-hold'] });
        await work.imports.put({
          key: 'camera place',
          id: 'cam_place',
          digest: 'd',
          sealedPassword,
        });
        await work.cameras.put({ ...camera, username: 'ville', sealedPassword, fence: 3 });
      });
      const kept = await facts.read((work) => work.cameras.one('cam_place'));
      assert(kept !== null, 'the camera is kept');
      same([kept.username, kept.sealedPassword, kept.fence], ['ville', [9, 8, 7], 3], 'camera');
      const [name, said] = await facts.read(async (work) => [
        await work.town.one('town'),
        await work.imports.all(),
      ]);
      same(name, { key: 'town', name: 'Vermeil-sur-Orge', fourEyes: ['end-hold'] }, 'the town');
      same(
        said,
        [{ key: 'camera place', id: 'cam_place', digest: 'd', sealedPassword: [9, 8, 7] }],
        'imports',
      );
      assert(kept.sealedPassword?.constructor === Uint8Array, 'bytes are plain');
      same(kept.camera.mask?.choice.mode, 'server', 'mask');
      same((await facts.read((work) => work.cameras.all())).length, 6, 'cameras');
      same(await facts.read((work) => work.cameras.one('cam_none')), null, 'no camera');
      const clearance = await facts.read((work) => work.clearances.one('clr_other'));
      same(clearance?.communeIds, ['com_vermeil'], 'communes of a clearance');
      same(clearance?.ground, null, 'a ground that nobody has said');
      assert(clearance !== null, 'the clearance is there');
      const ground = {
        kind: 'police-officer',
        prefectApproval: '2025-03-01',
        prosecutorApproval: '2025-04-01',
        oath: '2025-05-02',
      } as const;
      const groupIds = ['grp_ecoles' as Id<'cameraGroup'>];
      const named = { communeId: 'com_vermeil' as Id<'commune'>, name: 'Écoles' };
      const group = { id: groupIds[0]!, ...named, cameraIds: ['cam_ecole' as Id<'camera'>] };
      await facts.transact(async (work) => {
        await work.clearances.put({ ...clearance, ground, groupIds });
        await work.cameraGroups.put(group);
      });
      same(
        await facts.read((work) => work.cameraGroups.one('grp_ecoles')),
        group,
        'a group of cameras',
      );
      const grounded = await facts.read((work) => work.clearances.one('clr_other'));
      same(grounded?.ground, ground, 'the ground of a clearance');
      const person = await facts.read((work) => work.people.one('per_head'));
      same(person?.person.leftAt, null, 'nobody has left');
    },
  },
  {
    title: 'keeps all of a unit of work or nothing',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      const failed = await facts
        .transact(async (work) => {
          await work.layouts.put({
            id: 'lay_one' as Id<'layout'>,
            personId: operator,
            name: 'nuit',
            columns: 2,
            tiles: ['cam_place', null],
            shared: false,
          });
          await work.register.append(entry('one'));
          throw new Error('on purpose');
        })
        .catch((thrown: unknown) => String(thrown));
      same(failed, 'Error: on purpose', 'the error passes');
      same(await facts.read((work) => work.layouts.all()), [], 'no layout');
      same(await facts.read((work) => work.register.page('acts', 99, 9)), [], 'no entry');
    },
  },
  {
    title: 'runs units of work one at a time, so the register has no holes',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      const numbers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          facts.transact(async (work) => {
            const seen = await work.failures.one(operator);
            const count = (seen?.count ?? 0) + 1;
            await work.failures.put({ personId: operator, count, lastMs: nowMs });
            return work.register.append(
              entry(`n${index}`, index % 3 === 0 ? 'recordings' : 'acts'),
            );
          }),
        ),
      );
      same(
        numbers.toSorted((a, b) => a - b),
        [1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8],
        'numbers',
      );
      const counted = await facts.read((work) => work.failures.one(operator));
      same(counted?.count, 12, 'no count is lost');
      const page = await facts.read((work) => work.register.page('acts', 4, 2));
      same(
        page.map((each) => each.number),
        [3, 2],
        'a page, newest first',
      );
      same([page[0]?.leaf.length, page[0]?.salt, page[0]?.at], [32, [1, 2, 3], at], 'an entry');
      const after = await facts.read((work) => work.register.after('acts', 5, 2));
      same(
        after.map((each) => each.number),
        [6, 7],
        'entries above a number, oldest first',
      );
    },
  },
  {
    title: 'removes viewings that were over before an instant, and no other',
    async run(facts) {
      const viewing = (id: string, overMs: number) => ({
        id: id as Id<'viewing'>,
        personId: 'per_operator' as Id<'person'>,
        cameraIds: ['cam_place'],
        motive: 'rescue' as const,
        note: '',
        fromMs: 0,
        toMs: 1,
        openedAt: instantFromMs(nowMs),
        until: instantFromMs(nowMs + overMs),
      });
      await seedExampleTown(facts, nowMs);
      await facts.transact(async (work) => {
        await work.viewings.put(viewing('vie_over', 1000));
        await work.viewings.put(viewing('vie_open', 2000));
      });
      const remove = () =>
        facts.transact((work) => work.viewings.removeOver(instantFromMs(nowMs + 2000)));
      same([await remove(), await remove()], [1, 0], 'what was over');
      const left = await facts.read((work) => work.viewings.all());
      same(
        left.map(({ id }) => id),
        ['vie_open'],
        'what is left',
      );
    },
  },
  {
    title: 'finds entries by kind, author, what they name and when, newest first',
    async run(facts) {
      const later = instantFromMs(nowMs + 1000);
      await facts.transact(async (work) => {
        await work.register.append({ ...entry('one'), record: '{"about":["cam_place"]}' });
        await work.register.append({ ...entry('two'), kind: 'slept', personId: null });
        await work.register.append({ ...entry('three'), at: later });
        await work.register.append(entry('four', 'recordings'));
      });
      const found = (query: Omit<RegisterQuery, 'log'>, count = 9) =>
        facts.read(async (work) =>
          (await work.register.find({ log: 'acts', ...query }, count)).map(({ number }) => number),
        );
      same(await found({}), [3, 2, 1], 'all of a log');
      same(await found({}, 2), [3, 2], 'at most so many');
      same(await found({ below: 3 }), [2, 1], 'below');
      same(await found({ kinds: ['slept', 'woken'] }), [2], 'by kind');
      same(await found({ personId: 'per_operator' }), [3, 1], 'by author');
      same(await found({ about: 'cam_place' }), [1], 'by what they name');
      same(await found({ about: 'cam_plac' }), [], 'by a whole id only');
      same(await found({ from: later }), [3], 'from an instant on');
      same(await found({ to: later }), [2, 1], 'before an instant');
    },
  },
  {
    title: 'erases record, salt and author of old entries, and nothing that the tree stands on',
    async run(facts) {
      const later = instantFromMs(nowMs + 1);
      await facts.transact(async (work) => {
        await work.register.append(entry('old'));
        await work.register.append(entry('older'));
        await work.register.append(entry('elsewhere', 'recordings'));
        await work.register.append({ ...entry('young'), at: later });
      });
      const ofOthers = await facts.transact((work) =>
        work.register.erase('acts', later, 9, ['slept']),
      );
      same(ofOthers, 0, 'of other kinds');
      const erase = () =>
        facts.transact((work) => work.register.erase('acts', later, 1, ['tried']));
      same([await erase(), await erase(), await erase()], [1, 1, 0], 'erased, a few at a time');
      const acts = await facts.read((work) => work.register.after('acts', 0, 9));
      same(
        acts.map(({ number, record, salt, personId }) => [number, record, salt.length, personId]),
        [
          [1, '', 0, null],
          [2, '', 0, null],
          [3, '{"kind":"tried"}', 3, 'per_operator'],
        ],
        'what was erased',
      );
      same([acts[0]?.kind, acts[0]?.at, acts[0]?.leaf], ['tried', at, entry('old').leaf], 'stays');
      const others = await facts.read((work) => work.register.after('recordings', 0, 9));
      same(others[0]?.record, '{"kind":"tried"}', 'the other log');
      await facts.expunge();
      const expunged = await facts.read((work) => work.register.after('acts', 0, 9));
      same(expunged, acts, 'expunging changes nothing that is read');
    },
  },
];

const finding: readonly FactsCase[] = [
  {
    title: 'finds open sessions, lasting alarms, gaps and bookmarks',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      await facts.transact(async (work) => {
        for (const [index, endedAt] of [null, at].entries()) {
          await work.sessions.put({
            id: `ses_${index}xx` as Id<'session'>,
            tokenHash: `hash${index}`,
            personId: operator,
            how: 'passkey',
            startedAt: at,
            lastSeenAt: at,
            until: instantFromMs(nowMs + 1000),
            endedAt,
          });
        }
        for (const [index, endedMs] of [null, nowMs].entries()) {
          await work.alarms.put({
            id: `alm_${index}xx` as Id<'alarm'>,
            code: 'disk-low',
            level: 'warning',
            cameraId: null,
            recorderId: 'rcd_one',
            detail: '',
            atMs: nowMs + index,
            endedMs,
            times: 1 + index,
            firstMs: nowMs,
            acknowledgedBy: index === 0 ? null : operator,
          });
        }
        const gap = { cameraId: 'cam_place', stream: 'main', cause: 'camera-closed' } as const;
        await work.gaps.put({ ...gap, gapId: 'gap_a', detail: '', fromMs: 10, toMs: 20 });
        await work.gaps.put({ ...gap, gapId: 'gap_b', detail: '', fromMs: 30, toMs: null });
      });
      const open = (instant: Instant) => facts.read((work) => work.sessions.open(instant));
      same(
        (await open(at)).map((each) => each.tokenHash),
        ['hash0'],
        'open sessions',
      );
      same(await open(instantFromMs(nowMs + 1000)), [], 'none once expired');
      const alarms = await facts.read((work) => work.alarms.current());
      same(
        alarms.map((each) => each.id),
        ['alm_0xx'],
        'current alarms',
      );
      const openAlarm = (cameraId: string | null, recorderId: string | null) =>
        facts.read((work) => work.alarms.open('disk-low', cameraId, recorderId));
      same((await openAlarm(null, 'rcd_one'))?.id, 'alm_0xx', 'the lasting alarm');
      same(await openAlarm('cam_place', 'rcd_one'), null, 'none of the camera');
      same(await openAlarm(null, 'rcd_two'), null, 'none of the other recorder');
      same(await openAlarm(null, null), null, 'none of the house');
      const ofRecorder = await facts.read((work) => work.alarms.lastingOfRecorder('rcd_one'));
      same(
        ofRecorder.map((each) => each.id),
        ['alm_0xx'],
        'lasting alarms of a recorder',
      );
      const gaps = await facts.read((work) => work.gaps.between('cam_place', 'main', 20, 40));
      same(
        gaps.map((each) => each.gapId),
        ['gap_b'],
        'gaps that touch',
      );
    },
  },
  {
    title: 'an open alarm is the one that lasts, else the newest that nobody has acknowledged',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      const put = (id: string, endedMs: number | null, isTaken: boolean) =>
        facts.transact((work) =>
          work.alarms.put({
            ...{ id: id as Id<'alarm'>, code: 'camera-lost', level: 'alarm', recorderId: null },
            ...{ cameraId: 'cam_place', detail: '', atMs: nowMs, times: 2, firstMs: nowMs - 0.5 },
            ...{ endedMs, acknowledgedBy: isTaken ? operator : null },
          }),
        );
      const open = () => facts.read((work) => work.alarms.open('camera-lost', 'cam_place', null));
      await put('alm_taken', nowMs + 3, true);
      same(await open(), null, 'none: it is over and acknowledged');
      await put('alm_old', nowMs + 1, false);
      await put('alm_new', nowMs + 2, false);
      same((await open())?.id, 'alm_new', 'the newest');
      await put('alm_lasts', null, true);
      same((await open())?.id, 'alm_lasts', 'the lasting one');
      const kept = await open();
      same([kept?.times, kept?.firstMs], [2, nowMs - 0.5], 'how often, since when');
    },
  },
  {
    title: 'keeps ways in and mask versions whole',
    async run(facts) {
      const reference = {
        keyId: 'key-1',
        day: '2026-12-06',
        encapsulated: Uint8Array.of(1),
        ciphertext: Uint8Array.of(0x89, 0x50),
      };
      await seedExampleTown(facts, nowMs);
      const passkey = {
        credentialId: 'cred',
        personId: operator,
        publicKey: Uint8Array.of(1, 2),
        counter: 4,
        transports: ['usb', 'nfc'],
        enrolledAt: instantFromMs(nowMs),
        lastUsedAt: null,
      };
      const identity = {
        ...{ key: 'a1', personId: operator, issuer: 'https://idp.example/api/v2' },
        ...{ enrolledAt: instantFromMs(nowMs), lastUsedAt: null },
      };
      const session = {
        ...{ id: 'ses_oidc' as Id<'session'>, tokenHash: 'b2', personId: operator },
        ...{ how: 'oidc' as const, startedAt: instantFromMs(nowMs) },
        ...{ lastSeenAt: instantFromMs(nowMs), until: instantFromMs(nowMs + 1), endedAt: null },
      };
      const pending = { hash: 'h', sealedTotp: Uint8Array.of(5) };
      await facts.transact(async (work) => {
        await work.passkeys.put(passkey);
        await work.identities.put(identity);
        await work.sessions.put(session);
        const until = instantFromMs(nowMs + 5);
        const link = { tokenHash: 't', personId: operator, until, usedAt: null };
        await work.enrolments.put({ ...link, pending });
        const seeded = await work.masks.one('msk_place');
        assert(seeded !== null, 'the seeded version is there');
        const id = 'msk_second' as Id<'maskVersion'>;
        await work.masks.put({
          version: { ...seeded.version, id },
          reference,
        });
      });
      same(await facts.read((work) => work.passkeys.ofPerson(operator)), [passkey], 'passkey');
      const identities = await facts.read((work) => work.identities.ofPerson(operator));
      same(identities, [identity], 'linked account');
      same(await facts.read((work) => work.sessions.one('b2')), session, 'session by account');
      const link = await facts.read((work) => work.enrolments.one('t'));
      same(link?.pending, pending, 'pending password');
      const versions = await facts.read((work) => work.masks.ofCamera('cam_place'));
      same(
        versions.map((each) => each.id),
        ['msk_second', 'msk_place'],
        'newest first',
      );
      const kept = await facts.read((work) => work.masks.one('msk_second'));
      same(kept?.reference, reference, 'picture of reference');
      const ids = (await facts.read((work) => work.masks.withReference())).map(
        ({ version }) => version.id,
      );
      same(ids, ['msk_second'], 'the only one with a picture');
      await facts.transact(async (work) => {
        const [stored] = await work.masks.withReference();
        assert(stored !== undefined, 'the picture is there');
        await work.masks.put({ ...stored, reference: null });
      });
      const after = await facts.read((work) => work.masks.one('msk_second'));
      same([after?.version, after?.reference], [kept?.version, null], 'the picture alone has left');
    },
  },
];

export const factsContract: readonly FactsCase[] = [
  ...keeping,
  ...finding,
  ...emergencyCases,
  ...signInCases,
  ...recordingCases,
  ...confirmationCases,
];
