/** Recorders that are missed: one that went, and one that never came. */

import { createSteeredClock } from '@beffroi/office/testing';
import type { RecorderStatus, StreamHealth } from '@beffroi/wire';
import { expect, test } from 'vitest';
import { createLog } from '../observe/log.ts';
import { AlarmWatch } from './alarm-watch.ts';

const well: StreamHealth = {
  ...{ connected: true, codec: 'h264', width: 1920, height: 1080, fps: 25, kbitPerSecond: 4000 },
  ...{ packetsLost: 0, clockOffsetMs: 12, gapsToday: 0, gapCause: null },
};
const status: RecorderStatus = {
  ...{ cpuCores: 0.4, memoryBytes: 1e8, freeBytes: 5e11, totalBytes: 1e12, daysLeft: 20 },
  ...{ bytesPerSecond: 4e6, spooledFacts: 0, droppedPictures: 0 },
  ...{ maskCoresUsed: 0.4, maskCoresMax: 1.5, cameras: {} },
};

function watched() {
  const clock = createSteeredClock();
  const told: string[] = [];
  let fails = false;
  const tell = (line: string): Promise<void> => {
    if (!fails) {
      told.push(line);
    }
    return fails ? Promise.reject(new Error('the database is away')) : Promise.resolve();
  };
  const watch = new AlarmWatch(
    {
      raiseAlarm: ({ code, recorderId, detail }) => tell(`${code} ${recorderId} ${detail}`),
      endAlarm: (code, _, recorderId) => tell(`end ${code} ${recorderId}`),
    },
    clock,
    createLog('silent'),
  );
  const setFailing = (to: boolean): void => {
    fails = to;
  };
  return { clock, told, watch, setFailing };
}

test('LNK-9 a recorder that never comes is told once, a minute after it was expected', async () => {
  const { clock, told, watch } = watched();
  watch.expect(['rcd_north']);
  clock.advance(59_000);
  watch.expect(['rcd_north']);
  expect(told).toEqual([]);
  clock.advance(1_000);
  await Promise.resolve();
  watch.expect(['rcd_north']);
  clock.advance(600_000);
  expect(told).toEqual(['recorder-away rcd_north not connected since the centre started']);
  watch.close();
});

test('LNK-9 one that comes in time is not missed, and one that came is missed after 10 s', async () => {
  const { clock, told, watch } = watched();
  watch.expect(['rcd_north']);
  clock.advance(30_000);
  watch.recorderCame('rcd_north');
  clock.advance(600_000);
  watch.expect(['rcd_north']);
  await Promise.resolve();
  expect(told).toEqual(['end recorder-away rcd_north']);
  watch.recorderLeft('rcd_north');
  watch.expect(['rcd_north']);
  clock.advance(10_000);
  expect(told.at(-1)).toBe('recorder-away rcd_north not connected to the centre');
  watch.close();
});

test('LNK-14 one that was silent for ten seconds already is missed at once', async () => {
  const { clock, told, watch } = watched();
  watch.recorderCame('rcd_north');
  await Promise.resolve();
  watch.recorderLeft('rcd_north', 'silent');
  clock.advance(0);
  expect(told.at(-1)).toBe('recorder-away rcd_north not connected to the centre');
  watch.close();
});

test('LNK-9 what the database could not take is told with a later look', async () => {
  const { clock, told, watch, setFailing } = watched();
  setFailing(true);
  watch.expect(['rcd_north']);
  clock.advance(60_000);
  await Promise.resolve();
  await Promise.resolve();
  setFailing(false);
  watch.expect(['rcd_north']);
  expect(told).toHaveLength(1);
  watch.close();
});

const cameraOf = (gapCause: string | null) => ({
  ...{ recording: false, maskCores: null, restarts: 0, sub: null },
  main: { ...well, connected: gapCause === null, gapCause },
});

test('LNK-6 a stream that makes no picture is a lost camera, with its cause', async () => {
  const { clock, told, watch } = watched();
  const say = (gapCause: string | null): void =>
    watch.statusCame('rcd_north', { ...status, cameras: { cam_place: cameraOf(gapCause) } });
  say(null);
  await Promise.resolve();
  say('stream-undecodable');
  clock.advance(5_000);
  say('stream-undecodable');
  expect(told).toContain('camera-lost null stream-undecodable');
  watch.close();
});

test('LNK-10 a camera that boots with the centre has a minute before it is an alarm', async () => {
  const { clock, told, watch } = watched();
  const say = (gapCause: string | null): void =>
    watch.statusCame('rcd_north', { ...status, cameras: { cam_place: cameraOf(gapCause) } });
  // Not tried yet: neither well nor in trouble.
  watch.statusCame('rcd_north', {
    ...status,
    cameras: { cam_place: { ...cameraOf(null), main: { ...well, connected: false } } },
  });
  await Promise.resolve();
  say('camera-refused-stream');
  clock.advance(59_000);
  say('camera-refused-stream');
  expect(told.filter((line) => line.startsWith('camera-lost'))).toEqual([]);
  clock.advance(1_000);
  say('camera-refused-stream');
  expect(told).toContain('camera-lost null camera-refused-stream');
  watch.close();
});

test('LNK-6 a picture withheld for a moment is no alarm, one that is withheld again and again is', async () => {
  const { clock, told, watch } = watched();
  const say = (gapCause: string | null): void =>
    watch.statusCame('rcd_north', { ...status, cameras: { cam_place: cameraOf(gapCause) } });
  const raised = (): string[] => told.filter((line) => line.startsWith('mask-engine'));
  say(null);
  for (let minute = 0; minute < 5; minute++) {
    say('mask-engine-overloaded');
    clock.advance(2_000);
    say(null);
    clock.advance(58_000);
    say(null);
    await Promise.resolve();
  }
  expect(raised()).toEqual([]);
  for (let second = 0; second < 60; second += 4) {
    say('mask-engine-overloaded');
    clock.advance(1_000);
    say(null);
    clock.advance(3_000);
    await Promise.resolve();
  }
  expect(raised()).toEqual(['mask-engine-overloaded null mask-engine-overloaded']);
  say('mask-engine-failed');
  expect(raised().at(-1)).toBe('mask-engine-failed null mask-engine-failed');
  watch.close();
});
