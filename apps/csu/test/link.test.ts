/** The recorder link: who gets in, what is asked and told, what is kept (SEC-45, and the contract). */

import { once } from 'node:events';
import { connect } from 'node:net';
import { civilDayOf, instantFromMs } from '@beffroi/kernel';
import { confirmed, exampleRecording } from '@beffroi/office/testing';
import type { RecorderStatus } from '@beffroi/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { FakeRecorder } from './fake-recorder.ts';
import { startTestCentre, type TestCentre } from './test-centre.ts';

let centre: TestCentre;
beforeEach(async () => {
  centre = await startTestCentre();
});
afterEach(() => centre.close());

const linkUrl = (): string => `${centre.origin.replace('http', 'ws')}/link`;

const status: RecorderStatus = {
  cpuCores: 0.4,
  memoryBytes: 1e8,
  freeBytes: 5e11,
  totalBytes: 1e12,
  daysLeft: 20,
  bytesPerSecond: 4e6,
  spooledFacts: 0,
  droppedPictures: 0,
  maskCoresUsed: 0.4,
  maskCoresMax: 1.5,
  cameras: {
    cam_place: {
      recording: true,
      maskCores: 0.4,
      restarts: 0,
      sub: null,
      main: {
        connected: true,
        codec: 'h264',
        width: 1920,
        height: 1080,
        fps: 25,
        kbitPerSecond: 4000,
        packetsLost: 0,
        clockOffsetMs: 12,
        gapsToday: 0,
        gapCause: null,
      },
    },
  },
};

test('SEC-45 both sides prove that they hold the secret, and the configuration follows', async () => {
  const recorder = await centre.recorder();
  expect(recorder.centreProof?.given).toBe(recorder.centreProof?.wanted);
  const { configuration } = recorder.heard.of('configuration')[0]!;
  expect(configuration.site).toBe('vermeil');
  expect(configuration.cameras.map(({ id }) => id)).toContain('cam_place');
});

test('SEC-45 a wrong secret, an unknown recorder and a silent caller are let go', async () => {
  const identity = await centre.newIdentity();
  const wrong = new FakeRecorder(linkUrl(), { ...identity, secret: 'f'.repeat(64) });
  expect(await wrong.closed).toBe(4401);
  const unknown = new FakeRecorder(linkUrl(), { recorderId: 'rcd_unknown', secret: 'x' });
  expect(await unknown.closed).toBe(4401);
  expect(unknown.centreProof).toBeUndefined();
  const impatient = new FakeRecorder(linkUrl(), identity);
  impatient.socket.removeAllListeners('message');
  await new Promise((resolve) => impatient.socket.once('open', resolve));
  await impatient.settled();
  centre.clock.advance(5_001);
  expect(await impatient.closed).toBe(1006);
});

test('SEC-45 the proof of one role is not the proof of the other', async () => {
  const identity = await centre.newIdentity();
  const mirror = new FakeRecorder(linkUrl(), identity);
  mirror.socket.removeAllListeners('message');
  mirror.socket.on('message', (data) => {
    const { proof } = JSON.parse(String(data)) as { proof: string };
    mirror.sendRaw({ type: 'proof', proof });
  });
  expect(await mirror.closed).toBe(4401);
});

test('SEC-45 whoever has proved nothing is heard at the length of a handshake', async () => {
  const stranger = new WebSocket(linkUrl());
  stranger.on('error', () => undefined);
  await once(stranger, 'open');
  // A message that never ends: nothing of it would be looked at, and all of it kept.
  stranger.send(Buffer.alloc(1024 * 1024), { fin: false });
  const [code] = (await once(stranger, 'close')) as [number];
  expect(code).toBe(1006);
});

test('SEC-45 a caller that was refused and doesn’t hang up is gone within the five seconds', async () => {
  const stranger = connect(centre.listening.port, '127.0.0.1');
  stranger.on('error', () => undefined);
  stranger.write(
    `GET /link HTTP/1.1\r\nHost: localhost:${centre.listening.port}\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const nonsense = Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x78]);
  let heard = '';
  await new Promise<void>((resolve) => {
    stranger.on('data', (bytes) => {
      if (heard === '') {
        stranger.write(nonsense);
      }
      heard += bytes.toString('latin1');
      if (heard.includes('bad-proof')) {
        resolve();
      }
    });
  });
  centre.clock.advance(5_001);
  await once(stranger, 'close');
  expect(heard).toContain('bad-proof');
});

test('SEC-45 a recorder that breaks the contract is let go', async () => {
  const recorder = await centre.recorder();
  recorder.sendRaw({ type: 'status', status: { ...status, freeBytes: 'all' } });
  expect(await recorder.closed).toBe(4400);
});

test('LNK-1 facts are kept in order and acknowledged once they are', async () => {
  const recorder = await centre.recorder();
  const gap = (gapId: string): unknown => ({
    kind: 'gap',
    gap: {
      gapId,
      cameraId: 'cam_place',
      stream: 'main',
      cause: 'camera-unreachable',
      detail: 'no route',
      fromMs: 1,
      toMs: 2,
    },
  });
  recorder.send({ type: 'fact', sequence: 1, fact: gap('gap_one') });
  recorder.send({ type: 'fact', sequence: 2, fact: gap('gap_two') });
  await recorder.heard.next('facts-received', ({ upTo }) => upTo === 2);
  recorder.send({ type: 'fact', sequence: 3, fact: { kind: 'invented' } });
  expect(await recorder.closed).toBe(4400);
});

test('LNK-8 what is condemned is ordered away until its recorder says that it is gone', async () => {
  const identity = await centre.newIdentity();
  const recorder = await centre.recorder(identity);
  const due = exampleRecording('rec_due', Date.parse('2020-01-01T10:00Z'), null).recording;
  const sealedKey = { ...due.sealedKey, day: '2020-01-16' };
  const opened = { kind: 'recording-opened', recording: { ...due, sealedKey } };
  recorder.send({ type: 'fact', sequence: 1, fact: opened });
  await recorder.heard.next('facts-received');
  await centre.town.office.erasures.eraseDue();
  const order = { recordingId: due.recordingId, path: due.path };
  expect((await recorder.heard.next('erase')).orders).toEqual([order]);
  recorder.socket.close();
  await recorder.closed;
  const again = await centre.recorder(identity);
  expect((await again.heard.next('erase')).orders).toEqual([order]);
  const gone = { kind: 'recording-removed', recordingId: 'rec_due', why: 'term', wasThere: true };
  again.send({ type: 'fact', sequence: 2, fact: gone });
  await again.heard.next('facts-received');
  expect(await centre.town.office.erasures.eraseDue()).toMatchObject({ receipts: 1 });
});

test('LNK-2 the configuration is pushed when it changes, and only then', async () => {
  const recorder = await centre.recorder();
  const head = await centre.cookieOf('per_head');
  const change = (body: unknown): Promise<Response> =>
    centre.fetch('/api/cameras/cam_place', {
      method: 'PATCH',
      cookie: head,
      body: JSON.stringify(body),
    });
  const before = recorder.heard.of('configuration').length;
  expect((await change({ name: 'Place du marché' })).status).toBe(200);
  const pushed = await recorder.heard.next('configuration');
  const place = pushed.configuration.cameras.find(({ id }) => id === 'cam_place');
  expect(place?.name).toBe('Place du marché');
  expect(recorder.heard.of('configuration').length).toBe(before + 1);
});

test('LNK-3 a second call of a recorder replaces the first', async () => {
  const identity = await centre.newIdentity();
  const first = await centre.recorder(identity);
  await centre.recorder(identity);
  expect(await first.closed).toBe(1006);
});

test('LNK-4 what a recorder says of a camera is what pages show, with an hour of history', async () => {
  const recorder = await centre.recorder();
  const viewer = await centre.live('per_technician');
  recorder.send({ type: 'status', status });
  await viewer.heard.next('changed', ({ what }) => what.includes('health'));
  for (let third = 0; third < 61 * 3; third++) {
    centre.clock.advance(20_000);
    recorder.send({ type: 'status', status });
    await Promise.all([recorder.settled(), viewer.settled()]);
  }
  const answer = await centre.fetch('/api/health', { cookie: await centre.cookieOf('per_head') });
  const health = (await answer.json()) as {
    recorders: readonly { connected: boolean; daysLeft: number }[];
    cameras: readonly { cameraId: string; fps: readonly (number | null)[] }[];
  };
  expect(health.recorders).toMatchObject([{ name: 'recorder-1', connected: true, daysLeft: 20 }]);
  expect(health.cameras).toHaveLength(1);
  expect(health.cameras[0]?.fps).toHaveLength(60);
  expect(centre.board.of('cam_place').recording).toBe(true);
  // SEC-4: whose clearance names one camera reads the health of that one.
  const { actor } = await centre.town.signIn('per_head');
  const today = civilDayOf(instantFromMs(centre.clock.nowMs()), 'Europe/Paris');
  const { confirmations, people } = centre.town.office;
  const clearance: Parameters<typeof people.addClearance>[2] = {
    ...{ authority: 'Arrêté 7', communeIds: ['com_vermeil'], cameraIds: ['cam_gare'] },
    ground: {
      kind: 'without-pictures',
      prefectApproval: null,
      prosecutorApproval: null,
      oath: null,
    },
    ...{ rights: ['read-health'], from: today, until: today },
  };
  await confirmed(confirmations, actor, (head) =>
    people.addClearance(head, 'per_nobody', clearance),
  );
  const cookie = await centre.cookieOf('per_nobody');
  const elsewhere = await centre.fetch('/api/health', { cookie });
  expect(await elsewhere.json()).toMatchObject({
    recorders: [{ name: 'recorder-1' }],
    cameras: [],
  });
  recorder.socket.terminate();
  await viewer.heard.next('changed', ({ what }) => what.includes('health'));
  expect(centre.board.of('cam_place').recording).toBe(false);
});

test('LNK-5 a probe and a still are answered by the recorder, or fail within their time', async () => {
  const cookie = await centre.cookieOf('per_head');
  const probe = (): Promise<Response> =>
    centre.fetch('/api/probe', {
      method: 'POST',
      cookie,
      body: JSON.stringify({
        url: 'rtsp://10.0.0.9/main',
        username: null,
        password: null,
        framing: 'wide',
        fastFlow: false,
      }),
    });
  expect((await probe()).status).toBe(503);
  const recorder = await centre.recorder();
  const still = centre.fetch('/api/cameras/cam_place/still', { cookie });
  const asked = await recorder.heard.next('still');
  recorder.send({
    type: 'still',
    request: asked.request,
    png: Buffer.from('a picture').toString('base64'),
    atMs: 1,
    maskVersion: 'msk_place',
  });
  const answer = await still;
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(await answer.text()).toBe('a picture');
  const slow = probe();
  await recorder.heard.next('probe');
  centre.clock.advance(30_000);
  expect((await slow).status).toBe(504);
});

test('LIV-21 a still that is being drawn when its right ends, or its session, is given to nobody', async () => {
  const recorder = await centre.recorder();
  const head = await centre.cookieOf('per_head');
  const operator = await centre.cookieOf('per_operator');
  const stillOf = async (cookie: string, meanwhile: () => Promise<Response>): Promise<number> => {
    const still = centre.fetch('/api/cameras/cam_place/still', { cookie });
    const { request } = await recorder.heard.next('still');
    expect((await meanwhile()).ok).toBe(true);
    const png = Buffer.from('a picture').toString('base64');
    recorder.send({ type: 'still', request, png, atMs: 1, maskVersion: 'msk_place' });
    return (await still).status;
  };
  const post = (path: string, cookie: string, body?: object): Promise<Response> =>
    centre.fetch(path, {
      ...{ method: 'POST', cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  expect(await stillOf(head, () => post('/api/sign-out', head))).toBe(401);
  const again = await centre.cookieOf('per_head');
  const suspend = (): Promise<Response> =>
    post('/api/clearances/clr_operator/suspend', again, { reason: 'Fin de mission' });
  expect(await stillOf(operator, suspend)).toBe(403);
});

test('LNK-5 whoever may not decide masks has nothing drawn by a recorder', async () => {
  const recorder = await centre.recorder();
  const cookie = await centre.cookieOf('per_operator');
  const answer = await centre.fetch('/api/cameras/cam_place/masks', {
    ...{ method: 'PUT', cookie },
    body: JSON.stringify({ choice: { mode: 'none-needed' }, reason: 'Aucune fenêtre' }),
  });
  expect(answer.status).toBe(403);
  await recorder.settled();
  expect(recorder.heard.of('still')).toEqual([]);
});

test('LNK-6 alarms: a camera lost, a mask that fails, a clock that is off, a recorder that is away', async () => {
  const recorder = await centre.recorder();
  const cookie = await centre.cookieOf('per_head');
  const { main } = status.cameras['cam_place']!;
  const troubled = (gapCause: string | null, clockOffsetMs: number): RecorderStatus => ({
    ...status,
    cameras: {
      cam_place: { ...status.cameras['cam_place']!, main: { ...main!, gapCause, clockOffsetMs } },
    },
  });
  const tell = async (now: RecorderStatus): Promise<void> => {
    recorder.send({ type: 'status', status: now });
    await recorder.settled();
  };
  const open = async (): Promise<readonly string[]> => {
    const answer = await centre.fetch('/api/alarms', { cookie });
    const alarms = (await answer.json()) as { code: string; endedMs: number | null }[];
    return alarms
      .filter(({ endedMs }) => endedMs === null)
      .map(({ code }) => code)
      .sort();
  };
  await tell(status);
  await tell(troubled('camera-unreachable', 1500));
  expect(await open()).toEqual([]);
  centre.clock.advance(5000);
  await tell(troubled('camera-unreachable', 1500));
  expect(await open()).toEqual(['camera-lost', 'clock-offset']);
  await tell(troubled('mask-engine-failed', 0));
  expect(await open()).toEqual(['camera-lost', 'clock-offset', 'mask-engine-failed']);
  centre.clock.advance(9000);
  await tell(status);
  centre.clock.advance(1000);
  await tell(status);
  expect(await open()).toEqual(['mask-engine-failed']);
  centre.clock.advance(9000);
  await tell(status);
  expect(await open()).toEqual([]);
  const viewer = await centre.live('per_technician');
  recorder.socket.terminate();
  await viewer.heard.next('changed', ({ what }) => what.includes('health'));
  centre.clock.advance(10_000);
  expect(await open()).toEqual(['recorder-away']);
});

test('LNK-6 an absent recorder doesn’t end with another’s coming, and its alarm bears its name', async () => {
  const north = await centre.town.office.recorders.register('north');
  const south = await centre.town.office.recorders.register('south');
  const links = [await centre.recorder(north), await centre.recorder(south)];
  const viewer = await centre.live('per_technician');
  const cookie = await centre.cookieOf('per_head');
  const away = async (): Promise<readonly string[]> => {
    const answer = await centre.fetch('/api/alarms', { cookie });
    const alarms = (await answer.json()) as {
      code: string;
      endedMs: number | null;
      words: { en: string };
    }[];
    return alarms
      .filter(({ code, endedMs }) => code === 'recorder-away' && endedMs === null)
      .map(({ words }) => words.en.slice(0, 6))
      .sort();
  };
  for (const link of links) {
    link.socket.terminate();
    await viewer.heard.next('changed', ({ what }) => what.includes('health'));
  }
  centre.clock.advance(10_000);
  expect(await away()).toEqual(['north:', 'south:']);
  const back = await centre.recorder(north);
  centre.clock.advance(10_000);
  back.send({ type: 'status', status });
  await back.settled();
  expect(await away()).toEqual(['south:']);
});

test('LNK-9 a recorder that was registered and never came is an alarm until it comes', async () => {
  const identity = await centre.newIdentity();
  const cookie = await centre.cookieOf('per_head');
  const away = async (): Promise<readonly string[]> => {
    centre.clock.advance(30_000);
    const answer = await centre.fetch('/api/alarms', { cookie });
    const alarms = (await answer.json()) as { code: string; endedMs: number | null }[];
    return alarms.filter(({ endedMs }) => endedMs === null).map(({ code }) => code);
  };
  await expect.poll(away).toEqual(['recorder-away']);
  const recorder = await centre.recorder(identity);
  centre.clock.advance(10_000);
  recorder.send({ type: 'status', status });
  await recorder.settled();
  await expect.poll(away).toEqual([]);
});

test('LNK-7 a recorder’s own alarms are kept, then acknowledged, and end with its next report', async () => {
  const recorder = await centre.recorder();
  const cookie = await centre.cookieOf('per_head');
  const alarms = async (): Promise<readonly { code: string; detail: string }[]> => {
    const answer = await centre.fetch('/api/alarms', { cookie });
    const all = (await answer.json()) as {
      code: string;
      detail: string;
      endedMs: number | null;
    }[];
    return all.filter(({ endedMs }) => endedMs === null);
  };
  const failed = {
    code: 'disk-failed',
    level: 'alarm',
    cameraId: 'cam_place',
    detail: 'EIO',
    sinceMs: 5,
    endedMs: null,
  } as const;
  recorder.send({ type: 'alarms', sequence: 7, alarms: [failed] });
  expect(await recorder.heard.next('alarms-received')).toMatchObject({ sequence: 7 });
  expect(await alarms()).toMatchObject([{ code: 'disk-failed', detail: 'EIO' }]);
  recorder.send({ type: 'alarms', sequence: 8, alarms: [] });
  await recorder.heard.next('alarms-received', ({ sequence }) => sequence === 8);
  expect(await alarms()).toEqual([]);
  recorder.sendRaw({ type: 'alarms', sequence: 9, alarms: [{ ...failed, code: 'disk-low' }] });
  expect(await recorder.closed).toBe(4400);
});

test('LNK-11 RET-8 a recorder elsewhere lists its disk over its link, page by page', async () => {
  const recorder = await centre.recorder();
  const { office, facts } = centre.town;
  const [known] = await office.recorders.list();
  const { recording } = exampleRecording('rec_there', centre.clock.nowMs(), null);
  const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const { sealedKey } = recording;
  const opened = {
    kind: 'recording-opened',
    recording: {
      ...recording,
      sealedKey: {
        ...sealedKey,
        encapsulated: asText(sealedKey.encapsulated),
        ciphertext: asText(sealedKey.ciphertext),
      },
    },
  };
  const modifiedMs = centre.clock.nowMs();
  const file = (path: string) => ({ path, sizeBytes: 1000, modifiedMs, growing: false });
  const taking = office.erasures.inventory();
  const first = await recorder.heard.next('list-files');
  expect(first).toMatchObject({ first: true });
  recorder.send({
    ...{ type: 'files', request: first.request, files: [file(recording.path)], isLast: false },
  });
  const identify = await recorder.heard.next('identify-file');
  expect(identify.path).toBe(recording.path);
  recorder.send({ type: 'file-identity', request: identify.request, opened });
  const second = await recorder.heard.next('list-files');
  expect(second).toMatchObject({ first: false, listing: first.listing });
  recorder.send({
    ...{ type: 'files', request: second.request, files: [file('copie.mp4')], isLast: true },
  });
  const found = await taking;
  expect(found.unlisted).toEqual([]);
  expect(found.lines).toMatchObject([{ ground: 'untold', recorder: known?.name, files: 1 }]);
  expect(found.groundless).toMatchObject([{ recorder: known?.name, path: 'copie.mp4' }]);
  expect(facts.entries.filter(({ kind }) => kind === 'recording-adopted')).toEqual([]);
});

test('LNK-11 RET-8 a recorder that leaves, or never answers, is named as not listed', async () => {
  const recorder = await centre.recorder();
  const { office } = centre.town;
  const silent = office.erasures.inventory();
  await recorder.heard.next('list-files');
  centre.clock.advance(30_000);
  expect((await silent).unlisted).toMatchObject([{ why: expect.stringContaining('30 s') }]);
  const leaving = office.erasures.inventory();
  await recorder.heard.next('list-files');
  recorder.close();
  expect((await leaving).unlisted).toHaveLength(1);
  const gone = await office.erasures.inventory();
  expect(gone.unlisted).toMatchObject([{ why: 'it is not connected' }]);
  expect(gone.lines).toEqual([]);
});
