/**
 * Blocks with six faces: cars, stalls, benches, chimneys. A face is painted when it looks at the
 * eye; its light follows where it looks. Corners are given as a floor of four and a ceiling of
 * four, in the same order around.
 */

import type { Rgb } from '../drawing/colour.ts';
import type { Place } from '../drawing/view.ts';
import { paintPlaces, type Stage } from './stage.ts';

export interface Block {
  readonly floor: readonly [Place, Place, Place, Place];
  readonly ceiling: readonly [Place, Place, Place, Place];
}

/** A frame of reference on the street: a middle, and the direction something faces. */
export interface Footing {
  readonly x: number;
  readonly y: number;
  /** Unit vector of the front. */
  readonly aheadX: number;
  readonly aheadY: number;
}

/** A place given along the front, across to the right, and up, metres. */
export function placeOn(footing: Footing, along: number, across: number, up: number): Place {
  return [
    footing.x + footing.aheadX * along + footing.aheadY * across,
    footing.y + footing.aheadY * along - footing.aheadX * across,
    up,
  ];
}

/** Extent along, across and up: `[from, to]` each; `taper` draws the ceiling in, metres. */
export function blockOn(
  footing: Footing,
  along: readonly [number, number],
  half: number,
  up: readonly [number, number],
  taper: { readonly front?: number; readonly back?: number; readonly side?: number } = {},
): Block {
  const side = half - (taper.side ?? 0);
  const back = along[0] + (taper.back ?? 0);
  const front = along[1] - (taper.front ?? 0);
  return {
    floor: [
      placeOn(footing, along[1], -half, up[0]),
      placeOn(footing, along[1], half, up[0]),
      placeOn(footing, along[0], half, up[0]),
      placeOn(footing, along[0], -half, up[0]),
    ],
    ceiling: [
      placeOn(footing, front, -side, up[1]),
      placeOn(footing, front, side, up[1]),
      placeOn(footing, back, side, up[1]),
      placeOn(footing, back, -side, up[1]),
    ],
  };
}

/** Paints the faces that the eye sees; `walls` for the sides, `roof` for the ceiling. */
export function paintBlock(stage: Stage, block: Block, walls: Rgb, roof: Rgb = walls): void {
  const { floor, ceiling } = block;
  const middle = middleOf([...floor, ...ceiling]);
  for (let side = 0; side < 4; side++) {
    const next = (side + 1) % 4;
    const face = [floor[side], floor[next], ceiling[next], ceiling[side]] as Place[];
    const light = faceLight(stage, face, middle);
    if (light !== undefined) {
      paintPlaces(stage, face, walls, { light });
    }
  }
  if (faceLight(stage, [...ceiling], middle) !== undefined) {
    paintPlaces(stage, ceiling, roof, { light: 1.08 });
  }
}

/** Light on a face, or undefined when it looks away from the eye. */
function faceLight(stage: Stage, face: readonly Place[], middle: Place): number | undefined {
  const [a, b, c] = face;
  if (!a || !b || !c) {
    return undefined;
  }
  const u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]] as const;
  const v = [c[0] - b[0], c[1] - b[1], c[2] - b[2]] as const;
  let normal: Place = [
    u[1] * v[2] - u[2] * v[1],
    u[2] * v[0] - u[0] * v[2],
    u[0] * v[1] - u[1] * v[0],
  ];
  const centre = middleOf(face);
  if (dot(normal, [centre[0] - middle[0], centre[1] - middle[1], centre[2] - middle[2]]) < 0) {
    normal = [-normal[0], -normal[1], -normal[2]];
  }
  const towardsEye: Place = [-centre[0], -centre[1], stage.view.mastM - centre[2]];
  if (dot(normal, towardsEye) <= 0) {
    return undefined;
  }
  const length = Math.hypot(...normal) || 1;
  const sideways = normal[0] / length;
  const sun = stage.mood.sun === 'left' ? -1 : stage.mood.sun === 'right' ? 1 : 0;
  return 0.86 + 0.14 * sideways * sun + 0.06 * (normal[2] / length);
}

function middleOf(places: readonly Place[]): Place {
  const sum = [0, 0, 0] as [number, number, number];
  for (const place of places) {
    sum[0] += place[0];
    sum[1] += place[1];
    sum[2] += place[2];
  }
  return [sum[0] / places.length, sum[1] / places.length, sum[2] / places.length];
}

function dot(a: Place, b: Place): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
