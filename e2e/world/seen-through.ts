/**
 * Whether the private zone can be seen in pictures that came out of the house: how much its luma
 * goes with the clear street's (correlation of the zone with the mean clear picture: 1 when it is
 * the street, near 0 for a mask, for garbage and for what a decoder makes up in a hole).
 */

import { spawnSync } from 'node:child_process';
import { insidePixels } from '@beffroi/picture';
import { clipSize, type Street, zone } from './broken-cameras.ts';

const { width, height } = clipSize;
const pictureBytes = width * height;
/** Every other sample of every other row: enough to know a street by. */
const offsets = Uint32Array.from(
  insidePixels(zone, width, height, 6)
    .filter(({ y }) => y % 2 === 0)
    .flatMap(({ y, spans }) =>
      spans.flatMap(({ from, to }) =>
        Array.from({ length: Math.floor((to - from) / 2) }, (_, at) => y * width + from + 2 * at),
      ),
    ),
);

/** From here on the street is recognised. */
export const seenFrom = 0.5;

export class SeenThrough {
  readonly #street: Float64Array;

  constructor({ luma }: Pick<Street, 'luma'>) {
    const pictures = pictureListOf(luma);
    const sums = new Float64Array(pictureBytes);
    for (const picture of pictures) {
      for (const at of offsets) {
        sums[at] = (sums[at] ?? 0) + (picture[at] ?? 0);
      }
    }
    this.#street = normal(sums);
  }

  /** Greatest correlation over all pictures that ffmpeg makes of this, broken ones included. */
  most(annexB: Uint8Array): { readonly pictures: number; readonly most: number } {
    const size = `scale=${width}:${height}`;
    const forgiving = ['-err_detect', 'ignore_err', '-flags', 'output_corrupt', '-f', 'h264'];
    const raw = ['-vf', size, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'];
    const { stdout } = spawnSync('ffmpeg', ['-v', 'quiet', ...forgiving, '-i', '-', ...raw], {
      input: annexB,
      maxBuffer: 1024 * 1024 * 1024,
    });
    return this.#mostOf(pictureListOf(stdout));
  }

  /** The same of one PNG. */
  still(png: Uint8Array): number {
    const words = ['-f', 'png_pipe', '-i', '-', '-vf', `scale=${width}:${height}`];
    const raw = ['-pix_fmt', 'gray', '-f', 'rawvideo', '-'];
    const { stdout } = spawnSync('ffmpeg', ['-v', 'quiet', ...words, ...raw], { input: png });
    return this.#mostOf(pictureListOf(stdout)).most;
  }

  #mostOf(pictures: readonly Uint8Array[]) {
    let most = 0;
    for (const picture of pictures) {
      const shown = normal(picture);
      let along = 0;
      for (let at = 0; at < shown.length; at++) {
        along += (shown[at] ?? 0) * (this.#street[at] ?? 0);
      }
      most = Math.max(most, Math.abs(along));
    }
    return { pictures: pictures.length, most };
  }
}

function pictureListOf(raw: Uint8Array): Uint8Array[] {
  const count = Math.floor(raw.length / pictureBytes);
  return Array.from({ length: count }, (_, index) =>
    raw.subarray(index * pictureBytes, (index + 1) * pictureBytes),
  );
}

/** The zone of a picture at mean 0, length 1; all 0 when there is nothing to see. */
function normal(picture: ArrayLike<number>): Float64Array {
  const zoneOf = new Float64Array(offsets.length);
  let sum = 0;
  for (let at = 0; at < offsets.length; at++) {
    const value = picture[offsets[at] ?? 0] ?? 0;
    zoneOf[at] = value;
    sum += value;
  }
  const mean = sum / offsets.length;
  let squares = 0;
  for (const value of zoneOf) {
    squares += (value - mean) ** 2;
  }
  // Less than two grey levels of spread is flat, whatever its noise looks like.
  const length = Math.sqrt(squares);
  const scale = length < 2 * Math.sqrt(offsets.length) ? 0 : 1 / length;
  for (let at = 0; at < zoneOf.length; at++) {
    zoneOf[at] = ((zoneOf[at] ?? 0) - mean) * scale;
  }
  return zoneOf;
}
