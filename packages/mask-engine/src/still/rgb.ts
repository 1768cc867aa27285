/**
 * From the planes of a decoded picture to RGB pixels, by the coefficients the stream names (ITU-R
 * BT.601 or BT.709), or by the usual ones for its size where it names none. Chroma samples are
 * repeated, not smoothed: a still shows what was recorded.
 */

import type { Planes } from '@beffroi/picture';

export interface ColourFacts {
  readonly width: number;
  readonly height: number;
  readonly fullRange: boolean;
  readonly bt709: boolean | null;
}

/** Three bytes a pixel, line by line from the top. */
export function rgbOf(planes: Planes, facts: ColourFacts): Uint8Array {
  const { width, height } = facts;
  const { yScale, yOffset, rv, gu, gv, bu } = coefficients(facts);
  const rgb = new Uint8ClampedArray(3 * width * height);
  let at = 0;
  for (let row = 0; row < height; row++) {
    const line = row * planes.yStride;
    const uLine = (row >> 1) * planes.uStride;
    const vLine = (row >> 1) * planes.vStride;
    for (let x = 0; x < width; x++) {
      const y = ((planes.y[line + x] ?? 0) - yOffset) * yScale;
      const u = (planes.u[uLine + (x >> 1)] ?? 128) - 128;
      const v = (planes.v[vLine + (x >> 1)] ?? 128) - 128;
      rgb[at++] = y + rv * v;
      rgb[at++] = y - gu * u - gv * v;
      rgb[at++] = y + bu * u;
    }
  }
  return new Uint8Array(rgb.buffer);
}

function coefficients({ height, fullRange, bt709 }: ColourFacts) {
  const [kr, kb] = (bt709 ?? height >= 720) ? [0.2126, 0.0722] : [0.299, 0.114];
  const kg = 1 - kr - kb;
  const chroma = fullRange ? 1 : 255 / 224;
  return {
    yScale: fullRange ? 1 : 255 / 219,
    yOffset: fullRange ? 0 : 16,
    rv: 2 * (1 - kr) * chroma,
    gu: ((2 * (1 - kb) * kb) / kg) * chroma,
    gv: ((2 * (1 - kr) * kr) / kg) * chroma,
    bu: 2 * (1 - kb) * chroma,
  };
}
