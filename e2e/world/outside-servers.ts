/**
 * RTSP servers that nobody here wrote, out of Debian: GStreamer's (Digest, TCP and UDP) and VLC's
 * (UDP only, never as root). They stream files of real footage as they are, without encoding them
 * anew. A machine that lacks one of them skips the tests that need it, and says so.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '@beffroi/testing';

const repository = resolve(import.meta.dirname, '../..');
const python = '/usr/bin/python3';
const vlc = '/usr/bin/cvlc';
/** Nobody: VLC refuses to be root. */
const otherUser = 65_534;

export const footage: string = join(repository, '../shared/data/footage');
export const hasFootage: boolean = existsSync(footage);
export const hasVlc: boolean = existsSync(vlc);
export const hasGstreamer: boolean =
  spawnSync(python, ['-c', "import gi; gi.require_version('GstRtspServer', '1.0')"]).status === 0;
export const hasFfmpeg: boolean = spawnSync('ffmpeg', ['-version']).status === 0;

export interface ServedClip {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  stop(): Promise<void>;
}

/** One file below the shared footage, from its beginning for each client. */
export async function serveByGstreamer(file: string): Promise<ServedClip> {
  const script = join(repository, 'packages/camera-rtsp/test/gstreamer-server.py');
  const child = spawn(python, [script, '/live', `( ${launchOf(join(footage, file))} )`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `rtsp://127.0.0.1:${Number(String(line))}/live`,
    username: 'operator',
    password: 'secret',
    stop: () => ended(child),
  };
}

/** The same by VLC, over UDP, over and over. */
export async function serveByVlc(file: string): Promise<ServedClip> {
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'beffroi-vlc-'));
  chmodSync(home, 0o777);
  const raw = file.endsWith('.h265') ? ['--demux', 'hevc'] : [];
  const sout = `#rtp{sdp=rtsp://127.0.0.1:${port}/live}`;
  const words = ['-q', '--no-dbus', '--loop', ...raw, join(footage, file), '--sout', sout];
  const child = spawn(vlc, [...words, '--sout-keep'], {
    stdio: 'ignore',
    env: { ...process.env, HOME: home },
    ...(process.getuid?.() === 0 ? { uid: otherUser, gid: otherUser } : {}),
  });
  await listens(port, child);
  return {
    url: `rtsp://127.0.0.1:${port}/live`,
    username: null,
    password: null,
    stop: async () => {
      await ended(child);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function launchOf(path: string): string {
  const [parse, pay] =
    path.endsWith('.h265') || path.includes('h265')
      ? ['h265parse', 'rtph265pay']
      : ['h264parse', 'rtph264pay'];
  const demux = path.endsWith('.mp4') ? '! qtdemux ' : '';
  return `filesrc location=${path} ${demux}! ${parse} ! ${pay} name=pay0 pt=96`;
}

/** Knocks until something listens: an outside program tells in no other way that it is ready. */
async function listens(port: number, program: ChildProcess): Promise<void> {
  while (program.exitCode === null) {
    const isOpen = await new Promise<boolean>((answer) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        answer(true);
      });
      socket.once('error', () => setTimeout(answer, 100, false));
    });
    if (isOpen) {
      return;
    }
  }
  throw new Error(`the server ended with ${program.exitCode} before it listened`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
