import { expect, test } from 'vitest';
import { DecodingWatch } from './decoding-watch.ts';

/** One look each second; `decodes` of the 25 pictures that come. */
function seconds(watch: DecodingWatch, count: number, decodes: number, comes = 25) {
  const looks: boolean[] = [];
  for (let second = 0; second < count; second++) {
    state.nowMs += 1000;
    state.in += comes;
    state.decoded += decodes;
    looks.push(watch.isBarren({ ...state, out: 0, dropped: 0 }, state.nowMs));
  }
  return looks;
}
let state = { nowMs: 0, in: 0, decoded: 0 };

test('CAM-11 ten seconds of pictures that give none are told, and told again', () => {
  state = { nowMs: 5000, in: 0, decoded: 0 };
  const watch = new DecodingWatch();
  expect(seconds(watch, 10, 0).includes(true)).toBe(false);
  expect(seconds(watch, 1, 0)).toEqual([true]);
  expect(seconds(watch, 10, 0).filter(Boolean)).toHaveLength(1);
});

test('CAM-11 one picture in a while is enough, and a camera that is away is not barren', () => {
  state = { nowMs: 0, in: 0, decoded: 0 };
  const watch = new DecodingWatch();
  for (let turn = 0; turn < 4; turn++) {
    expect(seconds(watch, 8, 0).includes(true)).toBe(false);
    seconds(watch, 1, 1);
  }
  seconds(watch, 1, 0);
  expect(seconds(watch, 60, 0, 0).includes(true)).toBe(false);
});
