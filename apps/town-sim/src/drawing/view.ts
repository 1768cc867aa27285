/**
 * The eye of a simulated camera on its mast: turns places of the town (metres; x to the right, y
 * ahead, z up from the ground) into pixels. A pinhole without distortion. Polygons are cut at half
 * a metre before the eye, so nothing behind it is ever drawn.
 */

import type { ScreenPoint } from './rasteriser.ts';

/** Metres: to the right of the mast's foot, ahead of it, above the ground. */
export type Place = readonly [x: number, y: number, z: number];

export interface View {
  readonly width: number;
  readonly height: number;
  /** Height of the lens above the ground, metres. */
  readonly mastM: number;
  /** Turned to the right and down, degrees. */
  readonly yawDeg: number;
  readonly pitchDeg: number;
  /** Focal length in pixels of a picture of this width. */
  readonly focalPixels: number;
}

interface Seen {
  readonly right: number;
  readonly up: number;
  readonly depth: number;
}

const nearestM = 0.5;

function see(view: View, [x, y, z]: Place): Seen {
  const yaw = (view.yawDeg * Math.PI) / 180;
  const pitch = (view.pitchDeg * Math.PI) / 180;
  const right = x * Math.cos(yaw) - y * Math.sin(yaw);
  const ahead = x * Math.sin(yaw) + y * Math.cos(yaw);
  const above = z - view.mastM;
  return {
    right,
    up: ahead * Math.sin(pitch) + above * Math.cos(pitch),
    depth: ahead * Math.cos(pitch) - above * Math.sin(pitch),
  };
}

function toScreen(view: View, seen: Seen): ScreenPoint {
  const scale = view.focalPixels / seen.depth;
  return [view.width / 2 + seen.right * scale, view.height / 2 - seen.up * scale];
}

/** Distance along the line of sight, metres; negative behind the eye. */
export function depthOf(view: View, place: Place): number {
  return see(view, place).depth;
}

/** Pixels per metre at a place; 0 behind the eye. */
export function scaleAt(view: View, place: Place): number {
  const depth = depthOf(view, place);
  return depth > nearestM ? view.focalPixels / depth : 0;
}

/** One place in pixels; undefined when it lies behind the eye. */
export function project(view: View, place: Place): ScreenPoint | undefined {
  const seen = see(view, place);
  return seen.depth > nearestM ? toScreen(view, seen) : undefined;
}

/** A polygon of the town in pixels, cut before the eye; fewer than 3 points when none is seen. */
export function projectPolygon(view: View, places: readonly Place[]): ScreenPoint[] {
  const seen = places.map((place) => see(view, place));
  const out: ScreenPoint[] = [];
  for (const [index, here] of seen.entries()) {
    const next = seen[(index + 1) % seen.length] ?? here;
    if (here.depth >= nearestM) {
      out.push(toScreen(view, here));
    }
    if (here.depth >= nearestM !== next.depth >= nearestM) {
      const share = (nearestM - here.depth) / (next.depth - here.depth);
      out.push(
        toScreen(view, {
          right: here.right + (next.right - here.right) * share,
          up: here.up + (next.up - here.up) * share,
          depth: nearestM,
        }),
      );
    }
  }
  return out;
}

/** Row of the horizon in pixels. */
export function horizonRow(view: View): number {
  const pitch = (view.pitchDeg * Math.PI) / 180;
  return view.height / 2 - view.focalPixels * Math.tan(pitch);
}
