/**
 * Polygons turned into rows of picture cells for one picture size. A cell is one chroma sample and
 * the up to 2x2 luma samples under it (4:2:0): a cell is covered whole or not at all, so a chroma
 * sample that touches a masked luma sample is always masked with it (MSK-13). Polygons are grown by
 * 8 pixels at 1080 lines against a shaking mast, and by 8 at least. Sizes may be odd, in any combination.
 * The raster is computed once per geometry and size, off the picture's path.
 */

import { assert } from '@beffroi/kernel';
import type { MaskGeometry, Polygon } from './polygon.ts';
import { edgeExtents, type Interval, sliceAt, union, without } from './slice.ts';

/** Growth against shake, in pixels of a picture 1080 lines high (measured note, media engine 8). */
const marginPxAt1080 = 8;
/** And never less than an encoder's largest transform block: as far as it can smear a colour. */
const marginPxMin = 8;
/** Side of a mosaic block, in pixels of a picture 1080 lines high: no face survives it. */
const blockPxAt1080 = 48;
const blockPxMin = 16;

export interface RasterRow {
  /** Row of cells: luma rows 2 x `cell` and 2 x `cell` + 1, chroma row `cell`. */
  readonly cell: number;
  /** Covered cells of the row, whole numbers, sorted, apart. */
  readonly spans: readonly Interval[];
}

export interface MaskRaster {
  readonly width: number;
  readonly height: number;
  readonly style: MaskGeometry['style'];
  readonly rows: readonly RasterRow[];
  /** Side of a mosaic block in cells. */
  readonly blockCells: number;
  /** Share of the picture that is covered, 0..1. */
  readonly coverage: number;
}

/** Luma pixels by which polygons are grown in a picture of this height. */
export function marginPx(height: number): number {
  return Math.max(marginPxMin, Math.ceil((marginPxAt1080 * height) / 1080));
}

/** Rows of cells that cover every polygon, grown by its margin (MSK-13). Sizes in pixels. */
export function rasterise(geometry: MaskGeometry, width: number, height: number): MaskRaster {
  assert(isSize(width) && isSize(height), `a picture of ${width}x${height} cannot be masked`);
  const margin = marginPx(height);
  const polygons = geometry.polygons.map((polygon) => inPixels(polygon, width, height));
  const cellsWide = (width + 1) >> 1;
  const cellsHigh = (height + 1) >> 1;
  const rows: RasterRow[] = [];
  let covered = 0;
  for (let cell = 0; cell < cellsHigh; cell++) {
    const top = 2 * cell - margin;
    const bottom = 2 * cell + 2 + margin;
    const spans = union(
      polygons
        .flatMap((polygon) => [...sliceAt(polygon, top), ...edgeExtents(polygon, top, bottom)])
        .map(({ from, to }) => ({
          from: Math.max(0, Math.floor((from - margin) / 2)),
          to: Math.min(cellsWide, Math.ceil((to + margin) / 2)),
        }))
        .filter(({ from, to }) => from < to),
    );
    if (spans.length > 0) {
      rows.push({ cell, spans });
      covered += spans.reduce((sum, { from, to }) => sum + to - from, 0);
    }
  }
  return {
    width,
    height,
    style: geometry.style,
    rows,
    blockCells: Math.max(blockPxMin, Math.round((blockPxAt1080 * height) / 1080)) >> 1,
    coverage: covered / (cellsWide * cellsHigh),
  };
}

export interface PixelRow {
  readonly y: number;
  /** Luma pixels from `from` up to, without, `to`. */
  readonly spans: readonly Interval[];
}

/**
 * Pixels whose centre lies inside a polygon, at least `shrinkPx` away from its outline: what a check
 * must find masked, whoever drew the mask. Not grown.
 */
export function insidePixels(
  polygon: Polygon,
  width: number,
  height: number,
  shrinkPx = 0,
): PixelRow[] {
  const outline = inPixels(polygon, width, height);
  const rows: PixelRow[] = [];
  for (let y = 0; y < height; y++) {
    const centre = y + 0.5;
    const near =
      shrinkPx === 0
        ? []
        : edgeExtents(outline, centre - shrinkPx, centre + shrinkPx).map(({ from, to }) => ({
            from: from - shrinkPx,
            to: to + shrinkPx,
          }));
    const spans = without(sliceAt(outline, centre), near)
      // A pixel's centre is at x + 0.5: the first one inside is ceil(from - 0.5).
      .map(({ from, to }) => ({
        from: Math.max(0, Math.ceil(from - 0.5)),
        to: Math.min(width, Math.ceil(to - 0.5)),
      }))
      .filter(({ from, to }) => from < to);
    if (spans.length > 0) {
      rows.push({ y, spans });
    }
  }
  return rows;
}

function inPixels(polygon: Polygon, width: number, height: number): Polygon {
  return polygon.map(({ x, y }) => ({ x: x * width, y: y * height }));
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= 16_384;
}
