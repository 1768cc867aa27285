/**
 * A scene is what one simulated camera sees: ground, buildings, things that stand and things that
 * move. What never changes is painted once; each picture of the loop starts from a copy of it, then
 * windows, then everything in the street from far to near.
 */

import { blend, type Rgb, toYuv } from '../drawing/colour.ts';
import { copyPicture, newPicture, type Picture } from '../drawing/picture.ts';
import { fillPolygon } from '../drawing/rasteriser.ts';
import { fillEllipse, wash } from '../drawing/shapes.ts';
import { depthOf, horizonRow, project, type View } from '../drawing/view.ts';
import { type Building, frontPlace, type Opening, openingsOf, paintBuilding } from './building.ts';
import { privateZones } from './private-zones.ts';
import { type Mood, type Prop, paintGround, type Stage } from './stage.ts';
import { isLively, paintOpening, paintRoom } from './window.ts';

export interface GroundPatch {
  readonly corners: readonly (readonly [x: number, y: number])[];
  readonly colour: Rgb;
  readonly opacity?: number;
  readonly glowing?: boolean;
}

export interface Scene {
  readonly view: View;
  readonly mood: Mood;
  readonly ground: Rgb;
  readonly patches: readonly GroundPatch[];
  readonly buildings: readonly Building[];
  readonly props: readonly Prop[];
  /** Things behind everything that moves: painted once. */
  readonly backdrop?: readonly Prop[];
  /** Clouds as shares of the picture's width and of the sky's height, with a radius in pixels. */
  readonly clouds: readonly (readonly [x: number, y: number, radius: number])[];
  /** Extra painting of what moves on the ground (ripples), under everything else. */
  readonly beneath?: (stage: Stage, turn: number) => void;
}

export interface ScenePainter {
  /** Paints the picture of a moment of the loop, 0 to 1, into `to`. */
  paint(turn: number, to: Picture): void;
}

/** Prepares a scene; `selfMasking` draws solid boxes over private zones, as some cameras do. */
export function openScene(scene: Scene, selfMasking: boolean): ScenePainter {
  const still = newPicture(scene.view.width, scene.view.height);
  const buildings = farToNear(scene);
  paintStill({ view: scene.view, mood: scene.mood, picture: still }, scene, buildings);
  const lively = livelyOpenings(buildings, scene);
  const boxes = selfMasking ? privateZones(scene.view, scene.buildings, 0.3) : [];
  const fill = toYuv([44, 46, 50]);
  return {
    paint(turn, to) {
      copyPicture(still, to);
      const stage: Stage = { view: scene.view, mood: scene.mood, picture: to };
      scene.beneath?.(stage, turn);
      for (const { building, opening, index } of lively) {
        paintRoom(stage, building, opening, index, turn);
      }
      for (const prop of sortedProps(scene, turn)) {
        prop.paint(stage, turn);
      }
      for (const box of boxes) {
        fillPolygon(
          to,
          box.map(({ x, y }) => [x * to.width, y * to.height] as const),
          fill,
        );
      }
    },
  };
}

function paintStill(stage: Stage, scene: Scene, buildings: readonly Building[]): void {
  const { picture, mood } = stage;
  const horizon = Math.round(Math.max(0, Math.min(picture.height, horizonRow(scene.view))));
  wash(picture, 0, horizon + 40, mood.skyTop, mood.skyLow);
  const colour = toYuv(blend(mood.skyTop, mood.skyLow, 0.72));
  for (const [x, y, radius] of scene.clouds) {
    for (let puff = -2; puff <= 2; puff++) {
      const size = radius * (1 - Math.abs(puff) * 0.22);
      const middle = [x * picture.width + puff * radius * 0.75, y * horizon] as const;
      fillEllipse(picture, middle, size, size * 0.3, colour);
    }
  }
  const far = 400;
  const near = 5;
  paintGround(
    stage,
    [
      [0, near],
      [far, near],
      [far, far],
      [-far, far],
      [-far, near],
    ],
    scene.ground,
  );
  for (const patch of scene.patches) {
    paintGround(stage, patch.corners, patch.colour, {
      ...(patch.opacity === undefined ? {} : { opacity: patch.opacity }),
      ...(patch.glowing ? { glowing: true } : {}),
    });
  }
  for (const prop of scene.backdrop ?? []) {
    prop.paint(stage, 0);
  }
  for (const building of buildings) {
    paintBuilding(stage, building);
    for (const [index, opening] of openingsOf(building).entries()) {
      paintOpening(stage, building, opening, index);
    }
  }
}

interface LivelyOpening {
  readonly building: Building;
  readonly opening: Opening;
  readonly index: number;
}

/** Windows behind which somebody moves; the others were painted once. */
function livelyOpenings(buildings: readonly Building[], scene: Scene): LivelyOpening[] {
  return buildings.flatMap((building) =>
    openingsOf(building)
      .map((opening, index) => ({ building, opening, index }))
      .filter((one) => isLively(scene.view, scene.mood, building, one.opening, one.index)),
  );
}

function farToNear(scene: Scene): Building[] {
  const depth = (building: Building): number => {
    const length = Math.hypot(building.to[0] - building.from[0], building.to[1] - building.from[1]);
    return depthOf(scene.view, frontPlace(building, length / 2, 0, 0));
  };
  return [...scene.buildings].sort((a, b) => depth(b) - depth(a));
}

function sortedProps(scene: Scene, turn: number): Prop[] {
  return scene.props
    .map((prop) => ({ prop, depth: depthOf(scene.view, prop.place(turn)) }))
    .filter(({ prop, depth }) => depth > 0.5 && isNear(scene.view, prop, turn))
    .sort((a, b) => b.depth - a.depth)
    .map(({ prop }) => prop);
}

/** Within a picture's width of the picture: spares painting what has left it. */
function isNear(view: View, prop: Prop, turn: number): boolean {
  const at = project(view, prop.place(turn));
  return at !== undefined && at[0] > -view.width / 2 && at[0] < view.width * 1.5;
}
