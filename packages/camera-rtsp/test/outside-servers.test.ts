/**
 * RTSP servers that nobody here wrote, streaming real footage: GStreamer's (Digest, TCP and UDP,
 * live and files, B-frames) and VLC's (UDP only). And the other way round: Debian's ffmpeg as a
 * client of our small server. Skipped where a tool or the shared footage is missing.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clipStream, createRtspSource, readClip, startRtspServer } from '@beffroi/camera-rtsp';
import { lengthPrefixedToAnnexB } from '@beffroi/picture';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chance, type Memory, sourceAt, startRun, systemClock } from './world.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const footage = join(data, 'footage');
const has = (command: string, ...words: string[]) => spawnSync(command, words).status === 0;
const python = '/usr/bin/python3';
const gstreamerMissing =
  !existsSync(footage) ||
  !has(python, '-c', "import gi; gi.require_version('GstRtspServer', '1.0')");
const vlcMissing = !existsSync(footage) || !existsSync('/usr/bin/cvlc');
const ffmpegMissing = !existsSync(footage) || !has('ffmpeg', '-version');

const source = createRtspSource({ clock: systemClock, chance });

/** Pictures that Debian's decoder makes of what came, and what it complains about. */
function decoded(memory: Memory): { readonly frames: number; readonly complaints: string } {
  const codec = memory.formats[0]?.codec === 'h265' ? 'hevc' : 'h264';
  const input = Buffer.concat(memory.units.map((unit) => lengthPrefixedToAnnexB(unit.data)));
  const run = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-stats', '-f', codec, '-i', '-', '-f', 'null', '-'],
    { input },
  );
  const text = run.stderr.toString();
  const frames = [...text.matchAll(/frame=\s*(\d+)/g)].at(-1)?.[1];
  return { frames: Number(frames ?? 0), complaints: text.replace(/frame=.*\r?\n?/g, '').trim() };
}

describe.skipIf(gstreamerMissing)("GStreamer's RTSP server", () => {
  const fileOf = (name: string) => join(footage, name);
  const launches = {
    '/car': `( filesrc location=${fileOf('intel-car-detection.mp4')} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 )`,
    '/motorway': `( filesrc location=${fileOf('dvrscan-motorway-720p.mp4')} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 aggregate-mode=zero-latency )`,
    '/car-udp': `( filesrc location=${fileOf('intel-car-detection.mp4')} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 )`,
    '/aquarium': `( filesrc location=${fileOf('kvs-aquarium-640x360.h265')} ! h265parse ! video/x-h265,framerate=25/1 ! rtph265pay name=pay0 pt=96 aggregate-mode=max )`,
    '/london': `( filesrc location=${join(data, 'bodycam/mapillary-london-street-h265.mp4')} ! qtdemux ! h265parse ! rtph265pay name=pay0 pt=96 )`,
    '/live': `( videotestsrc is-live=true ! video/x-raw,width=640,height=360,framerate=25/1 ! x264enc tune=zerolatency key-int-max=25 ! rtph264pay name=pay0 pt=96 audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay1 pt=8 )`,
  };
  let server: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    const script = join(import.meta.dirname, 'gstreamer-server.py');
    server = spawn(python, [script, ...Object.entries(launches).flat()], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = await once(server.stdout ?? process.stdin, 'data');
    port = Number(String(line));
  });
  afterAll(() => server.kill('SIGKILL'));

  const at = (path: string) =>
    sourceAt(`rtsp://127.0.0.1:${port}${path}`, { username: 'operator', password: 'secret' });

  test.each([
    ['/car', 'h264', 768, 432, 0],
    ['/car-udp', 'h264', 768, 432, 0],
    ['/motorway', 'h264', 1280, 720, 1],
    ['/aquarium', 'h265', 640, 360, 0],
    ['/london', 'h265', 1376, 1840, 1],
    ['/live', 'h264', 640, 360, 0],
  ] as const)(
    '%s is received and decodes cleanly',
    async (path, codec, width, height, reorders) => {
      await using it = startRun(source, at(path));
      await it.memory.until((memory) => memory.units.length >= 30);
      const { memory, run } = it;
      await run.close();
      expect(memory.gaps).toEqual([]);
      expect(memory.formats[0]).toMatchObject({ codec, width, height });
      expect((memory.formats[0]?.reorderFrames ?? 0) > 0).toBe(reorders > 0);
      expect(memory.increasing).toBe(true);
      expect(memory.units.some((unit) => unit.presentationTicks !== undefined)).toBe(reorders > 0);
      const result = decoded(memory);
      expect(result.complaints).toBe('');
      expect(result.frames).toBe(memory.units.length);
    },
  );

  test('CAM-5 a wrong password is refused', async () => {
    await using it = startRun(source, { ...at('/car'), password: 'wrong' });
    await it.memory.until((memory) => memory.gaps.length > 0);
    expect(it.memory.gaps[0]?.cause).toBe('camera-refused-login');
  });
});

describe.skipIf(vlcMissing)("VLC's RTSP server", () => {
  test.each([
    ['intel-car-detection.mp4', 'h264', 768, 432],
    ['autostrade-a1-crocina-cif.mp4', 'h264', 352, 288],
    ['kvs-aquarium-640x360.h265', 'h265', 640, 360],
  ] as const)('%s is received over UDP', async (file, codec, width, height) => {
    const port = await freePort();
    const vlc = startVlc(join(footage, file), port);
    try {
      await answers(port, vlc);
      await using it = startRun(source, sourceAt(`rtsp://127.0.0.1:${port}/live`));
      await it.memory.until((memory) => memory.units.length >= 20);
      expect(it.memory.formats[0]).toMatchObject({ codec, width, height });
      expect(it.memory.increasing).toBe(true);
      expect(decoded(it.memory).frames).toBe(it.memory.units.length);
    } finally {
      vlc.kill('SIGKILL');
    }
  });
});

/** VLC refuses to be root; any other user will do. */
function startVlc(file: string, port: number): ChildProcess {
  const home = mkdtempSync(join(tmpdir(), 'beffroi-vlc-'));
  chmodSync(home, 0o777);
  const raw = file.endsWith('.h265') ? ['--demux', 'hevc'] : [];
  const sout = `#rtp{sdp=rtsp://127.0.0.1:${port}/live}`;
  return spawn(
    '/usr/bin/cvlc',
    ['-q', '--no-dbus', '--loop', ...raw, file, '--sout', sout, '--sout-keep'],
    {
      stdio: 'ignore',
      env: { ...process.env, HOME: home },
      ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}),
    },
  );
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** Knocks until something listens: an outside program tells in no other way that it is ready. */
async function answers(port: number, program: ChildProcess): Promise<void> {
  while (program.exitCode === null) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => setTimeout(resolve, 100, false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) {
      return;
    }
  }
  throw new Error(`the program ended with ${program.exitCode} before it listened`);
}

describe.skipIf(ffmpegMissing)('ffmpeg as a client of our server', () => {
  test.each([
    ['h264', 'kvs-dusk-street-640x480.h264', 'tcp'],
    ['h264', 'kvs-dusk-street-640x480.h264', 'udp'],
    ['h265', 'kvs-aquarium-640x360.h265', 'tcp'],
  ] as const)('%s %s over %s decodes cleanly', async (codec, file, transport) => {
    const clip = readClip(codec, readFileSync(join(footage, file)));
    const server = await startRtspServer({
      host: '127.0.0.1',
      port: 0,
      credentials: { username: 'operator', password: 'secret' },
      streams: () => clipStream(clip, { fps: 25 }),
    });
    const url = `rtsp://operator:secret@127.0.0.1:${server.port}/live`;
    const ffmpeg = spawn('ffmpeg', [
      ...['-v', 'error', '-rtsp_transport', transport, '-i', url],
      ...['-frames:v', '30', '-f', 'framemd5', '-'],
    ]);
    const said: string[] = [];
    const frames: string[] = [];
    ffmpeg.stderr.on('data', (chunk) => said.push(String(chunk)));
    ffmpeg.stdout.on('data', (chunk) => frames.push(String(chunk)));
    const [status] = await once(ffmpeg, 'close');
    await server.close();
    expect(said.join('')).toBe('');
    expect(status).toBe(0);
    expect(frames.join('').match(/^0,/gm)).toHaveLength(30);
  });
});
