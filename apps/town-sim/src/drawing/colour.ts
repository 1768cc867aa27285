/**
 * Colours as a painter thinks of them (red, green, blue, 0 to 255) and as a camera sends them
 * (BT.601 limited range). Moods multiply colours: the same plaster wall is warm at noon and blue
 * at night.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Yuv {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** BT.601, limited range. */
export function toYuv([red, green, blue]: Rgb): Yuv {
  return {
    y: 16 + 0.257 * red + 0.504 * green + 0.098 * blue,
    u: 128 - 0.148 * red - 0.291 * green + 0.439 * blue,
    v: 128 + 0.439 * red - 0.368 * green - 0.071 * blue,
  };
}

/** `#e8dcc4` as numbers. */
export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** A point between two colours; `share` 0 is the first, 1 the second. */
export function blend(first: Rgb, second: Rgb, share: number): Rgb {
  return [
    first[0] + (second[0] - first[0]) * share,
    first[1] + (second[1] - first[1]) * share,
    first[2] + (second[2] - first[2]) * share,
  ];
}

/** Each channel multiplied and held within 0 to 255. */
export function tint(colour: Rgb, factor: Rgb, strength = 1): Rgb {
  return [
    hold(colour[0] * factor[0] * strength),
    hold(colour[1] * factor[1] * strength),
    hold(colour[2] * factor[2] * strength),
  ];
}

function hold(value: number): number {
  return Math.max(0, Math.min(255, value));
}
