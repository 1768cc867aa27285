/**
 * Clips for the fake centre, made with Debian's ffmpeg: a moving test card for the wall, and a ramp
 * of greys whose every picture says its own index, so that "the exact picture" can be read back from
 * the pixels instead of believed.
 */

import { spawnSync } from 'node:child_process';
import { type ClipPicture, splitPictures } from '../../src/media/annex-b.ts';

export interface Clip {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** One GOP. */
  readonly pictures: readonly ClipPicture[];
}

const x264 = (gop: number): string[] => [
  ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'veryfast', '-bf', '0', '-g', `${gop}`],
  ...['-pix_fmt', 'yuv420p', '-x264-params', 'sliced-threads=0:sei=0:scenecut=0'],
  ...['-f', 'h264', 'pipe:1'],
];

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** Two seconds of a moving test card with noise. */
export function movingClip(width: number, height: number, fps: number): Clip {
  const source = `testsrc2=size=${width}x${height}:rate=${fps}:duration=2,noise=alls=8:allf=t`;
  const bytes = encode(['-f', 'lavfi', '-i', source, ...x264(fps * 2)]);
  return clipOf(bytes, width, height, fps);
}

export const greyCount = 50;
const darkest = 30;
const greyStep = 4;

/** Fifty pictures at 25 a second; picture `i` is the uniform grey `30 + 4 i`. */
export function greyClip(width: number, height: number): Clip {
  const frames = Buffer.concat(
    Array.from({ length: greyCount }, (_, i) =>
      Buffer.alloc(width * height, darkest + greyStep * i),
    ),
  );
  const size = `${width}x${height}`;
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-video_size', size, '-framerate', '25'];
  const range = ['-vf', 'scale=in_range=full:out_range=full', '-color_range', 'pc'];
  const bytes = encode([...raw, '-i', 'pipe:0', ...range, ...x264(greyCount)], frames);
  return clipOf(bytes, width, height, 25);
}

/** Which picture of the grey clip has this grey. */
export function greyIndex(value: number): number {
  return Math.round((value - darkest) / greyStep);
}

function encode(args: readonly string[], input?: Buffer): Buffer {
  const run = spawnSync('ffmpeg', ['-v', 'error', ...args], {
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  if (run.status !== 0) {
    throw new Error(`ffmpeg made no clip: ${run.stderr}`);
  }
  return run.stdout;
}

function clipOf(bytes: Buffer, width: number, height: number, fps: number): Clip {
  const pictures = splitPictures(new Uint8Array(bytes));
  const sps = bytes.indexOf(Buffer.from([0, 0, 1, 0x67]));
  const codec = `avc1.${bytes.subarray(sps + 4, sps + 7).toString('hex')}`;
  return { codec, width, height, fps, pictures };
}
