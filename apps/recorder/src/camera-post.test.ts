/** A post whose camera is more than the cores can carry, or shows a certificate that is trusted later. */

import type { CameraRun, MaskWorkerSink, RecorderStore, StreamSource } from '@beffroi/office';
import { createSteeredClock } from '@beffroi/office/testing';
import type { StreamFormat } from '@beffroi/picture';
import type { LinkCamera } from '@beffroi/wire';
import { expect, test } from 'vitest';
import { Admission } from './admission.ts';
import type { HeldCamera } from './camera-certificates.ts';
import { CameraPost } from './camera-post.ts';
import type { PictureDesk } from './picture-desk.ts';

const camera: LinkCamera = {
  id: 'cam_a',
  name: 'a',
  place: '',
  fence: 1,
  retentionDays: 15,
  record: true,
  why: null,
  main: { url: 'rtsp://192.0.2.1/main', username: null, password: null },
  sub: null,
  mask: { versionId: 'msk_1', choice: { mode: 'server', style: 'solid', polygons: [] } },
};
const uhd: StreamFormat = {
  codec: 'h264',
  width: 3840,
  height: 2160,
  codecString: 'avc1.640033',
  declaredFps: 25,
  parameterSets: [],
  reorderFrames: 0,
};

const figures = {
  ...{ connected: true, runs: 1, pictures: 0, bytes: 0 },
  ...{ packetsLost: 0, resyncs: 0, clockOffsetMs: null },
};

const desk: PictureDesk = {
  verify: () => expect.unreachable('no key to check'),
  still: () => expect.unreachable('no still'),
  close: async () => undefined,
};

function storeOf(gaps: string[]): RecorderStore {
  return {
    track: () => ({
      format: () => undefined,
      append: () => undefined,
      gap: (cause, detail) => gaps.push(`${cause}: ${detail}`),
      close: async () => undefined,
    }),
    figures: {
      ...{ bytesWritten: 0, syncs: 0, droppedPictures: 0 },
      ...{ freeBytes: 1, totalBytes: 1, daysLeft: null },
    },
    close: async () => undefined,
  };
}

test('MSK-15 a stream bigger than the cores is stopped in words, and tried again when they are free', async () => {
  const clock = createSteeredClock();
  const gaps: string[] = [];
  let sink: MaskWorkerSink | null = null;
  let [started, closed] = [0, 0];
  const store = storeOf(gaps);
  const admission = new Admission(1);
  const post = new CameraPost(camera, {
    store,
    admission,
    source: { run: () => expect.unreachable('nothing clear comes here') },
    workers: {
      start: (_streams, _mask, given) => {
        started += 1;
        sink = given;
        return {
          figures,
          workerFigures: { restarts: 0, memoryBytes: 0, cores: 0 },
          setMask: () => undefined,
          close: async () => {
            closed += 1;
          },
        };
      },
    },
    desk,
    nowMs: clock.nowMs,
    log: () => undefined,
  });
  const show = (format: StreamFormat): void => sink?.format('main', format);
  show(uhd);
  await Promise.resolve();
  await Promise.resolve();
  expect([started, closed]).toEqual([1, 1]);
  expect(gaps).toEqual([
    expect.stringMatching(/^mask-engine-overloaded: 3840x2160 .* takes 1\.18 cores; 0\.85 are/),
  ]);
  expect(post.health(clock.nowMs()).detail).toContain('3840x2160');
  expect(admission.coresUsed).toBe(0);
  post.retryAdmission();
  expect(started).toBe(1);
  admission.setCoresMax(2);
  post.retryAdmission();
  show(uhd);
  expect([started, closed]).toEqual([2, 1]);
  expect(admission.coresUsed).toBeCloseTo(1.18, 2);
  await post.close('recorder-stopped');
  expect([closed, admission.coresUsed]).toEqual([2, 0]);
});

test('CAM-14 a certificate that is trusted while the camera is away begins it anew, once', async () => {
  const trusted: (string | null)[] = [];
  const run = (source: StreamSource): CameraRun => {
    trusted.push(source.trustedPem);
    return { figures, restart: () => undefined, close: async () => undefined };
  };
  const held: HeldCamera = {
    ...camera,
    mask: { versionId: 'msk_1', choice: { mode: 'none-needed' } },
  };
  const post = new CameraPost(held, {
    store: storeOf([]),
    admission: new Admission(1),
    source: { run },
    workers: { start: () => expect.unreachable('no mask to draw') },
    desk,
    nowMs: createSteeredClock().nowMs,
    log: () => undefined,
  });
  const known: HeldCamera = { ...held, main: { ...held.main, trustedPem: 'of the camera' } };
  await post.change(known);
  await post.change({ ...known });
  expect(trusted).toEqual([null, 'of the camera']);
  await post.close('recorder-stopped');
});
