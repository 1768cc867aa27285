/** The verifier, the still and the read-back, on real footage and with Debian's ffmpeg as judge. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes } from '@beffroi/kernel';
import type { MaskSettings } from '@beffroi/office';
import {
  type AccessUnit,
  type ClearAccessUnit,
  joinNalUnits,
  lengthPrefixedToAnnexB,
  nalUnits,
  type Polygon,
} from '@beffroi/picture';
import { afterAll, describe, expect, test } from 'vitest';
import { createKeyFrameVerifier } from '../src/check/key-frame-verifier.ts';
import { type ReadBackPart, readBackFile } from '../src/check/read-back.ts';
import { measureEncoder } from '../src/native/measure-encoder.ts';
import { createNodeAvTranscoders } from '../src/native/transcoders.ts';
import { decodeStill } from '../src/still/decode-still.ts';
import { Collector, settled, shape, solid } from './contract.ts';
import { ffmpeg, hasData, hasFfmpeg, testPicture, unitsOfEncoded, unitsOfFile } from './media.ts';

const encode = { bitsPerSecond: 2_000_000, fps: 25, gopSeconds: 2 };

async function masked(
  units: readonly ClearAccessUnit[],
  count: number,
  settings: MaskSettings = solid([shape]),
) {
  const sink = new Collector();
  const transcoders = createNodeAvTranscoders({ nowMs: () => 0 });
  const transcoder = await transcoders.open(settings, encode, sink);
  for (const unit of units.slice(0, count)) {
    transcoder.push(unit);
  }
  await settled(() => sink.units.length >= count);
  await transcoder.close();
  return sink.units;
}

async function countClear(units: readonly AccessUnit[], parts: readonly ReadBackPart[]) {
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-read-back-'));
  try {
    const path = join(folder, 'out.h264');
    writeFileSync(path, Buffer.concat(units.map(({ data }) => lengthPrefixedToAnnexB(data))));
    return await readBackFile({ path, parts, ffmpegPath: 'ffmpeg' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A solid box as a camera draws its own, in another colour than ours. */
const cameraBox = 'drawbox=x=iw*0.2:y=ih*0.2:w=iw*0.4:h=ih*0.5:color=black:t=fill';
const boxed: Polygon = [
  { x: 0.2, y: 0.2 },
  { x: 0.6, y: 0.2 },
  { x: 0.6, y: 0.7 },
  { x: 0.2, y: 0.7 },
];

describe.skipIf(!hasFfmpeg)('key frame verifier', () => {
  const verifier = createKeyFrameVerifier();
  afterAll(() => verifier.close());

  test.each(['h264', 'h265'] as const)(
    'MSK-4 a camera mask is seen, and its absence: %s',
    async (codec) => {
      const [clear] = testPicture('640x360', { frames: 2, codec });
      const [hidden] = testPicture('640x360', { frames: 2, codec, args: ['-vf', cameraBox] });
      expect(await verifier.verify(hidden as ClearAccessUnit, [boxed])).toMatchObject({
        masked: true,
      });
      const found = await verifier.verify(clear as ClearAccessUnit, [boxed]);
      expect(found.masked).toBe(false);
      expect(found.deviation).toBeGreaterThan(20);
    },
  );

  test('MSK-4 one bare polygon of two is not masked', async () => {
    const [hidden] = testPicture('640x360', { frames: 1, args: ['-vf', cameraBox] });
    const bare = boxed.map(({ x, y }) => ({ x: x + 0.4, y }));
    const found = await verifier.verify(hidden as ClearAccessUnit, [boxed, bare]);
    expect(found).toMatchObject({ masked: false });
    expect(found.detail).toContain('Polygon 2');
  });

  test('MSK-4 what can not be checked is not masked', async () => {
    const [unit] = testPicture('320x240', { frames: 1, args: ['-vf', cameraBox] });
    const key = unit as ClearAccessUnit;
    const tiny = boxed.map(({ x, y }) => ({ x: 0.2 + x / 100, y: 0.2 + y / 100 }));
    const noise = { ...key, data: key.data.map((_, i) => (i * 7919) & 255) };
    expect(await verifier.verify(key, [])).toMatchObject({ masked: false });
    expect(await verifier.verify(key, [tiny])).toMatchObject({ masked: false });
    expect(await verifier.verify(noise, [boxed])).toMatchObject({ masked: false });
    expect(await verifier.verify({ ...key, key: false }, [boxed])).toMatchObject({ masked: false });
    expect(await verifier.verify(key, [boxed])).toMatchObject({ masked: true });
  });

  test.each(['h264', 'h265'] as const)(
    'CAM-11 a picture that is none is told from one that shows something: %s',
    async (codec) => {
      const [unit] = testPicture('640x360', { frames: 1, codec });
      const key = unit as ClearAccessUnit;
      const nals = [...nalUnits(key.data)];
      const scrambled = nals.map((nal) =>
        nal.length < 400 ? nal : nal.map((byte, at) => (at < 8 ? byte : byte ^ (at * 7919))),
      );
      const asked = async (data: Uint8Array) =>
        (await verifier.verify({ ...key, data }, [])).decoded;
      expect(await asked(key.data)).toBe(true);
      expect(await asked(joinNalUnits(scrambled))).toBe(false);
      expect(await asked(joinNalUnits([nals[0] as Uint8Array]))).toBe(false);
      expect(await asked(key.data)).toBe(true);
    },
  );

  test('MSK-4 a clear picture behind a masked one in the same unit is seen', async () => {
    const [hidden] = testPicture('640x360', { frames: 1, args: ['-vf', cameraBox] });
    const [clear] = testPicture('640x360', { frames: 1 });
    const both = {
      ...hidden,
      data: concatBytes([hidden?.data, clear?.data].flatMap((d) => d ?? [])),
    };
    expect(await verifier.verify(both as ClearAccessUnit, [boxed])).toMatchObject({
      masked: false,
    });
  });

  test.skipIf(!hasData)(
    'MSK-4 real footage without a mask is refused, with one is not',
    async () => {
      const path = 'footage/dvrscan-motorway-720p.mp4';
      const [clear] = unitsOfFile(path, 'h264', 1);
      const [ours] = await masked(unitsOfFile(path, 'h264', 1), 5);
      expect(await verifier.verify(clear as ClearAccessUnit, [shape])).toMatchObject({
        masked: false,
      });
      const unit: unknown = ours;
      expect(await verifier.verify(unit as ClearAccessUnit, [shape])).toMatchObject({
        masked: true,
      });
    },
  );
});

describe.skipIf(!hasFfmpeg)('still', () => {
  test.each(['640x360', '1280x720'])(
    'MSK-5 a still is a PNG of the masked picture: %s',
    async (size) => {
      const [unit] = await masked(testPicture(size, { frames: 5 }), 3);
      if (unit === undefined) {
        throw new Error('no masked picture came');
      }
      const png = await decodeStill(unit);
      const [width = 0, height = 0] = size.split('x').map(Number);
      const shown = ffmpeg(
        ['-f', 'png_pipe', '-i', 'pipe:0', '-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
        png,
      );
      // What Debian's ffmpeg makes of the same coded picture, by its own coefficients.
      const matrix = height >= 720 ? 'bt709' : 'bt601';
      const wanted = ffmpeg(
        [
          ...['-f', 'h264', '-i', 'pipe:0', '-frames:v', '1'],
          ...['-vf', `scale=in_color_matrix=${matrix}:flags=neighbor+accurate_rnd+full_chroma_int`],
          ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', '-'],
        ],
        lengthPrefixedToAnnexB(unit.data),
      );
      expect(shown.length).toBe(3 * width * height);
      expect(wanted.length).toBe(shown.length);
      let far = 0;
      for (const [at, value] of shown.entries()) {
        far += Math.abs(value - (wanted[at] ?? 0)) > 6 ? 1 : 0;
      }
      expect(far / shown.length).toBeLessThan(0.03);
    },
  );

  test('MSK-5 a clear picture is no still to the compiler', () => {
    const ask = (unit: ClearAccessUnit) => {
      // @ts-expect-error stills are made of masked pictures only
      return () => decodeStill(unit);
    };
    expect(ask).toBeTypeOf('function');
  });
});

describe.skipIf(!hasFfmpeg)('read-back', () => {
  const whole: ReadBackPart = { pictures: Infinity, how: 'solid', polygons: [boxed] };

  test('MSK-6 it counts clear pixels in luma and in chroma', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'beffroi-read-back-'));
    const count = async (name: string, filter: string) => {
      const path = join(folder, name);
      const units = unitsOfEncoded(
        ['-f', 'lavfi', '-i', 'color=c=0x282828:size=320x240:rate=25', '-frames:v', '4'],
        ['-vf', filter, '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-qp', '1'],
        'h264',
      );
      writeFileSync(path, Buffer.concat(units.map(({ data }) => lengthPrefixedToAnnexB(data))));
      return readBackFile({ path, parts: [whole], ffmpegPath: 'ffmpeg' });
    };
    try {
      const grey = 'geq=lum=40:cb=128:cr=128';
      expect(await count('grey.h264', grey)).toMatchObject({ frames: 4, clearPixels: 0 });
      const spot = "geq=lum='if(between(X,100,103)*between(Y,100,103),200,40)':cb=128:cr=128";
      const lumaOnly = await count('luma.h264', spot);
      expect(lumaOnly.clearPixels).toBe(4 * 16);
      const tint = "geq=lum=40:cb='if(between(X,60,61)*between(Y,60,61),190,128)':cr=128";
      const chromaOnly = await count('chroma.h264', tint);
      expect(chromaOnly.clearPixels).toBeGreaterThan(0);
      expect(chromaOnly.worstLuma).toBeLessThan(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('MSK-6 a mosaic is one colour a block; a finer one, or none, is clear', async () => {
    const size = '640x360';
    const mosaic: MaskSettings = {
      geometry: { style: 'pixelate', polygons: [boxed] },
      mark: { mode: 'server', version: 'msk_1' },
    };
    const count = (units: readonly AccessUnit[]) =>
      countClear(units, [{ pictures: 10, how: 'mosaic', polygons: [boxed] }]);
    const ours = await count(await masked(testPicture(size, { frames: 10 }), 10, mosaic));
    expect(ours).toMatchObject({ frames: 10, clearPixels: 0, uncheckedPolygons: 0 });
    expect(ours.checkedPixels).toBeGreaterThan(10 * 20_000);
    const shrunk = 'scale=80:45:flags=area,scale=640:360:flags=neighbor';
    const finer = await count(testPicture(size, { frames: 2, args: ['-vf', shrunk] }));
    expect(finer.clearPixels).toBeGreaterThan(1000);
    expect((await count(testPicture(size, { frames: 2 }))).clearPixels).toBeGreaterThan(1000);
  });

  test('MSK-6 a camera mask is of one colour, whichever it is', async () => {
    const parts: ReadBackPart[] = [{ pictures: 2, how: 'flat', polygons: [boxed] }];
    const hidden = testPicture('640x360', { frames: 2, args: ['-vf', cameraBox] });
    expect(await countClear(hidden, parts)).toMatchObject({ clearPixels: 0 });
    const clear = await countClear(testPicture('640x360', { frames: 2 }), parts);
    expect(clear.clearPixels).toBeGreaterThan(10_000);
  });

  test('MSK-17 each picture is held against the masks it was drawn under', async () => {
    const moved = boxed.map(({ x, y }) => ({ x: x + 0.35, y: y + 0.2 }));
    const before = await masked(testPicture('320x240', { frames: 6 }), 6, solid([boxed]));
    const after = await masked(testPicture('320x240', { frames: 6 }), 6, solid([moved]));
    const part = (polygon: Polygon): ReadBackPart => ({
      pictures: 6,
      how: 'solid',
      polygons: [polygon],
    });
    const units = [...before, ...after];
    expect(await countClear(units, [part(boxed), part(moved)])).toMatchObject({
      frames: 12,
      clearPixels: 0,
    });
    expect((await countClear(units, [part(moved), part(boxed)])).clearPixels).toBeGreaterThan(0);
    await expect(countClear(before, [part(boxed), part(moved)])).rejects.toMatchObject({
      code: 'read-back-doubtful',
    });
  });

  test('MSK-6 a file that was closed before its first picture shows nothing, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'beffroi-read-back-'));
    try {
      const path = join(folder, 'begun.mp4');
      const source = ['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25', '-frames:v', '4'];
      const fragmented = ['-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov'];
      const file = ffmpeg([...source, '-c:v', 'libx264', ...fragmented, '-']);
      // All that stands before the first fragment: four bytes of its size, then its name.
      writeFileSync(path, file.subarray(0, file.indexOf('moof') - 4));
      expect(await readBackFile({ path, parts: [], ffmpegPath: 'ffmpeg' })).toMatchObject({
        frames: 0,
        checkedPixels: 0,
      });
      // With pictures promised, the same file is no good answer.
      await expect(
        readBackFile({ path, parts: [whole], ffmpegPath: 'ffmpeg' }),
      ).rejects.toMatchObject({ code: 'ffmpeg-failed' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('MSK-6 a file that is no video is a failure, not a good answer', async () => {
    const path = join(import.meta.dirname, 'media.ts');
    const asked = readBackFile({ path, parts: [whole], ffmpegPath: 'ffmpeg' });
    await expect(asked).rejects.toMatchObject({ code: 'ffmpeg-failed' });
  });
});

test('the machine can be measured', async () => {
  const { framesPerSecond, name } = await measureEncoder();
  expect(name).toContain('libx264');
  expect(framesPerSecond).toBeGreaterThan(2);
});
