/**
 * `npm run bench -- ingest`: cameras 1080p25 of 4 Mbit/s recorded (received, sealed, hashed,
 * synced), against `ffmpeg -c copy` children of the same streams from the same server in one run.
 * CPU is user plus system of the recording processes only, after a warm-up.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LineChild, startLineChild } from './child-line.ts';
import { rounded, type Section } from './figures.ts';
import { camera1080p25, clip } from './media.ts';
import { costDuring } from './process-cost.ts';

interface Counters {
  readonly pictures: number;
  readonly connected: number;
  readonly lost: number;
  readonly gaps: number;
  readonly droppedPictures: number;
  readonly bytesWritten: number;
}

interface Cost {
  readonly cpuMsPerCameraSecond: number;
  readonly memoryMbPerCamera: number;
  readonly fps: number;
  readonly lost: number;
}

const compared = 20;

export async function benchIngest(quick: boolean): Promise<Section> {
  const counts = quick ? [2] : [1, 10, 20, 40, 75];
  const seconds = quick ? 4 : 15;
  const folder = mkdtempSync(join(tmpdir(), 'beffroi-ingest-'));
  const cameras = startLineChild('./camera-server.ts', [clip(camera1080p25), '25']);
  const { port } = await cameras.line<{ port: number }>();
  try {
    const rows: (string | number)[][] = [];
    const costs = new Map<number, Cost>();
    for (const count of counts) {
      const cost = await recorderCost(port, count, seconds, folder);
      costs.set(count, cost);
      rows.push(rowOf('Beffroi', count, cost));
    }
    const count = quick ? 2 : compared;
    const peer = await ffmpegCost(port, count, seconds, folder);
    rows.push(rowOf('ffmpeg -c copy', count, peer));
    const again = await recorderCost(port, count, seconds, folder);
    rows.push(rowOf('Beffroi (again)', count, again));
    return sectionOf(rows, again, peer, count);
  } finally {
    await cameras.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(name: string, count: number, cost: Cost): (string | number)[] {
  return [
    name,
    count,
    rounded(cost.cpuMsPerCameraSecond),
    rounded(cost.memoryMbPerCamera, 1),
    rounded(cost.fps, 1),
    cost.lost,
  ];
}

function sectionOf(
  rows: readonly (readonly (string | number)[])[],
  ours: Cost,
  peer: Cost,
  count: number,
): Section {
  const ratio = ours.cpuMsPerCameraSecond / peer.cpuMsPerCameraSecond;
  return {
    name: 'ingest',
    title: 'Recording cameras that need no server mask',
    method:
      'Cameras 1080p25, H.264, 4 Mbit/s over RTSP/TCP on loopback, received, sealed (AES-256-GCM), ' +
      'hashed (SHA-256) and synced per GOP; the peer is one `ffmpeg -rtsp_transport tcp -c copy` to ' +
      'a fragmented MP4 per camera, neither sealed, hashed nor synced.',
    columns: ['program', 'cameras', 'CPU ms per camera-s', 'MB per camera', 'fps', 'lost'],
    rows,
    figures: {
      'ingest.ratioToFfmpegCopy': {
        value: rounded(ratio),
        unit: 'ratio of CPU',
        against: `ffmpeg -c copy, ${count} cameras, same run`,
      },
      'ingest.cpuMsPerCameraSecond': {
        value: rounded(ours.cpuMsPerCameraSecond),
        unit: 'ms CPU per camera-second',
        against: `${rounded(peer.cpuMsPerCameraSecond)} by ffmpeg -c copy`,
      },
      'ingest.memoryMbPerCamera': {
        value: rounded(ours.memoryMbPerCamera, 1),
        unit: 'MB (PSS)',
        against: `${rounded(peer.memoryMbPerCamera, 1)} by ffmpeg -c copy`,
      },
      'ingest.framesLost': { value: ours.lost, unit: 'pictures', against: `${count} cameras` },
    },
  };
}

async function recorderCost(
  port: number,
  count: number,
  seconds: number,
  folder: string,
): Promise<Cost> {
  const directory = mkdtempSync(join(folder, 'ours-'));
  const recorder = startLineChild('./ingest-recorder.ts', [String(port), String(count), directory]);
  try {
    await allConnected(recorder, count);
    const before = await recorder.ask<Counters>();
    const cost = await costDuring(() => [recorder.pid], seconds);
    const after = await recorder.ask<Counters>();
    return {
      cpuMsPerCameraSecond: (cost.cpuSeconds * 1000) / cost.wall / count,
      memoryMbPerCamera: cost.memoryBytes / 1e6 / count,
      fps: (after.pictures - before.pictures) / cost.wall / count,
      lost: after.lost + after.droppedPictures,
    };
  } finally {
    await recorder.end();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function allConnected(recorder: LineChild, count: number): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    await sleep(500);
    const { connected, bytesWritten } = await recorder.ask<Counters>();
    if (connected === count && bytesWritten > 0) {
      await sleep(3000);
      return;
    }
  }
  throw new Error(`not all of ${count} cameras were connected within 30 s`);
}

async function ffmpegCost(
  port: number,
  count: number,
  seconds: number,
  folder: string,
): Promise<Cost> {
  const directory = mkdtempSync(join(folder, 'ffmpeg-'));
  const children: ChildProcess[] = [];
  for (let index = 0; index < count; index++) {
    const url = `rtsp://127.0.0.1:${port}/${index}`;
    const output = [
      '-movflags',
      'frag_keyframe+empty_moov',
      '-f',
      'mp4',
      `${directory}/${index}.mp4`,
    ];
    const args = [
      '-loglevel',
      'error',
      '-rtsp_transport',
      'tcp',
      '-i',
      url,
      '-c',
      'copy',
      ...output,
    ];
    children.push(spawn('ffmpeg', args, { stdio: 'ignore' }));
  }
  try {
    await sleep(6000);
    const pids = children.flatMap((child) => (child.pid === undefined ? [] : [child.pid]));
    const cost = await costDuring(() => pids, seconds);
    return {
      cpuMsPerCameraSecond: (cost.cpuSeconds * 1000) / cost.wall / count,
      memoryMbPerCamera: cost.memoryBytes / 1e6 / count,
      fps: 25,
      lost: 0,
    };
  } finally {
    for (const child of children) {
      child.kill('SIGKILL');
    }
    rmSync(directory, { recursive: true, force: true });
  }
}
