/**
 * Recoding for display, judged by Debian's ffmpeg: real H.265 footage goes in, H.264 of the same
 * pictures comes out, small enough, and the pool says "busy" instead of growing.
 */

import type { StoredGop } from '@beffroi/office';
import type { ClearAccessUnit } from '@beffroi/picture';
import { afterEach, expect, test } from 'vitest';
import { createGopRecoder, type GopRecoder } from '../src/recode/gop-recoder.ts';
import type { RecodedGop } from '../src/recode/recode-gop.ts';
import { ffmpeg, hasData, hasFfmpeg, testPicture, unitsOfFile } from './media.ts';

const timers: ReturnType<typeof setTimeout>[] = [];
const clock = {
  after: (ms: number, what: () => void) => {
    const timer = setTimeout(what, ms);
    timers.push(timer);
    return () => clearTimeout(timer);
  },
};
let recoder: GopRecoder;

afterEach(async () => {
  await recoder.close();
  timers.splice(0).forEach(clearTimeout);
});

/** The first GOP of a stream as the recording reader would give it. */
function storedGop(units: readonly ClearAccessUnit[]): StoredGop {
  const second = units.findIndex((unit, i) => i > 0 && unit.key);
  const pictures = units.slice(0, second < 0 ? undefined : second).map((unit, i) => ({
    key: unit.key,
    data: unit.data,
    atMs: 1000 + i * 40,
    cameraMs: null,
    maskVersion: 'msk_a',
  }));
  return {
    recordingId: 'rec_a',
    startMs: 1000,
    endMs: 1000 + pictures.length * 40,
    format: {
      codec: units[0]?.codec ?? 'h265',
      width: 0,
      height: 0,
      codecString: '',
      declaredFps: null,
      parameterSets: [],
      reorderFrames: 0,
    },
    pictures,
  };
}

function recoded(answer: RecodedGop | 'busy'): RecodedGop {
  if (answer === 'busy') {
    throw new Error('the recoder is busy');
  }
  return answer;
}

/** Raw 8-bit 4:2:0 pictures of what came out, counted by their bytes. */
function decodedCount({ pictures, width, height }: RecodedGop): number {
  const stream = Buffer.concat(pictures.map((picture) => picture.annexB));
  const raw = ffmpeg(
    ['-f', 'h264', '-i', 'pipe:0', '-f', 'rawvideo', '-pix_fmt', 'yuv420p', 'pipe:1'],
    stream,
  );
  return raw.length / (width * height * 1.5);
}

test.skipIf(!hasData || !hasFfmpeg)(
  'real H.265 footage comes out as H.264, picture by picture',
  async () => {
    recoder = createGopRecoder({ clock });
    const stored = storedGop(unitsOfFile('footage/kvs-aquarium-640x360.h265', 'h265', 2));
    const gop = recoded(await recoder.recode(stored));
    expect(gop).toMatchObject({ width: 640, height: 360 });
    expect(gop.codecString).toMatch(/^avc1\./);
    expect(gop.pictures.map((picture) => picture.place).toSorted((a, b) => a - b)).toEqual(
      stored.pictures.map((_, place) => place),
    );
    expect(gop.pictures.map((picture) => picture.key)).toEqual(
      stored.pictures.map((_, place) => place === 0),
    );
    expect(decodedCount(gop)).toBe(stored.pictures.length);
  },
);

test.skipIf(!hasFfmpeg).each([
  ['1920x1080', [], 1280, 720],
  ['320x242', ['-pix_fmt', 'yuv420p10le'], 320, 242],
])('%s %j comes out at %d x %d', async (size, args, width, height) => {
  recoder = createGopRecoder({ clock });
  const units = testPicture(size, { frames: 10, codec: 'h265', args });
  const gop = recoded(await recoder.recode(storedGop(units)));
  expect(gop).toMatchObject({ width, height });
  expect(decodedCount(gop)).toBe(10);
});

test.skipIf(!hasFfmpeg)(
  'more than it can hold is refused, and the next one is served',
  async () => {
    recoder = createGopRecoder({ clock, workersMax: 1, waitingMax: 1 });
    const stored = storedGop(testPicture('320x240', { frames: 10, codec: 'h265' }));
    const answers = await Promise.all([1, 2, 3].map(() => recoder.recode(stored)));
    expect(answers.map((answer) => answer === 'busy')).toEqual([false, false, true]);
    expect(await recoder.recode(stored)).not.toBe('busy');
  },
);

test('a GOP that is no video is a failure, and the worker goes on', async () => {
  recoder = createGopRecoder({ clock, workersMax: 1 });
  const unit = { key: true, data: Uint8Array.of(0, 0, 0, 2, 0x26, 1), codec: 'h265' };
  const broken = storedGop([unit as unknown as ClearAccessUnit]);
  for (let i = 0; i < 2; i += 1) {
    await expect(recoder.recode(broken)).rejects.toMatchObject({ code: 'recode-failed' });
  }
});
