/** The recorder's own alarms on their way to the centre. */

import { createSteeredClock, type SteeredClock } from '@beffroi/office/testing';
import { type RecorderToCentre, recorderAlarmsMax } from '@beffroi/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { AlarmBook } from './alarm-book.ts';

type Report = Extract<RecorderToCentre, { type: 'alarms' }>;

describe('the alarm book of a recorder', () => {
  let clock: SteeredClock;
  let book: AlarmBook;
  let reports: Report[];
  const full = {
    code: 'disk-full',
    level: 'alarm',
    cameraId: 'cam_a',
    detail: 'no space',
  } as const;
  const send = (message: RecorderToCentre): void => {
    reports.push(message as Report);
  };
  const last = (): readonly string[] =>
    (reports.at(-1)?.alarms ?? []).map(
      ({ code, cameraId, endedMs }) => `${code} ${cameraId}${endedMs === null ? '' : ' ended'}`,
    );

  beforeEach(() => {
    clock = createSteeredClock();
    book = new AlarmBook(clock);
    reports = [];
  });

  test('LNK-7 a new link is told everything, also that there is nothing', () => {
    book.resume(send);
    expect(reports).toEqual([{ type: 'alarms', sequence: 1, alarms: [] }]);
  });

  test('LNK-7 a trouble met again and again is one alarm, ended once it stayed away', () => {
    book.resume(send);
    book.met(full);
    book.met(full);
    expect(reports).toHaveLength(2);
    expect(last()).toEqual(['disk-full cam_a']);
    book.acknowledged(2);
    clock.advance(119_000);
    book.met(full);
    clock.advance(119_000);
    book.look();
    expect(reports).toHaveLength(2);
    clock.advance(1000);
    book.look();
    expect(last()).toEqual(['disk-full cam_a ended']);
    book.acknowledged(3);
    book.met({ ...full, cameraId: null });
    expect(last()).toEqual(['disk-full null']);
  });

  test('LNK-7 what came and went while the centre was away is told when it is back', () => {
    book.met(full);
    clock.advance(120_000);
    book.look();
    book.met(full);
    book.resume(send);
    expect(last()).toEqual(['disk-full cam_a ended', 'disk-full cam_a']);
    book.pause();
    book.resume(send);
    expect(last()).toEqual(['disk-full cam_a ended', 'disk-full cam_a']);
    book.acknowledged(reports.at(-1)?.sequence ?? 0);
    book.resume(send);
    expect(last()).toEqual(['disk-full cam_a']);
  });

  test('LNK-7 a report that was not acknowledged is made again', () => {
    book.resume(send);
    book.met(full);
    clock.advance(14_000);
    book.look();
    expect(reports).toHaveLength(2);
    clock.advance(1000);
    book.look();
    expect(reports).toHaveLength(3);
    book.acknowledged(2);
    clock.advance(15_000);
    book.look();
    expect(reports).toHaveLength(4);
    book.acknowledged(4);
    clock.advance(60_000);
    book.look();
    expect(reports).toHaveLength(4);
  });

  test('LNK-7 the list has a limit, and what is dropped is counted', () => {
    for (let number = 0; number <= recorderAlarmsMax; number++) {
      book.met({ ...full, cameraId: `cam_${number}` });
    }
    book.resume(send);
    expect(last()).toHaveLength(recorderAlarmsMax);
    expect(last()[0]).toBe('disk-full cam_1');
    expect(book.droppedCount).toBe(1);
  });

  test('LNK-7 what the centre reads from the status is not told twice', () => {
    book.resume(send);
    book.met({ ...full, code: 'disk-low' });
    expect(reports).toHaveLength(1);
  });
});
