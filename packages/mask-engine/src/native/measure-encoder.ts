/**
 * How fast this machine masks: pictures of 1080p that one core decodes, draws into and encodes in a
 * second. It makes its own moving, noisy picture, so that it needs no file, and counts CPU time, so
 * that a busy machine does not look slow. What a technician sees in `doctor` before promising masks.
 */

import { Failure } from '@beffroi/kernel';
import type { MaskSettings } from '@beffroi/office';
import {
  type AccessUnit,
  annexBToLengthPrefixed,
  type ClearAccessUnit,
  type Planes,
  ticksPerSecond,
} from '@beffroi/picture';
import { loadNativeCodecs } from './load.ts';
import { createNodeAvTranscoders } from './transcoders.ts';

const width = 1920;
const height = 1080;
const fps = 25;
const pictures = 30;
const encode = { bitsPerSecond: 4_000_000, fps, gopSeconds: 2 };
const tenth = [
  { x: 0.1, y: 0.1 },
  { x: 0.4, y: 0.1 },
  { x: 0.4, y: 0.43 },
  { x: 0.1, y: 0.43 },
];

export interface EncoderFigures {
  readonly framesPerSecond: number;
  readonly name: string;
}

/** Takes about two seconds; a Failure `codec-library-missing` where there is none. */
export async function measureEncoder(): Promise<EncoderFigures> {
  const units = await drawnStream();
  const mask: MaskSettings = {
    geometry: { style: 'solid', polygons: [tenth] },
    mark: { mode: 'server', version: 'measure' },
  };
  const before = process.cpuUsage();
  await transcode(units, mask);
  const { user, system } = process.cpuUsage(before);
  const framesPerSecond = (units.length * 1e6) / (user + system);
  return { framesPerSecond, name: 'libx264 superfast (node-av)' };
}

async function transcode(units: readonly ClearAccessUnit[], mask: MaskSettings): Promise<void> {
  const transcoders = createNodeAvTranscoders({ nowMs: () => 0 });
  const done = Promise.withResolvers<void>();
  let out = 0;
  const transcoder = await transcoders.open(mask, encode, {
    format: () => undefined,
    accessUnit: () => {
      out++;
      if (out === units.length) {
        done.resolve();
      }
    },
    gap: ({ detail }) => done.reject(new Failure('encoder-failed', detail)),
  });
  for (const unit of units) {
    transcoder.push(unit);
  }
  try {
    await done.promise;
  } finally {
    await transcoder.close();
  }
}

/** A stream as a camera would send it: a moving pattern with the noise of a light sensor. */
async function drawnStream(): Promise<ClearAccessUnit[]> {
  const { NativeEncoder, withDrawnPicture } = await loadNativeCodecs();
  const encoded: { readonly key: boolean; readonly annexB: Uint8Array }[] = [];
  await withDrawnPicture(width, height, async (picture, redraw) => {
    const encoder = await NativeEncoder.open(picture, encode);
    for (let number = 0; number < pictures; number++) {
      redraw((planes) => drawPattern(planes, number));
      await encoder.encode(
        picture,
        number,
        number === 0,
        () => undefined,
        ({ key, annexB }) => encoded.push({ key, annexB: annexB.slice() }),
      );
    }
    await encoder.close();
  });
  return encoded.map(({ key, annexB }, at) => clearUnit(annexB, key, at));
}

/** Our own drawing is as clear as a camera's picture, and is masked like one. */
function clearUnit(annexB: Uint8Array, key: boolean, at: number): ClearAccessUnit {
  const ticks = (at * ticksPerSecond) / fps;
  const data = annexBToLengthPrefixed(annexB);
  const receivedMs = ticks / 90;
  const unit: AccessUnit = { codec: 'h264', key, data, ticks, receivedMs, cameraMs: null };
  return unit as ClearAccessUnit;
}

function drawPattern({ y, u, v, yStride, uStride, vStride }: Planes, number: number): void {
  let noise = 1 + number;
  for (let row = 0; row < height; row++) {
    for (let x = 0; x < width; x++) {
      noise = (Math.imul(noise, 1_103_515_245) + 12_345) & 0x7fffffff;
      const wave = ((x + 3 * number) >> 5) ^ (row >> 5);
      y[row * yStride + x] = 90 + ((wave * 11) & 63) + (noise >> 28);
    }
  }
  u.fill(110, 0, uStride * (height >> 1));
  v.fill(140, 0, vStride * (height >> 1));
}
