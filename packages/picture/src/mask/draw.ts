/**
 * Draws a mask into the three planes of a 4:2:0 picture, in place (MSK-11, MSK-13). Solid writes one
 * dark grey, whatever was there. The mosaic gives each block one colour, the mean of its covered
 * samples only, so that nothing outside the zone changes it; a block of which too little is covered
 * to be a mosaic is filled instead, because the mean of a handful of pixels would show them.
 * Lines may be longer than the picture (`stride`), and the picture odd in width or height.
 */

import { assert } from '@beffroi/kernel';
import type { MaskRaster } from './raster.ts';

/** The planes of one decoded 4:2:0 picture, 8 bits a sample; strides in bytes. */
export interface Planes {
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly yStride: number;
  readonly uStride: number;
  readonly vStride: number;
}

/** The colour of a solid mask: dark grey, neutral. */
export const solidColour = { y: 40, u: 128, v: 128 } as const;

interface Colour {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** Draws the mask in its own style; the picture must have the raster's size. */
export function drawMask(planes: Planes, raster: MaskRaster): void {
  if (raster.style === 'pixelate') {
    pixelatePlanes(planes, raster);
  } else {
    fillPlanes(planes, raster);
  }
}

/** Fills every covered cell with the solid colour. */
export function fillPlanes(planes: Planes, raster: MaskRaster): void {
  checkPlanes(planes, raster);
  for (const { cell, spans } of raster.rows) {
    for (const { from, to } of spans) {
      paint(planes, raster, cell, from, to, solidColour);
    }
  }
}

/** Draws the mosaic: 48-pixel blocks at 1080 lines. */
export function pixelatePlanes(planes: Planes, raster: MaskRaster): void {
  checkPlanes(planes, raster);
  const side = raster.blockCells;
  const across = Math.ceil(((raster.width + 1) >> 1) / side);
  const sums = new BlockSums(across);
  let first = 0;
  while (first < raster.rows.length) {
    const blockRow = Math.floor((raster.rows[first]?.cell ?? 0) / side);
    let next = first;
    while (Math.floor((raster.rows[next]?.cell ?? -1) / side) === blockRow) {
      next++;
    }
    const band = raster.rows.slice(first, next);
    sums.clear();
    for (const { cell, spans } of band) {
      for (const { from, to } of spans) {
        sums.add(planes, cell, from, to, side);
      }
    }
    for (const { cell, spans } of band) {
      for (const { from, to } of spans) {
        for (let start = from; start < to; ) {
          const block = Math.floor(start / side);
          const end = Math.min(to, (block + 1) * side);
          paint(planes, raster, cell, start, end, sums.colour(block, side));
          start = end;
        }
      }
    }
    first = next;
  }
}

/** Sums of the covered samples of one row of blocks; one luma sample stands for its cell. */
class BlockSums {
  readonly #counts: Uint32Array;
  readonly #y: Uint32Array;
  readonly #u: Uint32Array;
  readonly #v: Uint32Array;

  constructor(blocks: number) {
    this.#counts = new Uint32Array(blocks);
    this.#y = new Uint32Array(blocks);
    this.#u = new Uint32Array(blocks);
    this.#v = new Uint32Array(blocks);
  }

  clear(): void {
    for (const sums of [this.#counts, this.#y, this.#u, this.#v]) {
      sums.fill(0);
    }
  }

  add(planes: Planes, cell: number, from: number, to: number, side: number): void {
    const { y, u, v } = planes;
    const yLine = 2 * cell * planes.yStride;
    const uLine = cell * planes.uStride;
    const vLine = cell * planes.vStride;
    for (let start = from; start < to; ) {
      const block = Math.floor(start / side);
      const end = Math.min(to, (block + 1) * side);
      let ySum = 0;
      let uSum = 0;
      let vSum = 0;
      for (let x = start; x < end; x++) {
        ySum += y[yLine + 2 * x] ?? 0;
        uSum += u[uLine + x] ?? 0;
        vSum += v[vLine + x] ?? 0;
      }
      this.#counts[block] = (this.#counts[block] ?? 0) + end - start;
      this.#y[block] = (this.#y[block] ?? 0) + ySum;
      this.#u[block] = (this.#u[block] ?? 0) + uSum;
      this.#v[block] = (this.#v[block] ?? 0) + vSum;
      start = end;
    }
  }

  colour(block: number, side: number): Colour {
    const count = this.#counts[block] ?? 0;
    if (4 * count < side * side) {
      return solidColour;
    }
    return {
      y: Math.round((this.#y[block] ?? 0) / count),
      u: Math.round((this.#u[block] ?? 0) / count),
      v: Math.round((this.#v[block] ?? 0) / count),
    };
  }
}

function paint(
  planes: Planes,
  raster: MaskRaster,
  cell: number,
  from: number,
  to: number,
  colour: Colour,
): void {
  const left = 2 * from;
  const right = Math.min(raster.width, 2 * to);
  const line = 2 * cell * planes.yStride;
  planes.y.fill(colour.y, line + left, line + right);
  if (2 * cell + 1 < raster.height) {
    planes.y.fill(colour.y, line + planes.yStride + left, line + planes.yStride + right);
  }
  planes.u.fill(colour.u, cell * planes.uStride + from, cell * planes.uStride + to);
  planes.v.fill(colour.v, cell * planes.vStride + from, cell * planes.vStride + to);
}

/** A plane shorter than the raster would leave rows unmasked in silence: that is a defect. */
function checkPlanes(planes: Planes, { width, height }: MaskRaster): void {
  const cellsWide = (width + 1) >> 1;
  const cellsHigh = (height + 1) >> 1;
  assert(
    planes.yStride >= width &&
      planes.uStride >= cellsWide &&
      planes.vStride >= cellsWide &&
      planes.y.length >= planes.yStride * (height - 1) + width &&
      planes.u.length >= planes.uStride * (cellsHigh - 1) + cellsWide &&
      planes.v.length >= planes.vStride * (cellsHigh - 1) + cellsWide,
    `planes are smaller than the ${width}x${height} picture they belong to`,
  );
}
