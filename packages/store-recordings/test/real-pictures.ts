/**
 * Real pictures for tests: Annex B elementary streams cut into access units by ffmpeg's delimiters.
 * Presentation times come from ffprobe where pictures are reordered, else from the frame rate.
 */

import { execFileSync } from 'node:child_process';
import {
  type AccessUnit,
  annexBNalUnits,
  joinNalUnits,
  type StreamFormat,
  streamFormatOf,
  type VideoCodec,
} from '@beffroi/picture';

export function hasFfmpeg(): boolean {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function run(command: string, args: readonly string[], input?: Uint8Array) {
  return execFileSync(command, [...args], {
    ...(input === undefined ? {} : { input }),
    maxBuffer: 512 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

export interface RealPictures {
  readonly format: StreamFormat;
  readonly units: readonly AccessUnit[];
}

const delimiter = { h264: 9, h265: 35 } as const;

/** `startMs`: when the first picture arrives. */
export function realPictures(path: string, codec: VideoCodec, startMs: number): RealPictures {
  const filter = codec === 'h264' ? 'h264_metadata=aud=insert' : 'hevc_metadata=aud=insert';
  const muxer = codec === 'h264' ? 'h264' : 'hevc';
  const quiet = ['-v', 'error', '-fflags', '+genpts'];
  const stream = run('ffmpeg', [
    ...quiet,
    '-i',
    path,
    '-c',
    'copy',
    '-bsf:v',
    filter,
    '-f',
    muxer,
    '-',
  ]);
  const typeOf = (nal: Uint8Array) =>
    codec === 'h264' ? (nal[0] ?? 0) & 31 : ((nal[0] ?? 0) >> 1) & 63;
  const groups: Uint8Array[][] = [];
  for (const nal of annexBNalUnits(new Uint8Array(stream))) {
    if (typeOf(nal) === delimiter[codec]) {
      groups.push([]);
    } else {
      groups.at(-1)?.push(nal);
    }
  }
  const parameterTypes = codec === 'h264' ? [7, 8] : [32, 33, 34];
  const sets = groups[0]?.filter((nal) => parameterTypes.includes(typeOf(nal))) ?? [];
  const format = streamFormatOf(sets, codec);
  if (!format.ok) {
    throw new Error(format.error.detail);
  }
  const isKey = (nals: readonly Uint8Array[]) =>
    nals.some((nal) => (codec === 'h264' ? typeOf(nal) === 5 : [19, 20, 21].includes(typeOf(nal))));
  const units = groups.map((nals, index): AccessUnit => {
    const key = isKey(nals);
    const whole =
      key && typeOf(nals[0] ?? new Uint8Array()) !== parameterTypes[0] ? [...sets, ...nals] : nals;
    return {
      codec,
      key,
      data: joinNalUnits(whole),
      ticks: 1_000_000 + index * 3600,
      receivedMs: startMs + index * 40,
      cameraMs: startMs + index * 40 + 7500,
    };
  });
  return { format: format.value, units };
}
