/** Playback over the live socket: decided for each GOP, four at a time, cut like live (LIV-28). */

import type { GopRecoder } from '@beffroi/mask-engine';
import type { RecordingIdentity, RecordingReader, StoredGop } from '@beffroi/office';
import { confirmed } from '@beffroi/office/testing';
import type { ClientMessage, NewClearanceBody } from '@beffroi/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LiveClient, startTestCentre, type TestCentre } from './test-centre.ts';

const gopMs = 2000;
let centre: TestCentre;
let waiting: (() => void)[];
let asked: string[];
let hasRoom: boolean;

/** One picture of its own for each that was recorded, the last of them lost. */
const recoder: GopRecoder = {
  recode: async ({ pictures }) =>
    hasRoom
      ? {
          codecString: 'avc1.42c01f',
          width: 320,
          height: 180,
          pictures: pictures
            .slice(0, -1)
            .map(({ key }, place) => ({ place, key, annexB: Uint8Array.of(0, 0, 0, 1, 0x65, 9) })),
        }
      : 'busy',
  close: async () => undefined,
};

/** Two files of a minute each, `rec_0` and `rec_1`, with a GOP every two seconds. */
const reader: RecordingReader = {
  async gop(file, atMs, choice, keyOnly): Promise<StoredGop | null> {
    asked.push(`${file.recordingId} ${choice}`);
    if (waiting.length > 0) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    const steps = { containing: 0, next: 1, previous: -1 };
    const index = Math.floor((atMs - file.startMs) / gopMs) + steps[choice];
    const lastIndex = 29;
    const inFile = choice === 'next' ? Math.max(index, 0) : Math.min(index, lastIndex);
    if (inFile < 0 || inFile > lastIndex) {
      return null;
    }
    const startMs = file.startMs + inFile * gopMs;
    const pictures = [true, false].map((key, n) => ({
      key,
      data: Uint8Array.of(0, 0, 0, 2, 0x65, n),
      atMs: startMs + n * 40,
      cameraMs: null,
      maskVersion: 'msk_place',
    }));
    return {
      recordingId: file.recordingId,
      startMs,
      endMs: startMs + gopMs,
      format: {
        codec: 'h264',
        width: 640,
        height: 360,
        codecString: 'avc1.64001e',
        declaredFps: 25,
        parameterSets: [],
        reorderFrames: 0,
      },
      pictures: keyOnly ? pictures.slice(0, 1) : pictures,
    };
  },
  close: async () => undefined,
};

beforeEach(async () => {
  waiting = [];
  asked = [];
  hasRoom = true;
  centre = await startTestCentre({ reader, recoder });
});
afterEach(() => centre.close());

/** A viewing of an hour, over two recorded minutes. */
async function viewing(cameraIds = ['cam_place']): Promise<{
  readonly viewer: LiveClient;
  readonly startMs: number;
  ask(request: number, atMs: number, more?: Partial<ClientMessage>): void;
}> {
  const startMs = centre.clock.nowMs() - 600_000;
  const { recorderId } = await centre.newIdentity();
  const recording = (n: number): RecordingIdentity => ({
    recordingId: `rec_${n}`,
    site: 'vermeil',
    cameraId: 'cam_place',
    stream: 'main',
    startMs: startMs + n * 60_000,
    fence: 1,
    path: `cam_place/${n}.bfr`,
    sealedKey: {
      keyId: 'key',
      day: '2026-11-22',
      encapsulated: new Uint8Array(32),
      ciphertext: new Uint8Array(48),
    },
  });
  const facts = [0, 1].map((n) => ({
    sequence: n + 1,
    fact: {
      kind: 'recording-closed',
      recording: {
        ...recording(n),
        endMs: startMs + (n + 1) * 60_000,
        sizeBytes: 1,
        sha256: 'a'.repeat(64),
        pictures: 60,
        gops: 30,
        maskVersions: ['msk_place'],
        timeSource: 'camera',
        closing: 'complete',
      },
    } as const,
  }));
  expect(await centre.town.office.recorders.receiveFacts(recorderId, facts)).toBe(2);
  const { actor } = await centre.town.signIn('per_operator');
  const opened = await centre.town.office.playback.open(actor, {
    cameraIds,
    motive: 'incident-followed-up',
    note: '',
    fromMs: startMs,
    toMs: startMs + 120_000,
  });
  const viewingId = opened.ok ? opened.value.id : '';
  const viewer = await centre.live('per_operator');
  return {
    viewer,
    startMs,
    ask: (request, atMs, more = {}) =>
      viewer.say({
        type: 'gop',
        channel: 5,
        request,
        viewingId,
        cameraId: 'cam_place',
        atMs,
        choice: 'containing',
        keyOnly: false,
        ...more,
      } as ClientMessage),
  };
}

/** The operator keeps the one camera, and loses the others. */
async function onlyGare(): Promise<void> {
  const { people, confirmations } = centre.town.office;
  const { actor: head } = await centre.town.signIn('per_head');
  const { actor: chief } = await centre.town.signIn('per_chief');
  const given = await confirmed(
    confirmations,
    head,
    (by) => people.addClearance(by, 'per_operator', clearanceOfGare),
    chief,
  );
  expect(given).toMatchObject({ ok: true });
  expect((await people.suspendClearance(head, 'clr_operator', 'Autre poste')).ok).toBe(true);
}

const clearanceOfGare: NewClearanceBody = {
  authority: 'Arrêté municipal 2026-119',
  ground: {
    kind: 'approved-agent',
    prefectApproval: '2026-01-05',
    prosecutorApproval: null,
    oath: null,
  },
  communeIds: ['com_vermeil'],
  cameraIds: ['cam_gare'],
  rights: ['watch-live', 'view-recordings'],
  from: '2026-11-01',
  until: '2027-10-31',
};

test('LIV-28 the GOP of an instant comes as its head and its pictures, in Annex B', async () => {
  const { viewer, startMs, ask } = await viewing();
  ask(7, startMs + 4500);
  const { gop } = await viewer.heard.next('gop');
  expect(gop).toMatchObject({ startMs: startMs + 4000, pictures: 2, codec: 'avc1.64001e' });
  const first = await viewer.heard.next('picture');
  expect(first).toMatchObject({ kind: 'playback', key: true, channel: 5, sequence: 7 });
  expect(first.serverMs).toBe(startMs + 4000);
  expect([...first.annexB]).toEqual([0, 0, 0, 1, 0x65, 0]);
  expect((await viewer.heard.next('picture')).key).toBe(false);
});

test('LIV-28 next and previous go on in the neighbour file, and end where recording ends', async () => {
  const { viewer, startMs, ask } = await viewing();
  const startOf = async (request: number, atMs: number, choice: 'next' | 'previous') => {
    ask(request, atMs, { choice, keyOnly: true } as Partial<ClientMessage>);
    return (await viewer.heard.next('gop', (said) => said.request === request)).gop?.startMs;
  };
  expect(await startOf(1, startMs + 59_000, 'next')).toBe(startMs + 60_000);
  expect(await startOf(2, startMs + 60_500, 'previous')).toBe(startMs + 58_000);
  expect(await startOf(3, startMs + 119_000, 'next')).toBeUndefined();
  expect(await startOf(4, startMs + 500, 'previous')).toBeUndefined();
});

test('LIV-28 a fifth request in flight is refused, and the four are answered', async () => {
  const { viewer, startMs, ask } = await viewing();
  waiting.push(() => undefined);
  for (let request = 1; request <= 5; request++) {
    ask(request, startMs);
  }
  const refused = await viewer.heard.next('gop');
  expect(refused).toMatchObject({ request: 5, gop: null, refusal: { rule: 'LIV-28' } });
  await viewer.settled();
  for (const go of waiting.splice(0)) {
    go();
  }
  for (let n = 0; n < 4; n++) {
    expect((await viewer.heard.next('gop')).gop).not.toBeNull();
  }
});

test('LIV-28 without a viewing, or after the right ended, nothing is read', async () => {
  const { viewer, startMs, ask } = await viewing();
  ask(1, startMs, { viewingId: 'view_invented' } as Partial<ClientMessage>);
  expect((await viewer.heard.next('gop')).refusal).not.toBeNull();
  expect(asked).toEqual([]);
  ask(2, startMs);
  await viewer.heard.next('gop');
  const { actor } = await centre.town.signIn('per_head');
  await centre.town.office.people.suspendClearance(actor, 'clr_operator', 'Fin de mission');
  expect(await viewer.heard.next('cut')).toMatchObject({ channel: 5, rule: 'SEC-7' });
  const before = asked.length;
  ask(3, startMs);
  expect((await viewer.heard.next('gop')).refusal?.rule).toBe('SEC-7');
  expect(asked).toHaveLength(before);
});

test('LIV-21 what a channel asked before is not given when the right to it ends while it is read', async () => {
  const { viewer, startMs, ask } = await viewing(['cam_place', 'cam_gare']);
  waiting.push(() => undefined);
  ask(1, startMs);
  await expect.poll(() => asked).toHaveLength(1);
  ask(2, startMs, { cameraId: 'cam_gare' } as Partial<ClientMessage>);
  const nothing = { request: 2, gop: null, refusal: null };
  expect(await viewer.heard.next('gop')).toMatchObject(nothing);
  await onlyGare();
  await viewer.settled();
  for (const go of waiting.splice(0)) {
    go();
  }
  const answer = await viewer.heard.next('gop');
  expect(answer).toMatchObject({ request: 1, gop: null });
  expect(answer.refusal).not.toBeNull();
});

test('LIV-28 a recording that cannot be read is said to be so, and the next request is served', async () => {
  const { viewer, startMs, ask } = await viewing();
  const { gop } = reader;
  reader.gop = () => Promise.reject(new Error('disk'));
  ask(1, startMs);
  const failed = await viewer.heard.next('gop');
  expect(failed.refusal?.words.en).toContain('read');
  reader.gop = gop;
  ask(2, startMs);
  expect((await viewer.heard.next('gop')).gop).not.toBeNull();
});

test('LIV-30 a viewer that asks for it gets a copy to show, marked as one, at the recorded times', async () => {
  const { viewer, startMs, ask } = await viewing();
  ask(1, startMs + 4500, { recode: true } as Partial<ClientMessage>);
  const { gop } = await viewer.heard.next('gop');
  expect(gop).toMatchObject({ recoded: true, codec: 'avc1.42c01f', width: 320, pictures: 1 });
  const picture = await viewer.heard.next('picture');
  expect(picture).toMatchObject({ key: true, serverMs: startMs + 4000 });
  expect([...picture.annexB]).toEqual([0, 0, 0, 1, 0x65, 9]);
});

test('LIV-30 when all places are taken it says so, and the recording itself still comes', async () => {
  hasRoom = false;
  const { viewer, startMs, ask } = await viewing();
  ask(1, startMs + 4500, { recode: true } as Partial<ClientMessage>);
  expect((await viewer.heard.next('gop')).refusal).toMatchObject({ rule: 'LIV-30' });
  ask(2, startMs + 4500);
  const { gop } = await viewer.heard.next('gop');
  expect(gop).toMatchObject({ codec: 'avc1.64001e', pictures: 2 });
  expect(gop?.recoded).toBeUndefined();
});
