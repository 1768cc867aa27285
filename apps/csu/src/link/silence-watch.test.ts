/** When a recorder that says nothing is taken for gone, and when it isn't. */

import { setImmediate as turn } from 'node:timers/promises';
import { createSteeredClock } from '@beffroi/office/testing';
import { linkStatusEveryMs } from '@beffroi/wire';
import { expect, test } from 'vitest';
import { SilenceWatch } from './silence-watch.ts';

function watched() {
  const clock = createSteeredClock();
  let silences = 0;
  const watch = new SilenceWatch(clock, () => {
    silences += 1;
  });
  /** Time passes while this process reads its sockets. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      clock.advance(500);
      await turn();
    }
  };
  return { clock, watch, pass, silences: () => silences };
}

test('LNK-14 a recorder that says nothing for ten seconds is away, told once', async () => {
  const { pass, silences } = watched();
  await pass(10_000);
  expect(silences()).toBe(0);
  await pass(2000);
  expect(silences()).toBe(1);
  await pass(60_000);
  expect(silences()).toBe(1);
});

test('LNK-14 one that is four times as slow as it should be stays', async () => {
  const { watch, pass, silences } = watched();
  for (let word = 0; word < 20; word++) {
    await pass(4 * linkStatusEveryMs);
    watch.heard();
  }
  expect(silences()).toBe(0);
});

test('LNK-14 time in which the centre itself could not read is nobody’s silence', async () => {
  const { clock, watch, pass, silences } = watched();
  await pass(4000);
  clock.advance(3_600_000);
  await turn();
  await pass(4000);
  expect(silences()).toBe(0);
  watch.close();
  await pass(60_000);
  expect(silences()).toBe(0);
});
