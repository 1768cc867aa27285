/**
 * The check that anybody can run (MSK-6): decodes a file with the distribution's own ffmpeg, none of
 * our code in between, and looks at every pixel inside the polygons, in luma and in chroma, in every
 * picture. A pixel is clear when its colour is not the mask's, with room for what an encoder blurs.
 * It checks solid masks; a mosaic has no colour to compare with. A file whose picture changes size is
 * scaled by ffmpeg to its first size, polygons being relative.
 */

import { Failure } from '@beffroi/kernel';
import { insidePixels, type PixelRow, type Polygon, solidColour } from '@beffroi/picture';
import { PipedProgram } from '../ffmpeg/piped-program.ts';
import { planesOfRaw, RawPictures, rawPictureBytes } from '../ffmpeg/raw-pictures.ts';

/** Distance from the mask's colour, of 255, from which on a pixel counts as clear. */
const lumaToleranceMax = 20;
const chromaToleranceMax = 12;
const frameHead = 'FRAME\n'.length;
const headerBytesMax = 256;

export interface ReadBackOptions {
  readonly path: string;
  readonly polygons: readonly Polygon[];
  readonly ffmpegPath: string;
}

export interface ReadBack {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** Luma and chroma samples looked at, over all pictures. */
  readonly checkedPixels: number;
  readonly clearPixels: number;
  /** Largest distances from the mask's colour that were seen. */
  readonly worstLuma: number;
  readonly worstChroma: number;
}

/** Reads a whole file back; a Failure `ffmpeg-failed` when ffmpeg can't decode it. */
export async function readBackFile(options: ReadBackOptions): Promise<ReadBack> {
  const program = new PipedProgram(options.ffmpegPath, [
    ...['-hide_banner', '-v', 'error', '-nostats', '-i', options.path, '-map', '0:v:0'],
    ...['-fps_mode', 'passthrough', '-vf', 'format=yuv420p|yuvj420p'],
    ...['-f', 'yuv4mpegpipe', '-strict', '-1', 'pipe:1'],
  ]);
  program.endInput();
  try {
    const tally = await readPictures(program, options.polygons);
    await program.ended();
    return tally;
  } finally {
    program.kill();
  }
}

async function readPictures(
  program: PipedProgram,
  polygons: readonly Polygon[],
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
      reading = { pictures, tally: new Tally(width, height, polygons) };
      bytes = header.subarray(end);
    }
    for (const picture of reading.pictures.read(bytes)) {
      reading.tally.add(picture.subarray(frameHead));
    }
  }
  return reading?.tally.result ?? new Tally(0, 0, []).result;
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
  readonly #rows: readonly PixelRow[];
  #frames = 0;
  #checked = 0;
  #clear = 0;
  #worstLuma = 0;
  #worstChroma = 0;

  constructor(width: number, height: number, polygons: readonly Polygon[]) {
    this.#width = width;
    this.#height = height;
    this.#rows = polygons.flatMap((polygon) => insidePixels(polygon, width, height));
  }

  get result(): ReadBack {
    return {
      frames: this.#frames,
      width: this.#width,
      height: this.#height,
      checkedPixels: this.#checked,
      clearPixels: this.#clear,
      worstLuma: this.#worstLuma,
      worstChroma: this.#worstChroma,
    };
  }

  add(picture: Uint8Array): void {
    this.#frames++;
    const planes = planesOfRaw(picture, this.#width, this.#height);
    for (const { y, spans } of this.#rows) {
      for (const { from, to } of spans) {
        for (let x = from; x < to; x++) {
          this.#luma(planes.y[y * planes.yStride + x] ?? 0);
        }
        for (let x = from >> 1; 2 * x < to; x++) {
          const u = planes.u[(y >> 1) * planes.uStride + x] ?? 0;
          const v = planes.v[(y >> 1) * planes.vStride + x] ?? 0;
          this.#chroma(Math.max(Math.abs(u - solidColour.u), Math.abs(v - solidColour.v)));
        }
      }
    }
  }

  #luma(value: number): void {
    const distance = Math.abs(value - solidColour.y);
    this.#checked++;
    this.#worstLuma = Math.max(this.#worstLuma, distance);
    if (distance > lumaToleranceMax) {
      this.#clear++;
    }
  }

  #chroma(distance: number): void {
    this.#checked++;
    this.#worstChroma = Math.max(this.#worstChroma, distance);
    if (distance > chromaToleranceMax) {
      this.#clear++;
    }
  }
}
