/** A clock against what was written under it: behind, ahead, and whose word is taken. */

import { expect, test } from 'vitest';
import { createSteeredClock } from '../testing/fake-world.ts';
import { createTestOffice } from '../testing/test-office.ts';
import { ClockWatch } from './clock-watch.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

async function opened() {
  const clock = createSteeredClock();
  const { facts, office, signIn } = await createTestOffice({ clock });
  await signIn('per_operator');
  const watch = await ClockWatch.open(facts, clock);
  expect(watch.doubt()).toBeNull();
  await watch.keep(facts);
  office.close();
  const [entry] = facts.entries;
  const guarded = watch.guarding(facts);
  const append = () => guarded.transact((work) => work.register.append({ ...entry! }));
  return { clock, facts, watch, append, again: () => ClockWatch.open(facts, clock) };
}

test('RET-12 a clock more than a minute behind takes no entry, says why, and takes them once it is right', async () => {
  const { clock, watch, append } = await opened();
  clock.setForward(-minuteMs);
  await append();
  clock.setForward(-1);
  const before = await append().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(before).toMatchObject({
    code: 'clock-behind',
    message: expect.stringContaining('clock --confirm'),
  });
  expect(watch.readOnly()?.fr).toContain('npx beffroi clock --confirm');
  clock.advance(1);
  await append();
  expect(watch.readOnly()).toBeNull();
});

test('RET-12 a clock that was ahead for a while, when nothing was written, is put right without a word', async () => {
  const { clock, watch, append } = await opened();
  clock.setForward(50 * minuteMs);
  expect(watch.doubt()).toBeNull();
  clock.setForward(-50 * minuteMs);
  await append();
  clock.setForward(50 * minuteMs);
  await append();
  clock.setForward(-50 * minuteMs);
  await expect(append()).rejects.toMatchObject({ code: 'clock-behind' });
});

test('RET-12 a start behind the last line takes no entry until somebody answers for the clock', async () => {
  const { clock, again } = await opened();
  clock.setForward(-30 * 365 * dayMs);
  const watch = await again();
  expect(watch.behindMs).toBe(30 * 365 * dayMs);
  expect(watch.state()).toMatchObject({ doubt: null, behindMs: watch.behindMs });
  watch.believe();
  expect(watch.behindMs).toBe(0);
  expect(watch.doubt()).toBeNull();
});

test('RET-12 lines written under a doubted clock count for nothing once it is put right', async () => {
  const { clock, append, again } = await opened();
  clock.setForward(20 * dayMs);
  await append();
  clock.setForward(-20 * dayMs);
  await append();
  expect((await again()).behindMs).toBe(0);
});

test('RET-11 the word of a witness is taken when its time is that of the clock, and no other', async () => {
  const { clock, watch } = await opened();
  const rightMs = clock.nowMs();
  expect(watch.heard(rightMs)).toBe(false);
  clock.setForward(16 * dayMs);
  expect(watch.heard(rightMs)).toBe(false);
  expect(watch.doubt()).toMatchObject({ aheadMs: 16 * dayMs, waitMs: null });
  expect(watch.heard(clock.nowMs() - 11 * minuteMs)).toBe(false);
  expect(watch.heard(clock.nowMs() - 9 * minuteMs)).toBe(true);
  expect(watch.doubt()).toBeNull();
  clock.setForward(-dayMs);
  expect(watch.behindMs).toBeGreaterThan(0);
  expect(watch.heard(clock.nowMs())).toBe(true);
  expect(watch.behindMs).toBe(0);
});

test('RET-11 what is believed is kept for the next start, and a doubted clock never is', async () => {
  const { clock, facts, watch, again } = await opened();
  const keptAt = async () => (await facts.read((work) => work.clock.one('clock')))?.believedAt;
  const first = await keptAt();
  clock.setForward(49 * hourMs);
  await watch.keep(facts);
  expect(await keptAt()).toBe(first);
  expect((await again()).doubt()).toMatchObject({ waitMs: null });
  watch.believe();
  await watch.keep(facts);
  expect((await again()).doubt()).toBeNull();
});
