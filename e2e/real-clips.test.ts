/**
 * Real footage through the whole product: served by RTSP servers, most of which nobody here wrote,
 * probed, brought in, masked, watched, recorded, played back; then what was recorded is decoded by
 * Debian's ffmpeg and every sample inside the polygons looked at (MSK-6). The same look at the
 * unmasked clip must find clear samples, or it would prove nothing. A case is one entry of `cases`.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipStream, readClip, startRtspServer } from '@beffroi/camera-rtsp';
import { type HiddenHow, readBackFile } from '@beffroi/mask-engine';
import type { Polygon } from '@beffroi/picture';
import {
  type HttpPerson,
  hasChromium,
  launchChromium,
  type RunningHouse,
  signInOverHttp,
  startHouse,
} from '@beffroi/testing';
import type { ProbeReport, TimelineView } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bringIn, decideMasks, headLogin, withdraw, writeBareTown } from './world/bare-town.ts';
import { LiveWatcher, type WatchedPicture } from './world/live-watcher.ts';
import {
  footage,
  hasFfmpeg,
  hasFootage,
  hasGstreamer,
  hasVlc,
  type ServedClip,
  serveByGstreamer,
  serveByVlc,
} from './world/outside-servers.ts';

interface Case {
  readonly clip: string;
  /** Plays after the first one on the same connection: a change of size in mid-stream. */
  readonly thenClip?: string;
  readonly server: 'gstreamer' | 'vlc' | 'ours';
  readonly codec: 'h264' | 'h265';
  readonly style: 'solid' | 'pixelate';
  readonly polygons: readonly Polygon[];
  /** Decided while it runs, beside the others. */
  readonly later?: Polygon;
  readonly sizes: readonly string[];
  readonly picturesMin: number;
}

const box = (x: number, y: number, width: number, height: number): Polygon => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];
const concave: Polygon = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.9, y: 0.9 },
  { x: 0.7, y: 0.9 },
  { x: 0.7, y: 0.3 },
  { x: 0.3, y: 0.3 },
  { x: 0.3, y: 0.9 },
  { x: 0.1, y: 0.9 },
];
const triangle: Polygon = [
  { x: 0.62, y: 0.2 },
  { x: 0.98, y: 0.5 },
  { x: 0.6, y: 0.6 },
];

const cases: readonly Case[] = [
  {
    // B-frames; several polygons, two of them on the edge of the picture.
    clip: 'dvrscan-motorway-720p.mp4',
    server: 'gstreamer',
    codec: 'h264',
    style: 'solid',
    polygons: [box(0, 0, 0.3, 0.4), box(0.7, 0.6, 0.3, 0.4), triangle],
    sizes: ['1280x720'],
    picturesMin: 100,
  },
  {
    // One key picture in the whole clip.
    clip: 'mapillary-park-road-1080p.mp4',
    server: 'gstreamer',
    codec: 'h264',
    style: 'solid',
    polygons: [box(0.2, 0.3, 0.35, 0.4)],
    sizes: ['1920x1080'],
    picturesMin: 60,
  },
  {
    // A width that is no multiple of 8: cropped by the parameter set.
    clip: 'carpark-overhead-1100x720.mp4',
    server: 'gstreamer',
    codec: 'h264',
    style: 'pixelate',
    polygons: [box(0.1, 0.2, 0.4, 0.5), triangle],
    sizes: ['1100x720'],
    picturesMin: 80,
  },
  {
    // UDP; a polygon of some pixels.
    clip: 'autostrade-a1-crocina-cif.mp4',
    server: 'vlc',
    codec: 'h264',
    style: 'solid',
    polygons: [box(0.02, 0.03, 0.03, 0.03), box(0.5, 0.5, 0.02, 0.5)],
    sizes: ['352x288'],
    picturesMin: 80,
  },
  {
    clip: 'kvs-aquarium-640x360.h265',
    server: 'ours',
    codec: 'h265',
    style: 'pixelate',
    polygons: [concave],
    sizes: ['640x360'],
    picturesMin: 80,
  },
  {
    // The size changes in mid-stream, and so does the mask.
    clip: 'kvs-dusk-street-640x480.h264',
    thenClip: 'intel-car-detection.mp4',
    server: 'ours',
    codec: 'h264',
    style: 'solid',
    polygons: [concave],
    later: triangle,
    sizes: ['640x480', '768x432'],
    picturesMin: 150,
  },
];

interface CheckedFile {
  readonly pictures: number;
  readonly width: number;
  readonly height: number;
  readonly masks: readonly HiddenHow[];
  readonly uncheckedPolygons: number;
  readonly checkedPixels: number;
  readonly clearPixels: number;
}

const waitMsMax = 100_000;
const missing = !(hasFootage && hasGstreamer && hasVlc && hasFfmpeg);

describe.skipIf(missing)('real clips (need shared footage, GStreamer, VLC and ffmpeg)', () => {
  const folder = mkdtempSync('/var/tmp/beffroi-clips-');
  const rows: string[][] = [];
  let house: RunningHouse;
  let person: HttpPerson;
  let watcher: LiveWatcher;

  beforeAll(async () => {
    const townFile = join(folder, 'town.yaml');
    writeBareTown(townFile);
    house = await startHouse({ townFile });
    person = await signInOverHttp(house, headLogin);
  });

  afterAll(async () => {
    await house?.stop();
    rmSync(folder, { recursive: true, force: true });
    const head = ['clip', 'server', 'codec', 'size', 'mask', 'pictures', 'samples', 'clear'];
    process.stdout.write(
      `${[...tableOf([[...head, 'clear in the source'], ...rows])].join('\n')}\n`,
    );
  });

  test.each(cases)(
    'MSK-6 $clip by $server: no clear sample in what was recorded',
    async (one) => {
      const served = await serve(one);
      try {
        await probeIt(one, served);
        // Withdrawing a camera cuts its viewer, and a viewer that doesn't answer at once is reset.
        watcher = await LiveWatcher.open(house, person);
        const startedMs = Date.now();
        const cameraId = await bringIn(person, one.clip, served, choiceOf(one, one.polygons));
        watcher.watch(cameraId);
        await watched(cameraId, one.picturesMin / 2);
        if (one.later !== undefined) {
          await decideMasks(person, cameraId, choiceOf(one, [...one.polygons, one.later]));
        }
        await watched(cameraId, one.picturesMin);
        await playedBack(cameraId, startedMs);
        watcher.close();
        await withdraw(person, cameraId);
        await readBack(one, cameraId);
      } finally {
        await served.stop();
      }
    },
    400_000,
  );

  test.skipIf(!hasChromium)(
    "LIV-1 both servers' cameras move on the wall in Chromium",
    async () => {
      const car = await serveByGstreamer('intel-car-detection.mp4');
      const motorway = await serveByVlc('autostrade-a4-cavenago-cif.mp4');
      const browser = await launchChromium();
      try {
        const ids = [
          await bringIn(person, 'GStreamer', car, { mode: 'none-needed' }),
          await bringIn(person, 'VLC', motorway, choiceOf({ style: 'solid' }, [concave])),
        ];
        const context = await browser.newContext();
        const [name = '', value = ''] = person.cookie.split('=');
        await context.addCookies([{ name, value, url: house.url }]);
        const page = await context.newPage();
        const wall = JSON.stringify({ columns: 2, tiles: ids });
        await page.addInitScript(`localStorage.setItem('beffroi.wall.1', ${JSON.stringify(wall)})`);
        await page.goto(house.url);
        await page.waitForFunction(
          () => {
            const shown = [...document.querySelectorAll('video')].map(
              (video) => video.getVideoPlaybackQuality().totalVideoFrames,
            );
            return shown.filter((frames) => frames > 25).length === 2;
          },
          null,
          { timeout: waitMsMax },
        );
      } finally {
        await browser.close();
        await car.stop();
        await motorway.stop();
      }
    },
  );

  async function probeIt(one: Case, { url, username, password }: ServedClip): Promise<void> {
    if (one.server === 'ours') {
      return;
    }
    const report = await person.send<ProbeReport>('POST', '/api/probe', {
      ...{ url, username, password },
      framing: 'narrow',
      fastFlow: false,
    });
    const [width, height] = (one.sizes[0] ?? '').split('x').map(Number);
    expect(report).toMatchObject({ reachable: true, codec: one.codec, width, height });
    expect(report.transport).toBe(one.server === 'vlc' ? 'udp' : 'tcp');
    expect(report.findings.length).toBeGreaterThan(0);
  }

  async function watched(cameraId: string, count: number): Promise<void> {
    const came = () => watcher.pictures(cameraId).length;
    const late = Date.now() + waitMsMax;
    while (came() < count) {
      if (Date.now() > late) {
        const { gaps } = await person.send<TimelineView>(
          'GET',
          `/api/timeline?cameraId=${cameraId}&fromMs=${late - 2 * waitMsMax}&toMs=${late}`,
        );
        const why = gaps.map(({ cause, detail }) => `${cause} (${detail})`).join('; ');
        throw new Error(
          `${came()} of ${count} live pictures came (socket ${watcher.ended ?? 'open'}): ${why}\n${house.log().slice(-3000)}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Any second of it comes back as pictures that decode. */
  async function playedBack(cameraId: string, startedMs: number): Promise<void> {
    const { id } = await person.send<{ id: string }>('POST', '/api/viewings', {
      cameraIds: [cameraId],
      motive: 'technical-check',
      note: 'essai',
      fromMs: startedMs - 1000,
      toMs: Date.now() + 60_000,
    });
    let gop: readonly WatchedPicture[] = [];
    // A group is on disk when the next one begins.
    for (const late = Date.now() + waitMsMax; gop.length === 0 && Date.now() < late; ) {
      gop = await watcher.recorded(id, cameraId, startedMs, 'next');
    }
    expect(gop[0]?.key).toBe(true);
    const input = Buffer.concat(gop.map(({ annexB }) => annexB));
    const decoded = execFileSync(
      'ffmpeg',
      ['-v', 'error', '-f', 'h264', '-i', '-', '-f', 'framemd5', '-'],
      { input },
    );
    expect(String(decoded).match(/^0,/gm)).toHaveLength(gop.length);
  }

  async function readBack(one: Case, cameraId: string): Promise<void> {
    const files = await house.verb<CheckedFile[]>('read-back', cameraId);
    const how = howOf(one);
    const sum = (of: (file: CheckedFile) => number) =>
      files.reduce((total, file) => total + of(file), 0);
    const sizes = new Set(files.map(({ width, height }) => `${width}x${height}`));
    const source = await clearInSource(one);
    const pictures = sum((file) => file.pictures);
    const checked = sum((file) => file.checkedPixels);
    const clear = sum((file) => file.clearPixels);
    const size = [...sizes].join(', ');
    const mask = `${how}, ${one.polygons.length + (one.later === undefined ? 0 : 1)}`;
    const facts = [one.codec, size, mask, `${pictures}`, `${checked}`, `${clear}`];
    rows.push([one.clip, one.server, ...facts, `${source}`]);
    expect(clear).toBe(0);
    expect(pictures).toBeGreaterThanOrEqual(one.picturesMin);
    expect(checked).toBeGreaterThan(pictures * 100);
    expect(sum((file) => file.uncheckedPolygons)).toBe(0);
    expect(files.every((file) => file.masks.every((mark) => mark === how))).toBe(true);
    expect([...sizes]).toEqual(one.sizes);
    expect(source).toBeGreaterThan(0);
    const live = join(folder, `${cameraId}.h264`);
    writeFileSync(live, Buffer.concat(watcher.pictures(cameraId).map(({ annexB }) => annexB)));
    const parts = [{ pictures: Infinity, how, polygons: one.polygons }];
    // What was watched live is what was recorded; ffmpeg scales a change of size.
    if (one.sizes.length === 1) {
      const seen = await readBackFile({ path: live, parts, ffmpegPath: 'ffmpeg' });
      expect(seen.frames).toBeGreaterThanOrEqual(one.picturesMin);
      expect(seen.clearPixels).toBe(0);
    }
  }

  /** The same look at the clip itself: the check can fail. */
  async function clearInSource(one: Case): Promise<number> {
    const parts = [{ pictures: Infinity, how: howOf(one), polygons: one.polygons }];
    const path = join(folder, `source-${one.clip}`);
    const cut = ['-v', 'error', '-y', '-t', '2', '-i', join(footage, one.clip), '-c:v', 'copy'];
    const raw = one.codec === 'h264' ? 'h264' : 'hevc';
    execFileSync('ffmpeg', [...cut, '-an', '-f', raw, path]);
    return (await readBackFile({ path, parts, ffmpegPath: 'ffmpeg' })).clearPixels;
  }
});

function howOf({ style }: Pick<Case, 'style'>): HiddenHow {
  return style === 'solid' ? 'solid' : 'mosaic';
}

function choiceOf({ style }: Pick<Case, 'style'>, polygons: readonly Polygon[]) {
  return { mode: 'server', style, polygons } as const;
}

function serve(one: Case): Promise<ServedClip> {
  switch (one.server) {
    case 'gstreamer':
      return serveByGstreamer(one.clip);
    case 'vlc':
      return serveByVlc(one.clip);
    case 'ours':
      return serveOurselves(one);
  }
}

async function serveOurselves(one: Case): Promise<ServedClip> {
  const first = readClip(one.codec, annexBOf(one.clip));
  const stream =
    one.thenClip === undefined
      ? clipStream(first, { fps: 25 })
      : clipStream(first, {
          fps: 25,
          thenClip: { afterPictures: 150, clip: readClip(one.codec, annexBOf(one.thenClip)) },
        });
  const server = await startRtspServer({
    host: '127.0.0.1',
    port: 0,
    credentials: { username: 'operator', password: 'secret' },
    streams: () => stream,
  });
  return {
    url: `rtsp://127.0.0.1:${server.port}/live`,
    username: 'operator',
    password: 'secret',
    stop: () => server.close(),
  };
}

function annexBOf(clip: string): Uint8Array {
  const path = join(footage, clip);
  return clip.endsWith('.mp4')
    ? execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-c:v', 'copy', '-f', 'h264', '-'], {
        maxBuffer: 64 * 1024 * 1024,
      })
    : readFileSync(path);
}

function* tableOf(lines: readonly (readonly string[])[]): Generator<string> {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    yield line.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  }
}
