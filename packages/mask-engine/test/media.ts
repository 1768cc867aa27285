/**
 * Media for the tests: access units as a camera would send them, out of files of real footage or
 * out of ffmpeg's own test pictures. ffmpeg is the distribution's; nothing is written to the tree.
 */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  annexBNalUnits,
  type ClearAccessUnit,
  joinNalUnits,
  lengthPrefixedToAnnexB,
  parameterSetType,
  type VideoCodec,
} from '@beffroi/picture';

export const dataDirectory = join(import.meta.dirname, '../../../../shared/data');
export const hasData = existsSync(join(dataDirectory, 'footage'));
export const hasFfmpeg = ['ffmpeg', 'ffprobe'].every((program) => {
  try {
    execFileSync(program, ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

const outputMax = 256 * 1024 * 1024;

export function ffmpeg(args: readonly string[], input?: Uint8Array): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...args], {
    input,
    maxBuffer: outputMax,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
  });
}

/** `file` below the shared data; with `seconds` only its beginning; nothing is re-encoded. */
export function unitsOfFile(file: string, codec: VideoCodec, seconds = 4): ClearAccessUnit[] {
  return unitsOf(['-t', String(seconds), '-i', join(dataDirectory, file), '-c:v', 'copy'], codec);
}

/** Footage re-encoded by ffmpeg, for shapes no file has; `args` between input and output. */
export function unitsOfEncoded(
  input: readonly string[],
  args: readonly string[],
  codec: VideoCodec,
): ClearAccessUnit[] {
  return unitsOf([...input, ...args], codec);
}

/** ffmpeg's moving test picture, everywhere full of detail. */
export function testPicture(
  size: string,
  options: { frames?: number; codec?: VideoCodec; fps?: number; args?: readonly string[] } = {},
): ClearAccessUnit[] {
  const { frames = 30, codec = 'h264', fps = 25, args = [] } = options;
  const source = `testsrc2=size=${size}:rate=${fps}`;
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '25']
      : [
          '-c:v',
          'libx265',
          '-preset',
          'ultrafast',
          '-x265-params',
          'log-level=none:keyint=25:bframes=0',
        ];
  const input = ['-f', 'lavfi', '-i', source, '-frames:v', String(frames)];
  return unitsOf([...input, '-pix_fmt', 'yuv420p', ...encoder, ...args], codec, fps);
}

function unitsOf(args: readonly string[], codec: VideoCodec, fps = 25): ClearAccessUnit[] {
  const filter =
    codec === 'h264' ? 'h264_mp4toannexb,h264_metadata' : 'hevc_mp4toannexb,hevc_metadata';
  const raw = codec === 'h264' ? 'h264' : 'hevc';
  const stream = ffmpeg([...args, '-an', '-bsf:v', `${filter}=aud=insert`, '-f', raw, '-']);
  const units = unitsOfStream(stream, codec, fps);
  const places = presentationPlaces(stream, raw);
  // Decoding runs so many pictures ahead of showing (CAM-9).
  const depth = Math.max(0, ...places.map((place, at) => at - place));
  return units.map((unit, at) => {
    const presentationTicks = unit.ticks + ((places[at] ?? at) + depth - at) * (90_000 / fps);
    return presentationTicks === unit.ticks ? unit : { ...unit, presentationTicks };
  });
}

/** For each coded picture, its place when shown: B-frames are shown earlier than they are sent. */
function presentationPlaces(stream: Uint8Array, format: string): number[] {
  const positions = (what: 'packet=pos' | 'frame=pkt_pos') =>
    execFileSync(
      'ffprobe',
      ['-v', 'quiet', '-f', format, '-show_entries', what, '-of', 'csv=p=0', '-i', 'pipe:0'],
      { input: stream, maxBuffer: outputMax, encoding: 'utf8' },
    )
      .split('\n')
      .flatMap((line) => (/^\d+/.test(line) ? [Number.parseInt(line, 10)] : []));
  const shown = new Map(positions('frame=pkt_pos').map((position, at) => [position, at]));
  const sent = positions('packet=pos');
  return shown.size === sent.length ? sent.map((position, at) => shown.get(position) ?? at) : [];
}

/** The same pictures with another window of them shown; `crop` as ffmpeg's metadata filters take it. */
export function reframed(units: readonly ClearAccessUnit[], crop: string): ClearAccessUnit[] {
  const codec = units[0]?.codec ?? 'h264';
  const [raw, filter] = codec === 'h264' ? ['h264', 'h264_metadata'] : ['hevc', 'hevc_metadata'];
  const stream = Buffer.concat(units.map(({ data }) => lengthPrefixedToAnnexB(data)));
  const filtered = ['-c', 'copy', '-bsf:v', `${filter}=aud=insert:${crop}`, '-f', raw, '-'];
  return unitsOfStream(ffmpeg(['-f', raw, '-i', 'pipe:0', ...filtered], stream), codec, 25);
}

/** Splits an elementary stream at its delimiters. */
export function unitsOfStream(
  stream: Uint8Array,
  codec: VideoCodec,
  fps: number,
): ClearAccessUnit[] {
  const delimiter = codec === 'h264' ? 9 : 35;
  const pictures: Uint8Array[][] = [];
  for (const nal of annexBNalUnits(stream)) {
    if (parameterSetType(nal, codec) === delimiter) {
      pictures.push([]);
    } else {
      pictures.at(-1)?.push(nal);
    }
  }
  return pictures
    .filter((nals) => nals.length > 0)
    .map((nals, index) => clearUnit(codec, nals, Math.round((index * 90_000) / fps)));
}

export function clearUnit(
  codec: VideoCodec,
  nals: readonly Uint8Array[],
  ticks: number,
): ClearAccessUnit {
  const types = nals.map((nal) => parameterSetType(nal, codec));
  const key = codec === 'h264' ? types.includes(5) : types.some((type) => type >= 16 && type <= 21);
  return {
    codec,
    key,
    data: joinNalUnits(nals),
    ticks,
    receivedMs: 1_700_000_000_000 + ticks / 90,
    cameraMs: 1_700_000_007_500 + ticks / 90,
  } as ClearAccessUnit;
}

/** The same pictures `ticks` later. */
export function later(units: readonly ClearAccessUnit[], ticks: number): ClearAccessUnit[] {
  return units.map((unit) => ({
    ...unit,
    ticks: unit.ticks + ticks,
    ...(unit.presentationTicks === undefined
      ? {}
      : { presentationTicks: unit.presentationTicks + ticks }),
    receivedMs: unit.receivedMs + ticks / 90,
    cameraMs: unit.cameraMs === null ? null : unit.cameraMs + ticks / 90,
  }));
}
