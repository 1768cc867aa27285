/**
 * From the moment other masks are decided, and before that is answered, the centre shows nothing that was
 * drawn under those before: no picture, no burst, no still (MSK-19). Real sockets; the recorder of the
 * test sends whatever it likes.
 */

import { confirmed } from '@beffroi/office/testing';
import type { MaskVersionView } from '@beffroi/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeRecorder } from './fake-recorder.ts';
import { type LiveClient, startTestCentre, type TestCentre } from './test-centre.ts';

let centre: TestCentre;
beforeEach(async () => {
  centre = await startTestCentre();
});
afterEach(() => centre.close());

const place = { channel: 3, cameraId: 'cam_place', stream: 'sub' } as const;
/** The whole picture: no lift, so one person decides it. */
const polygons = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
].map(([x, y]) => ({ x, y }));

interface Watching {
  readonly viewer: LiveClient;
  readonly recorder: FakeRecorder;
  readonly subscription: number;
}

/** An operator with one tile that shows a key picture, which they acknowledge. */
async function watching(): Promise<Watching> {
  const recorder = await centre.recorder();
  const viewer = await centre.live('per_operator');
  viewer.say({ type: 'open', ...place });
  const { subscription } = await recorder.subscribed();
  recorder.format(subscription);
  recorder.picture(subscription, true, 1);
  const { sequence } = await viewer.heard.next('picture');
  viewer.say({ type: 'ack', acks: [[3, sequence]] });
  await viewer.settled();
  return { viewer, recorder, subscription };
}

async function decide(): Promise<MaskVersionView> {
  const { office, signIn } = centre.town;
  const { actor } = await signIn('per_head');
  const body = {
    choice: { mode: 'server', style: 'solid', polygons: [polygons] },
    reason: 'Balcon',
  } as const;
  const decided = await confirmed(office.confirmations, actor, (by) =>
    office.cameras.setMasks(by, 'cam_place', structuredClone(body) as never, null),
  );
  if (!decided.ok) {
    throw new Error(decided.error.words.en);
  }
  return decided.value;
}

const marksOf = ({ heard }: LiveClient): (number | undefined)[] =>
  heard.of('picture').map(({ annexB }) => annexB[4]);

test('MSK-19 nothing drawn under the masks before leaves once others are decided, not even before that is answered', async () => {
  const { viewer, recorder, subscription } = await watching();
  const { facts } = centre.town;
  // Decided and in memory, and neither announced nor answered yet.
  const reached = Promise.withResolvers<void>();
  const announced = Promise.withResolvers<void>();
  facts.announce = async ({ what }) => {
    if (what.includes('cameras')) {
      reached.resolve();
      await announced.promise;
    }
  };
  recorder.picture(subscription, false, 2);
  await viewer.heard.next('picture');
  const deciding = decide();
  await reached.promise;
  recorder.picture(subscription, false, 3);
  recorder.picture(subscription, true, 4);
  await recorder.settled();
  await viewer.settled();
  expect(marksOf(viewer)).toEqual([1, 2]);
  announced.resolve();
  await deciding;
  expect(viewer.heard.of('state').at(-1)).toMatchObject({
    state: 'connecting',
    words: { fr: 'Les masques viennent d’être décidés : l’image revient sous ceux-ci.' },
  });
});

test('MSK-19 a picture on the screen is wiped and none is kept, though the camera sends no other', async () => {
  const { viewer, recorder, subscription } = await watching();
  const { id } = await decide();
  await viewer.heard.next('state', ({ state }) => state === 'connecting');
  const newcomer = await centre.live('per_other');
  newcomer.say({ type: 'open', ...place });
  await newcomer.heard.next('state', ({ words }) => words?.en.startsWith('Masks have') === true);
  // The recorder ends the stream to begin it anew: it isn't away.
  recorder.send({ type: 'stopped', subscription, cause: 'recorder-stopped' });
  recorder.format(subscription, id);
  recorder.picture(subscription, true, 5);
  for (const each of [viewer, newcomer]) {
    await each.heard.next('state', ({ state }) => state === 'live');
    expect(each.heard.of('state').map(({ state }) => state)).not.toContain('recorder-away');
  }
  await newcomer.heard.next('picture');
  expect(marksOf(newcomer)).toEqual([5]);
});

test('MSK-19 pictures of which the recorder does not say the masks are withheld, in words', async () => {
  const recorder = await centre.recorder();
  const viewer = await centre.live('per_operator');
  viewer.say({ type: 'open', ...place });
  const { subscription } = await recorder.subscribed();
  // It has said nothing of this stream yet, and so nothing wrong.
  recorder.send({ type: 'stopped', subscription, cause: 'recorder-stopped' });
  await viewer.heard.next('state', ({ state }) => state === 'recorder-away');
  const size = { width: 640, height: 360 };
  recorder.send({ type: 'format', subscription, codec: 'avc1.64001e', ...size });
  recorder.picture(subscription, true, 1);
  const told = await viewer.heard.next('state', ({ state }) => state === 'mask-failed');
  expect(told.words?.en).toContain('bring it to the version of the centre');
  expect(marksOf(viewer)).toEqual([]);
});

test('MSK-19 a viewer that is behind when masks are decided is reset', async () => {
  const { viewer, recorder, subscription } = await watching();
  recorder.picture(subscription, false, 2);
  await viewer.heard.next('picture');
  centre.clock.advance(300);
  await decide();
  expect(await viewer.closed).toBe(1006);
});

test('MSK-19 a still drawn under other masks than those in force is no picture; the veil hides enough', async () => {
  const recorder = await centre.recorder();
  const cookie = await centre.cookieOf('per_operator');
  const png = Buffer.from('png').toString('base64');
  const still = async (maskVersion: string): Promise<number> => {
    const answer = centre.fetch('/api/cameras/cam_place/still', { cookie });
    const { request } = await recorder.heard.next('still');
    recorder.send({ type: 'still', request, png, atMs: 0, maskVersion });
    return (await answer).status;
  };
  expect(await still('msk_place')).toBe(200);
  expect(await still('veil')).toBe(200);
  await decide();
  const before = await still('msk_place');
  expect(before).toBeGreaterThanOrEqual(400);
});
