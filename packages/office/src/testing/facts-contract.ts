/**
 * What every keeper of facts must do, as cases without a test runner: the fake and PostgreSQL both
 * run them. Each case gets empty facts of its own.
 */

import {
  assert,
  canonicalJson,
  type Id,
  type Instant,
  instantFromMs,
  type Json,
} from '@beffroi/kernel';
import type { StoredErasure } from '../ports/erasure.ts';
import type { Facts, RegisterEntry, StoredRecording } from '../ports/facts.ts';
import { seedExampleTown } from './example-town.ts';

export interface FactsCase {
  readonly title: string;
  run(facts: Facts): Promise<void>;
}

const nowMs = 1_795_305_600_000;
const at = instantFromMs(nowMs);
const operator = 'per_operator' as Id<'person'>;

function same(given: unknown, wanted: unknown, what: string): void {
  const text = (value: unknown) => canonicalJson(plain(value));
  assert(text(given) === text(wanted), `${what}: ${text(given)} is not ${text(wanted)}`);
}

/** Bytes as lists of numbers, so that any two values compare. */
function plain(value: unknown): Json {
  if (value instanceof Uint8Array) {
    return [...value];
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
  }
  return value as Json;
}

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

export function exampleRecording(
  recordingId: string,
  startMs: number,
  endMs: number | null,
  cameraId = 'cam_place',
): StoredRecording {
  return {
    recording: {
      recordingId,
      site: 'vermeil',
      cameraId,
      stream: 'main',
      startMs,
      fence: 1,
      path: `${cameraId}/${recordingId}.bfr`,
      sealedKey: {
        keyId: 'key-1',
        day: '2026-11-22',
        encapsulated: Uint8Array.of(1, 2),
        ciphertext: Uint8Array.of(3, 4),
      },
    },
    recorderId: 'rcd_one',
    closed:
      endMs === null
        ? null
        : {
            endMs,
            sizeBytes: 1000,
            sha256: 'ab',
            pictures: 100,
            gops: 4,
            maskVersions: ['msk_place'],
            timeSource: 'camera',
            closing: 'complete',
          },
  };
}

const keeping: readonly FactsCase[] = [
  {
    title: 'gives back what was put, whole, and replaces by key',
    async run(facts) {
      await seedExampleTown(facts, nowMs);
      await facts.transact(async (work) => {
        const camera = await work.cameras.one('cam_place');
        assert(camera !== null, 'the camera is there');
        const sealedPassword = Uint8Array.of(9, 8, 7);
        await work.town.put({ key: 'town', name: 'Vermeil' });
        await work.town.put({ key: 'town', name: 'Vermeil-sur-Orge' });
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
      same(name, { key: 'town', name: 'Vermeil-sur-Orge' }, 'the town');
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
      await facts.transact((work) => work.clearances.put({ ...clearance, ground }));
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
    title: 'finds the recording of an instant and its neighbours',
    async run(facts) {
      await facts.transact(async (work) => {
        await work.recordings.put(exampleRecording('rec_b', 2000, 3000));
        await work.recordings.put(exampleRecording('rec_a', 1000, 2000));
        await work.recordings.put(exampleRecording('rec_c', 3000.5, null));
        await work.recordings.put(exampleRecording('rec_x', 1500, 2500, 'cam_gare'));
      });
      const near = (atMs: number, side: 'at-or-before' | 'after') =>
        facts.read(async (work) => {
          const found = await work.recordings.near('cam_place', 'main', atMs, side);
          return found?.recording.recordingId ?? null;
        });
      same(await near(999, 'at-or-before'), null, 'before the first');
      same(await near(2000, 'at-or-before'), 'rec_b', 'at its start');
      same(await near(9000, 'at-or-before'), 'rec_c', 'open file');
      same(await near(2000, 'after'), 'rec_c', 'strictly after');
      same(await near(3000.5, 'after'), null, 'after the last');
      const between = await facts.read((work) =>
        work.recordings.between('cam_place', 'main', 2000, 3000),
      );
      same(
        between.map((each) => each.recording.recordingId),
        ['rec_b'],
        'touching',
      );
      const kept = await facts.read((work) => work.recordings.one('rec_c'));
      same(kept, exampleRecording('rec_c', 3000.5, null), 'an open file, whole');
      const keyDay = exampleRecording('rec_c', 0, null).recording.sealedKey.day;
      const due = async (day: string, beforeMs: number) =>
        (await facts.read((work) => work.recordings.mayBeDue('cam_place', day, beforeMs))).map(
          ({ recording }) => recording.recordingId,
        );
      same(await due('1999-12-31', 2000), ['rec_a'], 'begun before');
      same(await due(keyDay, 0), ['rec_a', 'rec_b', 'rec_c'], 'sealed to a key of that day');
      const { keyId } = exampleRecording('rec_c', 0, null).recording.sealedKey;
      const under = (id: string) => facts.read((work) => work.recordings.anyUnder(id));
      same([await under(keyId), await under('another')], [true, false], 'under a key');
      await facts.transact((work) => work.recordings.remove('rec_c'));
      same(await facts.read((work) => work.recordings.one('rec_c')), null, 'removed');
    },
  },
  {
    title: 'keeps what is condemned until its receipt, and finds what a recorder has to unlink',
    async run(facts) {
      const erasure = (recordingId: string, startMs: number): StoredErasure => ({
        recordingId,
        recorderId: 'rcd_one',
        cameraId: 'cam_place',
        stream: 'main',
        path: `cam_place/${recordingId}.bfr`,
        startMs,
        endMs: null,
        sha256: null,
        keyId: 'key-1',
        keyDay: '2026-11-22',
        condemnedAt: at,
        unlinkedAt: null,
        wasThere: null,
      });
      const gone = {
        ...erasure('rec_c', 500),
        endMs: 900.5,
        sha256: 'ab',
        unlinkedAt: at,
        wasThere: false,
      };
      const key = { keyId: 'key-1', day: '2026-11-22', condemnedAt: at, destroyedAt: null };
      await facts.transact(async (work) => {
        await work.erasures.put(erasure('rec_b', 2000));
        await work.erasures.put(erasure('rec_a', 1000));
        await work.erasures.put({ ...erasure('rec_x', 1), recorderId: 'rcd_two' });
        await work.erasures.put(gone);
        await work.keyErasures.put(key);
        await work.keyErasures.put({ ...key, keyId: 'key-2', destroyedAt: at });
      });
      const waiting = await facts.read((work) => work.erasures.waiting('rcd_one', 10));
      same(waiting, [erasure('rec_a', 1000), erasure('rec_b', 2000)], 'oldest first');
      same((await facts.read((work) => work.erasures.waiting('rcd_one', 1))).length, 1, 'a limit');
      same(await facts.read((work) => work.erasures.one('rec_c')), gone, 'whole');
      same(await facts.read((work) => work.keyErasures.one('key-1')), key, 'a condemned key');
    },
  },
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
      const lasting = (cameraId: string | null, recorderId: string | null) =>
        facts.read((work) => work.alarms.lasting('disk-low', cameraId, recorderId));
      same((await lasting(null, 'rcd_one'))?.id, 'alm_0xx', 'the lasting alarm');
      same(await lasting('cam_place', 'rcd_one'), null, 'none of the camera');
      same(await lasting(null, 'rcd_two'), null, 'none of the other recorder');
      same(await lasting(null, null), null, 'none of the house');
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
    title: 'keeps ways in and mask versions whole',
    async run(facts) {
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
      const pending = { hash: 'h', sealedTotp: Uint8Array.of(5) };
      await facts.transact(async (work) => {
        await work.passkeys.put(passkey);
        const until = instantFromMs(nowMs + 5);
        const link = { tokenHash: 't', personId: operator, until, usedAt: null };
        await work.enrolments.put({ ...link, pending });
        const seeded = await work.masks.one('msk_place');
        assert(seeded !== null, 'the seeded version is there');
        const id = 'msk_second' as Id<'maskVersion'>;
        await work.masks.put({
          version: { ...seeded.version, id },
          reference: Uint8Array.of(0x89, 0x50),
        });
      });
      same(await facts.read((work) => work.passkeys.ofPerson(operator)), [passkey], 'passkey');
      const link = await facts.read((work) => work.enrolments.one('t'));
      same(link?.pending, pending, 'pending password');
      const versions = await facts.read((work) => work.masks.ofCamera('cam_place'));
      same(
        versions.map((each) => each.id),
        ['msk_second', 'msk_place'],
        'newest first',
      );
      const kept = await facts.read((work) => work.masks.one('msk_second'));
      same(kept?.reference, [0x89, 0x50], 'picture of reference');
    },
  },
];

export const factsContract: readonly FactsCase[] = [...keeping, ...finding];
