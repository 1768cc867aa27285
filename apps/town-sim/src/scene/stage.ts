/**
 * Where things are painted: a view, a mood (the light of the hour) and the picture under the brush.
 * Every painter of the scene goes through `paintPlaces`, so light, haze and night fall on all of
 * them alike. `turn` is the moment in the loop, 0 to 1 (1 excluded): whatever moves must be the
 * same at 0 and 1, or the loop would jump.
 */

import { blend, type Rgb, tint, toYuv, type Yuv } from '../drawing/colour.ts';
import type { Picture } from '../drawing/picture.ts';
import { fillPolygon } from '../drawing/rasteriser.ts';
import { depthOf, type Place, projectPolygon, type View } from '../drawing/view.ts';

export interface Mood {
  readonly skyTop: Rgb;
  readonly skyLow: Rgb;
  /** Multiplies every lit colour, 1 is neutral. */
  readonly ambient: Rgb;
  /** Side the sun comes from: brightens walls that face it. */
  readonly sun: 'left' | 'right' | 'none';
  readonly haze: Rgb;
  /** Distance at which two thirds of a colour is haze, metres. */
  readonly hazeM: number;
  /** Street lamps and windows are lit. */
  readonly night: boolean;
}

export interface Stage {
  readonly view: View;
  readonly mood: Mood;
  readonly picture: Picture;
}

/** Something that stands or moves in the street, painted from far to near. */
export interface Prop {
  place(turn: number): Place;
  paint(stage: Stage, turn: number): void;
}

/** A colour as this mood shows it at a depth. `glowing` keeps its own light. */
export function litColour(stage: Stage, colour: Rgb, depthM: number, light = 1): Yuv {
  const { mood } = stage;
  const share = 1 - Math.exp(-Math.max(0, depthM) / mood.hazeM);
  return toYuv(blend(tint(colour, mood.ambient, light), mood.haze, share));
}

export interface Brush {
  /** 1 is full light, 0.8 is shade. */
  readonly light?: number;
  readonly opacity?: number;
  /** Lamps and lit windows: no shade, no haze. */
  readonly glowing?: boolean;
}

/** Fills a polygon of the town. */
export function paintPlaces(
  stage: Stage,
  places: readonly Place[],
  colour: Rgb,
  brush: Brush = {},
): void {
  const points = projectPolygon(stage.view, places);
  const first = places[0];
  if (points.length < 3 || !first) {
    return;
  }
  const yuv = brush.glowing
    ? toYuv(colour)
    : litColour(stage, colour, depthOf(stage.view, first), brush.light);
  fillPolygon(stage.picture, points, yuv, brush.opacity);
}

/** A flat patch on the ground (or on a roof, `z` metres up). */
export function paintGround(
  stage: Stage,
  corners: readonly (readonly [x: number, y: number])[],
  colour: Rgb,
  brush: Brush = {},
  z = 0,
): void {
  paintPlaces(
    stage,
    corners.map(([x, y]) => [x, y, z] as const),
    colour,
    brush,
  );
}
