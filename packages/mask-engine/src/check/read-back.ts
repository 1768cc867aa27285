/**
 * The check that anybody can run (MSK-6): decodes a file with the distribution's own ffmpeg, none of
 * our code in between, and looks at every pixel inside the polygons, in luma and in chroma, in every
 * picture. A pixel is clear when its colour is not the mask's, with room for what an encoder blurs:
 * our own colour for a solid mask, the mean of its block or polygon otherwise. So it can't tell a
 * mosaic or a camera's mask from a thing of one colour; a solid mask of ours it can. A file whose
 * picture changes size is scaled by ffmpeg to its first size, polygons being relative.
 */

import { Failure } from '@beffroi/kernel';
import type { PixelRow, Planes, Polygon } from '@beffroi/picture';
import { PipedProgram } from '../ffmpeg/piped-program.ts';
import { planesOfRaw, RawPictures, rawPictureBytes } from '../ffmpeg/raw-pictures.ts';
import { type HiddenHow, type HiddenRegions, hiddenRegions } from './hidden-regions.ts';

/** Distance from the mask's colour, of 255, from which on a pixel counts as clear. */
const lumaToleranceMax = 20;
const chromaToleranceMax = 12;
const frameHead = 'FRAME\n'.length;
const headerBytesMax = 256;

/** A run of pictures under one decision of masks. */
export interface ReadBackPart {
  /** So many pictures, in the order of the file; the last part holds to its end. */
  readonly pictures: number;
  readonly how: HiddenHow;
  readonly polygons: readonly Polygon[];
}

export interface ReadBackOptions {
  readonly path: string;
  readonly parts: readonly ReadBackPart[];
  readonly ffmpegPath: string;
}

export interface ReadBack {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Luma and chroma samples looked at, over all pictures. */
  readonly checkedPixels: number;
  readonly clearPixels: number;
  /** Polygons too small to be looked at, over all parts. */
  readonly uncheckedPolygons: number;
  /** Largest distances from the mask's colour that were seen. */
  readonly worstLuma: number;
  readonly worstChroma: number;
}

/**
 * Reads a whole file back; one without parts, closed before its first picture, shows nothing and is
 * not asked of ffmpeg, which takes it for no video. Failure `ffmpeg-failed` when ffmpeg can't decode it, `read-back-doubtful`
 * when it is of several parts and ffmpeg shows another number of pictures than they have.
 */
export async function readBackFile(options: ReadBackOptions): Promise<ReadBack> {
  if (options.parts.length === 0) {
    return nothingSeen();
  }
  const program = new PipedProgram(options.ffmpegPath, [
    ...['-hide_banner', '-v', 'error', '-nostats', '-i', options.path, '-map', '0:v:0'],
    ...['-fps_mode', 'passthrough', '-vf', 'format=yuv420p|yuvj420p'],
    ...['-f', 'yuv4mpegpipe', '-strict', '-1', 'pipe:1'],
  ]);
  program.endInput();
  try {
    const found = await readPictures(program, options.parts);
    await program.ended();
    const told = options.parts.reduce((sum, part) => sum + part.pictures, 0);
    if (options.parts.length > 1 && told !== found.frames) {
      throw new Failure(
        'read-back-doubtful',
        `${options.path} has ${told} pictures and ffmpeg shows ${found.frames}: which mask each was under is not certain`,
      );
    }
    return found;
  } finally {
    program.kill();
  }
}

async function readPictures(
  program: PipedProgram,
  parts: readonly ReadBackPart[],
): Promise<ReadBack> {
  let header = Buffer.alloc(0);
  let reading: { readonly pictures: RawPictures; readonly tally: Tally } | null = null;
  for await (const chunk of program.output as AsyncIterable<Buffer>) {
    let bytes: Uint8Array = chunk;
    if (reading === null) {
      header = Buffer.concat([header, chunk]);
      const size = sizeIn(header);
      if (size === null) {
        continue;
      }
      const { width, height, end } = size;
      const pictures = new RawPictures(frameHead + rawPictureBytes(width, height));
      reading = { pictures, tally: new Tally(width, height, parts) };
      bytes = header.subarray(end);
    }
    for (const picture of reading.pictures.read(bytes)) {
      reading.tally.add(picture.subarray(frameHead));
    }
  }
  return reading?.tally.result ?? nothingSeen();
}

function nothingSeen(): ReadBack {
  return new Tally(0, 0, []).result;
}

/** Width and height of a YUV4MPEG2 header, null while it is not whole. */
function sizeIn(header: Buffer): { width: number; height: number; end: number } | null {
  const end = header.indexOf('\n');
  if (end === -1) {
    if (header.length > headerBytesMax) {
      throw new Failure('ffmpeg-failed', 'ffmpeg wrote something else than raw pictures.');
    }
    return null;
  }
  const words = header.toString('latin1', 0, end).split(' ');
  const numberAfter = (letter: string) =>
    Number(words.find((word) => word.startsWith(letter))?.slice(1));
  return { width: numberAfter('W'), height: numberAfter('H'), end: end + 1 };
}

class Tally {
  readonly #width: number;
  readonly #height: number;
  readonly #parts: readonly { readonly untilFrame: number; readonly hidden: HiddenRegions }[];
  #frames = 0;
  #checked = 0;
  #clear = 0;
  #worstLuma = 0;
  #worstChroma = 0;

  constructor(width: number, height: number, parts: readonly ReadBackPart[]) {
    this.#width = width;
    this.#height = height;
    let untilFrame = 0;
    this.#parts = parts.map(({ pictures, how, polygons }) => {
      untilFrame += pictures;
      return { untilFrame, hidden: hiddenRegions(how, polygons, width, height) };
    });
  }

  get result(): ReadBack {
    return {
      frames: this.#frames,
      width: this.#width,
      height: this.#height,
      checkedPixels: this.#checked,
      clearPixels: this.#clear,
      uncheckedPolygons: this.#parts.reduce((sum, { hidden }) => sum + hidden.unchecked, 0),
      worstLuma: this.#worstLuma,
      worstChroma: this.#worstChroma,
    };
  }

  add(picture: Uint8Array): void {
    const frame = this.#frames++;
    const part = this.#parts.find(({ untilFrame }) => frame < untilFrame) ?? this.#parts.at(-1);
    const planes = planesOfRaw(picture, this.#width, this.#height);
    for (const { rows, cells, colour } of part?.hidden.regions ?? []) {
      const luma = { plane: planes.y, stride: planes.yStride, rows };
      this.#luma(luma, colour?.y ?? meanOf(luma));
      for (const chroma of chromaOf(planes, cells)) {
        this.#chroma(chroma, (chroma.isU ? colour?.u : colour?.v) ?? meanOf(chroma));
      }
    }
  }

  #luma(samples: Samples, wanted: number): void {
    const { checked, clear, worst } = compare(samples, wanted, lumaToleranceMax);
    this.#checked += checked;
    this.#clear += clear;
    this.#worstLuma = Math.max(this.#worstLuma, worst);
  }

  #chroma(samples: Samples, wanted: number): void {
    const { checked, clear, worst } = compare(samples, wanted, chromaToleranceMax);
    this.#checked += checked;
    this.#clear += clear;
    this.#worstChroma = Math.max(this.#worstChroma, worst);
  }
}

interface Samples {
  readonly plane: Uint8Array;
  readonly stride: number;
  readonly rows: readonly PixelRow[];
}

function chromaOf(planes: Planes, rows: readonly PixelRow[]) {
  return [
    { isU: true, plane: planes.u, stride: planes.uStride, rows },
    { isU: false, plane: planes.v, stride: planes.vStride, rows },
  ];
}

function meanOf({ plane, stride, rows }: Samples): number {
  let sum = 0;
  let count = 0;
  for (const { y, spans } of rows) {
    for (const { from, to } of spans) {
      for (let at = y * stride + from; at < y * stride + to; at++) {
        sum += plane[at] ?? 0;
      }
      count += to - from;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function compare({ plane, stride, rows }: Samples, wanted: number, distanceMax: number) {
  let checked = 0;
  let clear = 0;
  let worst = 0;
  for (const { y, spans } of rows) {
    for (const { from, to } of spans) {
      for (let at = y * stride + from; at < y * stride + to; at++) {
        const distance = Math.abs((plane[at] ?? 0) - wanted);
        clear += distance > distanceMax ? 1 : 0;
        worst = Math.max(worst, distance);
      }
      checked += to - from;
    }
  }
  return { checked, clear, worst };
}
