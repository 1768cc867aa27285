/** One clock: every speed both ways, stopping exactly at the ends. */

import { expect, test } from 'vitest';
import {
  advanceClock,
  changeSpeed,
  moveClock,
  type PlayerClock,
  playSpeeds,
  showsKeyPicturesOnly,
  shuttle,
} from './player-clock.ts';

const range = { fromMs: 0, toMs: 100_000 };
const paused: PlayerClock = { positionMs: 50_000, speed: 1, playing: false };
const playing: PlayerClock = { ...paused, playing: true };

test.each(playSpeeds.flatMap((speed) => [speed, -speed]))(
  'at %dx a second is that much footage',
  (speed) => {
    expect(advanceClock({ ...playing, speed }, 1000, range).positionMs).toBe(50_000 + 1000 * speed);
  },
);

test('a paused clock does not move', () => {
  expect(advanceClock(paused, 1000, range)).toBe(paused);
});

test('stops at the end of the range in its direction', () => {
  expect(advanceClock({ ...playing, speed: 32 }, 10_000, range)).toEqual({
    positionMs: 100_000,
    speed: 32,
    playing: false,
  });
  expect(advanceClock({ ...playing, speed: -32 }, 10_000, range)).toEqual({
    positionMs: 0,
    speed: -32,
    playing: false,
  });
});

test('may leave the far end when it plays away from it', () => {
  expect(moveClock({ ...playing, speed: -1 }, 100_000, range).playing).toBe(true);
});

test('shows every picture up to 4x, key frames beyond', () => {
  expect([1, 4, -4].map(showsKeyPicturesOnly)).toEqual([false, false, false]);
  expect([8, -8, 32].map(showsKeyPicturesOnly)).toEqual([true, true, true]);
});

test('the shuttle doubles the same way up to 32x and turns round at 1x', () => {
  expect(shuttle(paused, 1)).toMatchObject({ speed: 1, playing: true });
  expect(shuttle(playing, 1).speed).toBe(2);
  expect(shuttle({ ...playing, speed: 32 }, 1).speed).toBe(32);
  expect(shuttle({ ...playing, speed: 8 }, -1).speed).toBe(-1);
  expect(shuttle({ ...playing, speed: -1 }, -1).speed).toBe(-2);
});

test('faster and slower walk the list without leaving it', () => {
  expect(changeSpeed(playing, -1).speed).toBe(0.5);
  expect(changeSpeed({ ...playing, speed: 0.25 }, -1).speed).toBe(0.25);
  expect(changeSpeed({ ...playing, speed: -4 }, 1).speed).toBe(-8);
  expect(changeSpeed({ ...playing, speed: 32 }, 1).speed).toBe(32);
});
