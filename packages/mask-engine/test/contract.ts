/**
 * What every implementation of `MaskTranscoders` keeps, run by each of them. The judge is Debian's
 * ffmpeg: what came out is decoded by it and every pixel inside the polygons is looked at.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GapNotice, MaskSettings, MaskTranscoder, MaskTranscoders } from '@beffroi/office';
import {
  type AccessUnit,
  type ClearAccessUnit,
  lengthPrefixedToAnnexB,
  type MaskedAccessUnit,
  type Polygon,
  type StreamFormat,
  veil,
} from '@beffroi/picture';
import { describe, expect, test } from 'vitest';
import { type ReadBack, readBackFile } from '../src/check/read-back.ts';
import {
  dataDirectory,
  ffmpeg,
  hasData,
  hasFfmpeg,
  later,
  reframed,
  testPicture,
  unitsOfEncoded,
  unitsOfFile,
} from './media.ts';

export const shape: Polygon = [
  { x: 0.1, y: 0.12 },
  { x: 0.48, y: 0.2 },
  { x: 0.4, y: 0.75 },
  { x: 0.15, y: 0.6 },
];
const other: Polygon = [
  { x: 0.55, y: 0.1 },
  { x: 0.95, y: 0.05 },
  { x: 0.8, y: 0.9 },
];

/** A rectangle between two corners. */
export function box(left: number, top: number, right: number, bottom: number): Polygon {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

const encode = { bitsPerSecond: 1_500_000, fps: 25, gopSeconds: 2 };

export function solid(polygons: readonly Polygon[], version = 'msk_1'): MaskSettings {
  return { geometry: { style: 'solid', polygons }, mark: { mode: 'server', version } };
}

export class Collector {
  readonly formats: StreamFormat[] = [];
  readonly units: MaskedAccessUnit[] = [];
  readonly gaps: GapNotice[] = [];
  /** Units behind each format. */
  readonly runs: MaskedAccessUnit[][] = [];

  format(format: StreamFormat): void {
    this.formats.push(format);
    this.runs.push([]);
  }

  accessUnit(unit: MaskedAccessUnit): void {
    this.units.push(unit);
    this.runs.at(-1)?.push(unit);
  }

  gap(notice: GapNotice): void {
    this.gaps.push(notice);
  }
}

/** Decodes units with Debian's ffmpeg and looks inside the polygons. */
export async function readBack(
  units: readonly MaskedAccessUnit[],
  polygons: readonly Polygon[],
): Promise<ReadBack> {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-mask-'));
  try {
    const path = join(folder, 'out.h264');
    writeFileSync(path, Buffer.concat(units.map(({ data }) => lengthPrefixedToAnnexB(data))));
    const parts = [{ pictures: units.length, how: 'solid' as const, polygons }];
    return await readBackFile({ path, parts, ffmpegPath: 'ffmpeg' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Mean luma difference of neighbours that lie well inside one block, last picture, 640x360. */
function detailInside(units: readonly AccessUnit[], side: number): number {
  const stream = Buffer.concat(units.map(({ data }) => lengthPrefixedToAnnexB(data)));
  const raw = ['-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-'];
  const pictures = ffmpeg(['-f', 'h264', '-i', 'pipe:0', ...raw], stream);
  const picture = pictures.subarray(pictures.length - 640 * 360 * 1.5);
  let sum = 0;
  let count = 0;
  for (let y = 0; y < 360; y++) {
    for (let x = 0; x < 640; x++) {
      if (x % side >= 4 && x % side < side - 4 && y % side >= 4 && y % side < side - 4) {
        sum += Math.abs((picture[y * 640 + x] ?? 0) - (picture[y * 640 + x + 1] ?? 0));
        count++;
      }
    }
  }
  return sum / count;
}

/** A size that no picture of 4:2:0 has. */
function sized(size: string): string[] {
  return ['-vf', `scale=${size},format=yuv444p`, '-pix_fmt', 'yuv444p'];
}

function fullRange(samples: string): string[] {
  return ['-vf', `scale=out_range=pc,format=${samples}`, '-pix_fmt', samples, '-color_range', 'pc'];
}

/** Standard deviation of the right half of all pictures as a screen would show them, of 255. */
function contrast(units: readonly AccessUnit[]): number {
  const stream = Buffer.concat(units.map(({ data }) => lengthPrefixedToAnnexB(data)));
  const format = units[0]?.codec === 'h265' ? 'hevc' : 'h264';
  const shown = ['-vf', 'crop=320:360:320:0,scale=out_range=pc,format=gray', '-f', 'rawvideo', '-'];
  const samples = ffmpeg(['-f', format, '-i', 'pipe:0', ...shown], stream);
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  return Math.sqrt(samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length);
}

/** Pushes in step with what comes out, as a camera would, and waits for the last picture. */
async function feed(
  transcoder: MaskTranscoder,
  units: readonly ClearAccessUnit[],
  inside = 12,
): Promise<void> {
  for (const unit of units) {
    transcoder.push(unit);
    await settled(() => leftInside(transcoder) <= inside, 3000);
  }
  await quiet(transcoder);
}

/** Waits while pictures come out: a decoder may keep its last ones for good. */
async function quiet(transcoder: MaskTranscoder): Promise<void> {
  let left = Number.POSITIVE_INFINITY;
  while (leftInside(transcoder) > 0 && leftInside(transcoder) < left) {
    left = leftInside(transcoder);
    const before = left;
    await settled(() => leftInside(transcoder) < before, 3000);
  }
}

function leftInside({ figures }: MaskTranscoder): number {
  return figures.in - figures.out - figures.dropped;
}

/** Codecs run on real time: waits for them, far beyond a slow machine, and answers whether it came true. */
export async function settled(condition: () => boolean, msMax = 60_000): Promise<boolean> {
  const end = performance.now() + msMax;
  while (!condition() && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return condition();
}

export function transcoderContract(name: string, create: () => MaskTranscoders): void {
  const opened = async (mask: MaskSettings) => {
    const sink = new Collector();
    const transcoder = await create().open(mask, encode, sink);
    return { sink, transcoder };
  };

  describe.skipIf(!hasFfmpeg)(`${name} keeps the transcoder contract`, () => {
    test.each([
      ['H.264 640x360', () => testPicture('640x360')],
      ['H.265 640x360', () => testPicture('640x360', { codec: 'h265' })],
      ['odd 854x478', () => testPicture('854x478')],
      ['odd 362x1078', () => testPicture('362x1078', { frames: 12 })],
      ['full range', () => testPicture('640x360', { args: ['-pix_fmt', 'yuvj420p'] })],
      ['H.264 of 10 bits', () => testPicture('640x360', { args: ['-pix_fmt', 'yuv420p10le'] })],
      [
        'H.265 Main 10',
        () => testPicture('640x360', { codec: 'h265', args: ['-pix_fmt', 'yuv420p10le'] }),
      ],
      ['H.264 4:2:2', () => testPicture('640x360', { args: ['-pix_fmt', 'yuv422p'] })],
      ['H.264 4:4:4', () => testPicture('640x360', { args: ['-pix_fmt', 'yuv444p'] })],
      ['grey', () => testPicture('640x360', { args: ['-pix_fmt', 'gray'] })],
      [
        'H.264 4:4:4, 641x359',
        () => testPicture('640x360', { frames: 12, args: sized('641:359') }),
      ],
      [
        'H.265 4:4:4, 641x359',
        () => testPicture('640x360', { frames: 12, codec: 'h265', args: sized('641:359') }),
      ],
    ] as const)('MSK-2 nothing clear comes out: %s', async (_, media) => {
      const { sink, transcoder } = await opened(solid([shape]));
      const units = media();
      await feed(transcoder, units);
      await transcoder.close();
      const found = await readBack(sink.units, [shape]);
      expect(sink.gaps).toEqual([]);
      expect(found).toMatchObject({ frames: units.length, clearPixels: 0 });
      expect(found.checkedPixels).toBeGreaterThan(10_000);
      expect(sink.formats).toHaveLength(1);
      expect(sink.formats[0]).toMatchObject({ width: found.width, height: found.height });
      expect(sink.formats[0]).toMatchObject({ codec: 'h264', reorderFrames: 0 });
    });

    test.each(['h264', 'h265'] as const)(
      'MSK-13 zones lie on the picture that %s says is shown, wherever its window begins',
      async (codec) => {
        const { sink, transcoder } = await opened(solid([shape]));
        const cropped = 'crop_left=100:crop_right=100:crop_top=50:crop_bottom=50';
        await feed(transcoder, reframed(testPicture('640x360', { codec }), cropped));
        await transcoder.close();
        const found = await readBack(sink.units, [shape]);
        expect(found).toMatchObject({ frames: 30, width: 440, height: 268, clearPixels: 0 });
      },
    );

    test.each([
      ['H.264 4:2:2', () => testPicture('640x360', { args: fullRange('yuvj422p') })],
      ['H.264 4:4:4', () => testPicture('640x360', { args: fullRange('yuvj444p') })],
      ['H.265 grey', () => testPicture('640x360', { codec: 'h265', args: fullRange('gray') })],
      [
        'H.265 10 bits',
        () => testPicture('640x360', { codec: 'h265', args: fullRange('yuv420p10le') }),
      ],
    ] as const)(
      'outside the zones the picture is as light and as dark as the camera sent it: %s',
      async (_, media) => {
        const { sink, transcoder } = await opened(solid([box(0, 0, 0.1, 0.1)]));
        const units = media();
        await feed(transcoder, units);
        await transcoder.close();
        expect(sink.units).toHaveLength(units.length);
        // Black and white taken for grey would lose a seventh of it.
        expect(contrast(sink.units) / contrast(units)).toBeCloseTo(1, 1);
      },
    );

    test('the check itself sees a clear picture', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      await feed(transcoder, testPicture('640x360'));
      await transcoder.close();
      expect((await readBack(sink.units, [other])).clearPixels).toBeGreaterThan(10_000);
    });

    test('pictures keep order, times and mark; keys carry their parameter sets', async () => {
      const { sink, transcoder } = await opened(solid([shape], 'msk_7'));
      const units = testPicture('320x240', { frames: 60 });
      await feed(transcoder, units);
      await transcoder.close();
      expect(sink.units.map(({ ticks }) => ticks)).toEqual(units.map(({ ticks }) => ticks));
      expect(sink.units.map((u) => u.receivedMs)).toEqual(units.map((u) => u.receivedMs));
      expect(sink.units.map((u) => u.cameraMs)).toEqual(units.map((u) => u.cameraMs));
      expect(sink.units.every(({ mask }) => mask.version === 'msk_7')).toBe(true);
      expect(sink.units.flatMap(({ key }, at) => (key ? [at] : []))).toEqual([0, 50]);
      const first = sink.units[50]?.data;
      expect((first?.[4] ?? 0) & 0x1f).toBe(7);
    });

    test.each([
      ['H.264', 'h264', ['-bf', '2', '-preset', 'fast']],
      ['H.264, open groups', 'h264', ['-bf', '3', '-preset', 'fast', '-x264-params', 'open-gop=1']],
      ['H.265', 'h265', ['-x265-params', 'log-level=none:keyint=25:bframes=3']],
    ] as const)(
      'every picture of a stream with B-frames comes out when it is shown: %s',
      async (_, codec, args) => {
        const { sink, transcoder } = await opened(solid([shape]));
        const units = testPicture('320x240', { frames: 60, codec, args });
        const shown = units.map((unit) => unit.presentationTicks ?? unit.ticks);
        expect(shown).not.toEqual(shown.toSorted((a, b) => a - b));
        await feed(transcoder, units, 20);
        await transcoder.close();
        const ticks = sink.units.map((unit) => unit.ticks);
        // What a decoder still holds back at the end never comes.
        expect(ticks.length).toBeGreaterThanOrEqual(52);
        expect(ticks).toEqual(shown.toSorted((a, b) => a - b).slice(0, ticks.length));
        expect(sink.units.every((unit) => unit.presentationTicks === undefined)).toBe(true);
        const taken = new Map(units.map((unit, at) => [shown[at], unit.receivedMs]));
        expect(sink.units.every((unit) => unit.receivedMs === taken.get(unit.ticks))).toBe(true);
        expect(transcoder.figures.dropped).toBe(0);
        expect(sink.gaps).toEqual([]);
        expect((await readBack(sink.units, [shape])).clearPixels).toBe(0);
      },
    );

    test('MSK-17 masks change while running: no gap, no clear picture between', async () => {
      const { sink, transcoder } = await opened(solid([shape], 'msk_1'));
      const units = testPicture('640x360', { frames: 60 });
      await feed(transcoder, units.slice(0, 30));
      transcoder.setMask(solid([other], 'msk_2'));
      await feed(transcoder, units.slice(30));
      await transcoder.close();
      expect(sink.units).toHaveLength(60);
      expect(sink.gaps).toEqual([]);
      const before = sink.units.filter(({ mask }) => mask.version === 'msk_1');
      const after = sink.units.filter(({ mask }) => mask.version === 'msk_2');
      expect(before.length).toBeGreaterThanOrEqual(28);
      expect(after.length).toBe(60 - before.length);
      expect(after[0]?.key).toBe(true);
      expect((await readBack(before, [shape])).clearPixels).toBe(0);
      expect((await readBack(after, [other])).clearPixels).toBe(0);
    });

    test('MSK-17 masks survive a change of size in mid-stream', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      const sizes = ['640x360', '320x240', '640x360'] as const;
      const parts = sizes.map((size, at) => later(testPicture(size), at * 108_000));
      for (const part of parts) {
        await feed(transcoder, part);
      }
      await transcoder.close();
      expect(sink.units).toHaveLength(90);
      expect(sink.formats.map(({ width }) => width)).toEqual([640, 320, 640]);
      for (const run of sink.runs) {
        expect(await readBack(run, [shape])).toMatchObject({ frames: 30, clearPixels: 0 });
      }
    });

    test('a camera that begins again is masked again', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      const units = testPicture('320x240');
      await feed(transcoder, units);
      await feed(transcoder, units);
      await transcoder.close();
      expect(sink.units).toHaveLength(60);
      expect((await readBack(sink.units, [shape])).clearPixels).toBe(0);
    });

    test('MSK-14 behind the veil no detail is left', async () => {
      const mask = { geometry: veil(), mark: { mode: 'server', version: 'veil' } } as const;
      const { sink, transcoder } = await opened(mask);
      const units = testPicture('640x360', { frames: 5, args: ['-vf', 'noise=alls=60'] });
      await feed(transcoder, units);
      await transcoder.close();
      expect(sink.units).toHaveLength(5);
      // A block is 16 pixels: between neighbours inside it there is next to nothing to see.
      expect(detailInside(units, 16)).toBeGreaterThan(5);
      expect(detailInside(sink.units, 16)).toBeLessThan(1);
    });

    test('MSK-1 without a geometry nothing comes out, and the gap says so once', async () => {
      const { sink, transcoder } = await opened(solid([]));
      await feed(transcoder, testPicture('320x240'));
      await transcoder.close();
      expect(sink.units).toEqual([]);
      expect(sink.gaps.map(({ cause }) => cause)).toEqual(['mask-missing']);
    });

    test('MSK-18 zones drawn on a wider picture lie wherever a narrower one may show them', async () => {
      const zone = box(0.15, 0.3, 0.25, 0.5);
      const { sink, transcoder } = await opened({ ...solid([zone]), drawnAspect: 16 / 9 });
      await feed(transcoder, testPicture('320x240'));
      await transcoder.close();
      const cut = box(0.2 / 6, 0.3, 1 / 6, 0.5);
      const whole = box(0.15, 0.35, 0.25, 0.5);
      for (const one of [zone, cut, whole]) {
        expect(await readBack(sink.units, [one])).toMatchObject({ frames: 30, clearPixels: 0 });
      }
    });

    test('MSK-18 while that picture’s shape isn’t known nothing comes out, and then it does', async () => {
      const { sink, transcoder } = await opened({ ...solid([shape]), drawnAspect: null });
      const units = testPicture('320x240', { frames: 40 });
      await feed(transcoder, units.slice(0, 20));
      expect(sink.units).toEqual([]);
      expect(sink.gaps.map(({ cause }) => cause)).toEqual(['mask-geometry-invalid']);
      transcoder.setMask({ ...solid([shape]), drawnAspect: 4 / 3 });
      await feed(transcoder, units.slice(20));
      await transcoder.close();
      expect(sink.units).toHaveLength(20);
      expect((await readBack(sink.units, [shape])).clearPixels).toBe(0);
    });

    test('MSK-12 a faulty geometry stops the pictures that came before it did not', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      const units = testPicture('320x240', { frames: 50 });
      await feed(transcoder, units.slice(0, 20));
      transcoder.setMask(solid([[{ x: 2, y: 0 }, ...shape]]));
      await feed(transcoder, units.slice(20, 40));
      expect(sink.units).toHaveLength(20);
      expect(sink.gaps.map(({ cause }) => cause)).toEqual(['mask-geometry-invalid']);
      transcoder.setMask(solid([shape]));
      await feed(transcoder, units.slice(40));
      await transcoder.close();
      expect(sink.units).toHaveLength(30);
      expect((await readBack(sink.units, [shape])).clearPixels).toBe(0);
    });

    test('MSK-1 garbage gives nothing clear, a gap, and pictures again after it', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      const good = testPicture('320x240', { frames: 25 });
      const broken = later(good, 180_000).map((unit, at) => ({
        ...unit,
        data: unit.data.map((byte, i) => (i > 60 ? (byte * 31 + i + at) & 255 : byte)),
      }));
      await feed(transcoder, good);
      await feed(transcoder, broken);
      await feed(transcoder, later(good, 360_000));
      await transcoder.close();
      const ticks = sink.units.map((unit) => unit.ticks);
      expect(ticks.filter((t) => t < 180_000)).toHaveLength(25);
      expect(ticks.filter((t) => t >= 360_000).length).toBeGreaterThanOrEqual(20);
      expect((await readBack(sink.units, [shape])).clearPixels).toBe(0);
    });

    test('behind a hole or a gap the first picture is a key picture', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      const good = testPicture('320x240', { frames: 12 });
      await feed(transcoder, good);
      await feed(transcoder, later(good, 180_000));
      const noise = good[5]?.data.map((_, i) => (i * 7919 + 13) & 255) ?? new Uint8Array();
      const [picture] = later(good.slice(5, 6), 210_000);
      transcoder.push({ ...picture, data: noise } as ClearAccessUnit);
      await feed(transcoder, later(good, 240_000));
      await transcoder.close();
      const firstFrom = (ticks: number) => sink.units.find((unit) => unit.ticks >= ticks);
      expect(firstFrom(180_000)?.key).toBe(true);
      // ffmpeg itself may say nothing of a picture it can't read; then there is no gap to hear of.
      expect(sink.gaps.length === 0 || firstFrom(240_000)?.key).toBe(true);
    });

    test('MSK-1 bytes that are no video give nothing', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      const noise = later(testPicture('320x240', { frames: 3 }), 0).map((unit) => ({
        ...unit,
        data: unit.data.map((_, i) => (i * 7919 + 13) & 255),
      }));
      await feed(transcoder, noise);
      await transcoder.close();
      expect(sink.units).toEqual([]);
      expect(sink.gaps.map(({ cause }) => cause)).toEqual(['mask-engine-failed']);
    });

    test('the queue is bounded: what does not fit falls, is counted and told', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      for (let round = 0; round < 12; round++) {
        for (const unit of later(testPicture('640x360', { frames: 25 }), round * 90_000)) {
          transcoder.push(unit);
        }
      }
      await settled(() => leftInside(transcoder) <= 0, 15_000);
      await transcoder.close();
      expect(transcoder.figures.in).toBe(300);
      expect(transcoder.figures.dropped).toBeGreaterThan(100);
      expect(sink.gaps.map(({ cause }) => cause)).toContain('mask-engine-overloaded');
      expect((await readBack(sink.units, [shape])).clearPixels).toBe(0);
    });

    test('closing with pictures inside ends quietly, twice', async () => {
      const { sink, transcoder } = await opened(solid([shape]));
      for (const unit of testPicture('640x360')) {
        transcoder.push(unit);
      }
      await settled(() => sink.units.length > 2);
      await transcoder.close();
      const out = sink.units.length;
      await transcoder.close();
      transcoder.push(testPicture('320x240', { frames: 1 })[0] as ClearAccessUnit);
      expect(sink.units).toHaveLength(out);
    });
  });

  describe.skipIf(!hasFfmpeg || !hasData)(`${name} masks real footage`, () => {
    const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '25'];
    const file = (path: string) => ['-i', join(dataDirectory, path), '-frames:v', '40'];
    test.each([
      ['720p H.264', () => unitsOfFile('footage/dvrscan-motorway-720p.mp4', 'h264', 2)],
      ['352x288 H.264', () => unitsOfFile('footage/autostrade-a1-crocina-cif.mp4', 'h264', 2)],
      ['640x360 H.265', () => unitsOfFile('footage/kvs-aquarium-640x360.h265', 'h265', 2)],
      ['320x240 H.265', () => unitsOfFile('footage/libvpl-cars-320x240.h265', 'h265', 2)],
      [
        '960x1080',
        () => unitsOfEncoded(file('footage/ipcam-residential-osd-960x1080.avi'), x264, 'h264'),
      ],
      [
        '1100x720',
        () => unitsOfEncoded(file('footage/carpark-overhead-1100x720.mp4'), x264, 'h264'),
      ],
      [
        '720p, then 352x288',
        () => [
          ...unitsOfFile('footage/dvrscan-motorway-720p.mp4', 'h264', 1),
          ...later(unitsOfFile('footage/autostrade-a4-cavenago-cif.mp4', 'h264', 2), 180_000),
        ],
      ],
    ] as const)(
      'MSK-6 no clear pixel is read back: %s',
      async (_, media: () => readonly ClearAccessUnit[]) => {
        const { sink, transcoder } = await opened(solid([shape, other]));
        const units = media();
        await feed(transcoder, units, 30);
        await settled(() => leftInside(transcoder) <= 0, 500);
        await transcoder.close();
        let frames = 0;
        for (const run of sink.runs) {
          const found = await readBack(run, [shape, other]);
          expect(found.clearPixels).toBe(0);
          frames += found.frames;
        }
        expect(frames).toBe(sink.units.length);
        expect(frames).toBeGreaterThan(units.length / 2);
      },
    );
  });
}
