import type { AccessUnit } from '@beffroi/picture';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Frame, FrameReader, frameBytesMax, messageFrame, pictureFrame } from './frames.ts';
import { parseReport, reportBody } from './messages.ts';
import { RestartPace } from './restart-pace.ts';

const unit: AccessUnit = {
  codec: 'h264',
  key: true,
  data: Uint8Array.of(0, 0, 0, 1, 0x65),
  ticks: 2 ** 40 + 1,
  receivedMs: 1_700_000_000_123.5,
  cameraMs: null,
};

test('frames come back whole, however the pipe cuts them', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (cuts) => {
      const bytes = Buffer.concat([
        messageFrame({ kind: 'figures' }),
        pictureFrame({ stream: 'sub', unit, version: 'msk_é' }),
        pictureFrame({ stream: 'main', unit: { ...unit, key: false, cameraMs: 5 }, version: '' }),
      ]);
      const reader = new FrameReader();
      const frames: Frame[] = [];
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = cuts[i % cuts.length] ?? 1;
        frames.push(...reader.read(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(frames).toEqual([
        { kind: 'message', body: { kind: 'figures' } },
        { kind: 'picture', picture: { stream: 'sub', unit, version: 'msk_é' } },
        {
          kind: 'picture',
          picture: { stream: 'main', unit: { ...unit, key: false, cameraMs: 5 }, version: '' },
        },
      ]);
    }),
  );
});

test('a frame over the limit, of no kind or cut short is a broken pipe', () => {
  const read = (...bytes: number[]) => [...new FrameReader().read(Uint8Array.from(bytes))];
  expect(() => read(0xff, 0, 0, 0, 1)).toThrow(`of ${0xff000000 + 4} bytes`);
  expect(() => read(0, 0, 0, 0, 1)).toThrow('of 4 bytes');
  expect(() => read(0, 0, 0, 1, 9)).toThrow('kind 9');
  expect(() => read(0, 0, 0, 2, 2, 0)).toThrow('cut short');
  expect(frameBytesMax).toBeLessThan(0xff000000);
});

test('MSK-16 a worker that says anything else than a report is not believed', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      expect(() => parseReport(body)).toThrow('The mask worker said something else');
    }),
  );
  const gap = { cause: 'mask-missing', detail: 'x', atMs: 1 };
  expect(() => parseReport({ kind: 'gap', stream: 'third', notice: gap })).toThrow();
  expect(() =>
    parseReport({ kind: 'gap', stream: 'main', notice: { ...gap, cause: '?' } }),
  ).toThrow();
});

test('a format keeps its parameter sets through the pipe', () => {
  const format = {
    codec: 'h264',
    width: 640,
    height: 360,
    codecString: 'avc1.64001e',
    declaredFps: null,
    parameterSets: [Uint8Array.of(0x67, 0xff), Uint8Array.of(0x68)],
    reorderFrames: 0,
  } as const;
  const report = { kind: 'format', stream: 'main', format } as const;
  const [frame] = new FrameReader().read(messageFrame(reportBody(report)));
  expect(frame?.kind === 'message' && parseReport(frame.body)).toEqual(report);
});

test('a worker that keeps dying is started ever more rarely, to a limit', () => {
  const pace = new RestartPace();
  const waits = Array.from({ length: 12 }, () => pace.after(500));
  expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800]);
  expect(waits.at(-1)).toBe(30_000);
  expect(pace.after(120_000)).toBe(100);
});
