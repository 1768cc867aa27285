/** Erasure at term on fakes: what is due, in which order, and what a crash or an absence changes. */

import { Failure } from '@beffroi/kernel';
import { describe, expect, test } from 'vitest';
import { createOffice } from '../create-office.ts';
import type { Facts } from '../ports/facts.ts';
import { entryOf } from '../register-entry.ts';
import { ErasureTown, hourMs, retention, setRetention } from '../testing/erasure-town.ts';
import { killedAt } from '../testing/killed-facts.ts';

/** RET-6: nothing due is anywhere, every key that opens something opens only what isn't due. */
async function expectNothingDue(town: ErasureTown): Promise<void> {
  const alive = (await town.ring.days()).map(({ day }) => day);
  const rows = await town.town.facts.read((facts) => facts.recordings.all());
  expect(alive.filter((day) => day <= town.today)).toEqual([]);
  expect([...town.disk.values()].filter(({ keyDay }) => keyDay <= town.today)).toEqual([]);
  expect(rows.filter(({ recording }) => recording.sealedKey.day <= town.today)).toEqual([]);
  expect(rows.map(({ recording }) => recording.recordingId).sort()).toEqual(
    [...town.disk.keys()].sort(),
  );
  expect(rows.every(({ recording }) => alive.includes(recording.sealedKey.day))).toBe(true);
}

describe('erasure at term', () => {
  test.each([
    ['a plain week', '2026-11-20T10:00Z'],
    ['the week of the long day', '2026-10-22T10:00Z'],
    ['the week of the short day', '2026-03-26T10:00Z'],
  ])(
    'RET-6 at every hour of %s nothing is kept past its day',
    async (_, start) => {
      const world = await ErasureTown.open(Date.parse(start));
      for (let hour = 0; hour < 4 * 24; hour++) {
        await world.recordHour();
        await world.erase();
        await expectNothingDue(world);
      }
      const receipted = world.said('recordings-erased').flatMap(({ what }) => what.files);
      expect(receipted.length).toBe(3 * 4 * 24 - world.disk.size);
      expect(receipted.every(({ wasThere }) => wasThere === true)).toBe(true);
      world.office.close();
    },
    60_000,
  );

  test('RET-6 condemned first, then the key is destroyed, then the receipt is written', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    world.clock.advance(4 * 24 * hourMs);
    await world.erase();
    const destroyed = world.said('key-destroyed');
    const receipts = world.said('recordings-erased');
    expect(receipts.map(({ about }) => about[0]).sort()).toEqual(Object.keys(retention).sort());
    for (const { number, about, what } of receipts) {
      const condemned = world
        .said('recordings-condemned')
        .find((each) => each.about[0] === about[0]);
      const key = destroyed.find((each) => each.about[0] === about[1]);
      expect(condemned?.what.files.length).toBe(what.files.length);
      expect(what.keyDestroyedAt).not.toBeNull();
      expect((condemned?.number ?? number) < (key?.number ?? 0)).toBe(true);
      expect((key?.number ?? number) < number).toBe(true);
    }
    world.office.close();
  });

  test('RET-6 killed before or after any step, the next start ends it right', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let step = 0; step < 12; step++) {
        const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
        await world.recordHour();
        world.office.close();
        world.clock.advance(4 * 24 * hourMs);
        await world.restart({ facts: killedAt(world.town.facts, step, when) });
        await world.erase().catch(() => undefined);
        await world.restart();
        await world.erase();
        await expectNothingDue(world);
        const files = world.said('recordings-erased').flatMap(({ what }) => what.files);
        expect(new Set(files.map(({ recordingId }) => recordingId)).size, `${when} ${step}`).toBe(
          3,
        );
        expect(files.length).toBe(3);
        world.office.close();
      }
    }
  }, 60_000);

  test('RET-5 a shortened retention erases at the new term, and the receipt names no dead key', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    await setRetention(world.town, 'cam_place', 1);
    await world.restart();
    world.clock.advance(24 * hourMs);
    await world.erase();
    const receipt = world.said('recordings-erased').find(({ about }) => about[0] === 'cam_place');
    expect(receipt?.what.keyDestroyedAt).toBeNull();
    expect((await world.ring.days()).map(({ day }) => day)).toContain('2026-11-23');
    expect([...world.disk.values()].map(({ keyDay }) => keyDay)).toEqual(['2026-11-22']);
    world.office.close();
  });

  test('RET-5 a key of the day of recording lives as long as its cameras ask', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.ring.dayPublicKeys('2026-11-20', 1);
    const startMs = world.clock.nowMs();
    await world.tell(
      ...world.file('cam_place', startMs, '2026-11-20'),
      ...world.file('cam_ecole', startMs, '2026-11-20'),
    );
    world.clock.advance(2 * 24 * hourMs);
    await world.erase();
    expect([...world.disk.keys()]).toEqual([`rec_place${startMs}`]);
    expect((await world.ring.days()).map(({ day }) => day)).toContain('2026-11-20');
    world.clock.advance(24 * hourMs);
    await world.erase();
    expect(world.disk.size).toBe(0);
    expect((await world.ring.days()).map(({ day }) => day)).not.toContain('2026-11-20');
    world.office.close();
  });

  test('RET-6 facts that come after the term, and a file that was gone before, are receipted', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    const startMs = world.clock.nowMs();
    const facts = world.file('cam_ecole', startMs, '2026-11-21');
    world.clock.advance(4 * 24 * hourMs);
    await world.tell(...facts);
    world.disk.clear();
    await world.erase();
    const [receipt] = world.said('recordings-erased');
    expect(receipt?.what.files.map(({ wasThere }) => wasThere)).toEqual([false]);
    await expectNothingDue(world);
    world.office.close();
  });

  test('RET-6 files that a disk refuses to unlink hold up no other’s', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    world.clock.advance(4 * 24 * hourMs);
    await world.office.erasures.eraseDue();
    const [one] = await world.town.facts.read((facts) => facts.erasures.all());
    const stuck = Array.from({ length: 600 }, (_, index) => `rec_stuck${index}`);
    await world.town.facts.transact(async (facts) => {
      for (const recordingId of stuck) {
        // Older than all others: they come first in each order.
        await facts.erasures.put({ ...(one ?? expect.unreachable()), recordingId, startMs: 1 });
      }
    });
    const due = [...world.disk.keys()].sort();
    expect(due.length).toBeGreaterThan(0);
    const ask = async () =>
      (await world.office.erasures.ordersFor(world.recorderId)).map((each) => each.recordingId);
    const first = await ask();
    const second = await ask();
    expect(first.length).toBe(500);
    expect([...first, ...second].sort()).toEqual([...stuck, ...due].sort());
    // The round is over: the oldest are tried again.
    expect(await ask()).toEqual(first);
    world.office.close();
  });

  test('RET-6 after a long absence one run condemns all, however much', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    const [one] = await world.town.facts.read((facts) => facts.recordings.all());
    await world.town.facts.transact(async (facts) => {
      for (let file = 0; one !== undefined && file < 10_500; file++) {
        const recordingId = `rec_more${file}` as const;
        await facts.recordings.put({ ...one, recording: { ...one.recording, recordingId } });
      }
    });
    world.clock.advance(4 * 24 * hourMs);
    const report = await world.office.erasures.eraseDue();
    expect(report.condemnedRecordings).toBe(10_503);
    expect(await world.town.facts.read((facts) => facts.recordings.all())).toEqual([]);
    expect((await world.ring.days()).filter(({ day }) => day <= world.today)).toEqual([]);
    world.office.close();
  });

  test('RET-6 a failure and a file that stays are alarms', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    world.clock.advance(4 * 24 * hourMs);
    const ring = { ...world.ring, destroyDay: () => Promise.reject(new Error('the disk says no')) };
    await world.restart({ keyRing: ring });
    const lasting = async () =>
      (await world.town.facts.read((facts) => facts.alarms.current()))
        .filter(({ endedMs }) => endedMs === null)
        .map(({ code }) => code);
    await expect.poll(lasting).toEqual(['erasure-failed']);
    await world.restart();
    await world.office.erasures.eraseDue();
    expect(await lasting()).toEqual([]);
    world.clock.advance(25 * hourMs);
    await world.office.erasures.eraseDue();
    expect(await lasting()).toEqual(['erasure-waiting']);
    await world.erase();
    expect(await lasting()).toEqual([]);
    world.office.close();
  });

  test('RET-6 BAK-2 the destruction of a key names the copies that outlive it, and the head is told once', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    const backup = entryOf(world.town.parts, {
      ...{ kind: 'backup-taken', by: 'machine-owner', about: [], motive: 'control' },
      what: {
        ...{ folder: '/media/coffre', recipients: ['age1x'] },
        dayKeys: ['day-2026-11-22', 'day-2026-11-21'],
      },
    });
    await world.town.facts.transact((work) => work.register.append(backup));
    world.clock.advance(3 * 24 * hourMs);
    await world.erase();
    const copies = world
      .said('key-destroyed')
      .map(({ what }) => [what.day, what.copies.map(({ entry }) => entry)]);
    expect(copies).toEqual([
      ['2026-11-21', [backup.id]],
      ['2026-11-22', [backup.id]],
      ['2026-11-23', []],
    ]);
    const alarms = (await world.town.facts.read((facts) => facts.alarms.current())).filter(
      ({ code }) => code === 'key-copy-over',
    );
    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.detail).toContain('/media/coffre');
    world.office.close();
  });

  test('RET-6 REG-14 a read-only register erases nothing, and the alarm says until when that is lawful', async () => {
    const world = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await world.recordHour();
    world.clock.advance(4 * 24 * hourMs);
    await world.restart({ facts: readOnly(world.town.facts) });
    const lasting = async () =>
      (await world.town.facts.read((facts) => facts.alarms.current())).filter(
        ({ endedMs }) => endedMs === null,
      );
    await expect.poll(lasting).toMatchObject([{ code: 'erasure-stopped', level: 'alarm' }]);
    const [alarm] = await lasting();
    // 28 days after the day of the recording, whatever the shorter terms of the cameras.
    expect(alarm?.detail).toContain('3 files are past their term');
    expect(alarm?.detail).toContain('the oldest of 2026-11-20');
    expect(alarm?.detail).toContain('until 2026-12-18');
    expect(await world.town.facts.read((facts) => facts.erasures.all())).toEqual([]);
    expect((await world.ring.days()).some(({ day }) => day <= world.today)).toBe(true);
    await world.restart();
    await world.erase();
    expect(await lasting()).toEqual([]);
    await expectNothingDue(world);
    world.office.close();
  });

  /** Five minutes and five more, until the eraser has looked. */
  const inTime = <T>(town: ErasureTown, look: () => Promise<T>) =>
    expect.poll(
      () => {
        town.clock.advance(5 * 60_000);
        return look();
      },
      { timeout: 20_000 },
    );
  const lastingOf = (town: ErasureTown) => async () =>
    (await town.town.facts.read((facts) => facts.alarms.current()))
      .filter(({ endedMs }) => endedMs === null)
      .map(({ code }) => code);
  const filesOf = (town: ErasureTown) => async () =>
    (await town.town.facts.read((facts) => facts.recordings.all())).length;

  test('RET-10 a clock set forward erases nothing for an hour, nor when it is put right', async () => {
    const town = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await town.recordHour();
    const [lasting, files] = [lastingOf(town), filesOf(town)];
    town.clock.setForward(40 * hourMs);
    await inTime(town, lasting).toEqual(['clock-forward']);
    town.clock.setForward(-40 * hourMs);
    await inTime(town, lasting).toEqual([]);
    expect(await files()).toBe(3);
    town.clock.setForward(40 * hourMs);
    await inTime(town, lasting).toEqual(['clock-forward']);
    expect(await files()).toBe(3);
    town.clock.advance(hourMs);
    await inTime(town, files).toBe(1);
    await inTime(town, lasting).toEqual([]);
    town.office.close();
  });

  test('RET-10 who asks for erasure answers for the clock, up to two days', async () => {
    const town = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await town.recordHour();
    town.clock.setForward(40 * hourMs);
    await town.erase();
    expect(await filesOf(town)()).toBe(1);
    town.office.close();
  });

  test('RET-11 a centre that starts 16 days later erases nothing until the owner says that its clock is right', async () => {
    const town = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await town.recordHour();
    const [lasting, files] = [lastingOf(town), filesOf(town)];
    const start = async () => {
      town.office.close();
      town.office = await createOffice(town.town.parts);
    };
    town.clock.setForward(16 * 24 * hourMs);
    await start();
    await inTime(town, lasting).toEqual(['clock-unconfirmed']);
    await expect(town.office.erasures.eraseDue()).rejects.toMatchObject({
      code: 'clock-unconfirmed',
      message: expect.stringContaining('npx beffroi clock --confirm'),
    });
    // Neither time nor lines written meanwhile nor another start make it believed.
    await town.town.signIn('per_operator');
    town.clock.advance(30 * hourMs);
    await start();
    await inTime(town, lasting).toEqual(['clock-unconfirmed']);
    expect(await files()).toBe(3);
    expect(town.office.clock.state().doubt).toMatchObject({ waitMs: null });
    await town.office.clock.confirm();
    await inTime(town, files).toBe(0);
    await inTime(town, lasting).toEqual([]);
    const said = town.town.facts.entries.filter(({ kind }) => kind === 'clock-confirmed');
    expect(said).toHaveLength(1);
    const { by, what } = JSON.parse(said[0]?.record ?? '') as {
      readonly by: string;
      readonly what: { readonly aheadMs: number };
    };
    expect(by).toBe('machine-owner');
    expect(what.aheadMs).toBeGreaterThan(16 * 24 * hourMs);
    await start();
    expect(town.office.clock.state()).toMatchObject({ doubt: null, behindMs: 0 });
    town.office.close();
  });

  test('RET-11 a clock that is put right before anybody confirmed it has taken nothing', async () => {
    const town = await ErasureTown.open(Date.parse('2026-11-20T10:00Z'));
    await town.recordHour();
    town.clock.setForward(16 * 24 * hourMs);
    await inTime(town, lastingOf(town)).toEqual(['clock-unconfirmed']);
    await town.town.signIn('per_operator');
    town.clock.setForward(-16 * 24 * hourMs);
    await inTime(town, lastingOf(town)).toEqual([]);
    town.office.close();
    town.office = await createOffice(town.town.parts);
    expect(town.office.clock.state()).toMatchObject({ doubt: null, behindMs: 0 });
    expect(await filesOf(town)()).toBe(3);
    town.office.close();
  });
});

/** As the facts are when the register contradicts what was signed: read, and no entry taken. */
function readOnly(facts: Facts): Facts {
  return {
    ...facts,
    transact: (work) =>
      facts.transact((inside) => {
        const append = () => Promise.reject(new Failure('register-read-only', 'a fork'));
        return work({ ...inside, register: { ...inside.register, append } });
      }),
  };
}
