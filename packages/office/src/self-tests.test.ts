/** What each post's browser said it can do, for those who look after the posts. */

import { expect, test } from 'vitest';
import { createSteeredClock, createTestOffice } from './testing/index.ts';

const body = {
  secureContext: true,
  webCodecs: true,
  h264: true,
  h265: false,
  trackGenerator: true,
  heldFrames: 0,
  userAgent: 'Chromium',
};

test('the last self-test of each post is shown to those who look after posts; others see their own', async () => {
  const clock = createSteeredClock();
  const { office, signIn } = await createTestOffice({ clock });
  const head = (await signIn('per_head')).actor;
  const operator = (await signIn('per_operator')).actor;
  await office.desk.selfTest(head, body);
  clock.advance(1000);
  await office.desk.selfTest(operator, { ...body, h264: false });
  await office.desk.selfTest(operator, body);
  const shown = await office.desk.selfTests(head);
  expect(shown.ok && shown.value.map(({ personId, h264 }) => [personId, h264])).toEqual([
    ['per_operator', true],
    ['per_head', true],
  ]);
  const own = await office.desk.selfTests(operator);
  expect(own.ok && own.value.map(({ personId }) => personId)).toEqual(['per_operator']);
  const technician = await office.desk.selfTests((await signIn('per_technician')).actor);
  expect(technician.ok && technician.value).toHaveLength(2);
  const nobody = await office.desk.selfTests((await signIn('per_nobody')).actor);
  expect(nobody.ok).toBe(false);
  office.close();
});
