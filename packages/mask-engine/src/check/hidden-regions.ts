/**
 * What a check must find in a picture whose masks are known: regions of samples that all have one
 * colour. A solid mask of ours has our colour, up to its outline. A mosaic has one colour a block,
 * whichever it is, of blocks no finer than the raster's: a finer one is as good as clear. A mask
 * drawn by a camera has one colour a polygon, its outline left out, because an encoder smears.
 */

import {
  insidePixels,
  type PixelRow,
  type Polygon,
  rasterise,
  solidColour,
} from '@beffroi/picture';
import { outlinePx } from './flatness.ts';

/** How a picture was masked: ours in one colour, ours in blocks, by the camera itself, not at all. */
export type HiddenHow = 'solid' | 'mosaic' | 'flat' | 'nothing';

export interface HiddenRegion {
  readonly rows: readonly PixelRow[];
  /** Rows of chroma samples. */
  readonly cells: readonly PixelRow[];
  /** The colour it must have; null: any, but one. */
  readonly colour: typeof solidColour | null;
}

export interface HiddenRegions {
  readonly regions: readonly HiddenRegion[];
  /** Polygons so small that no sample of them can be looked at. */
  readonly unchecked: number;
}

/** From a block's border, where the encoder mixes it with its neighbour. */
const blockInsetPx = 4;

/** The regions of a picture of this size, in pixels. */
export function hiddenRegions(
  how: HiddenHow,
  polygons: readonly Polygon[],
  width: number,
  height: number,
): HiddenRegions {
  const found = how === 'nothing' ? [] : polygons.map((one) => regionsOf(how, one, width, height));
  return {
    regions: found.flat(),
    unchecked: found.filter((regions) => regions.length === 0).length,
  };
}

function regionsOf(
  how: 'solid' | 'mosaic' | 'flat',
  polygon: Polygon,
  width: number,
  height: number,
): HiddenRegion[] {
  const shrinkPx = how === 'flat' ? outlinePx(height) : 0;
  const rows = insidePixels(polygon, width, height, shrinkPx);
  if (rows.length === 0) {
    return [];
  }
  if (how === 'mosaic') {
    const { blockCells } = rasterise({ style: 'pixelate', polygons: [polygon] }, width, height);
    return blocksOf(rows, 2 * blockCells).map((block) => regionOf(block, null));
  }
  return [regionOf(rows, how === 'solid' ? solidColour : null)];
}

function regionOf(rows: readonly PixelRow[], colour: typeof solidColour | null): HiddenRegion {
  return { rows, cells: rows.map(cellRow), colour };
}

/** Chroma samples that a row of luma touches. */
function cellRow({ y, spans }: PixelRow): PixelRow {
  return {
    y: y >> 1,
    spans: spans.map(({ from, to }) => ({ from: from >> 1, to: (to + 1) >> 1 })),
  };
}

/** The parts of the rows that lie in each block of the grid, its border left out. */
function blocksOf(rows: readonly PixelRow[], side: number): PixelRow[][] {
  const blocks = new Map<string, PixelRow[]>();
  for (const { y, spans } of rows) {
    if (isNearBorder(y, side)) {
      continue;
    }
    for (const { from, to } of spans) {
      for (let column = Math.floor(from / side); column * side < to; column++) {
        const inner = {
          from: Math.max(from, column * side + blockInsetPx),
          to: Math.min(to, (column + 1) * side - blockInsetPx),
        };
        if (inner.from < inner.to) {
          const key = `${column},${Math.floor(y / side)}`;
          const block = blocks.get(key) ?? [];
          block.push({ y, spans: [inner] });
          blocks.set(key, block);
        }
      }
    }
  }
  return [...blocks.values()];
}

function isNearBorder(y: number, side: number): boolean {
  return y % side < blockInsetPx || y % side >= side - blockInsetPx;
}
