/** Emergency access over real sockets (OPS-17 to OPS-19): what opens with it, and how soon it is cut. */

import { assert } from '@beffroi/kernel';
import { confirmed } from '@beffroi/office/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeRecorder } from './fake-recorder.ts';
import { type LiveClient, startTestCentre, type TestCentre } from './test-centre.ts';

let centre: TestCentre;
beforeEach(async () => {
  centre = await startTestCentre();
});
afterEach(() => centre.close());

const minuteMs = 60_000;
const place = { channel: 3, cameraId: 'cam_place', stream: 'sub' } as const;

/** `per_other` is cleared for the station alone; with an emergency access they watch the square. */
async function watchingInAnEmergency(): Promise<{
  readonly viewer: LiveClient;
  readonly recorder: FakeRecorder;
  readonly subscription: number;
  readonly emergencyId: string;
}> {
  const { office, facts, signIn } = centre.town;
  await facts.transact(async (work) => {
    const own = await work.clearances.one('clr_other');
    const [station] = await work.cameras
      .all()
      .then((all) =>
        all.filter(({ camera }) => camera.id === 'cam_gare').map(({ camera }) => camera.id),
      );
    assert(own !== null && station !== undefined, 'the example town has them');
    await work.clearances.put({ ...own, cameraIds: [station] });
  });
  const { actor: head } = await signIn('per_head');
  // Memory is read again with the next commit.
  await office.people.change(head, 'per_other', { displayName: 'Léa Robin' });
  const { actor } = await signIn('per_other');
  const recorder = await centre.recorder();
  const viewer = await centre.live('per_other');
  viewer.say({ type: 'open', ...place });
  expect(await viewer.heard.next('state')).toMatchObject({ channel: 3 });
  const taken = await confirmed(office.confirmations, actor, (by) =>
    office.emergencies.take(by, {
      ...{ motive: 'danger-to-life', reason: 'Personne à terre sur la place' },
      minutes: 1,
    }),
  );
  assert(taken.ok, 'they may take one');
  const { subscription } = await recorder.subscribed();
  recorder.format(subscription);
  recorder.picture(subscription, true, 1);
  await viewer.heard.next('picture');
  viewer.say({ type: 'ack', acks: [[3, 1]] });
  await viewer.settled();
  return { viewer, recorder, subscription, emergencyId: taken.value.id };
}

async function showsNothingMore({
  viewer,
  recorder,
  subscription,
}: Awaited<ReturnType<typeof watchingInAnEmergency>>): Promise<void> {
  recorder.picture(subscription, false, 9);
  await viewer.settled();
  expect(viewer.heard.of('picture').map(({ annexB }) => annexB[4])).not.toContain(9);
}

describe('pictures on an emergency access', () => {
  test('OPS-19 its lease ends with it, and it is cut at that instant', async () => {
    const world = await watchingInAnEmergency();
    centre.clock.advance(minuteMs / 2);
    // Renewed for what is left of it, and no minute.
    const { until } = await world.viewer.heard.next('opened');
    expect(Date.parse(until) - centre.clock.nowMs()).toBe(minuteMs / 2);
    await world.viewer.settled();
    centre.clock.advance(minuteMs / 2);
    expect(await world.viewer.heard.next('cut')).toMatchObject({ channel: 3, rule: 'SEC-4' });
    await showsNothingMore(world);
  });

  test('OPS-20 whoever watches the same camera is told that it is an emergency access', async () => {
    await watchingInAnEmergency();
    const head = await centre.live('per_head');
    head.say({ type: 'open', ...place });
    const told = await head.heard.next('watchers', ({ names }) => names.length === 1);
    expect(told).toMatchObject({ names: ['Léa Robin'], emergency: ['Léa Robin'] });
  });

  test('OPS-20 whoever is cleared for the camera meanwhile is shown as any other', async () => {
    await watchingInAnEmergency();
    const { office, facts, signIn } = centre.town;
    const head = await centre.live('per_head');
    head.say({ type: 'open', ...place });
    await head.heard.next('watchers', ({ emergency }) => emergency?.length === 1);
    await facts.transact(async (work) => {
      const own = await work.clearances.one('clr_other');
      assert(own !== null, 'the example town has it');
      await work.clearances.put({ ...own, cameraIds: null });
    });
    // Memory is read again with the next commit.
    await office.people.change((await signIn('per_head')).actor, 'per_other', {
      displayName: 'Léa Robin',
    });
    const told = await head.heard.next('watchers', ({ emergency }) => emergency === undefined);
    expect(told.names).toEqual(['Léa Robin']);
  });

  test('OPS-19 the head ends it: cut at once', async () => {
    const world = await watchingInAnEmergency();
    const answer = await centre.fetch(`/api/emergencies/${world.emergencyId}/end`, {
      method: 'POST',
      cookie: await centre.cookieOf('per_head'),
    });
    expect(answer.status).toBe(200);
    expect(await world.viewer.heard.next('cut')).toMatchObject({ channel: 3, rule: 'SEC-4' });
    await showsNothingMore(world);
  });

  test('OPS-19 the clearance behind it is suspended: cut at once', async () => {
    const world = await watchingInAnEmergency();
    const { actor: head } = await centre.town.signIn('per_head');
    await centre.town.office.people.suspendClearance(head, 'clr_other', 'enquête');
    expect(await world.viewer.heard.next('cut')).toMatchObject({ channel: 3 });
    await showsNothingMore(world);
  });
});
