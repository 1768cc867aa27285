/** The live socket over real sockets: what is shown, to whom, how soon it ends (LIV-20 to LIV-28). */

import { addDays, civilDayOf, instantFromMs, msFromInstant, startOfDay } from '@beffroi/kernel';
import { confirmed } from '@beffroi/office/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeRecorder } from './fake-recorder.ts';
import { type LiveClient, startTestCentre, type TestCentre } from './test-centre.ts';

let centre: TestCentre;
beforeEach(async () => {
  centre = await startTestCentre();
});
afterEach(() => centre.close());

const place = { channel: 3, cameraId: 'cam_place', stream: 'sub' } as const;

/** An operator with one tile that shows a key picture. */
async function watching(): Promise<{
  readonly viewer: LiveClient;
  readonly recorder: FakeRecorder;
  readonly subscription: number;
}> {
  const recorder = await centre.recorder();
  const viewer = await centre.live('per_operator');
  viewer.say({ type: 'open', ...place });
  const { subscription } = await recorder.subscribed();
  recorder.format(subscription);
  recorder.picture(subscription, true, 1);
  await viewer.heard.next('picture');
  return { viewer, recorder, subscription };
}

async function suspend(clearanceId: string): Promise<void> {
  const head = await centre.cookieOf('per_head');
  const answer = await centre.fetch(`/api/clearances/${clearanceId}/suspend`, {
    method: 'POST',
    cookie: head,
    body: JSON.stringify({ reason: 'Fin de mission' }),
  });
  expect(answer.status).toBe(200);
}

describe('opening', () => {
  test('LIV-20 a tile opens under a lease of a minute at most, and shows what the recorder sends', async () => {
    const { viewer, recorder, subscription } = await watching();
    const [opened] = viewer.heard.of('opened');
    expect(Date.parse(opened!.until) - centre.clock.nowMs()).toBeLessThanOrEqual(60_000);
    expect(viewer.heard.of('format')).toMatchObject([{ codec: 'avc1.64001e', width: 640 }]);
    expect(viewer.heard.of('state').at(-1)).toMatchObject({ state: 'live', mask: 'server' });
    recorder.picture(subscription, false, 2);
    const second = await viewer.heard.next('picture');
    expect(second).toMatchObject({ channel: 3, sequence: 2, lease: opened!.lease, key: false });
    expect([...second.annexB.subarray(0, 5)]).toEqual([0, 0, 0, 1, 2]);
  });

  test('LIV-20 a lease is renewed every half minute while the office says yes', async () => {
    const { viewer } = await watching();
    const [first] = viewer.heard.of('opened');
    centre.clock.advance(30_000);
    const again = await viewer.heard.next('opened');
    expect(again.lease).toBe(first!.lease);
    expect(Date.parse(again.until)).toBeGreaterThan(Date.parse(first!.until));
  });

  test('LIV-24 a second viewer has the current GOP at once, from the same subscription', async () => {
    const { recorder, subscription, viewer } = await watching();
    recorder.picture(subscription, false, 2);
    await viewer.heard.next('picture');
    const second = await centre.live('per_other');
    second.say({ type: 'open', ...place });
    const first = await second.heard.next('picture');
    const next = await second.heard.next('picture');
    expect([first.key, first.annexB[4], next.key, next.annexB[4]]).toEqual([true, 1, false, 2]);
    expect(recorder.heard.of('subscribe')).toHaveLength(1);
  });

  test('LIV-26 the recorder is told to stop ten seconds after the last viewer, not before', async () => {
    const { viewer, recorder, subscription } = await watching();
    viewer.say({ type: 'close', channel: 3 });
    await viewer.settled();
    centre.clock.advance(9_000);
    viewer.say({ type: 'open', ...place });
    await viewer.heard.next('picture');
    centre.clock.advance(9_000);
    expect(recorder.heard.of('unsubscribe')).toHaveLength(0);
    viewer.say({ type: 'close', channel: 3 });
    await viewer.settled();
    centre.clock.advance(10_000);
    expect(await recorder.heard.next('unsubscribe')).toMatchObject({ subscription });
  });

  test('LIV-25 a tile that may not be shown says why, with the words of the law', async () => {
    const viewer = await centre.live('per_nobody');
    viewer.say({ type: 'open', ...place });
    const state = await viewer.heard.next('state', ({ state }) => state !== 'connecting');
    expect(state.state).toBe('no-right');
    expect(state.words?.fr).toContain('habilitation');
    const operator = await centre.live('per_operator');
    operator.say({ type: 'open', channel: 1, cameraId: 'cam_marche', stream: 'main' });
    const unmasked = await operator.heard.next('state', ({ state }) => state !== 'connecting');
    expect(unmasked.state).toBe('mask-missing');
  });

  test('LIV-25 a tile says why nothing comes: recorder away, camera lost, mask failed', async () => {
    const viewer = await centre.live('per_operator');
    viewer.say({ type: 'open', ...place });
    await viewer.heard.next('state', ({ state }) => state === 'recorder-away');
    const identity = await centre.newIdentity();
    const recorder = await centre.recorder(identity);
    const { subscription } = await recorder.subscribed();
    recorder.send({ type: 'stopped', subscription, cause: 'camera-unreachable' });
    await viewer.heard.next('state', ({ state }) => state === 'camera-lost');
    recorder.send({ type: 'stopped', subscription, cause: 'mask-engine-failed' });
    await viewer.heard.next('state', ({ state }) => state === 'mask-failed');
    recorder.format(subscription);
    recorder.picture(subscription, true);
    await viewer.heard.next('state', ({ state }) => state === 'live');
    recorder.socket.terminate();
    await viewer.heard.next('state', ({ state }) => state === 'recorder-away');
    const back = await centre.recorder(identity);
    expect(await back.subscribed()).toMatchObject({ cameraId: 'cam_place', stream: 'sub' });
  });

  test('LIV-27 those who watch a camera are told who else does', async () => {
    const { viewer } = await watching();
    const other = await centre.live('per_other');
    other.say({ type: 'open', ...place });
    expect(await other.heard.next('watchers')).toMatchObject({ names: ['Karim Benali'] });
    const told = await viewer.heard.next('watchers', ({ names }) => names.length === 1);
    expect(told.names).toEqual(['Léa Robin']);
    other.socket.close();
    expect(await viewer.heard.next('watchers')).toMatchObject({ names: [] });
  });
});

describe('slow viewers', () => {
  test('LIV-23 a viewer that does not acknowledge for 400 ms is dropped to the next key picture, and told how many', async () => {
    const { viewer, recorder, subscription } = await watching();
    const healthy = await centre.live('per_other');
    healthy.say({ type: 'open', ...place });
    await healthy.heard.next('picture');
    centre.clock.advance(401);
    const shown = async (key: boolean, mark: number): Promise<void> => {
      recorder.picture(subscription, key, mark);
      const { sequence } = await healthy.heard.next('picture', ({ annexB }) => annexB[4] === mark);
      healthy.say({ type: 'ack', acks: [[3, sequence]] });
      await healthy.settled();
    };
    healthy.say({ type: 'ack', acks: [[3, 1]] });
    await healthy.settled();
    await shown(false, 2);
    await shown(true, 3);
    viewer.say({ type: 'ack', acks: [[3, 1]] });
    await viewer.settled();
    await shown(false, 4);
    await shown(true, 5);
    expect(await viewer.heard.next('dropped')).toMatchObject({ channel: 3, pictures: 3 });
    const resumed = await viewer.heard.next('picture');
    expect([resumed.key, resumed.annexB[4], resumed.sequence]).toEqual([true, 5, 2]);
    expect(centre.csu.figures.droppedPictures).toBe(3);
  });
});

describe('ends of a right', () => {
  test('LIV-21 a suspended clearance cuts its pictures at once, and nothing follows the cut', async () => {
    const { viewer, recorder, subscription } = await watching();
    const other = await centre.live('per_other');
    other.say({ type: 'open', ...place });
    await other.heard.next('picture');
    viewer.say({ type: 'ack', acks: [[3, 1]] });
    await suspend('clr_operator');
    const cut = await viewer.heard.next('cut');
    expect(cut).toMatchObject({ channel: 3, rule: 'SEC-7' });
    recorder.picture(subscription, false, 9);
    await other.heard.next('picture', ({ annexB }) => annexB[4] === 9);
    await viewer.settled();
    expect(viewer.heard.of('picture').map(({ annexB }) => annexB[4])).not.toContain(9);
  });

  test('LIV-21 a right that ends while its opening is written in the register opens nothing', async () => {
    const recorder = await centre.recorder();
    const viewer = await centre.live('per_operator');
    const { facts } = centre.town;
    const { transact } = facts;
    const [written, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    Object.assign(facts, {
      async transact(work: Parameters<typeof transact>[0]) {
        facts.transact = transact;
        written.resolve();
        await goOn.promise;
        return await transact(work);
      },
    });
    viewer.say({ type: 'open', ...place });
    await written.promise;
    await suspend('clr_operator');
    expect(await viewer.heard.next('state')).toMatchObject({ state: 'no-right' });
    goOn.resolve();
    await centre.town.facts.transact(async () => undefined);
    await viewer.settled();
    await recorder.settled();
    expect(viewer.heard.of('opened')).toEqual([]);
    expect(recorder.heard.of('subscribe')).toEqual([]);
  });

  test('LIV-21 a clearance that ends at midnight cuts its pictures at midnight', async () => {
    const now = instantFromMs(centre.clock.nowMs());
    const today = civilDayOf(now, 'Europe/Paris');
    const midnightMs = msFromInstant(startOfDay(addDays(today, 1), 'Europe/Paris'));
    centre.clock.advance(midnightMs - 10_000 - centre.clock.nowMs());
    const { actor } = await centre.town.signIn('per_head');
    const { office } = centre.town;
    const given = await confirmed(office.confirmations, actor, (by) =>
      office.people.addClearance(by, 'per_nobody', {
        authority: 'Arrêté 3',
        ground: {
          kind: 'approved-agent',
          prefectApproval: addDays(today, -1),
          prosecutorApproval: null,
          oath: null,
        },
        communeIds: ['com_vermeil'],
        cameraIds: null,
        rights: ['watch-live'],
        from: today,
        until: today,
      }),
    );
    expect(given.ok).toBe(true);
    const recorder = await centre.recorder();
    const viewer = await centre.live('per_nobody');
    viewer.say({ type: 'open', ...place });
    const { subscription } = await recorder.subscribed();
    recorder.format(subscription);
    recorder.picture(subscription, true, 1);
    await viewer.heard.next('picture');
    viewer.say({ type: 'ack', acks: [[3, 1]] });
    await viewer.settled();
    centre.clock.advance(10_000);
    expect(await viewer.heard.next('cut')).toMatchObject({ channel: 3, rule: 'SEC-6' });
    recorder.picture(subscription, false, 9);
    await viewer.settled();
    expect(viewer.heard.of('picture').map(({ annexB }) => annexB[4])).not.toContain(9);
  });

  test('LIV-21 the end of a session ends its socket', async () => {
    const { viewer } = await watching();
    viewer.say({ type: 'ack', acks: [[3, 1]] });
    const sessions = centre.town.office.sessions;
    const { actor } = await centre.town.signIn('per_head');
    expect((await centre.town.office.people.change(actor, 'per_operator', { left: true })).ok).toBe(
      true,
    );
    await viewer.heard.next('cut');
    expect(await viewer.closed).toBe(4401);
    expect(await sessions.actorOf('unknown')).toBeNull();
  });

  test('LIV-20 when nobody can decide any more the lease ends by itself', async () => {
    const { viewer, recorder, subscription } = await watching();
    viewer.say({ type: 'ack', acks: [[3, 1]] });
    await viewer.settled();
    // The database of sessions is away: nothing can be decided again.
    centre.town.office.sessions.actorOf = () => Promise.reject(new Error('away'));
    centre.clock.advance(30_000);
    await viewer.settled();
    recorder.picture(subscription, false, 2);
    await viewer.heard.next('picture');
    viewer.say({ type: 'ack', acks: [[3, 2]] });
    await viewer.settled();
    centre.clock.advance(29_999);
    await viewer.settled();
    centre.clock.advance(1);
    recorder.picture(subscription, false, 3);
    expect(await viewer.heard.next('cut')).toMatchObject({ rule: 'LIV-20' });
  });
});

describe('who may call', () => {
  test('SEC-41 a page of another site gets no live socket, nor does one without a session', async () => {
    const { LiveClient: Client } = await import('./test-centre.ts');
    const url = `${centre.origin.replace('http', 'ws')}/api/live`;
    const cookie = await centre.cookieOf('per_operator');
    const refused = async (headers: Record<string, string>): Promise<string> => {
      const client = new Client(url, headers);
      return await new Promise((resolve) =>
        client.socket.on('error', (error) => resolve(error.message)),
      );
    };
    expect(await refused({ cookie, origin: 'http://evil.example' })).toContain('403');
    expect(await refused({ cookie })).toContain('403');
    expect(await refused({ origin: centre.origin })).toContain('401');
  });

  test.each([1e308, -1, 253_402_300_800_000])(
    'LIV-29 pictures of the instant %d, which is not of this time, are not in the contract',
    async (atMs) => {
      const viewer = await centre.live('per_operator');
      const asked = { channel: 1, request: 1, viewingId: 'view_one', cameraId: 'cam_place' };
      const gop = { type: 'gop', ...asked, choice: 'previous', keyOnly: true };
      viewer.socket.send(JSON.stringify({ ...gop, atMs }));
      expect(await viewer.heard.next('error')).toMatchObject({ code: 'message-unknown' });
    },
  );

  test('LIV-29 what is not in the contract is answered with an error, and too much of it ends the socket', async () => {
    const viewer = await centre.live('per_operator');
    for (let i = 0; i < 21; i++) {
      viewer.socket.send(JSON.stringify({ type: 'open', channel: 999 }));
    }
    expect(await viewer.heard.next('error')).toMatchObject({ code: 'message-unknown' });
    expect(await viewer.closed).toBe(4400);
  });
});
