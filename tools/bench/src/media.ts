/**
 * Media for the benchmarks, made once with Debian's ffmpeg: a moving test picture with sensor noise
 * at the bit rate of a town camera. Kept in the temporary folder between runs.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ClipWish {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly kbitPerSecond: number;
  readonly seconds: number;
}

export const camera1080p25: ClipWish = {
  width: 1920,
  height: 1080,
  fps: 25,
  kbitPerSecond: 4000,
  seconds: 10,
};
export const camera720p25: ClipWish = {
  ...camera1080p25,
  width: 1280,
  height: 720,
  kbitPerSecond: 2500,
};
export const sub360p12: ClipWish = {
  width: 640,
  height: 360,
  fps: 12.5,
  kbitPerSecond: 400,
  seconds: 10,
};

/** Path of the clip as raw Annex B H.264: High, no B-frames, GOP 2 s. */
export function clip(wish: ClipWish): string {
  const folder = join(tmpdir(), 'beffroi-bench-media');
  mkdirSync(folder, { recursive: true });
  const { width, height, fps, kbitPerSecond, seconds } = wish;
  const path = join(folder, `${width}x${height}-${fps}-${kbitPerSecond}-${seconds}.h264`);
  if (!existsSync(path)) {
    const rate = `${kbitPerSecond}k`;
    const input = `testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds}`;
    const args = [
      ...['-hide_banner', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', input],
      ...['-vf', 'noise=alls=12:allf=t', '-c:v', 'libx264', '-preset', 'veryfast'],
      ...['-profile:v', 'high', '-pix_fmt', 'yuv420p', '-bf', '0', '-refs', '1'],
      ...['-g', String(2 * fps), '-keyint_min', String(2 * fps), '-sc_threshold', '0'],
      ...['-b:v', rate, '-maxrate', rate, '-bufsize', rate, '-f', 'h264', `${path}.new`],
    ];
    execFileSync('ffmpeg', args, { stdio: ['ignore', 'inherit', 'inherit'] });
    renameSync(`${path}.new`, path);
  }
  return path;
}

/** Access units of an Annex B clip, split at the first slice of each picture. */
export function readAnnexB(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}
