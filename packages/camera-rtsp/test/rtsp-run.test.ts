import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRtspSource, probeStream, startRtspServer } from '@beffroi/camera-rtsp';
import { joinNalUnits } from '@beffroi/picture';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FloodGauge } from '../src/flood-gauge.ts';
import { reconnectDelayMs } from '../src/reconnect-delay.ts';
import { clipStream } from '../src/server/clip-stream.ts';
import type { RtspServer, ServedFaults, ServedStream } from '../src/server/served-stream.ts';
import { drawnClip } from './drawn-clip.ts';
import { chance, SteeredClock, sourceAt, startRun, systemClock } from './world.ts';

const credentials = { username: 'operator', password: 'p"ss\\wörd' };
const faults: Readonly<Record<string, ServedFaults>> = {
  '/audio': { withAudio: true },
  '/udp': { refuseTcp: true },
  '/silent': { noReports: true },
  '/fast-clock': { clockSkewMs: 7500 },
  '/wrap': { firstTimestamp: 2 ** 32 - 9000 },
  '/stray': { strayShare: 0.2 },
  '/lossy': { lostShare: 0.02 },
  '/hang': { hangAfterMs: 200 },
  '/mute': { hangOn: 'DESCRIBE' },
  '/unmarked': { noMarker: true },
};
const clip = drawnClip();
const streams = (path: string) =>
  path === '/switch'
    ? clipStream(clip, { fps: 50, thenClip: { afterPictures: 20, clip: drawnClip(10, true) } })
    : path in faults || path === '/plain'
      ? clipStream(clip, { fps: 50, faults: faults[path] ?? {} })
      : null;

/** Announced as H.264; each of its key pictures reads as a message (SEI) there. */
const hiddenH265: ServedStream = {
  codec: 'h264',
  parameterSets: clip.parameterSets,
  play: (sink) => {
    let ticks = 0;
    const slice = Buffer.alloc(400, 0x26);
    const timer = setInterval(() => {
      ticks += 3600;
      sink.accessUnit({ key: true, data: joinNalUnits([slice]), ticks });
    }, 10);
    return () => clearInterval(timer);
  },
};

const keyPicture = clip.pictures.find(({ key }) => key)?.data ?? new Uint8Array();

/** Lets the sockets go on until it is so. */
async function turns(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let server: RtspServer;
beforeAll(async () => {
  server = await startRtspServer({ host: '127.0.0.1', port: 0, credentials, streams });
});
afterAll(() => server.close());

const source = createRtspSource({ clock: systemClock, chance });
const at = (path: string) => sourceAt(`rtsp://127.0.0.1:${server.port}${path}`, credentials);

describe('a run against a served stream', () => {
  test.each(Object.keys(faults).filter((path) => !['/hang', '/mute'].includes(path)))(
    'CAM-3 pictures come from %s, each later than the one before',
    async (path) => {
      await using it = startRun(source, at(path));
      await it.memory.until((memory) => memory.units.length > 30);
      expect(it.memory.increasing).toBe(true);
      expect(it.memory.units[0]?.key).toBe(true);
      expect(it.memory.formats[0]).toMatchObject({ width: 1280, height: 720, reorderFrames: 0 });
      expect(it.run.figures).toMatchObject({ connected: true, runs: 1 });
    },
  );

  test('CAM-1 audio is never set up', async () => {
    await using it = startRun(source, at('/audio'));
    await it.memory.until((memory) => memory.units.length > 3);
    expect(server.audioSetups).toBe(0);
  });

  test("CAM-7 sender reports give the camera's clock, without them there is none", async () => {
    await using fast = startRun(source, at('/fast-clock'));
    await using silent = startRun(source, at('/silent'));
    await fast.memory.until((memory) => memory.units.length > 10);
    await silent.memory.until((memory) => memory.units.length > 10);
    expect(fast.run.figures.clockOffsetMs).toBeGreaterThan(7300);
    expect(fast.run.figures.clockOffsetMs).toBeLessThan(7700);
    expect(silent.run.figures.clockOffsetMs).toBeNull();
    expect(silent.memory.units.every((unit) => unit.cameraMs === null)).toBe(true);
  });

  test('a change of size in mid-stream is announced', async () => {
    await using it = startRun(source, at('/switch'));
    await it.memory.until((memory) => memory.formats.length === 2);
    expect(it.memory.formats.map((format) => format.width)).toEqual([1280, 2560]);
  });

  test('CAM-5 a wrong password is told as it is, and knocks rarely', async () => {
    await using it = startRun(source, { ...at('/plain'), password: 'wrong' });
    await it.memory.until((memory) => memory.gaps.length > 0);
    expect(it.memory.gaps[0]?.cause).toBe('camera-refused-login');
    expect(it.memory.gaps[0]?.detail).not.toContain('wrong');
    expect(reconnectDelayMs(1, 'camera-refused-login', 0)).toBe(15_000);
  });

  test.each(['md5', 'sha-256', 'basic'] as const)(
    'authentication by %s',
    async (authentication) => {
      const guarded = await startRtspServer({
        host: '127.0.0.1',
        port: 0,
        credentials,
        authentication,
        streams,
      });
      await using it = startRun(
        source,
        sourceAt(`rtsp://127.0.0.1:${guarded.port}/plain`, credentials),
      );
      await it.memory.until((memory) => memory.units.length > 0);
      expect(it.memory.gaps).toEqual([]);
      await guarded.close();
    },
  );

  test('CAM-14 rtsps: a pinned certificate is trusted, an unknown one is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'beffroi-rtsps-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=camera', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
    execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const certificatePem = readFileSync(cert, 'utf8');
    const tls = { keyPem: readFileSync(key, 'utf8'), certificatePem };
    const secure = await startRtspServer({ host: '127.0.0.1', port: 0, credentials, streams, tls });
    const url = `rtsps://127.0.0.1:${secure.port}/plain`;
    await using pinned = startRun(
      source,
      sourceAt(url, { ...credentials, trustedPem: certificatePem }),
    );
    await using unknown = startRun(source, sourceAt(url, credentials));
    await pinned.memory.until((memory) => memory.units.length > 5);
    await unknown.memory.until((memory) => memory.gaps.length > 0);
    expect(unknown.memory.gaps[0]?.cause).toBe('camera-unreachable');
    expect(unknown.memory.gaps[0]?.detail).toMatch(/nobody known here vouches for its certificate/);
    await secure.close();
    // The other way round: the address says rtsps, the port speaks plainly.
    const answering = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end('RTSP/1.0 400 Bad Request\r\n\r\n'));
    });
    await new Promise<void>((listening) => answering.listen(0, '127.0.0.1', listening));
    const { port } = answering.address() as AddressInfo;
    await using plain = startRun(source, sourceAt(`rtsps://127.0.0.1:${port}/plain`));
    await plain.memory.until((memory) => memory.gaps.length > 0);
    expect(plain.memory.gaps[0]?.detail).toMatch(/^Connection to [^ ]+: no TLS is spoken there\.$/);
    answering.close();
  });
});

describe('outages', () => {
  test('CAM-4 a camera that is cut off comes back, its time goes on, the gap has a cause', async () => {
    const clock = new SteeredClock();
    const steered = createRtspSource({ clock, chance });
    await using it = startRun(steered, at('/plain'));
    clock.advance(0);
    await it.memory.until((memory) => memory.units.length > 20);
    const before = it.memory.units.length;
    server.cutClients();
    await it.memory.until((memory) => memory.gaps.length > 0);
    expect(it.memory.gaps[0]?.cause).toBe('camera-closed');
    clock.advance(2_000);
    await it.memory.until((memory) => memory.units.length > before + 20);
    expect(it.memory.increasing).toBe(true);
    expect(it.memory.formats).toHaveLength(2);
    expect(it.run.figures.runs).toBe(2);
    const [last, next] = it.memory.units.slice(before - 1, before + 1);
    expect((next?.ticks ?? 0) - (last?.ticks ?? 0)).toBeGreaterThan(1.9 * 90_000);
  });

  test.each([-3_600_000, 3_600_000])(
    'CAM-4 a clock of ours that is set by %i ms ends no connection',
    async (byMs) => {
      const clock = new SteeredClock();
      await using it = startRun(createRtspSource({ clock, chance }), at('/plain'));
      clock.advance(0);
      // The connection stands, and waits for its first answers.
      await turns(() => it.run.figures.runs === 1);
      clock.setByMs = byMs;
      clock.advance(600);
      await it.memory.until((memory) => memory.units.length > 20);
      clock.setByMs = -byMs;
      clock.advance(600);
      const before = it.memory.units.length;
      await it.memory.until((memory) => memory.units.length > before + 20);
      expect(it.memory.gaps).toEqual([]);
      expect(it.memory.increasing).toBe(true);
      expect(it.run.figures.runs).toBe(1);
    },
  );

  test('CAM-4 a stream that stops without closing has stalled after 5 s', async () => {
    const clock = new SteeredClock();
    await using it = startRun(createRtspSource({ clock, chance }), at('/hang'));
    clock.advance(0);
    await it.memory.until((memory) => memory.units.length > 4);
    clock.advance(4_000);
    expect(it.memory.gaps).toEqual([]);
    // Pictures that were still on their way reset the limit; two of them can't.
    clock.advance(12_000);
    expect(it.memory.gaps[0]?.cause).toBe('camera-stalled');
  });

  test('CAM-4 a camera that gives a picture each ten seconds is waited for, and told when it stops', async () => {
    let plays = 0;
    let send = (_ticks: number): void => undefined;
    const slow = await startRtspServer({
      host: '127.0.0.1',
      port: 0,
      credentials: null,
      streams: () => ({
        codec: 'h264',
        parameterSets: clip.parameterSets,
        play: (sink) => {
          plays++;
          send = (ticks) => sink.accessUnit({ key: true, data: keyPicture, ticks });
          return () => undefined;
        },
      }),
    });
    const clock = new SteeredClock();
    const address = sourceAt(`rtsp://127.0.0.1:${slow.port}/`);
    await using it = startRun(createRtspSource({ clock, chance }), address);
    const seconds = (count: number) => {
      for (let half = 0; half < 2 * count; half++) {
        clock.advance(500);
      }
    };
    const picture = async (number: number) => {
      const { bytes } = it.run.figures;
      send(number * 900_000);
      await turns(() => it.run.figures.bytes > bytes + keyPicture.length);
    };
    clock.advance(0);
    await turns(() => plays === 1);
    await picture(0);
    // Nothing is known of its pace yet: it is told as any other, and made again once.
    seconds(8);
    await turns(() => plays === 2);
    expect(it.memory.gaps.map(({ cause }) => cause)).toEqual(['camera-stalled']);
    for (let number = 1; number <= 12; number++) {
      await picture(number);
      seconds(10);
    }
    expect(it.run.figures.runs).toBe(2);
    expect(it.memory.gaps).toHaveLength(1);
    expect(it.memory.units.length).toBeGreaterThanOrEqual(12);
    seconds(20);
    expect(it.memory.gaps.map(({ cause }) => cause)).toEqual(['camera-stalled', 'camera-stalled']);
    await slow.close();
  });

  test('CAM-11 a camera that announces H.264 and sends something else is told, and connected anew', async () => {
    const lying = await startRtspServer({
      host: '127.0.0.1',
      port: 0,
      credentials: null,
      streams: () => hiddenH265,
    });
    const clock = new SteeredClock();
    await using it = startRun(
      createRtspSource({ clock, chance }),
      sourceAt(`rtsp://127.0.0.1:${lying.port}/`),
    );
    clock.advance(0);
    for (let connection = 0; it.run.figures.runs < 3; clock.advance(1000)) {
      if (it.run.figures.runs > connection) {
        connection = it.run.figures.runs;
        await turns(() => lying.clients > 0);
      }
      // Packets come in every second of this camera's life: it never stalls.
      const { bytes } = it.run.figures;
      await turns(() => lying.clients === 0 || it.run.figures.bytes > bytes);
    }
    await lying.close();
    expect(it.memory.units).toEqual([]);
    expect(it.memory.gaps.map(({ cause }) => cause)).toEqual(['stream-undecodable']);
    expect(it.memory.gaps[0]?.detail).toMatch(/announces H.264 and sends packets that made no/);
  });

  test('CAM-11 who can not use the pictures has the run begin again, later each time', async () => {
    const clock = new SteeredClock();
    await using it = startRun(createRtspSource({ clock, chance }), at('/plain'));
    clock.advance(0);
    for (const [ms, laterMs] of [
      [1_000, 2_000],
      [2_000, 4_000],
      [4_000, 8_000],
    ] as const) {
      const { runs, pictures } = it.run.figures;
      await it.memory.until(() => it.run.figures.pictures > pictures + 3);
      it.run.restart('stream-undecodable', 'Nobody can decode it.');
      clock.advance(ms - 1);
      expect(it.run.figures.runs).toBe(runs);
      clock.advance(laterMs - ms + 1);
      expect(it.run.figures.runs).toBe(runs + 1);
    }
    expect(it.memory.gaps.map(({ cause }) => cause)).toEqual(
      Array.from({ length: 3 }, () => 'stream-undecodable'),
    );
  });

  test('CAM-4 a camera that never answers disturbs nobody else', async () => {
    const clock = new SteeredClock();
    const steered = createRtspSource({ clock, chance });
    const hung = Array.from({ length: 20 }, () => startRun(steered, at('/mute')));
    await using well = startRun(steered, at('/plain'));
    clock.advance(0);
    await well.memory.until((memory) => memory.units.length > 10);
    expect(well.memory.gaps).toEqual([]);
    await Promise.all(hung.map((one) => one.run.close()));
  });

  test('CAM-8 a camera that floods is cut', async () => {
    const flood = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      const block = Buffer.alloc(1_048_575, Buffer.from([0x24, 0, 0, 1, 0x80]));
      const pour = () => {
        while (!socket.destroyed && socket.write(block)) {
          // As fast as the other side reads.
        }
      };
      socket.on('drain', pour);
      pour();
    });
    await new Promise<void>((resolve) => flood.listen(0, '127.0.0.1', resolve));
    const address = flood.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await using it = startRun(source, sourceAt(`rtsp://127.0.0.1:${port}/`));
    await it.memory.until((memory) => memory.gaps.length > 0);
    expect(it.memory.gaps[0]?.cause).toBe('camera-flood');
    flood.close();
  });

  test('CAM-8 60 Mbit/s are allowed, more is not, tiny packets weigh more', () => {
    const minute = (bytesPerSecond: number, packets: number) => {
      const gauge = new FloodGauge();
      return Array.from({ length: 60 }, (_, i) => gauge.add(bytesPerSecond, packets, i * 1000));
    };
    expect(minute(7_000_000, 2_000).includes(true)).toBe(false);
    expect(minute(9_000_000, 2_000).includes(true)).toBe(true);
    expect(minute(1_000_000, 60_000).includes(true)).toBe(true);
  });

  test('CAM-4 delays grow from 1 s to 30 s and are drawn anew', () => {
    const delays = [1, 2, 3, 4, 5, 50].map((n) => reconnectDelayMs(n, 'camera-closed', 0));
    expect(delays).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(reconnectDelayMs(50, 'camera-closed', 1)).toBe(30_000);
    expect(reconnectDelayMs(1, 'camera-closed', 1)).toBe(2000);
  });

  test('an address with user information is refused in words', async () => {
    await using it = startRun(source, sourceAt('rtsp://admin:secret@127.0.0.1/live'));
    await it.memory.until((memory) => memory.gaps.length > 0);
    expect(it.memory.gaps[0]?.cause).toBe('camera-unreachable');
    expect(it.memory.gaps[0]?.detail).not.toContain('secret');
  });
});

describe('probe', () => {
  const probe = (path: string) =>
    probeStream(at(path), {
      seconds: 1,
      framing: 'narrow',
      fastFlow: true,
      clock: systemClock,
      chance,
    });

  test('CAM-10 says what a stream is and judges it', async () => {
    const report = await probe('/fast-clock');
    expect(report).toMatchObject({
      reachable: true,
      transport: 'tcp',
      codec: 'h264',
      width: 1280,
      height: 720,
      bFrames: false,
      senderReports: true,
    });
    expect(report.measuredFps).toBeCloseTo(50, 0);
    expect(report.gopSeconds).toBeCloseTo(0.2, 2);
    expect(report.findings.map(({ rule, level }) => `${rule} ${level}`)).toEqual([
      'VP-66 good',
      'VP-67 good',
      'null good',
      'null advice',
    ]);
  });

  test.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n', true],
    ['a shell', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', false],
    ['what says no text', '\u0001\u0002\u0003', true],
  ])('CAM-10 %s where a camera should be is told as that', async (_, words, ends) => {
    const stranger = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', () => (ends ? socket.end(words) : socket.destroy()));
      socket.write(ends ? '' : words);
    });
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
    const { port } = stranger.address() as AddressInfo;
    const report = await probeStream(sourceAt(`rtsp://127.0.0.1:${port}/`), {
      ...{ seconds: 1, framing: 'narrow', fastFlow: false, clock: systemClock, chance },
    });
    stranger.close();
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]?.words.en).toMatch(/speaks no RTSP .*check the address and the port/);
    const opening = words.split('\r')[0]?.replace(/[^ -~]+/, '(no text)') ?? '';
    expect(report.findings[0]?.words.fr).toContain(`it says "${opening}"`);
  });

  test('CAM-10 a camera that wants a login is told so where none was given', async () => {
    const report = await probeStream(
      { ...at('/plain'), username: null, password: null },
      { seconds: 1, framing: 'narrow', fastFlow: false, clock: systemClock, chance },
    );
    expect(report.findings[0]?.words.en).toMatch(/asks for a user name and a password: give/);
  });

  test('CAM-10 a stream that is not there is told in words', async () => {
    const report = await probe('/nowhere');
    expect(report).toMatchObject({ reachable: true, codec: null });
    expect(report.server).toBe('Beffroi town-sim');
    expect(report.findings[0]?.level).toBe('fault');
    expect(JSON.stringify(report)).not.toContain(credentials.password);
  });
});
