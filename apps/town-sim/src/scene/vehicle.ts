/**
 * Cars, vans and a boat: blocks with glass and wheels. No number plates: the town has none to read
 * (BAN rules hold in a drawing too).
 */

import { blend, type Rgb, rgb } from '../drawing/colour.ts';
import { glow } from '../drawing/shapes.ts';
import { depthOf, type Place, project, scaleAt } from '../drawing/view.ts';
import { blockOn, type Footing, paintBlock, placeOn } from './block.ts';
import { type Journey, placeAlong } from './journey.ts';
import { litColour, type Prop, paintPlaces, type Stage } from './stage.ts';

const paints = [
  '#c8ccd0',
  '#2d3540',
  '#a13a34',
  '#35587a',
  '#e9e5da',
  '#5f6f52',
  '#7d8790',
  '#d9a441',
].map(rgb);
const glass = rgb('#31424d');

export function car(journey: Journey, seed: number): Prop {
  const paint = paints[seed % paints.length] ?? ([180, 180, 180] as const);
  const van = seed % 5 === 4;
  return {
    place: (turn) => placeAlong(journey, turn).place,
    paint(stage, turn) {
      const { footing, moving } = placeAlong(journey, turn);
      if (depthOf(stage.view, [footing.x, footing.y, 0]) < 2) {
        return;
      }
      paintShadow(stage, footing, 2.25, 0.98);
      if (moving && stage.mood.night) {
        paintBeam(stage, footing);
      }
      paintCar(stage, footing, paint, van);
    },
  };
}

function paintShadow(stage: Stage, footing: Footing, half: number, wide: number): void {
  const corners = [
    placeOn(footing, half, -wide, 0.01),
    placeOn(footing, half, wide, 0.01),
    placeOn(footing, -half, wide, 0.01),
    placeOn(footing, -half, -wide, 0.01),
  ];
  paintPlaces(stage, corners, [18, 20, 26], { opacity: 0.45 });
}

function paintCar(stage: Stage, footing: Footing, paint: Rgb, van: boolean): void {
  const eyeSide = Math.sign(footing.y * footing.aheadX - footing.x * footing.aheadY) || 1;
  for (const along of [-1.28, 1.28]) {
    paintWheel(stage, footing, along, -eyeSide * 0.8);
  }
  paintBlock(
    stage,
    blockOn(footing, [-2.08, 2.08], 0.88, [0.28, 0.88], { front: 0.12, back: 0.05, side: 0.03 }),
    paint,
  );
  for (const along of [-1.28, 1.28]) {
    paintWheel(stage, footing, along, eyeSide * 0.87);
  }
  const cabin = van
    ? blockOn(footing, [-2.0, 1.5], 0.85, [0.88, 1.85], { front: 0.7, side: 0.08 })
    : blockOn(footing, [-1.75, 1.05], 0.83, [0.88, 1.42], { front: 0.72, back: 0.5, side: 0.17 });
  paintBlock(stage, cabin, van ? blend(paint, [0, 0, 0], 0.06) : glass, paint);
  if (van) {
    paintBlock(
      stage,
      blockOn(footing, [0.7, 1.44], 0.86, [0.98, 1.6], { front: 0.45, side: 0.05 }),
      glass,
      glass,
    );
  }
  paintLights(stage, footing);
}

function paintWheel(stage: Stage, footing: Footing, along: number, across: number): void {
  paintPlaces(stage, circle(footing, along, across, 0.33), [28, 28, 32]);
  paintPlaces(stage, circle(footing, along, across * 1.01, 0.18), [150, 152, 156]);
}

function paintLights(stage: Stage, footing: Footing): void {
  for (const [along, colour] of [
    [2.09, rgb('#fff3cf')],
    [-2.09, rgb('#c8372d')],
  ] as const) {
    const towards = along > 0 ? 1 : -1;
    const facing = -(footing.x * footing.aheadX + footing.y * footing.aheadY) * towards;
    if (facing <= 0) {
      continue;
    }
    for (const across of [-0.66, 0.66]) {
      const lamp: Place[] = [
        placeOn(footing, along, across - 0.16, 0.58),
        placeOn(footing, along, across + 0.16, 0.58),
        placeOn(footing, along, across + 0.14, 0.74),
        placeOn(footing, along, across - 0.14, 0.74),
      ];
      paintPlaces(stage, lamp, colour, { glowing: stage.mood.night });
      const middle = project(stage.view, placeOn(footing, along, across, 0.66));
      const unit = scaleAt(stage.view, placeOn(footing, along, across, 0.66));
      if (stage.mood.night && middle && unit > 8) {
        glow(
          stage.picture,
          middle,
          unit * 0.8,
          litColour({ ...stage, mood: { ...stage.mood, ambient: [1, 1, 1] } }, colour, 0),
          0.6,
        );
      }
    }
  }
}

function paintBeam(stage: Stage, footing: Footing): void {
  const beam: Place[] = [
    placeOn(footing, 2.1, -0.7, 0.02),
    placeOn(footing, 2.1, 0.7, 0.02),
    placeOn(footing, 9, 2, 0.02),
    placeOn(footing, 9, -2, 0.02),
  ];
  paintPlaces(stage, beam, rgb('#ffe9b8'), { opacity: 0.18, glowing: true });
}

/** A wheel of a bicycle as a ring: outer circle, seam, inner circle wound backwards. */
export function wheel(
  footing: Footing,
  along: number,
  across: number,
  radius: number,
  thickness: number,
): Place[] {
  const outer = circle(footing, along, across, radius);
  const inner = circle(footing, along, across, radius - thickness).reverse();
  const first = outer[0];
  return first ? [...outer, first, inner[inner.length - 1] ?? first, ...inner] : [];
}

function circle(footing: Footing, along: number, across: number, radius: number): Place[] {
  return Array.from({ length: 18 }, (_, index) => {
    const angle = (index / 18) * 2 * Math.PI;
    return placeOn(
      footing,
      along + Math.cos(angle) * radius,
      across,
      radius + Math.sin(angle) * radius,
    );
  });
}

/** A flat-bottomed Loire boat with a square sail. */
export function boat(journey: Journey): Prop {
  return {
    place: (turn) => placeAlong(journey, turn).place,
    paint(stage, turn) {
      const { footing } = placeAlong(journey, turn);
      const roll = Math.sin(2 * Math.PI * 3 * turn) * 0.05;
      paintBlock(
        stage,
        blockOn(footing, [-5, 5], 1.3, [0.05 + roll, 0.85 + roll], { front: -0.8, back: -0.4 }),
        rgb('#4a3326'),
        rgb('#8a6a4a'),
      );
      const mast = (along: number, wide: number, low: number, high: number): Place[] => [
        placeOn(footing, along - wide, 0, low),
        placeOn(footing, along + wide, 0, low),
        placeOn(footing, along + wide, 0, high),
        placeOn(footing, along - wide, 0, high),
      ];
      paintPlaces(stage, mast(0.4, 0.09, 0.8, 8.4), rgb('#6b4d36'));
      paintPlaces(stage, mast(0.5 + roll, 2.4, 2.6, 7.8), rgb('#efe3c8'));
      paintPlaces(stage, mast(0.5 + roll, 2.4, 4.9, 5.2), rgb('#c25a3c'));
    },
  };
}
