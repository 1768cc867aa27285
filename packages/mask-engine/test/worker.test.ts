/**
 * The worker as the recorder runs it: a process of its own, a real RTSP connection, real time. What
 * comes over its pipe is decoded by Debian's ffmpeg and looked at.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { clipStream, type RtspServer, readClip, startRtspServer } from '@beffroi/camera-rtsp';
import type { Clock, GapNotice, MaskWorker, StreamName } from '@beffroi/office';
import type { MaskedAccessUnit, StreamFormat } from '@beffroi/picture';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMaskWorkers, type MaskWorkersOptions } from '../src/worker/mask-workers.ts';
import { box, readBack, settled, shape, solid } from './contract.ts';
import { ffmpeg, hasFfmpeg } from './media.ts';

const clock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
};
const encode = { bitsPerSecond: 1_000_000, fps: 25, gopSeconds: 1 };
const credentials = { username: 'csu', password: 'Tour-de-guet-42' };

class WorkerCollector {
  readonly formats: { stream: StreamName; format: StreamFormat }[] = [];
  readonly gaps: { stream: StreamName; notice: GapNotice }[] = [];
  readonly units: Record<StreamName, MaskedAccessUnit[]> = { main: [], sub: [] };
  readonly atMs: number[] = [];

  format(stream: StreamName, format: StreamFormat): void {
    this.formats.push({ stream, format });
  }

  accessUnit(stream: StreamName, unit: MaskedAccessUnit): void {
    this.units[stream].push(unit);
    this.atMs.push(performance.now());
  }

  gap(stream: StreamName, notice: GapNotice): void {
    this.gaps.push({ stream, notice });
  }
}

describe.skipIf(!hasFfmpeg)('mask worker', () => {
  let server: RtspServer;
  let worker: (MaskWorker & { readonly processId: number | null }) | null = null;

  beforeAll(async () => {
    const clipOf = (size: string, filter = 'null') =>
      readClip(
        'h264',
        ffmpeg([
          ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-frames:v', '50'],
          ...[
            '-vf',
            filter,
            '-pix_fmt',
            'yuv420p',
            '-c:v',
            'libx264',
            '-preset',
            'ultrafast',
            '-bf',
            '0',
          ],
          ...['-g', '12', '-f', 'h264', '-'],
        ]),
      );
    const clips = new Map([
      ['/main', clipOf('640x360')],
      ['/sub', clipOf('320x180')],
      // The same scene without its sides, as some cameras make a picture of 4:3.
      ['/cut', clipOf('640x360', 'crop=480:360,scale=320:240')],
    ]);
    server = await startRtspServer({
      host: '127.0.0.1',
      port: 0,
      credentials,
      streams: (path) => {
        const clip = clips.get(path);
        return clip === undefined ? null : clipStream(clip, { fps: 25 });
      },
    });
    return () => server.close();
  });

  afterEach(async () => {
    await worker?.close();
    worker = null;
  });

  function start(
    options: Partial<MaskWorkersOptions> = {},
    mask = solid([shape]),
    subPath = '/sub',
  ) {
    const sink = new WorkerCollector();
    const stream = (path: string) => ({
      source: {
        url: `rtsp://127.0.0.1:${server.port}${path}`,
        ...credentials,
        transport: 'tcp' as const,
        trustedPem: null,
      },
      encode,
    });
    const streams = { main: stream('/main'), sub: stream(subPath) };
    const started = createMaskWorkers({ clock, ...options }).start(streams, mask, sink);
    worker = started as typeof worker;
    return { sink, started: started as NonNullable<typeof worker> };
  }

  test('MSK-16 main and sub stream come masked out of a process of their own', async () => {
    const { sink, started } = start();
    expect(await settled(() => sink.units.main.length > 40 && sink.units.sub.length > 40)).toBe(
      true,
    );
    expect(await settled(() => started.workerFigures.cores > 0)).toBe(true);
    expect(started.workerFigures.memoryBytes).toBeGreaterThan(30e6);
    expect(started.figures).toMatchObject({ connected: true, runs: 1 });
    for (const stream of ['main', 'sub'] as const) {
      const units = sink.units[stream];
      expect(units[0]?.key).toBe(true);
      expect(units[0]?.mask).toEqual({ mode: 'server', version: 'msk_1' });
      expect((await readBack(units, [shape])).clearPixels).toBe(0);
    }
    expect(sink.formats.map(({ format }) => format.width).toSorted()).toEqual([320, 640]);
  });

  test('MSK-18 what is hidden on the main stream is hidden on a sub-stream without its sides', async () => {
    const { sink } = start({}, solid([box(0.15, 0.3, 0.25, 0.5)]), '/cut');
    const both = () => sink.units.main.length > 20 && sink.units.sub.length > 20;
    expect(await settled(both)).toBe(true);
    // 3/4 of the width are shown, around the same middle.
    const there = box(0.5 - 0.35 / 0.75, 0.3, 0.5 - 0.25 / 0.75, 0.5);
    const found = await readBack(sink.units.sub, [there]);
    expect(found).toMatchObject({ width: 320, height: 240, clearPixels: 0 });
    expect(found.checkedPixels).toBeGreaterThan(10_000);
  });

  test('MSK-16 the worker can not write, and its secret is in no command line', async () => {
    const { sink, started } = start();
    expect(await settled(() => sink.units.main.length > 0)).toBe(true);
    const line = readFileSync(`/proc/${started.processId}/cmdline`, 'utf8');
    const environment = readFileSync(`/proc/${started.processId}/environ`, 'utf8');
    expect(line).toContain('--permission');
    expect(line).not.toContain('--allow-fs-write');
    expect(line + environment).not.toContain(credentials.password);
  });

  test('MSK-16 killed, it comes back, and nothing clear in between', async () => {
    const { sink, started } = start();
    expect(await settled(() => sink.units.main.length > 10)).toBe(true);
    const before = sink.atMs.length;
    process.kill(started.processId ?? 0, 'SIGKILL');
    const killedMs = performance.now();
    expect(await settled(() => started.workerFigures.restarts === 1)).toBe(true);
    const seen = sink.units.main.length;
    expect(await settled(() => sink.units.main.length > seen + 20)).toBe(true);
    const backMs = (sink.atMs.find((at, i) => i >= before && at > killedMs + 100) ?? 0) - killedMs;
    expect(sink.gaps.map(({ notice }) => notice.cause)).toContain('mask-engine-failed');
    expect(sink.gaps.map(({ stream }) => stream).toSorted()).toEqual(['main', 'sub']);
    const second = sink.units.main.slice(seen);
    expect(second[0]?.key).toBe(true);
    expect((await readBack(sink.units.main, [shape])).clearPixels).toBe(0);
    process.stdout.write(`worker back after ${Math.round(backMs)} ms\n`);
  });

  test('MSK-17 masks change in the running worker', async () => {
    const { sink, started } = start({}, solid([]));
    expect(await settled(() => sink.gaps.length > 0)).toBe(true);
    expect(sink.units.main).toEqual([]);
    expect(sink.gaps[0]?.notice.cause).toBe('mask-missing');
    started.setMask(solid([shape], 'msk_2'));
    expect(await settled(() => sink.units.main.length > 20)).toBe(true);
    expect(sink.units.main[0]?.mask.version).toBe('msk_2');
    expect((await readBack(sink.units.main, [shape])).clearPixels).toBe(0);
  });

  test('MSK-16 a worker that grows over its cap is replaced, with a gap', async () => {
    const { sink, started } = start({ memoryBytesMax: 20e6 });
    expect(await settled(() => started.workerFigures.restarts > 0)).toBe(true);
    expect(sink.gaps[0]?.notice).toMatchObject({ cause: 'mask-engine-failed' });
    expect(sink.gaps[0]?.notice.detail).toContain('memory');
  });

  test('MSK-16 a worker dies with its recorder', async () => {
    const script = `
      import { createMaskWorkers } from '@beffroi/mask-engine';
      const clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now(), after: (ms, what) => { const t = setTimeout(what, ms); return () => clearTimeout(t); } };
      const nothing = () => {};
      const worker = createMaskWorkers({ clock }).start({}, ${JSON.stringify(solid([shape]))}, { format: nothing, accessUnit: nothing, gap: nothing });
      console.log(worker.processId);
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1500);`;
    const run = () =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: import.meta.dirname,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    let printed = '';
    try {
      run();
    } catch (killed) {
      printed = String((killed as { stdout: unknown }).stdout);
    }
    const processId = Number(printed);
    expect(processId).toBeGreaterThan(0);
    expect(await settled(() => !isAlive(processId))).toBe(true);
  });

  test('the ffmpeg engine runs in the same worker', async () => {
    const { sink } = start({ engine: { kind: 'ffmpeg', ffmpegPath: 'ffmpeg' } });
    expect(await settled(() => sink.units.main.length > 20)).toBe(true);
    expect((await readBack(sink.units.main, [shape])).clearPixels).toBe(0);
  });
});

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
