/** Alarms about authorisations, from the daily look. */

import { addDays, civilDayOf } from '@beffroi/kernel';
import { beforeEach, describe, expect, test } from 'vitest';
import { AuthorisationLook } from './authorisation-look.ts';
import { House } from './house.ts';
import {
  createSteeredClock,
  createTestOffice,
  type SteeredClock,
  type TestOffice,
} from './testing/index.ts';

const dayMs = 86_400_000;
/** The orders of the example town are good for 1000 days. */
const orderDays = 1000;

describe('the daily look at authorisations', () => {
  let clock: SteeredClock;
  let town: TestOffice;
  let house: House;
  let look: AuthorisationLook;

  beforeEach(async () => {
    clock = createSteeredClock();
    town = await createTestOffice({ clock });
    town.office.close();
    house = await House.open(town.parts);
    look = new AuthorisationLook(house);
  });

  async function lasting(): Promise<readonly string[]> {
    const alarms = await town.facts.read((work) => work.alarms.current());
    return alarms
      .filter(({ endedMs }) => endedMs === null)
      .map(({ code, cameraId }) => `${code} ${cameraId}`)
      .sort();
  }

  test('OPS-12 each camera in service has its alarm, one a stage, and none before', async () => {
    await look.look();
    expect(await lasting()).toEqual([]);
    for (const [daysLeft, code] of [
      [243, null],
      [242, 'authorisation-ending'],
      [151, 'authorisation-last-call'],
      [-1, 'authorisation-missing'],
    ] as const) {
      const daysGone = Math.floor((clock.nowMs() - 1_795_305_600_000) / dayMs);
      clock.advance((orderDays - daysLeft - daysGone) * dayMs);
      await look.look();
      const codes = new Set((await lasting()).map((alarm) => alarm.split(' ')[0]));
      expect([...codes], `${daysLeft} days left`).toEqual(code === null ? [] : [code]);
    }
    expect(await lasting()).toHaveLength(6);
  });

  test('OPS-12 a new order ends the alarm', async () => {
    clock.advance((orderDays - 100) * dayMs);
    await look.look();
    expect(await lasting()).toContain('authorisation-last-call cam_place');
    const today = civilDayOf(house.now(), town.parts.settings.timeZone);
    await house.commit({ what: ['cameras'], rights: true }, async (facts) => {
      const stored = await facts.cameras.one('cam_place');
      if (stored === null) {
        expect.unreachable('the example town has this camera');
      }
      const authorisation = {
        orderNumber: '2029-PREF-1',
        from: today,
        until: addDays(today, 1800),
        retentionDaysMax: 15,
      };
      await facts.cameras.put({ ...stored, camera: { ...stored.camera, authorisation } });
    });
    await look.look();
    expect((await lasting()).filter((alarm) => alarm.endsWith('cam_place'))).toEqual([]);
  });

  test('OPS-12 what the database could not take is told at the next look', async () => {
    clock.advance((orderDays - 100) * dayMs);
    const { facts } = town.parts;
    const broken = { ...facts, transact: () => Promise.reject(new Error('database away')) };
    const away = new AuthorisationLook(new House({ ...town.parts, facts: broken }, house.memory));
    await expect(away.look()).rejects.toThrow('database away');
    await look.look();
    expect(await lasting()).toContain('authorisation-last-call cam_place');
  });
});
