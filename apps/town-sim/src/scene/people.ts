/**
 * People of the simulated street, on foot and on bicycles: flat figures that face the camera, with
 * a stride. Nobody in particular: clothes come from a seed, faces have no features.
 */

import { blend, type Rgb, rgb } from '../drawing/colour.ts';
import { fillPolygon, type ScreenPoint } from '../drawing/rasteriser.ts';
import { fillEllipse, stroke } from '../drawing/shapes.ts';
import { depthOf, type Place, project, scaleAt } from '../drawing/view.ts';
import { type Journey, placeAlong, steps } from './journey.ts';
import { litColour, type Prop, paintPlaces, type Stage } from './stage.ts';
import { wheel } from './vehicle.ts';

const coats = [
  '#2f4858',
  '#8c3b3b',
  '#d8b25c',
  '#3d6b57',
  '#6b4a7a',
  '#c9c2b4',
  '#b5643c',
  '#27364f',
].map(rgb);
const trousers = ['#26303a', '#3a3f52', '#5a4c3c', '#2c3d4f'].map(rgb);
const hairs = ['#2b211b', '#5b3a22', '#b8935a', '#7c7670'].map(rgb);
const skins = ['#e8bf9d', '#c99873', '#8f6246', '#f0cdb0'].map(rgb);

interface Clothes {
  readonly coat: Rgb;
  readonly trousers: Rgb;
  readonly hair: Rgb;
  readonly skin: Rgb;
}

function clothesOf(seed: number): Clothes {
  const of = (list: readonly Rgb[], step: number): Rgb =>
    list[Math.abs(seed * step) % list.length] ?? ([90, 90, 90] as const);
  return { coat: of(coats, 3), trousers: of(trousers, 5), hair: of(hairs, 7), skin: of(skins, 11) };
}

/** Somebody who walks a journey; `tallM` 1.1 for a child, 1.75 for a grown person. */
export function walker(journey: Journey, seed: number, tallM = 1.72): Prop {
  const clothes = clothesOf(seed);
  return {
    place: (turn) => placeAlong(journey, turn).place,
    paint(stage, turn) {
      const at = placeAlong(journey, turn);
      const stride = at.moving
        ? Math.sin(2 * Math.PI * (steps(journey) * turn + seed * 0.13))
        : 0.12;
      paintFigure(stage, at.place, tallM, stride, clothes, seed % 3 === 0);
    },
  };
}

function paintFigure(
  stage: Stage,
  place: Place,
  tallM: number,
  stride: number,
  clothes: Clothes,
  bag: boolean,
): void {
  const foot = project(stage.view, place);
  const unit = scaleAt(stage.view, place) * (tallM / 1.72);
  if (!foot || unit < 3) {
    return;
  }
  const depth = depthOf(stage.view, place);
  const colour = (of: Rgb, light = 1) => litColour(stage, of, depth, light);
  const at = (right: number, up: number): ScreenPoint => [
    foot[0] + right * unit,
    foot[1] - up * unit * 0.96,
  ];
  const { picture } = stage;
  fillEllipse(picture, at(0.08, 0), 0.42 * unit, 0.13 * unit, colour([20, 22, 28]), 0.32);
  const hip = at(0, 0.84);
  const shoe = colour([38, 34, 34]);
  for (const [side, light] of [
    [-1, 0.82],
    [1, 1],
  ] as const) {
    const sole = at(side * stride * 0.28, 0.06 + Math.max(0, side * stride) * 0.05);
    stroke(picture, hip, sole, 0.16 * unit, colour(clothes.trousers, light));
    fillEllipse(picture, [sole[0], sole[1]], 0.11 * unit, 0.06 * unit, shoe);
  }
  stroke(
    picture,
    at(-0.17, 1.36),
    at(-0.2 + stride * 0.2, 0.82),
    0.11 * unit,
    colour(clothes.coat, 0.75),
  );
  fillPolygon(
    picture,
    [at(-0.2, 0.76), at(-0.22, 1.3), at(-0.13, 1.43), at(0.13, 1.43), at(0.22, 1.3), at(0.2, 0.76)],
    colour(clothes.coat),
  );
  stroke(
    picture,
    at(0.18, 1.36),
    at(0.21 - stride * 0.2, 0.82),
    0.11 * unit,
    colour(clothes.coat, 0.88),
  );
  if (bag) {
    fillPolygon(
      picture,
      [at(-0.32, 1.0), at(-0.32, 1.36), at(-0.16, 1.38), at(-0.16, 0.98)],
      colour(blend(clothes.coat, [240, 180, 60], 0.6)),
    );
  }
  fillEllipse(picture, at(0, 1.58), 0.115 * unit, 0.14 * unit, colour(clothes.skin));
  fillEllipse(picture, at(0, 1.645), 0.125 * unit, 0.095 * unit, colour(clothes.hair));
}

/** Somebody on a bicycle. */
export function cyclist(journey: Journey, seed: number): Prop {
  const clothes = clothesOf(seed);
  return {
    place: (turn) => placeAlong(journey, turn).place,
    paint(stage, turn) {
      const { footing, place } = placeAlong(journey, turn);
      const unit = scaleAt(stage.view, place);
      const foot = project(stage.view, place);
      if (!foot || unit < 3) {
        return;
      }
      const depth = depthOf(stage.view, place);
      const colour = (of: Rgb, light = 1) => litColour(stage, of, depth, light);
      fillEllipse(stage.picture, foot, 0.8 * unit, 0.14 * unit, colour([20, 22, 28]), 0.3);
      for (const along of [-0.52, 0.52]) {
        paintPlaces(stage, wheel(footing, along, 0, 0.34, 0.05), [34, 34, 38]);
      }
      const on = (along: number, up: number): ScreenPoint =>
        project(stage.view, [
          footing.x + footing.aheadX * along,
          footing.y + footing.aheadY * along,
          up,
        ]) ?? foot;
      const bar = colour(coats[(seed + 2) % coats.length] ?? [180, 60, 50]);
      stroke(stage.picture, on(-0.52, 0.34), on(-0.12, 0.85), 0.05 * unit, bar);
      stroke(stage.picture, on(-0.12, 0.85), on(0.4, 0.85), 0.05 * unit, bar);
      stroke(stage.picture, on(0.4, 0.95), on(0.52, 0.34), 0.05 * unit, bar);
      const pedal = Math.sin(2 * Math.PI * (14 * turn + seed * 0.2));
      stroke(
        stage.picture,
        on(-0.12, 0.95),
        on(0.08 + pedal * 0.1, 0.35 - pedal * 0.12),
        0.14 * unit,
        colour(clothes.trousers),
      );
      stroke(stage.picture, on(-0.15, 0.92), on(0.15, 1.42), 0.3 * unit, colour(clothes.coat));
      stroke(stage.picture, on(0.12, 1.36), on(0.42, 1.0), 0.1 * unit, colour(clothes.coat, 0.85));
      const head = on(0.22, 1.62);
      fillEllipse(stage.picture, head, 0.12 * unit, 0.14 * unit, colour(clothes.skin));
      fillEllipse(
        stage.picture,
        [head[0], head[1] - 0.07 * unit],
        0.14 * unit,
        0.09 * unit,
        colour(coats[(seed + 5) % coats.length] ?? [200, 60, 50]),
      );
    },
  };
}
