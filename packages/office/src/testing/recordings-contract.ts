/** What every keeper of facts must do with recordings: find them, hold them, condemn them. */

import { type Id, type Instant, instantFromMs } from '@beffroi/kernel';
import type { StoredErasure } from '../ports/erasure.ts';
import type { StoredRecording } from '../ports/facts.ts';
import type { StoredHeldKey, StoredHold } from '../ports/holds.ts';
import { type FactsCase, same } from './facts-case.ts';

const at = instantFromMs(1_795_305_600_000);

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
        // Kept 15 days.
        day: '2026-12-06',
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

function exampleHold(id: string, placedAt: string): StoredHold {
  const by = 'per_head' as Id<'person'>;
  return {
    hold: {
      id: id as Id<'hold'>,
      framework: '77-1-1',
      reference: 'PV 2026/1042',
      channel: 'phone',
      requester: 'Brigadier Martin',
      cameraIds: ['cam_place', 'cam_gare'],
      fromMs: 1000.5,
      toMs: 2000,
      placedBy: by,
      placedAt: placedAt as Instant,
      until: '2026-12-31',
      confirmed: { at, by, reference: 'PV 7' },
      ended: null,
    },
    keyDestroyedAt: null,
  };
}

export const recordingCases: readonly FactsCase[] = [
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
    title: 'keeps holds and the keys re-wrapped for them, and spares what is held',
    async run(facts) {
      const { sealedKey } = exampleRecording('rec_a', 0, null).recording;
      const heldKey = (holdId: string, recordingId: string): StoredHeldKey => ({
        key: `${holdId} ${recordingId}`,
        holdId,
        recordingId,
        sealedKey: { ...sealedKey, keyId: `hold-${holdId}` },
      });
      await facts.transact(async (work) => {
        await work.recordings.put(exampleRecording('rec_b', 2000, 3000));
        await work.recordings.put(exampleRecording('rec_a', 1000, 2000));
        await work.recordings.put(exampleRecording('rec_c', 3000.5, null));
        await work.recordings.put(exampleRecording('rec_x', 1500, 2500, 'cam_gare'));
        await work.holds.put(exampleHold('hld_two', '2026-11-22T11:00:00.000Z'));
        await work.holds.put(exampleHold('hld_one', '2026-11-22T10:00:00.000Z'));
        await work.holds.put({
          ...exampleHold('hld_gone', '2026-11-22T09:00:00.000Z'),
          keyDestroyedAt: at,
        });
        await work.heldKeys.put(heldKey('hld_one', 'rec_a'));
        await work.heldKeys.put(heldKey('hld_two', 'rec_a'));
        await work.heldKeys.put(heldKey('hld_one', 'rec_c'));
      });
      const lasting = await facts.read((work) => work.holds.lasting());
      same(
        lasting.map(({ hold }) => hold.id),
        ['hld_one', 'hld_two'],
        'lasting, oldest first',
      );
      const whole = await facts.read((work) => work.holds.one('hld_one'));
      same(whole, exampleHold('hld_one', '2026-11-22T10:00:00.000Z'), 'a hold, whole');
      const of = await facts.read((work) => work.heldKeys.ofRecording('rec_a'));
      same(of, [heldKey('hld_one', 'rec_a'), heldKey('hld_two', 'rec_a')], 'keys of a recording');
      const ids = (rows: readonly StoredRecording[]) =>
        rows.map(({ recording }) => recording.recordingId);
      const notHeld = (holdId: string, fromMs: number, toMs: number, count = 10) =>
        facts.read(async (work) =>
          ids(await work.recordings.notHeld(holdId, 'cam_place', fromMs, toMs, count)),
        );
      same(await notHeld('hld_one', 0, 9000), ['rec_b'], 'not held yet by one');
      same(await notHeld('hld_two', 0, 9000), ['rec_b', 'rec_c'], 'nor by the other');
      same(await notHeld('hld_two', 0, 9000, 1), ['rec_b'], 'a limit');
      same(await notHeld('hld_two', 3000, 9000), ['rec_c'], 'that touch the span');
      const toTake = (fromHoldId: string, forHoldId: string, fromMs: number, toMs: number) =>
        facts.read((work) =>
          work.recordings.anyToTake(fromHoldId, forHoldId, 'cam_place', fromMs, toMs),
        );
      same(await toTake('hld_one', 'hld_two', 0, 9000), true, 'one that two has not taken yet');
      same(await toTake('hld_one', 'hld_two', 0, 3000), false, 'none of that span');
      same(await toTake('hld_two', 'hld_one', 0, 9000), false, 'nor the other way');
      const due = () =>
        facts.read(async (work) =>
          ids(await work.recordings.mayBeDue('cam_place', '2026-12-31', 0)),
        );
      const under = () => facts.read((work) => work.recordings.anyUnder(sealedKey.keyId));
      same(await due(), ['rec_b'], 'held ones are not due');
      same(await under(), true, 'one is under its day only');
      await facts.transact(async (work) => {
        await work.recordings.remove('rec_b');
        await work.recordings.remove('rec_x');
      });
      same(await under(), false, 'all are held');
      await facts.transact(async (work) => {
        const { hold, keyDestroyedAt } = exampleHold('hld_one', '2026-11-22T10:00:00.000Z');
        const ended = { at, by: null, why: 'over', reason: '' } as const;
        await work.holds.put({ hold: { ...hold, ended }, keyDestroyedAt });
      });
      same(
        await due(),
        ['rec_c'],
        'due when its hold has ended, while the key of the hold is there',
      );
      same(await under(), true, 'and under its day alone');
      await facts.transact((work) => work.heldKeys.removeOf('hld_one'));
      same(await facts.read((work) => work.heldKeys.countOf('hld_one')), 0, 'none left');
      same(await facts.read((work) => work.heldKeys.countOf('hld_two')), 1, 'the other');
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
      const [a, b] = [erasure('rec_a', 1000), erasure('rec_b', 2000)];
      const waiting = (count: number, after: StoredErasure | null = null) =>
        facts.read((work) => work.erasures.waiting('rcd_one', count, after));
      same(await waiting(10), [a, b], 'oldest first');
      same(await waiting(1), [a], 'a limit');
      same(await waiting(10, a), [b], 'after the first');
      same(await waiting(10, { ...a, recordingId: 'rec_0' }), [a, b], 'after one of that instant');
      same(await waiting(10, b), [], 'none after the last');
      same(await facts.read((work) => work.erasures.one('rec_c')), gone, 'whole');
      same(await facts.read((work) => work.keyErasures.one('key-1')), key, 'a condemned key');
    },
  },
];
