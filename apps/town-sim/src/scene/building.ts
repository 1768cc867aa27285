/**
 * The buildings of the simulated town: a front on a line, storeys of windows, a roof. Windows and
 * doors of dwellings are what masks must hide (VP-20): the list that is painted here is the very
 * list the masks are made from (`private-zones.ts`), so the two can't drift apart.
 */

import { blend, type Rgb, rgb } from '../drawing/colour.ts';
import type { Place } from '../drawing/view.ts';
import { paintPlaces, type Stage } from './stage.ts';

export interface Building {
  /** Ground line of the front, from left to right as the camera sees it, metres. */
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly heightM: number;
  readonly storeys: number;
  readonly bays: number;
  readonly wall: Rgb;
  readonly roof: Rgb;
  readonly shutters: Rgb | null;
  readonly groundFloor: 'door' | 'shop' | 'plain' | 'arches';
  readonly awning: Rgb | null;
  /** Somebody lives here: windows and door are private. */
  readonly dwelling: boolean;
  readonly seed: number;
}

/** An opening of a front, in metres along it and up. */
export interface Opening {
  readonly kind: 'window' | 'door';
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

const storeyM = 2.9;
const groundFloorM = 3.5;

export function frontLength(building: Building): number {
  return Math.hypot(building.to[0] - building.from[0], building.to[1] - building.from[1]);
}

/** A rectangle of the front; `out` metres before the wall. */
export function onFront(
  building: Building,
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number],
  out = 0,
): [Place, Place, Place, Place] {
  const place = (along: number, up: number): Place => frontPlace(building, along, up, out);
  return [place(left, bottom), place(right, bottom), place(right, top), place(left, top)];
}

export function frontPlace(building: Building, along: number, up: number, out: number): Place {
  const length = frontLength(building);
  const alongX = (building.to[0] - building.from[0]) / length;
  const alongY = (building.to[1] - building.from[1]) / length;
  // Seen from left to right, the street lies on the right-hand side of the front's line.
  return [
    building.from[0] + alongX * along + alongY * out,
    building.from[1] + alongY * along - alongX * out,
    up,
  ];
}

/** Windows of the upper storeys and the door, left to right, bottom to top. */
export function openingsOf(building: Building): Opening[] {
  const length = frontLength(building);
  const bay = length / building.bays;
  const half = Math.min(0.66, bay * 0.25);
  const openings: Opening[] = [];
  if (building.groundFloor === 'door') {
    const middle = bay * (0.5 + (building.seed % building.bays));
    openings.push({ kind: 'door', left: middle - 0.55, right: middle + 0.55, bottom: 0, top: 2.3 });
  }
  for (let storey = building.groundFloor === 'plain' ? 0 : 1; storey < building.storeys; storey++) {
    const floor = storey === 0 ? 0.2 : groundFloorM + (storey - 1) * storeyM;
    for (let index = 0; index < building.bays; index++) {
      const middle = bay * (index + 0.5);
      openings.push({
        kind: 'window',
        left: middle - half,
        right: middle + half,
        bottom: floor + 0.75,
        top: floor + 2.35,
      });
    }
  }
  return openings;
}

/** Wall, roof, cornices and ground floor: everything that doesn't move. */
export function paintBuilding(stage: Stage, building: Building): void {
  const length = frontLength(building);
  const light = wallLight(stage, building);
  const dark = blend(building.wall, [40, 36, 34], 0.25);
  paintRoof(stage, building);
  paintPlaces(stage, onFront(building, [0, length], [0, building.heightM]), building.wall, {
    light,
  });
  paintPlaces(stage, onFront(building, [0, length], [0, 0.5]), dark, { light });
  for (const edge of [0, length - 0.28]) {
    const quoin = blend(building.wall, [255, 250, 240], 0.35);
    paintPlaces(stage, onFront(building, [edge, edge + 0.28], [0.5, building.heightM]), quoin, {
      light,
    });
  }
  for (const band of [groundFloorM - 0.22, building.heightM - 0.3]) {
    const cornice = blend(building.wall, [255, 252, 245], 0.5);
    paintPlaces(stage, onFront(building, [0, length], [band, band + 0.26], 0.08), cornice, {
      light,
    });
    paintPlaces(stage, onFront(building, [0, length], [band - 0.12, band], 0.02), dark, {
      light,
      opacity: 0.55,
    });
  }
  paintGroundFloor(stage, building, light);
}

function paintRoof(stage: Stage, building: Building): void {
  const length = frontLength(building);
  const eaves = building.heightM;
  const ridge = eaves + Math.min(3.4, length * 0.35);
  const shape: Place[] = [
    frontPlace(building, -0.15, eaves, 0.25),
    frontPlace(building, length + 0.15, eaves, 0.25),
    frontPlace(building, length, ridge, -2.6),
    frontPlace(building, 0, ridge, -2.6),
  ];
  paintPlaces(stage, shape, building.roof, { light: 0.95 });
  for (let line = 1; line < 5; line++) {
    const share = line / 5;
    const up = eaves + (ridge - eaves) * share;
    const out = 0.25 - 2.85 * share;
    const stripe: Place[] = [
      frontPlace(building, 0, up, out),
      frontPlace(building, length, up, out),
      frontPlace(building, length, up + 0.08, out),
      frontPlace(building, 0, up + 0.08, out),
    ];
    paintPlaces(stage, stripe, blend(building.roof, [0, 0, 0], 0.3), { opacity: 0.6 });
  }
  const stack = length * (0.2 + 0.6 * ((building.seed * 0.37) % 1));
  const brick = rgb('#9c5a46');
  const chimney = (left: number, right: number, bottom: number, top: number): Place[] => [
    frontPlace(building, left, bottom, -1.8),
    frontPlace(building, right, bottom, -1.8),
    frontPlace(building, right, top, -1.8),
    frontPlace(building, left, top, -1.8),
  ];
  paintPlaces(stage, chimney(stack, stack + 0.9, ridge - 1.6, ridge + 1), brick);
  paintPlaces(stage, chimney(stack - 0.1, stack + 1, ridge + 1, ridge + 1.15), rgb('#7c4a3c'));
}

function paintGroundFloor(stage: Stage, building: Building, light: number): void {
  const length = frontLength(building);
  if (building.groundFloor === 'shop') {
    paintShop(stage, building, length, light);
  } else if (building.groundFloor === 'arches') {
    paintArches(stage, building, length, light);
  }
}

function paintShop(stage: Stage, building: Building, length: number, light: number): void {
  const wood = blend(building.awning ?? rgb('#3d4a4f'), [30, 30, 30], 0.45);
  paintPlaces(stage, onFront(building, [0.3, length - 0.3], [0, 2.95], 0.03), wood, { light });
  const panes = Math.max(2, Math.round(length / 1.6));
  const wide = (length - 1) / panes;
  for (let pane = 0; pane < panes; pane++) {
    const left = 0.5 + pane * wide;
    const span = [left + 0.06, left + wide - 0.06] as const;
    const glass = stage.mood.night ? rgb('#ffdf9e') : rgb('#4d6470');
    paintPlaces(stage, onFront(building, span, [0.55, 2.3], 0.04), glass, {
      glowing: stage.mood.night,
    });
    paintPlaces(stage, onFront(building, span, [0.55, 1.05], 0.05), rgb('#2c3a3e'), {
      opacity: 0.4,
    });
  }
  if (building.awning) {
    paintAwning(stage, building, building.awning, length, light);
  }
}

function paintAwning(
  stage: Stage,
  building: Building,
  colour: Rgb,
  length: number,
  light: number,
): void {
  const stripes = Math.max(4, Math.round(length / 0.7));
  const wide = (length - 0.6) / stripes;
  for (let index = 0; index < stripes; index++) {
    const left = 0.3 + index * wide;
    const right = left + wide;
    const cloth = index % 2 === 0 ? colour : rgb('#f4efe4');
    const slope: Place[] = [
      frontPlace(building, left, 2.9, 0.05),
      frontPlace(building, right, 2.9, 0.05),
      frontPlace(building, right, 2.3, 1.3),
      frontPlace(building, left, 2.3, 1.3),
    ];
    paintPlaces(stage, slope, cloth, { light: light * 1.05 });
    paintPlaces(stage, onFront(building, [left, right], [2.05, 2.3], 1.3), cloth, {
      light: light * 0.88,
    });
  }
}

function paintArches(stage: Stage, building: Building, length: number, light: number): void {
  const arches = building.bays;
  const bay = length / arches;
  for (let index = 0; index < arches; index++) {
    const middle = bay * (index + 0.5);
    const half = bay * 0.3;
    const shape: Place[] = [frontPlace(building, middle - half, 0, 0.02)];
    for (let step = 0; step <= 10; step++) {
      const angle = Math.PI - (step / 10) * Math.PI;
      shape.push(
        frontPlace(
          building,
          middle + Math.cos(angle) * half,
          2 + Math.sin(angle) * half * 0.9,
          0.02,
        ),
      );
    }
    shape.push(frontPlace(building, middle + half, 0, 0.02));
    const inside = stage.mood.night ? rgb('#f4c97a') : rgb('#3f4a52');
    paintPlaces(stage, shape, inside, { light, glowing: stage.mood.night });
  }
}

/** Walls that face the sun are brighter. */
export function wallLight(stage: Stage, building: Building): number {
  const length = frontLength(building);
  const outX = (building.to[1] - building.from[1]) / length;
  const sun = stage.mood.sun === 'left' ? -1 : stage.mood.sun === 'right' ? 1 : 0;
  return 0.92 + 0.12 * outX * sun;
}
