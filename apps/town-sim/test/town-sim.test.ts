/** The simulated town over real RTSP, seen by Debian's ffmpeg and by our own reader. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maskLimits } from '@beffroi/picture';
import { readTownFile } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatedCameras } from '../src/cameras.ts';
import { newPicture } from '../src/drawing/picture.ts';
import {
  barCodeAgeMs,
  demonstrationTown,
  readBarCode,
  startClockCamera,
  startTownSim,
  type TownSim,
} from '../src/index.ts';
import { splitAnnexB, toAccessUnitData } from '../src/loop/annex-b.ts';
import { loadLoops } from '../src/loop/loop-cache.ts';
import { readLoop } from '../src/loop/loop-file.ts';
import { openScene } from '../src/scene/scene.ts';

const ffmpeg = '/usr/bin/ffmpeg';
const ffprobe = '/usr/bin/ffprobe';
const hasFfmpeg = existsSync(ffmpeg) && existsSync(ffprobe);

let folder = '';
let town: TownSim;
const said: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beffroi-town-sim-'));
  town = await startTownSim({
    cacheDirectory: folder,
    host: '127.0.0.1',
    port: 0,
    log: (words) => {
      said.push(words);
    },
  });
  await town.allReady;
  // Drawing the town takes some seconds alone and minutes on a machine that does much else.
}, 400_000);

afterAll(async () => {
  await town.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the simulated town', () => {
  test('serves six cameras, each with two streams', () => {
    expect(town.cameras).toHaveLength(6);
    expect(said.filter((words) => words.includes('serves after'))).toHaveLength(6);
  });

  test('shows a camera from its first two seconds on, before its loop is whole', async () => {
    const fresh = join(folder, 'fresh');
    await mkdir(fresh);
    const lengths: number[] = [];
    const [camera] = town.cameras;
    const keys = [camera?.key ?? ''];
    await loadLoops(fresh, keys, new AbortController().signal, (_key, loop) => {
      lengths.push(loop.main.pictures.length);
    });
    expect(lengths).toEqual([25, 50, 75, 100, 125, 150]);
  }, 120_000);

  test.skipIf(!hasFfmpeg)(
    'streams H.264 High without B-frames at 12.5 pictures a second (needs ffmpeg)',
    async () => {
      const [camera] = town.cameras;
      expect(await probe(camera?.mainUrl ?? '')).toBe('h264,High,1280,720,0,25/2');
      expect(await probe(camera?.subUrl ?? '')).toBe('h264,High,640,360,0,25/2');
    },
  );

  test('loops of 12 s begin and end so that they join: a key picture every 2 s', async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.loop'));
    expect(files).toHaveLength(6);
    for (const file of files) {
      const loop = await readLoop(join(folder, file));
      for (const stream of [loop?.main, loop?.sub]) {
        const keys = stream?.pictures.flatMap(({ key }, index) => (key ? [index] : []));
        expect(keys).toEqual([0, 25, 50, 75, 100, 125]);
        expect(stream?.pictures).toHaveLength(150);
        expect(stream?.parameterSets).toHaveLength(2);
      }
    }
  });

  test('starts again from its cache, and draws nothing anew', async () => {
    const drawn = await loopsOnDisk();
    expect(drawn).toHaveLength(6);
    const again = await startTownSim({
      cacheDirectory: folder,
      host: '127.0.0.1',
      port: 0,
      log: () => undefined,
    });
    await again.allReady;
    expect(again.cameras).toHaveLength(6);
    expect(await loopsOnDisk()).toEqual(drawn);
    await again.stop();
  });

  /** Each loop with what changes as soon as somebody writes it again. */
  async function loopsOnDisk() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.loop'));
    return await Promise.all(
      names.toSorted().map(async (name) => {
        const { ino, mtimeMs } = await stat(join(folder, name));
        return { name, ino, mtimeMs };
      }),
    );
  }
});

describe('the town file of the demonstration', () => {
  const file = demonstrationTown(8554);
  const cameras = (file.cameras ?? []).flatMap(({ key, masks }) =>
    masks ? [{ key, mask: masks }] : [],
  );

  test('is a town file that the centre takes', () => {
    expect(readTownFile(file)).toEqual({ ok: true, value: file });
  });

  test('MSK-1 each camera has a mask decision: four by the server, one by itself, one not needed', () => {
    const modes = cameras.map(({ mask }) => mask.choice.mode).sort();
    expect(modes).toEqual(['camera', 'none-needed', 'server', 'server', 'server', 'server']);
  });

  test('masks stay within their limits and inside the picture', () => {
    for (const { mask } of cameras) {
      const polygons = mask.choice.mode === 'none-needed' ? [] : mask.choice.polygons;
      expect(polygons.length).toBeLessThanOrEqual(maskLimits.polygonsMax);
      for (const point of polygons.flat()) {
        expect(Math.min(point.x, point.y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(point.x, point.y)).toBeLessThanOrEqual(1);
      }
    }
  });

  test('whatever moves in a window moves under its mask', () => {
    for (const { key, mask } of cameras) {
      const camera = simulatedCameras.find((one) => one.key === key);
      const scene = camera?.scene();
      if (!scene || mask.choice.mode !== 'server') {
        continue;
      }
      const { polygons } = mask.choice;
      const moving = movingWindowPixels(scene);
      const clear = moving.filter(([x, y]) => !polygons.some((zone) => isInside(x, y, zone)));
      expect(clear.length / Math.max(1, moving.length), key).toBeLessThan(0.002);
    }
  });

  test('the camera that masks itself shows nothing but flat grey there', () => {
    const own = cameras.find(({ mask }) => mask.choice.mode === 'camera');
    const camera = simulatedCameras.find((one) => one.key === own?.key);
    const scene = camera?.scene();
    if (!own || !scene || own.mask.choice.mode !== 'camera') {
      throw new Error('no camera masks itself');
    }
    const picture = newPicture(scene.view.width, scene.view.height);
    openScene(scene, true).paint(0.3, picture);
    const lumas = new Set<number>();
    for (let y = 0; y < picture.height; y += 3) {
      for (let x = 0; x < picture.width; x += 3) {
        if (
          own.mask.choice.polygons.some((zone) =>
            isInside(x / picture.width, y / picture.height, zone),
          )
        ) {
          lumas.add(picture.luma[y * picture.width + x] ?? 0);
        }
      }
    }
    expect([...lumas]).toHaveLength(1);
  });
});

describe('the clock camera', () => {
  test.skipIf(!hasFfmpeg)(
    'shows a time that survives x264 at both sizes (needs ffmpeg)',
    async () => {
      const startedMs = Date.now();
      const camera = await startClockCamera({ host: '127.0.0.1', port: 0 });
      try {
        for (const [url, width, height] of [
          [camera.mainUrl, 1280, 720],
          [camera.subUrl, 640, 360],
        ] as const) {
          const pictures = await decodedPictures(url, width, height, 10);
          const values = pictures.map((luma) => readBarCode(luma, width, width));
          expect(values).toHaveLength(10);
          for (const [index, value] of values.entries()) {
            const before = values[index - 1];
            expect(value).not.toBeNull();
            // Drawn since this test began, and not in time to come.
            const nowMs = Date.now();
            expect(barCodeAgeMs(value ?? 0, nowMs)).toBeGreaterThanOrEqual(0);
            expect(barCodeAgeMs(value ?? 0, nowMs)).toBeLessThanOrEqual(nowMs - startedMs);
            if (typeof before === 'number') {
              expect((value ?? 0) - before).toBeGreaterThan(0);
            }
          }
        }
      } finally {
        await camera.stop();
      }
    },
  );
});

test('access units carry lengths, no delimiters and no messages of the encoder', () => {
  const annexB = Uint8Array.from([
    0, 0, 0, 1, 9, 16, 0, 0, 1, 6, 5, 1, 0, 0, 0, 1, 0x65, 7, 8, 0, 0, 1, 0x65, 9,
  ]);
  expect(splitAnnexB(annexB).map((unit) => [...unit])).toEqual([
    [9, 16],
    [6, 5, 1],
    [0x65, 7, 8],
    [0x65, 9],
  ]);
  expect([...toAccessUnitData(annexB)]).toEqual([0, 0, 0, 3, 0x65, 7, 8, 0, 0, 0, 2, 0x65, 9]);
});

/** What ffprobe says of a stream, asked without blocking our own server. */
async function probe(url: string): Promise<string> {
  const entries = 'stream=codec_name,profile,width,height,has_b_frames,r_frame_rate';
  const args = ['-v', 'error', '-rtsp_transport', 'tcp', '-show_entries', entries];
  const child = spawn(ffprobe, [...args, '-of', 'csv=p=0', url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 30_000,
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
  }
  return text.trim();
}

/** Decodes so many pictures with ffmpeg, without blocking our own server. */
async function decodedPictures(
  url: string,
  width: number,
  height: number,
  count: number,
): Promise<Uint8Array[]> {
  const args = [
    '-v',
    'error',
    '-rtsp_transport',
    'tcp',
    '-i',
    url,
    '-fps_mode',
    'passthrough',
    '-frames:v',
    String(count),
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    '-',
  ];
  const child = spawn(ffmpeg, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: 30_000 });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) {
    chunks.push(chunk as Buffer);
  }
  const all = Buffer.concat(chunks);
  const size = (width * height * 3) / 2;
  return Array.from({ length: Math.floor(all.length / size) }, (_, index) =>
    all.subarray(index * size, index * size + width * height),
  );
}

/** Places (0..1) whose luma changes in the loop when nothing but windows is painted. */
function movingWindowPixels(
  scene: ReturnType<(typeof simulatedCameras)[number]['scene']>,
): [number, number][] {
  const { width, height } = scene.view;
  const dwellings = scene.buildings.filter(({ dwelling }) => dwelling);
  const painter = openScene({ ...scene, buildings: dwellings, props: [] }, false);
  const first = newPicture(width, height);
  const other = newPicture(width, height);
  painter.paint(0, first);
  const moving: [number, number][] = [];
  for (const turn of [0.2, 0.45, 0.7]) {
    painter.paint(turn, other);
    for (let at = 0; at < first.luma.length; at++) {
      if (Math.abs((first.luma[at] ?? 0) - (other.luma[at] ?? 0)) > 6) {
        moving.push([((at % width) + 0.5) / width, (Math.floor(at / width) + 0.5) / height]);
      }
    }
  }
  return moving;
}

function isInside(
  x: number,
  y: number,
  zone: readonly { readonly x: number; readonly y: number }[],
): boolean {
  let inside = false;
  for (const [index, here] of zone.entries()) {
    const next = zone[(index + 1) % zone.length] ?? here;
    if (
      here.y > y !== next.y > y &&
      x < ((next.x - here.x) * (y - here.y)) / (next.y - here.y) + here.x
    ) {
      inside = !inside;
    }
  }
  return inside;
}
