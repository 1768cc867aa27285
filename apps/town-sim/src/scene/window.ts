/**
 * Windows with somebody behind them: the private life that a mask must hide. Curtains, a lamp, a
 * silhouette that walks to and fro. Silhouettes are cut to their pane before projection. By day
 * panes are dark with the sky in them; at night most are lit.
 */

import { blend, type Rgb, rgb } from '../drawing/colour.ts';
import { scaleAt, type View } from '../drawing/view.ts';

import { type Building, frontPlace, type Opening, onFront, wallLight } from './building.ts';
import { type Mood, paintPlaces, type Stage } from './stage.ts';

const warmLights: readonly Rgb[] = [rgb('#ffd98a'), rgb('#ffe3ad'), rgb('#ffc970'), rgb('#cfe3ff')];
const frame = rgb('#f1ece0');

function isLit(mood: Mood, life: number): boolean {
  return mood.night ? life % 4 !== 0 : life % 3 === 0;
}

function lifeOf(building: Building, index: number): number {
  return building.seed * 7 + index * 5;
}

/** Whether somebody moves behind this opening, near enough to be seen. */
export function isLively(
  view: View,
  mood: Mood,
  building: Building,
  opening: Opening,
  index: number,
): boolean {
  const near = scaleAt(view, frontPlace(building, opening.left, opening.bottom, 0)) > 13;
  return opening.kind === 'window' && near && isLit(mood, lifeOf(building, index));
}

/** Paints one opening whole, as it is at the start of the loop. */
export function paintOpening(
  stage: Stage,
  building: Building,
  opening: Opening,
  index: number,
): void {
  if (opening.kind === 'door') {
    paintDoor(stage, building, opening);
    return;
  }
  const { left, right, bottom, top } = opening;
  const light = wallLight(stage, building);
  if (building.shutters) {
    paintShutters(stage, building, opening, building.shutters, light);
  }
  const around = onFront(building, [left - 0.1, right + 0.1], [bottom - 0.08, top + 0.1], 0.02);
  paintPlaces(stage, around, frame, { light });
  const sill = onFront(building, [left - 0.16, right + 0.16], [bottom - 0.16, bottom - 0.04], 0.05);
  paintPlaces(stage, sill, frame, { light });
  paintRoom(stage, building, opening, index, 0);
}

/** Paints what is behind the panes at a moment of the loop, and the bars before them. */
export function paintRoom(
  stage: Stage,
  building: Building,
  opening: Opening,
  index: number,
  turn: number,
): void {
  const life = lifeOf(building, index);
  const { left, right, bottom, top } = opening;
  const light = wallLight(stage, building);
  const lit = isLit(stage.mood, life);
  const lamp = warmLights[life % warmLights.length] ?? frame;
  const glass = lit ? lamp : blend(rgb('#39474f'), stage.mood.skyLow, 0.22);
  paintPlaces(stage, onFront(building, [left, right], [bottom, top], 0.03), glass, {
    glowing: lit && stage.mood.night,
    light: lit ? 1.0 : light,
  });
  if (lit) {
    paintSilhouette(stage, building, opening, life, turn);
  }
  paintCurtains(stage, building, opening, life);
  paintBars(stage, building, opening, light);
}

function paintShutters(
  stage: Stage,
  building: Building,
  opening: Opening,
  colour: Rgb,
  light: number,
): void {
  const { left, right, bottom, top } = opening;
  const wide = (right - left) * 0.5;
  for (const [from, to] of [
    [left - 0.1 - wide, left - 0.1],
    [right + 0.1, right + 0.1 + wide],
  ] as const) {
    paintPlaces(stage, onFront(building, [from, to], [bottom, top], 0.05), colour, { light });
    const dark = blend(colour, [0, 0, 0], 0.25);
    for (let slat = 0; slat < 5; slat++) {
      const up = bottom + ((top - bottom) * (slat + 0.6)) / 5.4;
      paintPlaces(stage, onFront(building, [from + 0.04, to - 0.04], [up, up + 0.06], 0.06), dark, {
        light,
        opacity: 0.6,
      });
    }
  }
}

/** A head and shoulders that crosses the room, there and back in one loop. */
function paintSilhouette(
  stage: Stage,
  building: Building,
  opening: Opening,
  life: number,
  turn: number,
): void {
  const { left, right, bottom, top } = opening;
  const middle = (left + right) / 2;
  const walk = Math.sin(2 * Math.PI * (turn * (1 + (life % 2)) + (life % 10) / 10));
  const at = middle + walk * (right - left) * 0.75;
  const tall = bottom + (top - bottom) * 0.78;
  const colour = stage.mood.night ? rgb('#4a3527') : rgb('#54483f');
  const outline = bodyOutline(at, bottom, tall).map(
    ([along, up]) => [Math.max(left, Math.min(right, along)), Math.min(top, up)] as const,
  );
  paintPlaces(
    stage,
    outline.map(([along, up]) => frontPlace(building, along, up, 0.035)),
    colour,
    { opacity: 0.86, glowing: stage.mood.night },
  );
}

function bodyOutline(at: number, bottom: number, top: number): (readonly [number, number])[] {
  const head = 0.13;
  const neck = top - head * 2;
  const outline: (readonly [number, number])[] = [
    [at - 0.3, bottom],
    [at - 0.28, neck - 0.22],
    [at - 0.1, neck - 0.04],
  ];
  for (let step = 0; step <= 8; step++) {
    const angle = Math.PI * 1.15 - (step / 8) * Math.PI * 1.3;
    outline.push([at + Math.cos(angle) * head, neck + head + Math.sin(angle) * head]);
  }
  outline.push([at + 0.1, neck - 0.04], [at + 0.28, neck - 0.22], [at + 0.3, bottom]);
  return outline;
}

function paintCurtains(stage: Stage, building: Building, opening: Opening, life: number): void {
  const { left, right, bottom, top } = opening;
  const cloth = (['#f0e2cf', '#d9a79a', '#b9c7a4', '#e6d6a8'] as const)[life % 4] ?? '#f0e2cf';
  const wide = (right - left) * (0.14 + 0.05 * (life % 3));
  for (const span of [
    [left, left + wide],
    [right - wide, right],
  ] as const) {
    paintPlaces(stage, onFront(building, span, [bottom, top], 0.04), rgb(cloth), {
      opacity: 0.85,
      light: 0.95,
    });
  }
}

function paintBars(stage: Stage, building: Building, opening: Opening, light: number): void {
  const { left, right, bottom, top } = opening;
  const middle = (left + right) / 2;
  const bar = (span: readonly [number, number], rise: readonly [number, number]): void =>
    paintPlaces(stage, onFront(building, span, rise, 0.05), frame, { light });
  bar([middle - 0.035, middle + 0.035], [bottom, top]);
  const cross = bottom + (top - bottom) * 0.68;
  bar([left, right], [cross, cross + 0.06]);
}

function paintDoor(stage: Stage, building: Building, opening: Opening): void {
  const { left, right, bottom, top } = opening;
  const light = wallLight(stage, building);
  const wood = building.shutters ?? rgb('#6d4a36');
  paintPlaces(
    stage,
    onFront(building, [left - 0.14, right + 0.14], [bottom, top + 0.16], 0.02),
    frame,
    { light },
  );
  paintPlaces(stage, onFront(building, [left, right], [bottom, top], 0.03), wood, {
    light: light * 0.85,
  });
  const panel = blend(wood, [255, 255, 255], 0.12);
  for (const [low, high] of [
    [0.25, 1],
    [1.15, 1.75],
  ] as const) {
    paintPlaces(stage, onFront(building, [left + 0.15, right - 0.15], [low, high], 0.04), panel, {
      light: light * 0.9,
    });
  }
  paintPlaces(
    stage,
    onFront(building, [left + 0.1, right - 0.1], [1.9, 2.2], 0.04),
    stage.mood.night ? rgb('#ffd98a') : rgb('#51646e'),
    {
      glowing: stage.mood.night,
    },
  );
}
