import { addDays, civilDayOf, instantFromMs, msFromInstant, startOfDay } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import { mergeSpans } from './acts/timeline.ts';
import { gapCauses } from './ports/gap.ts';
import type { RecordedGap } from './ports/recordings.ts';
import {
  confirmed,
  createSteeredClock,
  createTestOffice,
  exampleRecording,
} from './testing/index.ts';
import { alarmSentence } from './words/alarm-words.ts';
import { gapSentence } from './words/gap-words.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ground = { kind: 'approved-agent', prosecutorApproval: null, oath: null } as const;

async function world() {
  const clock = createSteeredClock();
  const town = await createTestOffice({ clock });
  const { actor } = await town.signIn('per_operator');
  const nowMs = clock.nowMs();
  const startMs = nowMs - 3 * hourMs;
  await town.facts.transact(async (work) => {
    for (const [index, name] of ['rec_a', 'rec_b', 'rec_c'].entries()) {
      const fromMs = startMs + index * 10 * minuteMs;
      await work.recordings.put(exampleRecording(name, fromMs, fromMs + 10 * minuteMs));
    }
    await work.recordings.put(exampleRecording('rec_now', nowMs - 5 * minuteMs, null));
  });
  const open = (motive: 'rescue' = 'rescue') =>
    town.office.playback.open(actor, {
      cameraIds: ['cam_place'],
      motive,
      note: '',
      fromMs: startMs,
      toMs: nowMs,
    });
  return { ...town, clock, actor, nowMs, startMs, open };
}

describe('viewings', () => {
  test('LIV-6 a motive is good for four hours, for its person and its cameras', async () => {
    const { office, actor, clock, open, startMs, signIn } = await world();
    const viewing = await open();
    const id = viewing.ok ? viewing.value.id : '';
    const ask = (who = actor, camera = 'cam_place') =>
      office.playback.fileFor(who, id, camera, startMs + 1, 'containing');
    expect(await ask()).toMatchObject({ ok: true, value: { recordingId: 'rec_a' } });
    expect(await ask(actor, 'cam_gare')).toMatchObject({ error: { code: 'viewing-elsewhere' } });
    const { actor: chief } = await signIn('per_chief');
    expect(await ask(chief)).toMatchObject({ error: { code: 'unknown-thing' } });
    clock.advance(4 * hourMs);
    expect(await ask()).toMatchObject({ error: { rule: 'LIV-6', code: 'viewing-over' } });
  });

  test('SEC-6 a clearance that ends at midnight ends recordings and stills at midnight, its viewing open or not', async () => {
    const { office, facts, clock, nowMs, startMs, signIn } = await world();
    const today = civilDayOf(instantFromMs(nowMs), 'Europe/Paris');
    const midnightMs = msFromInstant(startOfDay(addDays(today, 1), 'Europe/Paris'));
    const { actor: head } = await signIn('per_head');
    const clearance = {
      authority: 'Arrêté 4',
      ground: { ...ground, prefectApproval: addDays(today, -10) },
      communeIds: ['com_vermeil'],
      cameraIds: null,
      rights: ['view-recordings' as const, 'save-stills' as const],
      from: today,
      until: today,
    };
    await confirmed(office.confirmations, head, (by) =>
      office.people.addClearance(by, 'per_nobody', clearance),
    );
    clock.advance(midnightMs - 1 - clock.nowMs());
    const { actor } = await signIn('per_nobody');
    const viewing = await office.playback.open(actor, {
      cameraIds: ['cam_place'],
      motive: 'rescue',
      note: '',
      fromMs: startMs,
      toMs: nowMs,
    });
    const id = viewing.ok ? viewing.value.id : '';
    const moment = { cameraId: 'cam_place', atMs: nowMs - hourMs };
    const file = () => office.playback.fileFor(actor, id, 'cam_place', moment.atMs, 'containing');
    expect((await file()).ok).toBe(true);
    expect((await office.playback.still(actor, id, moment)).ok).toBe(true);
    const stills = () => facts.entries.filter(({ kind }) => kind === 'still-saved').length;
    expect(stills()).toBe(1);
    clock.advance(1);
    expect(await file()).toMatchObject({ error: { rule: 'SEC-6', code: 'clearance-ended' } });
    expect(await office.playback.still(actor, id, moment)).toMatchObject({
      error: { rule: 'SEC-6' },
    });
    expect(stills()).toBe(1);
  });

  test('LIV-10 each camera-hour that is opened is in the register once, and so is a refusal', async () => {
    const { office, facts, actor, open, startMs, signIn } = await world();
    const viewing = await open();
    const id = viewing.ok ? viewing.value.id : '';
    const consulted = () => facts.entries.filter((each) => each.kind === 'recording-consulted');
    for (const minute of [1, 2, 3, 12]) {
      await office.playback.fileFor(
        actor,
        id,
        'cam_place',
        startMs + minute * minuteMs,
        'containing',
      );
    }
    expect(consulted()).toHaveLength(1);
    expect(JSON.parse(consulted()[0]?.record ?? '{}')).toMatchObject({ motive: 'rescue' });
    await office.playback.fileFor(actor, id, 'cam_place', startMs + 3 * hourMs - 1, 'containing');
    expect(consulted()).toHaveLength(2);
    const { actor: other } = await signIn('per_other');
    const body = {
      cameraIds: ['cam_place'],
      motive: 'rescue',
      note: '',
      fromMs: 0,
      toMs: 1,
    } as const;
    expect(await office.playback.open(other, { ...body, cameraIds: ['cam_place'] })).toMatchObject({
      error: { rule: 'SEC-5' },
    });
    expect(facts.entries.at(-1)).toMatchObject({ kind: 'viewing-refused', personId: 'per_other' });
  });

  test('LIV-10 the register names the hour of what was opened, whatever instant was asked for', async () => {
    const { office, facts, actor, open, startMs, nowMs } = await world();
    const viewing = await open();
    const id = viewing.ok ? viewing.value.id : '';
    const yearMs = 365 * 24 * hourMs;
    const ask = async (atMs: number, choice: 'containing' | 'previous') => {
      const file = await office.playback.fileFor(actor, id, 'cam_place', atMs, choice);
      const { what } = JSON.parse(facts.entries.at(-1)?.record ?? '{}') as { what: object };
      return [file.ok ? file.value?.recordingId : file.error.code, what];
    };
    const hourOf = (ms: number) => ({ hour: instantFromMs(Math.floor(ms / hourMs) * hourMs) });
    // What is being written has no end yet: a reader finds its newest pictures by any later instant.
    expect(await ask(nowMs + 9 * yearMs, 'containing')).toEqual(['rec_now', hourOf(nowMs - 1)]);
    const endMs = startMs + 30 * minuteMs;
    expect(await ask(endMs + 2 * hourMs, 'previous')).toEqual(['rec_c', hourOf(endMs - 1)]);
  });

  test('LIV-10 a file is found by its instant, and its neighbours on either side', async () => {
    const { office, actor, open, startMs, nowMs } = await world();
    const viewing = await open();
    const id = viewing.ok ? viewing.value.id : '';
    const ask = async (atMs: number, choice: 'containing' | 'next' | 'previous') => {
      const file = await office.playback.fileFor(actor, id, 'cam_place', atMs, choice);
      return file.ok ? (file.value?.recordingId ?? null) : file.error.code;
    };
    expect(await ask(startMs + 15 * minuteMs, 'containing')).toBe('rec_b');
    expect(await ask(startMs + 15 * minuteMs, 'next')).toBe('rec_c');
    expect(await ask(startMs + 15 * minuteMs, 'previous')).toBe('rec_a');
    expect(await ask(startMs + hourMs, 'containing')).toBeNull();
    expect(await ask(startMs + hourMs, 'previous')).toBe('rec_c');
    expect(await ask(startMs + hourMs, 'next')).toBe('rec_now');
    expect(await ask(nowMs - 1, 'containing')).toBe('rec_now');
    expect(await ask(nowMs - 16 * 24 * hourMs, 'containing')).toBe('retention-over');
  });

  test('RET-7 where erasure left nothing, that is the reason: on the timeline and for a picture', async () => {
    const { office, actor, open, nowMs, facts } = await world();
    const zone = 'Europe/Paris';
    const midnightMs = msFromInstant(startOfDay(civilDayOf(instantFromMs(nowMs), zone), zone));
    const erasedMs = midnightMs - 14 * 24 * hourMs;
    expect(erasedMs).toBeGreaterThan(nowMs - 15 * 24 * hourMs);
    const fault = { cameraId: 'cam_place', stream: 'main', cause: 'camera-closed', detail: '' };
    await facts.transact(async (work) => {
      for (const [id, fromMs] of [
        ['gap_a', erasedMs - 5],
        ['gap_b', erasedMs + hourMs],
      ] as const) {
        await work.gaps.put({ ...fault, gapId: id, fromMs, toMs: fromMs + 10 } as RecordedGap);
      }
    });
    const shown = await office.playback.timeline(
      actor,
      'cam_place',
      nowMs - 20 * 24 * hourMs,
      nowMs,
    );
    expect(shown.ok && shown.value.gaps).toMatchObject([
      { fromMs: nowMs - 20 * 24 * hourMs, toMs: erasedMs, cause: 'retention-over' },
      { fromMs: erasedMs, toMs: erasedMs + 5, cause: 'camera-closed' },
      { fromMs: erasedMs + hourMs, cause: 'camera-closed' },
    ]);
    expect(shown.ok && shown.value.gaps[0]?.words.en).toContain('15 days');
    const viewing = await open();
    const id = viewing.ok ? viewing.value.id : '';
    const ask = (atMs: number) =>
      office.playback.fileFor(actor, id, 'cam_place', atMs, 'containing');
    expect(await ask(erasedMs - 1)).toMatchObject({
      error: { rule: 'RET-2', code: 'retention-over' },
    });
    expect(await ask(erasedMs)).toEqual({ ok: true, value: null });
  });

  test('LIV-5 a still is in the register before its mark is given', async () => {
    const { office, facts, actor, open, startMs } = await world();
    const viewing = await open();
    const id = viewing.ok ? viewing.value.id : '';
    const still = await office.playback.still(actor, id, {
      cameraId: 'cam_place',
      atMs: startMs + 1,
    });
    expect(still).toEqual({ ok: true, value: { markId: facts.entries.at(-1)?.id } });
    expect(facts.entries.at(-1)?.kind).toBe('still-saved');
  });

  test('LIV-31 the register knows whether a still shows what was recorded or a copy of it', async () => {
    const { office, facts, actor, open, startMs } = await world();
    const viewing = await open();
    const id = viewing.ok ? viewing.value.id : '';
    const still = { cameraId: 'cam_place', atMs: startMs + 1 };
    const kept = () => JSON.parse(facts.entries.at(-1)?.record ?? '{}') as { what: unknown };
    await office.playback.still(actor, id, { ...still, recoded: true });
    expect(kept().what).toEqual({ momentMs: startMs + 1, recoded: true });
    await office.playback.still(actor, id, still);
    expect(kept().what).toEqual({ momentMs: startMs + 1, recoded: false });
  });

  test('LIV-7 a bookmark is taken away by its maker only, and by nobody set on what is no longer kept', async () => {
    const { office, actor, startMs, nowMs, signIn } = await world();
    const mark = { cameraId: 'cam_place', atMs: startMs + 1, title: 'Accident' };
    const set = await office.desk.addBookmark(actor, mark);
    const id = set.ok ? set.value.id : '';
    const { actor: chief } = await signIn('per_chief');
    expect(await office.desk.removeBookmark(chief, id)).toMatchObject({ ok: false });
    const tooOld = { ...mark, atMs: nowMs - 16 * 24 * hourMs };
    expect(await office.desk.addBookmark(actor, tooOld)).toMatchObject({
      error: { rule: 'RET-2' },
    });
    expect(await office.desk.removeBookmark(actor, id)).toEqual({ ok: true, value: null });
  });
});

describe('timeline', () => {
  test('LIV-8 merges files, explains gaps, names bookmarks, and stops at 31 days', async () => {
    const { office, facts, actor, startMs, nowMs } = await world();
    await office.desk.addBookmark(actor, { cameraId: 'cam_place', atMs: startMs + 1, title: 'A' });
    await facts.transact((work) =>
      work.gaps.put({
        gapId: 'gap_a',
        cameraId: 'cam_place',
        stream: 'main',
        cause: 'camera-unreachable',
        detail: 'no route',
        fromMs: startMs + 30 * minuteMs,
        toMs: nowMs - 5 * minuteMs,
      }),
    );
    const view = await office.playback.timeline(actor, 'cam_place', startMs - hourMs, nowMs);
    expect(view).toMatchObject({
      ok: true,
      value: {
        spans: [
          { fromMs: startMs, toMs: startMs + 30 * minuteMs, maskVersions: ['msk_place'] },
          { fromMs: nowMs - 5 * minuteMs, toMs: nowMs },
        ],
        gaps: [{ cause: 'camera-unreachable', words: gapSentence('camera-unreachable') }],
        bookmarks: [{ title: 'A', by: 'Karim Benali' }],
      },
    });
    const tooLong = await office.playback.timeline(actor, 'cam_place', 0, nowMs);
    expect(tooLong).toMatchObject({ error: { rule: 'LIV-8' } });
  });

  test('LIV-8 a file left open by a crash ends where the next begins, and masks split a span', () => {
    const open = exampleRecording('rec_open', 1000, null);
    const next = exampleRecording('rec_next', 9000, 10_000);
    expect(mergeSpans([open, next], 0, 20_000)).toEqual([
      { fromMs: 1000, toMs: 9000, maskVersions: [] },
      { fromMs: 9000, toMs: 10_000, maskVersions: ['msk_place'] },
    ]);
  });

  test('LIV-8 every cause of a gap has words and a remedy in both languages', () => {
    for (const cause of gapCauses) {
      const { fr, en } = gapSentence(cause);
      expect(fr.split('. ').length, cause).toBeGreaterThan(1);
      expect(en.split('. ').length, cause).toBeGreaterThan(1);
      expect(alarmSentence(cause)).toEqual({ fr, en });
    }
    expect(gapSentence('toString').en).toBe('Unknown cause: toString');
    expect(alarmSentence('disk-low').en).toContain('Disk');
    expect(alarmSentence('x').fr).toBe('Alarme : x');
  });
});

describe('recorders', () => {
  test('OPS-9 a fact sent twice is kept once, and closings are in the register of recordings', async () => {
    const { office, facts, startMs } = await world();
    const { recorderId } = await office.recorders.register('recorder-1');
    const { recording, closed } = exampleRecording(
      'rec_new',
      startMs + hourMs,
      startMs + 2 * hourMs,
    );
    if (closed === null) {
      throw new Error('the example is closed');
    }
    const sent = [
      { sequence: 1, fact: { kind: 'recording-opened', recording } },
      { sequence: 2, fact: { kind: 'recording-closed', recording: { ...recording, ...closed } } },
      { sequence: 3, fact: { kind: 'recording-removed', recordingId: 'rec_a', why: 'disk-floor' } },
    ] as const;
    expect(await office.recorders.receiveFacts(recorderId, sent.slice(0, 2))).toBe(2);
    expect(await office.recorders.receiveFacts(recorderId, sent)).toBe(3);
    expect(await office.recorders.receiveFacts(recorderId, sent)).toBe(3);
    const log = facts.entries.filter((each) => each.log === 'recordings');
    expect(log.map((each) => [each.number, each.kind])).toEqual([
      [1, 'recording-closed'],
      [2, 'recording-removed'],
    ]);
    const kept = await facts.read((work) => work.recordings.one('rec_new'));
    expect(kept).toEqual({ recording, recorderId, closed });
    expect(await facts.read((work) => work.recordings.one('rec_a'))).toBeNull();
    expect(await office.recorders.receiveFacts('rcd_unknown', sent)).toBe(0);
  });

  test('an alarm raised again and again is one alarm until it ends', async () => {
    const { office, actor } = await world();
    const alarm = { code: 'disk-low', level: 'warning', cameraId: null, detail: 'x' } as const;
    await office.recorders.raiseAlarm(alarm);
    await office.recorders.raiseAlarm(alarm);
    const first = await office.desk.alarms(actor);
    expect(first.ok && first.value).toHaveLength(1);
    const id = first.ok ? (first.value[0]?.id ?? '') : '';
    await office.recorders.endAlarm('disk-low', null);
    expect(await office.desk.acknowledgeAlarm(actor, id)).toEqual({ ok: true, value: null });
    expect(await office.desk.alarms(actor)).toEqual({ ok: true, value: [] });
  });

  test('LNK-6 an alarm that comes back is the same, counted, until somebody acknowledges it', async () => {
    const { office, actor, facts } = await world();
    const { recorderId } = await office.recorders.register('north');
    const alarm = { code: 'disk-low', level: 'warning', cameraId: null, recorderId } as const;
    const list = async () => {
      const alarms = await office.desk.alarms(actor);
      return alarms.ok ? alarms.value : [];
    };
    for (const detail of ['first', 'second', 'third']) {
      await office.recorders.raiseAlarm({ ...alarm, detail });
      await office.recorders.endAlarm('disk-low', null, recorderId);
    }
    expect(await list()).toMatchObject([{ times: 3, detail: 'third' }]);
    await office.recorders.raiseAlarm({ ...alarm, detail: 'fourth' });
    const [lasting] = await list();
    expect(lasting).toMatchObject({ times: 4, detail: 'fourth', endedMs: null });
    expect(lasting?.firstMs).toBeLessThanOrEqual(lasting?.atMs ?? 0);
    await office.desk.acknowledgeAlarm(actor, lasting?.id ?? '');
    await office.recorders.endAlarm('disk-low', null, recorderId);
    expect(await list()).toEqual([]);
    await office.recorders.raiseAlarm({ ...alarm, detail: 'anew' });
    expect(await list()).toMatchObject([{ times: 1, detail: 'anew', acknowledgedBy: null }]);
    expect(await facts.read((work) => work.alarms.all())).toHaveLength(2);
  });

  test('LNK-6 what the whole house meets is one alarm each time: none hides the detail of another', async () => {
    const { office, actor } = await world();
    for (const detail of ['the copy of Monday', 'the copy of Tuesday']) {
      const alarm = { code: 'key-copy-over', level: 'alarm', cameraId: null, detail } as const;
      await office.recorders.raiseAlarm(alarm);
      await office.recorders.endAlarm('key-copy-over', null);
    }
    const alarms = await office.desk.alarms(actor);
    expect(alarms.ok ? alarms.value.map(({ detail }) => detail).sort() : []).toEqual([
      'the copy of Monday',
      'the copy of Tuesday',
    ]);
  });

  test('LNK-6 two recorders with the same trouble are two alarms, each with its name', async () => {
    const { office, actor } = await world();
    const one = await office.recorders.register('north');
    const two = await office.recorders.register('south');
    for (const { recorderId } of [one, two]) {
      const alarm = { code: 'recorder-away', level: 'alarm', cameraId: null, detail: 'x' } as const;
      await office.recorders.raiseAlarm({ ...alarm, recorderId });
    }
    await office.recorders.endAlarm('recorder-away', null, one.recorderId);
    const alarms = await office.desk.alarms(actor);
    const open = alarms.ok ? alarms.value.filter(({ endedMs }) => endedMs === null) : [];
    expect(open).toMatchObject([
      {
        recorderId: two.recorderId,
        recorderName: 'south',
        words: { en: expect.stringMatching(/^south:/) as string },
        detail: 'x',
      },
    ]);
  });

  test('LNK-7 a recorder’s own alarms are kept as it says them, also those of its absence', async () => {
    const { office, facts } = await world();
    const { recorderId } = await office.recorders.register('north');
    const full = {
      code: 'disk-full',
      level: 'alarm',
      cameraId: 'cam_place',
      detail: 'no space',
      sinceMs: 1000,
      endedMs: null,
    } as const;
    const gone = { ...full, code: 'disk-floor', cameraId: null, endedMs: 2000 } as const;
    const kept = async () =>
      (await facts.read((work) => work.alarms.current()))
        .map(({ code, atMs, endedMs }) => [code, atMs, endedMs === null ? null : 'ended'])
        .sort();
    await office.recorders.keepAlarms(recorderId, [full, gone]);
    const both = [
      ['disk-floor', 1000, 'ended'],
      ['disk-full', 1000, null],
    ];
    expect(await kept()).toEqual(both);
    await office.recorders.keepAlarms(recorderId, [full, gone]);
    expect(await kept()).toEqual(both);
    await office.recorders.raiseAlarm({
      code: 'recorder-away',
      level: 'alarm',
      cameraId: null,
      recorderId,
      detail: '',
    });
    await office.recorders.keepAlarms(recorderId, []);
    const lasting = await facts.read((work) => work.alarms.lastingOfRecorder(recorderId));
    expect(lasting.map(({ code }) => code)).toEqual(['recorder-away']);
  });

  test('LNK-7 a report that comes again counts nothing twice', async () => {
    const { office, facts } = await world();
    const { recorderId } = await office.recorders.register('north');
    const full = { code: 'disk-full', level: 'alarm', cameraId: null, detail: '' } as const;
    const ended = { ...full, sinceMs: 1000, endedMs: 2000 };
    const lasts = { ...full, sinceMs: 3000, endedMs: null };
    const kept = async () =>
      (await facts.read((work) => work.alarms.current())).map(
        ({ times, firstMs, atMs, endedMs }) => [times, firstMs, atMs, endedMs],
      );
    await office.recorders.keepAlarms(recorderId, [ended]);
    expect(await kept()).toEqual([[1, 1000, 1000, 2000]]);
    for (let again = 0; again < 3; again++) {
      await office.recorders.keepAlarms(recorderId, [ended, lasts]);
      expect(await kept()).toEqual([[2, 1000, 3000, null]]);
    }
    await office.recorders.keepAlarms(recorderId, [ended, { ...lasts, endedMs: 4000 }]);
    await office.recorders.keepAlarms(recorderId, [ended, { ...lasts, endedMs: 4000 }]);
    expect(await kept()).toEqual([[2, 1000, 3000, 4000]]);
  });

  test('OPS-13 a camera given to another recorder leaves the first with a higher fence, in the register', async () => {
    const { office, facts } = await world();
    const north = await office.recorders.register('north');
    await office.recorders.configurationFor(north.recorderId);
    const south = await office.recorders.register('south');
    const held = async (recorderId: string) =>
      (await office.recorders.configurationFor(recorderId)).cameras
        .filter(({ id }) => id === 'cam_place')
        .map(({ fence }) => fence);
    const [fence = 0] = await held(north.recorderId);
    expect(await office.recorders.moveCameras('cam_place', 'south')).toBe(1);
    expect(await held(north.recorderId)).toEqual([]);
    expect(await held(south.recorderId)).toEqual([fence + 1]);
    expect(await office.recorders.moveCameras('cam_place', south.recorderId)).toBe(0);
    const moves = facts.entries.filter(({ kind }) => kind === 'camera-moved');
    expect(moves).toHaveLength(1);
    const all = (await office.recorders.list()).flatMap(({ cameras }) => cameras).length;
    expect(await office.recorders.moveCameras('all', 'south')).toBe(all - 1);
    await expect(office.recorders.moveCameras('cam_place', 'west')).rejects.toThrow(
      'west is no recorder; known: ',
    );
    await expect(office.recorders.moveCameras('cam_none', 'north')).rejects.toMatchObject({
      code: 'unknown-camera',
    });
  });
});
