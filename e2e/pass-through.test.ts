/**
 * Streams that pass through the whole product as they come: H.264 and H.265 with B-frames, out of real
 * footage, served by GStreamer, watched, recorded and played back. What is played back, decoded by
 * Debian's ffmpeg, must be the source's own pictures, each once and in its order; for a screen without
 * H.265 the copy made for display must show the same. And a camera that sends what nobody can decode
 * is told as that, and connected anew (CAM-11).
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readClip, type ServedStream, startRtspServer } from '@beffroi/camera-rtsp';
import { joinNalUnits, nalUnits } from '@beffroi/picture';
import { type HttpPerson, type RunningHouse, signInOverHttp, startHouse } from '@beffroi/testing';
import type { TimelineView } from '@beffroi/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bringIn, headLogin, writeBareTown } from './world/bare-town.ts';
import { LiveWatcher, type WatchedPicture } from './world/live-watcher.ts';
import {
  footage,
  hasFfmpeg,
  hasFootage,
  hasGstreamer,
  serveByGstreamer,
} from './world/outside-servers.ts';

type Codec = 'h264' | 'hevc';

const source = join(footage, 'dvrscan-motorway-720p.mp4');
const encoders: Readonly<Record<Codec, readonly string[]>> = {
  h264: ['-c:v', 'libx264', '-x264-params', 'bframes=3:b-adapt=0:keyint=25:scenecut=0:open-gop=0'],
  hevc: [
    ...['-c:v', 'libx265', '-x265-params'],
    'bframes=3:b-adapt=0:keyint=25:min-keyint=25:scenecut=0:open-gop=0:log-level=none',
  ],
};
const waitMsMax = 100_000;
/** Mean difference of luma: what two encoders make of one picture, and far from another picture. */
const sameLumaMax = 6;

describe.skipIf(!(hasFootage && hasGstreamer && hasFfmpeg))(
  'streams as they come (need shared footage, GStreamer and ffmpeg)',
  () => {
    const folder = mkdtempSync('/var/tmp/beffroi-pass-');
    let house: RunningHouse;
    let person: HttpPerson;
    let watcher: LiveWatcher;

    beforeAll(async () => {
      const townFile = join(folder, 'town.yaml');
      writeBareTown(townFile);
      house = await startHouse({ townFile });
      person = await signInOverHttp(house, headLogin);
      watcher = await LiveWatcher.open(house, person);
    });

    afterAll(async () => {
      watcher?.close();
      await house?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test.each<{ readonly codec: Codec }>([{ codec: 'h264' }, { codec: 'hevc' }])(
      'CAM-9 $codec with B-frames is recorded and played as it came',
      async ({ codec }) => {
        const clip = join(folder, `${codec === 'hevc' ? 'h265' : codec}.mp4`);
        const shape = ['-t', '8', '-an', '-vf', 'scale=640:360', '-pix_fmt', 'yuv420p'];
        ffmpeg(['-i', source, ...shape, ...encoders[codec], clip]);
        const served = await serveByGstreamer(relative(footage, clip));
        try {
          const startedMs = Date.now();
          const cameraId = await bringIn(person, codec, served, { mode: 'none-needed' });
          watcher.watch(cameraId);
          await until(() => watcher.pictures(cameraId).length > 60);
          const play = await player(cameraId, startedMs);
          const gop = await play();
          const shownMs = gop.map(({ serverMs }) => serverMs);
          expect(gop[0]?.key).toBe(true);
          // Sent in the order of decoding, and no two at one instant.
          expect(shownMs).not.toEqual(shownMs.toSorted((a, b) => a - b));
          expect(new Set(shownMs).size).toBe(gop.length);
          const recorded = framesOf(codec, gop);
          expect(recorded).toHaveLength(25);
          const all = md5s(['-i', clip]).join(' ');
          expect(all).toContain(recorded.join(' '));
          if (codec === 'hevc') {
            const copy = await play(true);
            expect(copy).toHaveLength(gop.length);
            expect(copy.map(({ serverMs }) => serverMs).toSorted((a, b) => a - b)).toEqual(
              shownMs.toSorted((a, b) => a - b),
            );
            expect(differenceOf(lumaOf('hevc', gop), lumaOf('h264', copy))).toBeLessThan(
              sameLumaMax,
            );
          }
        } finally {
          await served.stop();
        }
      },
    );

    test('CAM-11 a camera that sends nothing that can be decoded is told, and connected anew', async () => {
      const clip = join(folder, 'plain.h264');
      ffmpeg(['-i', source, '-t', '2', '-an', '-c:v', 'libx264', '-bf', '0', '-g', '25', clip]);
      let connections = 0;
      const stream = scrambled(clip, () => {
        connections += 1;
      });
      const options = { host: '127.0.0.1', port: 0, credentials: null, streams: () => stream };
      const server = await startRtspServer(options);
      try {
        const startedMs = Date.now();
        const address = { url: `rtsp://127.0.0.1:${server.port}/`, username: null, password: null };
        const cameraId = await bringIn(person, 'scrambled', address, { mode: 'none-needed' });
        watcher.watch(cameraId);
        await until(() => connections > 1 && watcher.states(cameraId).includes('camera-lost'));
        // The tile is told at once; the gap is a fact, kept when its recorder's facts come in.
        await until(async () => {
          const asked = `cameraId=${cameraId}&fromMs=${startedMs}&toMs=${Date.now() + 1000}`;
          const { gaps } = await person.send<TimelineView>('GET', `/api/timeline?${asked}`);
          return gaps.some(({ cause }) => cause === 'stream-undecodable');
        });
      } finally {
        await server.close();
      }
    });

    /** Asks for the first recorded group, as it was recorded or as a copy for display. */
    async function player(cameraId: string, startedMs: number) {
      const { id } = await person.send<{ id: string }>('POST', '/api/viewings', {
        ...{ cameraIds: [cameraId], motive: 'technical-check', note: 'essai' },
        ...{ fromMs: startedMs - 1000, toMs: Date.now() + 60_000 },
      });
      return async (recode?: true): Promise<readonly WatchedPicture[]> => {
        let gop: readonly WatchedPicture[] = [];
        // A group is on disk when the next one begins.
        for (const late = Date.now() + waitMsMax; gop.length === 0 && Date.now() < late; ) {
          gop = await watcher.recorded(id, cameraId, startedMs, 'next', recode);
        }
        return gop;
      };
    }

    async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
      for (const late = Date.now() + waitMsMax; !(await condition()); ) {
        if (Date.now() > late) {
          throw new Error(`it never came true\n${house.log().slice(-3000)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  },
  300_000,
);

/** The clip in real time, over and over, with nothing readable behind the head of each slice. */
function scrambled(clip: string, played: () => void): ServedStream {
  const { codec, parameterSets, pictures } = readClip('h264', ffmpeg(['-i', clip, ...annexB]));
  const noise = pictures.map(({ key, data }) => ({
    key,
    data: joinNalUnits(
      [...nalUnits(data)].map((nal) =>
        nal.length < 100 ? nal : nal.map((byte, at) => (at < 8 ? byte : byte ^ (at * 7919))),
      ),
    ),
  }));
  return {
    ...{ codec, parameterSets },
    play: (sink) => {
      played();
      let sent = 0;
      const timer = setInterval(() => {
        const picture = noise[sent % noise.length];
        if (picture !== undefined) {
          sink.accessUnit({ ...picture, ticks: sent * 3600 });
        }
        sent++;
      }, 40);
      return () => clearInterval(timer);
    },
  };
}

const annexB = ['-c:v', 'copy', '-f', 'h264', '-'];

function ffmpeg(words: readonly string[], input?: Uint8Array): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-y', ...words], {
    ...(input === undefined ? {} : { input }),
    maxBuffer: 256 * 1024 * 1024,
  });
}

/** A digest of each picture, in the order in which they are shown. */
function md5s(input: readonly string[], bytes?: Uint8Array): string[] {
  const listed = String(ffmpeg([...input, '-an', '-f', 'framemd5', '-'], bytes));
  return listed.split('\n').flatMap((line) => /^0,.* (\w{32})$/.exec(line)?.[1] ?? []);
}

function framesOf(codec: Codec, gop: readonly WatchedPicture[]): string[] {
  return md5s(['-f', codec, '-i', '-'], bytesOf(gop));
}

function lumaOf(codec: Codec, gop: readonly WatchedPicture[]): Uint8Array {
  const small = ['-vf', 'scale=160:90', '-pix_fmt', 'gray', '-f', 'rawvideo', '-'];
  return ffmpeg(['-f', codec, '-i', '-', ...small], bytesOf(gop));
}

function bytesOf(gop: readonly WatchedPicture[]): Buffer {
  return Buffer.concat(gop.map((picture) => picture.annexB));
}

function differenceOf(one: Uint8Array, other: Uint8Array): number {
  expect(one.length).toBe(other.length);
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
}
